import StepRuntime

/// One attempt that reached the stub (06 §13.4).
package struct StubCall: Sendable {
  /// The messages.
  package var messages: Messages
  /// The system text.
  package var system: String?
  /// The reasoning mode.
  package var thinking: Thinking
  /// The offered tools.
  package var tools: JSONValue?

  /// The dict that `llm_mock_calls` shows.
  package var json: JSONValue {
    .object([
      "messages": .array(messages.json),
      "system": system.map(JSONValue.string) ?? .null,
      "thinking": thinking.json,
      "tools": tools ?? .null,
    ])
  }
}

/// The attempts of a script in order. A program may make millions: a plain prompt takes a few words, and one that comes
/// again right away takes none.
struct StubCallLog: Sendable {
  private var entries: [Entry] = []

  private struct Entry: Sendable {
    var kind: Kind
    /// How often the attempt was made, one after the other.
    var count = 1
  }

  private enum Kind: Sendable {
    /// Nothing but a prompt.
    case prompt(String)
    case other(Box)
  }

  private final class Box: Sendable {
    let call: StubCall
    init(_ call: StubCall) { self.call = call }
  }

  /// All attempts.
  var calls: [StubCall] {
    entries.flatMap { entry in
      let call =
        switch entry.kind {
        case .prompt(let text): StubCall(messages: .prompt(text), thinking: .disabled)
        case .other(let box): box.call
        }
      return repeatElement(call, count: entry.count)
    }
  }

  /// Adds an attempt.
  mutating func add(_ request: Request) {
    let options = request.options
    guard case .prompt(let text) = request.messages, options.system == nil, options.tools == nil,
      options.thinking == .disabled
    else {
      let call = StubCall(
        messages: request.messages, system: options.system, thinking: options.thinking, tools: options.tools)
      return entries.append(Entry(kind: .other(Box(call))))
    }
    if case .prompt(let last)? = entries.last?.kind, isSame(last, text) {
      entries[entries.count - 1].count += 1
    } else {
      entries.append(Entry(kind: .prompt(text)))
    }
  }
}
