import StepRuntime
import TestSupport
import Testing
import VM

@Suite struct Boundaries {
  /// 06 §5.1.
  @Test(
    arguments: [
      (["kind": "budget_exhausted", "reason": "step_budget_exhausted"], true),
      (["kind": "budget_exhausted"], false),
      (["reason": "step_budget_exhausted"], false),
      (["kind": "budget_exhausted", "reason": "other"], false),
      (["category": "budget_exceeded"], true),
      (["category": "budget_exceeded", "kind": "terminal", "x": 1], true),
      (["category": "handoff_escalation"], false),
      (
        [
          "category": "handoff_escalation", "kind": "budget_exhausted",
          "reason": "step_budget_exhausted",
        ], true
      ),
      (["category": 1], false),
      ("budget_exceeded", false),
      (["budget_exceeded"], false),
      (nil, false),
    ] as [(Literal, Bool)])
  func `what counts as a budget exhaustion`(value: Literal, isExhaustion: Bool) {
    balancingHeap {
      withValue(value) { value in
        #expect(StepProgram.isStepBudgetExhausted(.thrown(value)) == isExhaustion)
      }
    }
  }

  @Test func `engine errors count only with the category`() {
    #expect(
      StepProgram.isStepBudgetExhausted(.categorized(category: "budget_exceeded", message: "m")))
    #expect(!StepProgram.isStepBudgetExhausted(.categorized(category: "timeout", message: "m")))
    #expect(!StepProgram.isStepBudgetExhausted(.runtimeError("budget_exceeded")))
    #expect(!StepProgram.isStepBudgetExhausted(.stackOverflow))
  }

  @Test func `a value that is no dict is not marked`() {
    balancingHeap {
      let error = StepProgram.markEscalated(
        .thrown(text: "plain"), step: "s", function: "f")
      #expect(error.summaryText == "plain")
      error.released()
      let engine = StepProgram.markEscalated(.divisionByZero, step: "s", function: "f")
      #expect(engine.summaryText == "Division by zero")
    }
  }

  /// 06 §5.2.
  @Test(
    arguments: [
      (nil, "f failed spent", "{kind: budget_exhausted"),
      ("fail", "f failed spent", "{kind: budget_exhausted"),
      ("sometimes", "f failed spent", "{kind: budget_exhausted"),
      ("continue", "f skipped spent", "nil"),
      ("escalate", "f escalated spent", "{category: handoff_escalation"),
    ] as [(String?, String, String)])
  func `an exhaustion leaves the frame`(boundary: String?, record: String, outcome: String) {
    balancingHeap {
      let run = Run()
      run.register("f", boundary: boundary)
      run.enter("f", depth: 1)
      let text: String
      switch run.program.isLeaving(depth: 1, error: exhaustion(), task: run.task) {
      case .resume(let value), .propagate(.thrown(let value)): text = consumedText(value)
      case .propagate(let error): text = error.summaryText
      }
      #expect(text.hasPrefix(outcome))
      #expect(run.log == [record])
      #expect(run.context.isIdle)
    }
  }

  @Test(arguments: [nil, "continue", "escalate"])
  func `any other error passes unchanged`(boundary: String?) {
    balancingHeap {
      let run = Run()
      run.register("f", boundary: boundary)
      run.enter("f", depth: 1)
      let decision = run.program.isLeaving(
        depth: 1, error: .thrown(text: "other"), task: run.task)
      guard case .propagate(let error) = decision else {
        Issue.record("resumed")
        return
      }
      #expect(error.summaryText == "other")
      error.released()
      #expect(run.log == ["f failed other"])
    }
  }

  @Test func `the next outer activation judges again`() {
    balancingHeap {
      let run = Run()
      run.register("outer", boundary: "continue")
      run.register("inner", boundary: "escalate")
      run.enter("outer", depth: 1)
      run.enter("inner", depth: 3)
      guard
        case .propagate(let error) = run.program.isLeaving(
          depth: 3, error: exhaustion(), task: run.task),
        case .resume(let value) = run.program.isLeaving(depth: 1, error: error, task: run.task)
      else {
        Issue.record("unexpected decision")
        return
      }
      #expect(value.isNil)
      #expect(run.log == ["inner escalated spent", "outer skipped spent"])
    }
  }

  @Test func `leaving a frame without step drops its persona and nothing else`() {
    let run = Run()
    run.register("f")
    run.program.registerPersona(function: "p", definition: PersonaDefinition(name: "p"))
    run.enter("f", depth: 1)
    run.enter("p", depth: 2)
    guard
      case .propagate(.divisionByZero) = run.program.isLeaving(
        depth: 2, error: .divisionByZero, task: run.task)
    else {
      Issue.record("unexpected decision")
      return
    }
    #expect(run.context.currentPersonaName == nil && run.context.activeStepFrameDepth == 1)
    run.program.didEnd(errorText: "exit(3)", task: run.task)
    #expect(run.log == ["f failed exit(3)"])
    run.program.taskDidEnd(run.task)
  }

  @Test func `the end of a run records suspended activations too, innermost first`() {
    let run = Run()
    for name in ["a", "b", "c"] { run.register(name) }
    run.enter("a", depth: 1)
    run.enter("b", depth: 2)
    let snapshot = run.context.takeActiveContext()
    run.enter("c", depth: 4)
    run.program.didEnd(errorText: "gone", task: run.task)
    #expect(run.log == ["c failed gone", "b failed gone", "a failed gone"])
    #expect(run.context.isIdle)
    run.context.restoreActiveContext(snapshot)
  }

  /// 06 §4.4, error text.
  @Test func `texts of errors`() {
    balancingHeap {
      func text(_ error: HarnError) -> String {
        defer { error.released() }
        return error.summaryText
      }
      func thrown(_ literal: Literal) -> String { text(.thrown(literal.value)) }
      #expect(thrown(["message": "m", "code": 1]) == "m")
      #expect(thrown(["message": 3]) == "3")
      #expect(thrown(["code": 1]) == "{code: 1}")
      #expect(thrown([1, 2]) == "[1, 2]")
      #expect(text(.runtimeError("m")) == "Runtime error: m")
      #expect(text(.typeError("m")) == "Type error: m")
      #expect(text(.undefinedVariable("x", suggestion: nil)) == "Undefined variable: x")
      #expect(
        text(.undefinedVariable("x", suggestion: "y"))
          == "Runtime error: Undefined variable: x (did you mean `y`?)")
      #expect(text(.undefinedBuiltin("x", suggestion: nil)) == "Undefined builtin: x")
      #expect(
        text(.immutableAssignment("x")) == "Cannot assign to immutable binding: x")
      #expect(text(.divisionByZero) == "Division by zero")
      #expect(text(.stackOverflow) == "Stack overflow: too many nested calls")
      #expect(text(.categorized(category: "c", message: "m")) == "Error [c]: m")
      #expect(text(.exit(status: 4)) == "exit(4)")
    }
  }
}
