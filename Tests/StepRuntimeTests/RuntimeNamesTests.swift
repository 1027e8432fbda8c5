import StepRuntime
import TestSupport
import Testing
import VM

/// One test for each name of 06 §10.
@Suite struct RuntimeNames {
  // MARK: 10.1

  @Test func `StepDefinition holds the metadata and computes the boundary`() {
    let step = StepDefinition(
      name: "n", function: "f", model: "m", maxTokens: 1, maxUSD: 2, errorBoundary: "continue")
    #expect(step.boundary == .continue)
    #expect(step.hasLimits)
  }

  @Test(
    arguments: [
      ("continue", .continue), ("escalate", .escalate), ("fail", .fail),
      ("Continue", .fail), (nil, .fail),
    ] as [(String?, StepErrorBoundary)])
  func `StepErrorBoundary is read from text`(text: String?, boundary: StepErrorBoundary) {
    #expect(StepErrorBoundary(text: text) == boundary)
  }

  @Test func `PersonaDefinition keeps its stages in order`() {
    let persona = PersonaDefinition(
      name: "p", stages: [StageDeclaration(name: "b"), StageDeclaration(name: "a")])
    #expect(persona.stages.map(\.name) == ["b", "a"])
  }

  @Test func `ActiveStep starts with counters at 0 and gives its arguments back when it ends`() {
    balancingHeap {
      let run = Run()
      run.register("f")
      withValue(["x", "y"]) { list in
        run.enter("f", depth: 3, arguments: [list])
      }
      let step = run.context.takeActiveStep(frameDepth: 3)
      guard let step else {
        Issue.record("no activation")
        return
      }
      #expect(step.frameDepth == 3)
      #expect(step.args.map { displayText($0) } == ["[x, y]"])
      #expect(step.inputTokens == 0 && step.outputTokens == 0 && step.llmCalls == 0)
      #expect(step.costUSD == 0 && step.lastModel == nil && step.isOpen && step.spanID == 0)
      run.program.finishActiveStep(step, status: StepStatus.completed, error: nil)
      #expect(!step.isOpen && step.args.isEmpty)
    }
  }

  @Test func `ActivePersona holds depth and definition`() {
    let persona = PersonaDefinition(name: "p")
    let active = ActivePersona(frameDepth: 2, definition: persona)
    #expect(active.frameDepth == 2 && active.definition == persona)
  }

  @Test func `CompletedStep names the last model, else the model of the definition`() throws {
    let run = Run()
    run.register("f", model: "default")
    run.enter("f", depth: 1)
    try run.leave(depth: 1)
    run.enter("f", depth: 1)
    #expect(run.charge(1) == nil)
    try run.leave(depth: 1)
    #expect(run.program.drainCompletedSteps().map(\.model) == ["default", "m"])
  }

  @Test func `ActiveContextSnapshot counts the suspensions in force`() {
    let context = Run().context
    let outer = context.takeActiveContext()
    let inner = context.takeActiveContext()
    #expect(context.suspensionDepth == 2)
    context.restoreActiveContext(inner)
    context.restoreActiveContext(outer)
    #expect(context.suspensionDepth == 0)
  }

  @Test func `PersonaHookRegistration and PersonaHookInvocation carry the handler`() {
    balancingHeap {
      let run = Run()
      withValue("handler") { handler in
        run.program.registerStepHook(
          personaPattern: "p*", stepName: "s", event: .preStep, thresholdPercent: nil,
          handler: handler)
      }
      let hooks = run.program.matchingHooks(
        event: .preStep, persona: "pa", step: "s", percent: nil)
      #expect(hooks.count == 1)
      for hook in hooks {
        #expect(hook.registration.personaPattern == "p*" && hook.registration.stepName == "s")
        #expect(hook.event == .preStep && hook.registration.thresholdPercent == nil)
        #expect(displayText(hook.handler) == "handler")
        hook.released()
      }
      run.program.clearPersonaHooks()
    }
  }

  // MARK: 10.2

  @Test func `registerStep replaces, running activations keep their definition`() throws {
    let run = Run()
    run.register("f", model: "one")
    run.enter("f", depth: 1)
    run.register("f", model: "two")
    #expect(run.context.activeStepModelDefault == "one")
    #expect(run.program.stepDefinition(forFunction: "f")?.model == "two")
    try run.leave(depth: 1)
    #expect(run.program.peekCompletedSteps().map(\.model) == ["one"])
  }

  @Test func `registerPersona inserts under the function name`() {
    let run = Run()
    run.program.registerPersona(function: "f", definition: PersonaDefinition(name: "p"))
    #expect(run.program.personaDefinition(forFunction: "f")?.name == "p")
  }

