import StepRuntime
import VM

/// One call of a builtin of 06 §12.1, from its resolved options to its end.
///
/// It advances reply by reply: each reply is counted, and the handlers of `OnBudgetThreshold` are due, before anything
/// else follows from it (06 §6.3, §7.5). It holds no Harn value until it is finished; then it owns its error, until
/// `result` or `abandon` takes it.
package final class OngoingCall {
  let builtin: CallBuiltin
  let program: LLMProgram
  /// What is asked.
  private var shared: SharedOptions
  /// The messages of the next attempt.
  private var messages: Messages
  private let context: TaskContext
  /// The messages without a nudge.
  private var originalMessages: Messages
  /// The replies of the current call.
  private var attemptCount = 0
  /// The options of the repair call, until it is made (06 §12.7).
  private var repair: SharedOptions?
  /// The last attempt of the main call, once its repair has begun.
  private var unrepaired: Attempt?
  private var end: End?
  /// The tracing span, 0 without tracing, and what it tells about the replies.
  private let spanID: UInt64
  private var tokens: (input: Int, output: Int, replies: Int) = (0, 0, 0)

  /// A reply and what was found wrong with it (06 §12.6).
  final class Attempt {
    let received: SharedReply
    /// What was sent.
    let messages: Messages
    /// The data, nil when there is no JSON or none was asked for.
    let json: FoundJSON?
    /// Why the reply does not conform; empty when it does.
    let errors: [String]
    /// How many replies there were, this one included.
    let number: Int

    init(
      _ received: SharedReply, to messages: Messages, number: Int, json: FoundJSON? = nil, errors: [String] = []
    ) {
      self.received = received
      self.messages = messages
      self.number = number
      self.json = json
      self.errors = errors
    }

    /// The reply.
    var reply: Reply {
      _read { yield received.reply }
    }
  }

  /// How a call ended.
  enum End {
    /// The reply conforms.
    case accepted(Attempt, isRepaired: Bool)
    /// It does not, and there is no attempt left.
    case rejected(Attempt, isRepairFailed: Bool)
    /// There is no reply: the error dict of 06 §12.5, with one count.
    case failed(HarnError)
  }

  init(
    _ builtin: CallBuiltin, _ options: SharedOptions, repair: CallOptions? = nil, program: LLMProgram,
    context: TaskContext
  ) {
    self.builtin = builtin
    shared = options
    self.repair = repair.map { SharedOptions($0) }
    self.program = program
    self.context = context
    messages = options.options.messages
    originalMessages = messages
    spanID = program.steps.openSpan(.modelCall, name: options.options.model)
  }

  deinit {
    assert(end == nil, "a finished call is consumed")
    if spanID != 0 { endSpan() }
  }

  private func endSpan() {
    program.steps.endSpan(
      spanID,
      metadata: [
        ("input_tokens", .count(tokens.input)), ("llm_calls", .count(tokens.replies)), ("model", .text(options.model)),
        ("output_tokens", .count(tokens.output)), ("provider", .text(options.provider)),
      ])
  }

  /// What is asked.
  var options: CallOptions {
    _read { yield shared.options }
  }

  /// Whether nothing is left to send.
  package var isFinished: Bool { end != nil }

  /// Sends the next request, again after transient errors, and counts its reply. The result is the step that was charged,
  /// whose threshold handlers are due now.
  ///
  /// - Precondition: the call is not finished.
  /// - Throws: what ends the task when it was asked to end or its time is over.
  package func advance() throws(HarnError) -> ActiveStep? {
    precondition(end == nil, "a finished call does not advance")
    let answer = try program.answer(to: shared, messages, context)
    switch answer.reply {
    case .success(let received):
      attemptCount += 1
      tokens.input &+= received.reply.inputTokens
      tokens.output &+= received.reply.outputTokens
      tokens.replies += 1
      judge(received)
    case .failure(let error):
      if let unrepaired {
        error.released()
        end = .rejected(unrepaired, isRepairFailed: true)
      } else {
        end = .failed(error.wrapped(provider: options.provider, model: options.model))
      }
    }
    return answer.chargedStep
  }

  /// Ends the call without a result, because a threshold handler raised an error.
  package func abandon() {
    if case .failed(let error)? = takeEnd() { error.released() }
  }

  /// The end, which belongs to the caller now.
  func takeEnd() -> End? {
    defer { end = nil }
    return end
  }

  // MARK: Validation

  private func judge(_ received: SharedReply) {
    let attempt = check(received)
    if attempt.errors.isEmpty {
      end = .accepted(attempt, isRepaired: unrepaired != nil)
    } else if attemptCount <= options.checks.retries {
      tryAgain(after: attempt)
    } else if let unrepaired {
      end = .rejected(unrepaired, isRepairFailed: true)
    } else if let repair {
      beginRepair(repair, of: attempt)
    } else {
      end = .rejected(attempt, isRepairFailed: false)
    }
  }

  private func check(_ received: SharedReply) -> Attempt {
    guard case .structured(let schema) = options.format else {
      return Attempt(received, to: messages, number: attemptCount)
    }
    let json = received.reply.foundJSON
    var errors: [String] = []
    if let json {
      if let schema { errors = program.schemaErrors(of: json.value, schema: schema) }
    } else {
      errors.append("response did not contain parseable JSON")
      if ["length", "max_tokens"].contains(received.reply.stopReason) {
        errors.append("response hit the token limit before producing complete JSON")
      }
    }
    return Attempt(received, to: messages, number: attemptCount, json: json, errors: errors)
  }

  /// Asks again: the original messages and a nudge (06 §12.6 "Retry").
  private func tryAgain(after attempt: Attempt) {
    let nudge = options.checks.nudge.text(errors: attempt.errors, schema: options.format.schema)
    messages = nudge.map { originalMessages.adding(user: $0) } ?? originalMessages
    program.trace.addRetry(attempt: attemptCount, errors: attempt.errors, nudge: nudge)
  }

  private func beginRepair(_ options: SharedOptions, of attempt: Attempt) {
    unrepaired = attempt
    repair = nil
    shared = options
    messages = .prompt(repairPrompt(attempt.reply.text, errors: attempt.errors))
    originalMessages = messages
    attemptCount = 0
  }
}

/// Asks for a corrected version of a reply (06 §12.7 `repair`).
private func repairPrompt(_ text: String, errors: [String]) -> String {
  """
  The following response should be JSON that conforms to a schema, but it does not.
  Validation errors: \(errors.joined(separator: "; ")).
  Response:
  <response>
  \(text)
  </response>
  Correct it. Respond with ONLY the corrected JSON. Keep its content. No prose, no markdown fences.
  """
}

extension OutputFormat {
  /// The schema that the data must conform to.
  var schema: JSONValue? {
    if case .structured(let schema) = self { schema } else { nil }
  }
}
