import VM

/// The handlers of one occurrence of an event, while they run (06 §7.2–§7.6).
///
/// It owns one count of every value that it holds and gives them back when it goes away.
final class Interlude {
  /// The step that the occurrence is about.
  let subject: HookSubject
  /// What follows the last handler.
  let completion: Completion
  private var handlers: ArraySlice<PersonaHookInvocation>
  /// The arguments: for `PreStep` as rewritten so far.
  private(set) var arguments: [Value]
  /// Whether a handler rewrote the arguments.
  private(set) var hasNewArguments = false
  /// For `PostStep`, the result so far.
  private var output: Value
  /// For `OnBudgetThreshold`, what the builtin yields.
  private var pendingResult: PendingResult?

  /// What follows the last handler.
  enum Completion {
    /// The call is made.
    case call
    /// The call has ended; the activation at `depth` is recorded.
    case end(ActiveStep, depth: Int)
    /// A builtin yields its result.
    case result(BudgetThreshold)
  }

  /// An occurrence for these handlers, which it takes over; borrows the arguments, takes over the output.
  init(
    _ subject: HookSubject, handlers: [PersonaHookInvocation], borrowing arguments: [Value],
    output: Value = .nilValue, result: PendingResult? = nil, completion: Completion
  ) {
    self.subject = subject
    self.handlers = handlers[...]
    self.arguments = arguments.map { $0.retained() }
    self.output = output
    pendingResult = result
    self.completion = completion
  }

  deinit {
    handlers.forEach { $0.released() }
    arguments.forEach { $0.released() }
    output.released()
    pendingResult?.discard()
  }

  /// The event that occurred.
  var event: HookEvent {
    switch completion {
    case .call: .preStep
    case .end: .postStep
    case .result: .onBudgetThreshold
    }
  }

  /// The next handler to call and its payload, both owned by the caller; nil after the last one.
  func takeHandler() -> (handler: Value, payload: Value)? {
    guard let next = handlers.popFirst() else { return nil }
    return (next.handler, payload)
  }

  /// The output, owned by the caller.
  func takeOutput() -> Value {
    defer { output = .nilValue }
    return output
  }

  /// The result of the builtin, which is no longer pending.
  func finishResult() throws(HarnError) -> Value {
    guard let result = pendingResult else { return .nilValue }
    pendingResult = nil
    return try result.finish()
  }

  /// The items of the new arguments, owned by the caller; nil when no handler rewrote them.
  var newArguments: Value? {
    hasNewArguments ? Value(list: arguments.map { $0.retained() }) : nil
  }

  /// Replaces the arguments by the items of a list, borrowed.
  func setArguments(_ list: Value) {
    let old = arguments
    arguments = list.listItems.map { $0.retained() }
    old.forEach { $0.released() }
    hasNewArguments = true
  }

  /// Replaces the output, borrowed.
  func setOutput(_ value: Value) {
    let old = output
    output = value.retained()
    old.released()
  }

  /// The dict that a handler gets (06 §7.3–§7.5), owned by the caller.
  private var payload: Value {
    var entries: [(String, Value)] = [
      ("event", Value(string: event.rawValue)),
      ("target", Value(string: subject.target)),
      ("persona", Value(string: subject.persona ?? "")),
      (
        "step",
        Value(dict: [
          "args": Value(list: arguments.map { $0.retained() }),
          "function": Value(string: subject.function),
          "name": Value(string: subject.step),
        ])
      ),
    ]
    switch completion {
    case .call: break
    case .end: entries.append(("output", output.retained()))
    case .result(let threshold): entries.append(("budget", threshold.value))
    }
    return Value(dict: entries)
  }
}

/// The names that a handler is told (06 §7.3).
struct HookSubject {
  /// The persona, nil when none is active.
  var persona: String?
  /// The step's name.
  var step: String
  /// The function's name.
  var function: String

  /// `persona.step`, or the step alone (06 §7.3).
  var target: String { persona.map { "\($0).\(step)" } ?? step }
}

/// The result of a builtin that waits for an interlude. One of its functions is called, once.
package struct PendingResult {
  /// Yields the result when no handler failed. It may begin another interlude and throw `HarnError.interlude`.
  package let finish: () throws(HarnError) -> Value
  /// Gives back what the result holds.
  package let discard: () -> Void

  /// A result in two functions.
  package init(
    finish: @escaping () throws(HarnError) -> Value, discard: @escaping () -> Void
  ) {
    self.finish = finish
    self.discard = discard
  }
}