  @Test func `registerStep reads arguments`() throws {
    try balancingHeap {
      let run = Run()
      let result = try withValues(["f", ["name": "n"]]) {
        try run.program.registerStep(fromArguments: $0)
      }
      #expect(result.isNil)
      #expect(run.program.stepDefinition(forFunction: "f")?.name == "n")
    }
  }

  @Test func `registerPersona reads arguments`() throws {
    try balancingHeap {
      let run = Run()
      let result = try withValues(["f", ["name": "n"]]) {
        try run.program.registerPersona(fromArguments: $0)
      }
      #expect(result.isNil)
      #expect(run.program.personaDefinition(forFunction: "f")?.name == "n")
    }
  }

  @Test func `registerStepBuiltins connects a machine`() {
    balancingHeap {
      let vm = VirtualMachine(host: SilentHost())
      let run = Run()
      run.program.registerStepBuiltins(into: vm)
      run.register("f")
      #expect(run.program.isTrackedFunction("f"))
    }
  }

  @Test func `stepDefinition is found by function name, not by step name`() {
    let run = Run()
    run.program.registerStep(
      function: "f", definition: StepDefinition(name: "n", function: "f"))
    #expect(run.program.stepDefinition(forFunction: "f") != nil)
    #expect(run.program.stepDefinition(forFunction: "n") == nil)
  }

  @Test func `isTrackedFunction knows steps and personas`() {
    let run = Run()
    #expect(!run.program.isTrackedFunction("s"))
    run.register("s")
    run.program.registerPersona(function: "p", definition: PersonaDefinition(name: "p"))
    #expect(run.program.isTrackedFunction("s") && run.program.isTrackedFunction("p"))
    #expect(!run.program.isTrackedFunction("x"))
  }

  @Test func `resetState empties everything`() throws {
    try balancingHeap {
      let run = Run()
      run.register("f")
      run.program.registerPersona(function: "p", definition: PersonaDefinition(name: "p"))
      run.enter("f", depth: 1)
      try run.leave(depth: 1)
      withValue("h") {
        run.program.registerPersonaHook(
          personaPattern: "*", event: .preStep, thresholdPercent: nil, handler: $0)
      }
      run.program.resetState(task: run.task)
      #expect(!run.program.isTrackedFunction("f") && !run.program.isTrackedFunction("p"))
      #expect(run.program.peekCompletedSteps().isEmpty && run.task.stepContext == nil)
      let hooks = run.program.matchingHooks(
        event: .preStep, persona: nil, step: nil, percent: nil)
      #expect(hooks.isEmpty)
    }
  }

  // MARK: 10.3

  @Test func `pushActivePersonaIfRegistered pushes registered personas only`() {
    let run = Run()
    run.program.registerPersona(function: "f", definition: PersonaDefinition(name: "p"))
    #expect(!run.context.pushActivePersonaIfRegistered(function: "g", frameDepth: 1))
    #expect(run.context.pushActivePersonaIfRegistered(function: "f", frameDepth: 1))
    #expect(run.context.currentPersonaName == "p")
  }

