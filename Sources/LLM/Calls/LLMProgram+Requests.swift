import StepRuntime
import VM

extension LLMProgram {
  /// A reply, or the error to wrap, and the step that was charged.
  typealias Answer = (reply: Result<SharedReply, HarnError>, chargedStep: ActiveStep?)

  /// Sends the request, again after transient errors (06 §12.2 `llm_retries`). Errors of the stub pause 0 ms, and nothing
  /// else raises transient ones.
  ///
  /// - Throws: what ends the task when it was asked to end or its time is over.
  func answer(
    to options: SharedOptions, _ messages: Messages, _ context: TaskContext
  ) throws(HarnError) -> Answer {
    var retriesLeft = options.options.retries
    while true {
      try vm?.passSafepoint()
      do throws(HarnError) {
        let admission = try admit(options.options, messages, context)
        switch send(Request(options, messages: messages, outputTokens: admission.outputTokens)) {
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
    _ options: CallOptions, _ messages: Messages, _ context: TaskContext
  ) throws(HarnError) -> Admission {
    let request = options.projection(of: messages)
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
  private func send(_ request: Request) -> Result<SharedReply, ProviderError> {
    let provider = request.options.provider
    guard provider == "mock" || stub.hasMocks else { return .failure(noTransport(provider)) }
    do throws(ProviderError) {
      return .success(try stub.send(request))
    } catch {
      return .failure(error)
    }
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
  private func settle(_ admission: consuming Admission, _ received: SharedReply) -> Answer {
    let reply = received.reply
    let usage = reply.usage
    let charged = steps.settle(admission, usage)
    let sessionBreach = session.record(usage)
    trace.addReply(reply)
    didReceive?(reply)
    if let error = charged.error ?? sessionBreach?.error {
      return (.failure(error), charged.step)
    }
    return (.success(received), charged.step)
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
