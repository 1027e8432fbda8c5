import StepRuntime
import Testing
import VM

/// A program with one task, as the machine would drive it.
struct Run {
  let program = StepProgram()
  let task = TaskState()

  var context: TaskContext { program.context(of: task) }

  /// Registers a step function whose name is also the step's name.
  func register(
    _ function: String, model: String? = nil, maxTokens: UInt64? = nil, maxUSD: Double? = nil,
    boundary: String? = nil
  ) {
    program.registerStep(
      function: function,
      definition: StepDefinition(
        name: function, function: function, model: model, maxTokens: maxTokens, maxUSD: maxUSD,
        errorBoundary: boundary))
  }

  func enter(_ function: String, depth: Int, arguments: [Value] = []) {
    context.pushActivePersonaIfRegistered(function: function, frameDepth: depth)
    context.pushActiveStepIfRegistered(function: function, frameDepth: depth, arguments: arguments)
  }

  func leave(depth: Int) throws {
    try #require(
      program.didReturn(.nilValue, depth: depth, task: task), "no handler wants the return")
  }

  /// Charges tokens to the active step; the text of its breach.
  func charge(_ tokens: Int, cost: Double = 0) -> String? {
    do throws(HarnError) {
      try context.recordStepLLMUsage(
        model: "m", inputTokens: tokens, outputTokens: 0, costUSD: cost)
      return nil
    } catch {
      defer { error.released() }
      return error.summaryText
    }
  }

  /// The log in short: `name status error`.
  var log: [String] {
    program.peekCompletedSteps().map {
      "\($0.name) \($0.status) \($0.error ?? "-")"
    }
  }
}

/// An error that counts as budget exhaustion (06 §5.1). Owned by the caller.
func exhaustion() -> HarnError {
  .thrown(
    Value(dict: [
      "kind": Value(string: "budget_exhausted"),
      "reason": Value(string: "step_budget_exhausted"),
      "message": Value(string: "spent"),
    ]))
}