  @Test func `pushActiveStepIfRegistered records the current persona`() throws {
    let run = Run()
    run.register("f")
    run.program.registerPersona(function: "f", definition: PersonaDefinition(name: "p"))
    #expect(
      !run.context.pushActiveStepIfRegistered(function: "g", frameDepth: 1, arguments: []))
    run.enter("f", depth: 2)
    #expect(run.context.withActiveStep { $0.persona } == "p")
    try run.leave(depth: 2)
    #expect(run.context.isIdle)
  }

  @Test func `activeStepFrameDepth is that of the own top`() throws {
    let run = Run()
    run.register("f")
    #expect(run.context.activeStepFrameDepth == nil)
    run.enter("f", depth: 4)
    #expect(run.context.activeStepFrameDepth == 4)
    #expect(run.context.makeChildContext().activeStepFrameDepth == nil)
    try run.leave(depth: 4)
  }

  @Test func `withActiveStep reads the charging step`() throws {
    let run = Run()
    run.register("f")
    #expect(run.context.withActiveStep { _ in true } == nil)
    run.enter("f", depth: 1)
    #expect(run.context.withActiveStep { $0.definition.name } == "f")
    #expect(run.context.makeChildContext().withActiveStep { $0.definition.name } == "f")
    try run.leave(depth: 1)
  }

  @Test func `withMutableActiveStep changes the counters of the charging step`() throws {
    let run = Run()
    run.register("f")
    run.enter("f", depth: 1)
    let request = RequestProjection(namedOutputTokens: 1)
    #expect(run.context.withMutableActiveStep { $0.projectedOutputTokens(request) } == 1)
    let child = run.context.makeChildContext()
    #expect(child.withMutableActiveStep { $0.isOpen } == true)
    try run.leave(depth: 1)
    #expect(child.withMutableActiveStep { $0.isOpen } == nil)
  }

  @Test func `takeActiveStep takes the top only when the depth fits`() {
    let run = Run()
    run.register("f")
    run.enter("f", depth: 2)
    #expect(run.context.takeActiveStep(frameDepth: 1) == nil)
    #expect(run.context.activeStepFrameDepth == 2)
    let step = run.context.takeActiveStep(frameDepth: 2)
    #expect(step != nil && run.context.activeStepFrameDepth == nil)
    if let step { run.program.finishActiveStep(step, status: StepStatus.completed, error: nil) }
  }

  @Test func `finishActiveStep appends the summary`() {
    let run = Run()
    run.register("f")
    run.enter("f", depth: 1)
    if let step = run.context.takeActiveStep(frameDepth: 1) {
      run.program.finishActiveStep(step, status: StepStatus.skipped, error: "why")
    }
    #expect(run.log == ["f skipped why"])
  }

  @Test func `popAndRecord refuses another frame`() {
    let run = Run()
    run.register("f")
    run.enter("f", depth: 2)
    #expect(!run.context.popAndRecord(frameDepth: 1, status: StepStatus.failed, error: "x"))
    #expect(run.context.popAndRecord(frameDepth: 2, status: StepStatus.failed, error: "x"))
    #expect(run.log == ["f failed x"])
  }

  @Test func `pruneBelowFrame records the deeper entries, innermost first`() {
    let run = Run()
    run.register("a")
    run.register("b")
    run.register("c")
    run.program.registerPersona(function: "c", definition: PersonaDefinition(name: "p"))
    run.enter("a", depth: 1)
    run.enter("b", depth: 2)
    run.enter("c", depth: 3)
    run.context.pruneBelowFrame(3, error: "x")
    #expect(run.log.isEmpty && run.context.currentPersonaName == "p")
    run.context.pruneBelowFrame(1, error: "x")
    #expect(run.log == ["c failed x", "b failed x"])
    #expect(run.context.currentPersonaName == nil)
    run.context.pruneBelowFrame(0)
    #expect(run.log.last == "a completed -")
  }

  @Test func `currentPersonaName is the own top, else the inherited one`() throws {
    let run = Run()
    run.program.registerPersona(function: "p", definition: PersonaDefinition(name: "outer"))
    run.program.registerPersona(function: "q", definition: PersonaDefinition(name: "inner"))
    #expect(run.context.currentPersonaName == nil)
    run.enter("p", depth: 1)
    let child = run.context.makeChildContext()
    run.enter("q", depth: 2)
    #expect(run.context.currentPersonaName == "inner")
    #expect(child.currentPersonaName == "outer")
    try run.leave(depth: 2)
    #expect(run.context.currentPersonaName == "outer")
    try run.leave(depth: 1)
  }

  // MARK: 10.4

  @Test func `activeStepModelDefault is not inherited by an inner step`() throws {
    let run = Run()
    run.register("outer", model: "m")
    run.register("inner")
    #expect(run.context.activeStepModelDefault == nil)
    run.enter("outer", depth: 1)
    #expect(run.context.activeStepModelDefault == "m")
    run.enter("inner", depth: 2)
    #expect(run.context.activeStepModelDefault == nil)
    try run.leave(depth: 2)
    try run.leave(depth: 1)
  }

  @Test func `recordStepLLMUsage counts negative tokens as 0 and needs no step`() throws {
    let run = Run()
    #expect(run.charge(5) == nil)
    run.register("f")
    run.enter("f", depth: 1)
    #expect(run.charge(-5) == nil)
    #expect(run.charge(7, cost: 0.5) == nil)
    try run.leave(depth: 1)
    let step = run.program.peekCompletedSteps()[0]
    #expect(step.inputTokens == 7 && step.llmCalls == 2 && step.costUSD == 0.5)
  }

  @Test func `isStepBudgetExhausted classifies`() {
    balancingHeap {
      let error = exhaustion()
      #expect(StepProgram.isStepBudgetExhausted(error))
      error.released()
    }
  }

  @Test func `markEscalated marks a copy`() {
    balancingHeap {
      let error = StepProgram.markEscalated(exhaustion(), step: "s", function: "f")
      guard case .thrown(let value) = error else {
        Issue.record("not a thrown value")
        return
      }
      #expect(
        consumedText(value)
          == "{category: handoff_escalation, escalated: true, function: f, "
          + "kind: budget_exhausted, message: spent, reason: step_budget_exhausted, step: s}")
    }
  }

  // MARK: 10.5

  @Test func `drainCompletedSteps empties the log`() throws {
    let run = Run()
    run.register("f")
    run.enter("f", depth: 1)
    try run.leave(depth: 1)
    #expect(run.program.drainCompletedSteps().count == 1)
    #expect(run.program.drainCompletedSteps().isEmpty)
  }

  @Test func `peekCompletedSteps leaves the log`() throws {
    let run = Run()
    run.register("f")
    run.enter("f", depth: 1)
    try run.leave(depth: 1)
    #expect(run.program.peekCompletedSteps() == run.program.peekCompletedSteps())
    #expect(run.program.peekCompletedSteps().count == 1)
  }

  @Test func `CompletedStep.json has exactly the nine keys`() throws {
    try balancingHeap {
      let run = Run()
      run.register("digest")
      run.enter("digest", depth: 1)
      try run.context.recordStepLLMUsage(
        model: "mock", inputTokens: 7, outputTokens: 3, costUSD: 0)
      try run.leave(depth: 1)
      let step = run.program.drainCompletedSteps()[0]
      #expect(
        step.json.compactText
          == #"{"cost_usd":0.0,"error":null,"function":"digest","input_tokens":7,"llm_calls":1,"#
          + #""model":"mock","name":"digest","output_tokens":3,"status":"completed"}"#)
    }
  }

  // MARK: 10.6

  @Test func `registerPersonaHook matches every step`() {
    expectHooks(step: "any", count: 1) { program, handler in
      program.registerPersonaHook(
        personaPattern: "*", event: .postStep, thresholdPercent: nil, handler: handler)
    }
  }

  @Test func `registerStepHook matches its step name only`() {
    expectHooks(step: "s", count: 1) { program, handler in
      for name in ["s", "t"] {
        program.registerStepHook(
          personaPattern: "*", stepName: name, event: .postStep, thresholdPercent: nil,
          handler: handler)
      }
    }
  }

  @Test func `clearPersonaHooks removes all`() {
    expectHooks(step: "s", count: 0) { program, handler in
      program.registerPersonaHook(
        personaPattern: "*", event: .postStep, thresholdPercent: nil, handler: handler)
      program.clearPersonaHooks()
    }
  }

  @Test func `matchingHooks keeps the order of registration`() {
    balancingHeap {
      let run = Run()
      for name in ["one", "two", "three"] {
        withValue(.string(name)) {
          run.program.registerPersonaHook(
            personaPattern: "*", event: .preStep, thresholdPercent: nil, handler: $0)
        }
      }
      let hooks = run.program.matchingHooks(
        event: .preStep, persona: nil, step: nil, percent: nil)
      #expect(hooks.map { displayText($0.handler) } == ["one", "two", "three"])
      hooks.forEach { $0.released() }
      run.program.clearPersonaHooks()
    }
  }

  @Test func `takeActiveContext leaves an empty context`() throws {
    let run = Run()
    run.register("f", model: "m")
    run.program.registerPersona(function: "f", definition: PersonaDefinition(name: "p"))
    run.enter("f", depth: 1)
    let snapshot = run.context.takeActiveContext()
    #expect(run.context.currentPersonaName == nil && run.context.activeStepModelDefault == nil)
    #expect(run.context.makeChildContext().chargingStep == nil)
    run.context.restoreActiveContext(snapshot)
    #expect(run.context.currentPersonaName == "p" && run.context.activeStepModelDefault == "m")
    try run.leave(depth: 1)
  }

  @Test func `restoreActiveContext discards what the interlude left behind`() throws {
    let run = Run()
    run.register("f")
    run.register("g")
    run.enter("f", depth: 1)
    let snapshot = run.context.takeActiveContext()
    run.enter("g", depth: 2)
    run.context.restoreActiveContext(snapshot)
    #expect(run.context.activeStepFrameDepth == 1)
    try run.leave(depth: 1)
    #expect(run.log == ["g completed -", "f completed -"])
  }

  private func expectHooks(
    step: String, count: Int, sourceLocation: SourceLocation = #_sourceLocation,
    _ register: (StepProgram, Value) -> Void
  ) {
    balancingHeap(sourceLocation: sourceLocation) {
      let run = Run()
      withValue("handler") { register(run.program, $0) }
      let hooks = run.program.matchingHooks(
        event: .postStep, persona: nil, step: step, percent: nil)
      #expect(hooks.count == count, sourceLocation: sourceLocation)
      hooks.forEach { $0.released() }
      run.program.clearPersonaHooks()
    }
  }
}
