import LLM
import StepRuntime
import TestSupport
import Testing
import VM

/// LLM calls of a program with one task.
struct Calls {
  let steps = StepProgram()
  let task = TaskState()
  let program: LLMProgram

  init(environment: [String: String] = [:]) {
    program = LLMProgram(steps: steps) { environment[$0] }
  }

  /// Calls that a fixture file answers.
  init(fixture: String) throws(FixtureError) {
    program = LLMProgram(steps: steps, fixture: try Fixture(fixture, path: "f.jsonl")) { _ in nil }
  }

  func mock(_ spec: Literal) throws {
    try withValue(spec) { program.stub.add(try Mock($0)) }
  }

  /// Calls `llm_call` and hands the owned result dict to `body`.
  func call<T>(
    _ prompt: Literal, _ system: Literal = nil, _ options: Literal = nil, _ body: (Value) throws -> T
  ) throws -> T {
    try withValues([prompt, system, options]) { arguments in
      let result = try program.run(.call, arguments, task: task)
      defer { result.released() }
      return try body(result)
    }
  }

  /// The display of one key of the result, or of the error dict's `message`.
  func text(
    _ key: String, of prompt: Literal, _ system: Literal = nil, _ options: Literal = nil
  ) -> String {
    do {
      return try call(prompt, system, options) { displayText($0.entry(key) ?? .nilValue) }
    } catch let error as HarnError {
      defer { error.released() }
      return "error: \(error.summaryText)"
    } catch {
      return "\(error)"
    }
  }

  /// The display of one key of the error, or `-` when the call succeeds.
  func fault(
    _ key: String, of prompt: Literal, _ system: Literal = nil, _ options: Literal = nil
  ) -> String {
    withValues([prompt, system, options]) { arguments in
      do throws(HarnError) {
        try program.run(.call, arguments, task: task).released()
        return "-"
      } catch {
        defer { error.released() }
        guard case .thrown(let value) = error else { return error.summaryText }
        return displayText(value.isDict ? value.entry(key) ?? .nilValue : value)
      }
    }
  }

  func enter(
    _ name: String, model: String? = nil, maxTokens: UInt64? = nil, maxUSD: Double? = nil,
    boundary: String? = nil
  ) {
    steps.registerStep(
      function: name,
      definition: StepDefinition(
        name: name, function: name, model: model, maxTokens: maxTokens, maxUSD: maxUSD,
        errorBoundary: boundary))
    let context = steps.context(of: task)
    context.pushActiveStepIfRegistered(
      function: name, frameDepth: (context.activeStepFrameDepth ?? 0) + 1, arguments: [])
  }

  func leave() throws {
    let depth = steps.context(of: task).activeStepFrameDepth ?? 0
    try #require(
      steps.didReturn(.nilValue, depth: depth, task: task), "no handler wants the return")
  }

  /// Runs the handlers of the interlude that a call waits for, as the machine would: each returns nil, or the first fails.
  /// `done`, or the text of the error.
  func finishInterlude(_ failure: HarnError?) -> String {
    var result: Value?
    while true {
      do throws(HarnError) {
        switch try steps.continueInterlude(after: result, task: task) {
        case .call(let handler, let payload):
          handler.released()
          payload.released()
          if let failure { throw steps.interludeFailed(failure, task: task) }
          result = .nilValue
        case .enter: return "entered a call"
        case .resume(let value):
          value.released()
          return "done"
        }
      } catch {
        defer { error.released() }
        return error.caughtText
      }
    }
  }
}
