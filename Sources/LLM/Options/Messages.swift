import StepRuntime
import VM

/// What is sent to a model: the prompt as the one message of the user, or messages as the program gives them (06 §12.2
/// `messages`).
package enum Messages: Hashable, Sendable {
  /// `[{role: "user", content: <text>}]`.
  case prompt(String)
  /// The option `messages`, or a prompt with something behind it.
  case given([JSONValue])

  /// The messages in order.
  package var json: [JSONValue] {
    switch self {
    case .prompt(let text): [.user(text)]
    case .given(let messages): messages
    }
  }

  /// These messages and one more of the user.
  func adding(user text: String) -> Messages { .given(json + [.user(text)]) }
}

extension JSONValue {
  /// A message of the user.
  static func user(_ content: String) -> JSONValue {
    .object(["content": .string(content), "role": .string("user")])
  }
}

extension Messages {
  /// What globs are matched against: all non-empty strings of the messages, joined by newlines (06 §13.2).
  package var matchText: String {
    switch self {
    case .prompt(let text): text.isEmpty ? "user" : text + "\nuser"
    case .given(let messages): messages.flatMap(\.strings).filter { !$0.isEmpty }.joined(separator: "\n")
    }
  }

  /// The strings of `content` of the last message whose content is not blank (06 §13.3).
  package var lastPromptText: String {
    switch self {
    case .prompt(let text): return isBlank(text) ? "" : text
    case .given(let messages):
      for message in messages.reversed() {
        let strings = message["content"]?.strings ?? []
        if !strings.allSatisfy(isBlank) {
          return strings.filter { !$0.isEmpty }.joined(separator: "\n")
        }
      }
      return ""
    }
  }

  /// The tokens that the messages are assumed to have (06 §14.3).
  var projectedTokens: Int {
    switch self {
    case .prompt(let text):
      // `content` counts 2, `role` and `user` 1 each.
      LLM.projectedTokens(ofText: text) + 4
    case .given(let messages): messages.reduce(0) { $0 + LLM.projectedTokens(of: $1) }
    }
  }
}

extension JSONValue {
  /// All strings inside, object members in key order.
  var strings: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let items): items.flatMap(\.strings)
    case .object(let members): members.flatMap { $0.value.strings }
    case .null, .bool, .int, .float: []
    }
  }
}
