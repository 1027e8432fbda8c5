import StepRuntime
import Synchronization
import VM

/// The state of LLM calls of one program: the stub, the session counters and the way to the steps (06 §12–§14). Its tasks
/// share it.
package final class LLMProgram {
  /// The step runtime that calls are charged to.
  package let steps: StepProgram
  /// Answers requests.
  package let stub: StubProvider
  /// Counts replies.
  package let session = Session()
  private let environment: (String) -> String?
  private let transcriptCount = Atomic(0)

  /// Sees each successful reply, after it was counted.
  package var didReceive: ((Reply) -> Void)?

  /// The state at the start of a run that may have a fixture file; `environment` looks variables up.
  package init(
    steps: StepProgram, fixture: Fixture? = nil, environment: @escaping (String) -> String?
  ) {
    self.steps = steps
    stub = StubProvider(fixture: fixture)
    self.environment = environment
  }

  /// Back to the start of a run (06 §13.4, §14.1).
  package func reset() {
    stub.reset()
    session.reset()
    transcriptCount.store(0, ordering: .relaxed)
  }
}

// MARK: - Calls

/// What became of one call after its arguments were accepted.
package struct CallOutcome {
  /// The result dict, or the error of 06 §12.5; owned by whoever takes the outcome.
  package let result: Result<Value, HarnError>
  /// The step that was charged; its threshold hooks are due before the result is used (06 §6.3 step 3).
  package let chargedStep: ActiveStep?
}

extension LLMProgram {
  /// `llm_call` (06 §12.1). The result is owned by the caller.
  package func call(_ arguments: [Value], task: TaskState) throws(HarnError) -> Value {
    try finish(attempt(arguments, task: task), task: task) { (outcome) throws(HarnError) in
      try outcome.get()
    }
  }

  /// `llm_call_safe` (06 §12.1). The result is owned by the caller.
  package func callSafely(_ arguments: [Value], task: TaskState) throws(HarnError) -> Value {
    try finish(attempt(arguments, task: task), task: task) { (outcome) throws(HarnError) in
      switch outcome {
      case .success(let result):
        return Value(dict: ["error": .nilValue, "ok": Value(bool: true), "response": result])
      case .failure(.thrown(let error)):
        return Value(dict: ["error": error, "ok": Value(bool: false), "response": .nilValue])
      case .failure(let error):
        throw error
      }
    }
  }

  /// Lets the threshold hooks of the charged step run before the outcome is used; their error replaces it (06 §7.5).
  private func finish(
    _ outcome: CallOutcome, task: TaskState,
    _ value: @escaping (Result<Value, HarnError>) throws(HarnError) -> Value
  ) throws(HarnError) -> Value {
    if let step = outcome.chargedStep,
      steps.beginThresholdInterlude(
        chargedStep: step, task: task,
        result: PendingResult(
          finish: { () throws(HarnError) in try value(outcome.result) },
          discard: outcome.released))
    {
      throw .interlude
    }
    return try value(outcome.result)
  }

  /// Makes a call without threshold hooks. Faults of the options are thrown; everything later is part of the outcome.
  package func attempt(_ arguments: [Value], task: TaskState) throws(HarnError) -> CallOutcome {
    let context = steps.context(of: task)
    let options = try CallOptions(
      arguments: arguments, stepModel: context.activeStepModelDefault, environment: environment)
    let answer = answer(to: options, context)
    switch answer.reply {
    case .success(let reply):
      let number = transcriptCount.add(1, ordering: .relaxed).newValue
      let result = reply.result(
        messages: options.messages, transcriptID: "transcript_\(number)")
      return CallOutcome(result: .success(result), chargedStep: answer.chargedStep)
    case .failure(let error):
      let wrapped = error.wrapped(provider: options.provider, model: options.model)
      return CallOutcome(result: .failure(wrapped), chargedStep: answer.chargedStep)
    }
  }
}

extension CallOutcome {
  /// Gives the count of the result or error back.
  func released() {
    switch result {
    case .success(let value): value.released()
    case .failure(let error): error.released()
    }
  }
}

// MARK: - Requests

extension LLMProgram {
  /// A reply, or the error to wrap, and the step that was charged.
  private typealias Answer = (reply: Result<Reply, HarnError>, chargedStep: ActiveStep?)

  /// Sends the request, again after transient errors (06 §12.2 `llm_retries`). Errors of the stub pause 0 ms, and nothing
  /// else raises transient ones.
  private func answer(to options: CallOptions, _ context: TaskContext) -> Answer {
    var retriesLeft = options.retries
    while true {
      do throws(HarnError) {
        let admission = try admit(options, context)
        switch send(options, outputTokens: admission.outputTokens) {
        case .success(let reply):
          return settle(admission, reply)
        case .failure(let error):
          guard error.failureClass.isTransient, retriesLeft > 0 else { throw error.error }
          retriesLeft -= 1
        }
      } catch {
        return (.failure(error), nil)
      }
    }
  }

  /// The tests before each request: refusal, then preflight (06 §6.2, §14.3).
  private func admit(
    _ options: CallOptions, _ context: TaskContext
  ) throws(HarnError) -> Admission {
    let request = options.requestProjection
    let admission = try context.admit(request)
    var budget = options.budget
    if let step = admission.chargedDefinition { budget.merge(step) }
    let projection = Projection(request, outputTokens: admission.outputTokens)
    if let rejection = projection.rejection(by: budget, session: session.counters) {
      throw rejection.error
    }
    return admission
  }

  /// Sends one request (06 §12.3).
  private func send(_ options: CallOptions, outputTokens: Int) -> Result<Reply, ProviderError> {
    guard options.provider == "mock" || stub.hasMocks else {
      return .failure(noTransport(options.provider))
    }
    let request = Request(options, outputTokens: outputTokens)
    return Result { () throws(ProviderError) in try stub.send(request) }
  }

  private func noTransport(_ provider: String) -> ProviderError {
    let message =
      environment("HARN_LLM_CALLS_DISABLED") == "1"
      ? "LLM calls are disabled by HARN_LLM_CALLS_DISABLED; provider `\(provider)` would make a"
        + " real LLM request"
      : "LLM provider `\(provider)` has no transport; queue a reply with llm_mock or use provider"
        + " \"mock\""
    return ProviderError(category: "generic", message: message)
  }

  /// Counts the reply, first for the step, then for the session, then checks in the same order (06 §6.3).
  private func settle(_ admission: consuming Admission, _ reply: Reply) -> Answer {
    let usage = reply.usage
    let charged = steps.settle(admission, usage)
    let sessionBreach = session.record(usage)
    didReceive?(reply)
    if let error = charged.error ?? sessionBreach?.error {
      return (.failure(error), charged.step)
    }
    return (.success(reply), charged.step)
  }
}

extension Reply {
  /// What the reply used (06 §6.3, §14.2).
  package var usage: ReplyUsage {
    ReplyUsage(
      model: model, inputTokens: inputTokens, outputTokens: outputTokens,
      costUSD: Prices.cost(
        ofModel: model, inputTokens: max(0, inputTokens), outputTokens: max(0, outputTokens)))
  }
}

extension Request {
  init(_ options: CallOptions, outputTokens: Int) {
    self.init(
      provider: options.provider, model: options.model, system: options.system,
      messages: options.messages, outputTokens: outputTokens, thinking: options.thinking,
      tools: options.tools, usesCache: options.usesCache)
  }
}
