import Diagnostics
import Syntax

/// What the arguments of one attribute may be, and the warnings that several attributes share (06 §1.3).
struct ArgumentRules: Sendable {
  /// The attribute with its `@`.
  var attribute: String
  /// The known arguments, in the order in which messages list them.
  var keys: [Key]
  /// Whether unnamed arguments are fine if they name triggers (06 §1.6).
  var allowsTriggers = false

  /// One known argument.
  struct Key: Sendable {
    var name: String
    var form: Form

    init(_ name: String, _ form: Form = .any) {
      self.name = name
      self.form = form
    }
  }

  /// What a value must be.
  enum Form: Sendable {
    case any, text, number, textList, triggerList
    case choice([String])
    /// Judged by this function, which returns the messages.
    case custom(@Sendable (AttributeValue) -> [String])
  }

  init(_ attribute: String, keys: [Key], allowsTriggers: Bool = false) {
    self.attribute = attribute
    self.keys = keys
    self.allowsTriggers = allowsTriggers
  }

  /// The warnings about the arguments of `attribute`, each at its argument.
  func findings(_ attribute: Attribute) -> [Diagnostic] {
    attribute.arguments.flatMap { argument in
      messages(for: argument).map { .attribute($0, at: argument.range) }
    }
  }

  private func messages(for argument: Attribute.Argument) -> [String] {
    guard let name = argument.name?.text else {
      return allowsTriggers && argument.value.namesTrigger ? [] : ["`\(attribute)(...)` arguments must be named"]
    }
    guard let key = keys.first(where: { $0.name == name }) else {
      let expected = listText(keys.map(\.name))
      return ["unknown `\(attribute)` argument `\(name)`; expected one of \(expected)"]
    }
    return messages(for: argument.value, key)
  }

  /// What is wrong with `value` as the argument or field `key`.
  func messages(for value: AttributeValue, _ key: Key) -> [String] {
    let site = "`\(attribute)(\(key.name): ...)`"
    switch key.form {
    case .any: return []
    case .custom(let judge): return judge(value)
    case .text: return value.text == nil ? ["\(site) must be a string or symbol"] : []
    case .number: return value.isNumber ? [] : ["\(site) must be a number"]
    case .choice(let allowed):
      guard let text = value.text else { return ["\(site) must be a string or symbol"] }
      return allowed.contains(text) ? [] : ["\(site) must be one of \(listText(allowed))"]
    case .textList:
      return listMessages(site, value, of: "strings or symbols", only: "strings or symbols") {
        $0.text != nil
      }
    case .triggerList:
      let words = "strings, dotted trigger ids, or schedule(...)"
      return listMessages(site, value, of: words, only: words) { $0.namesTrigger }
    }
  }

  private func listMessages(
    _ site: String, _ value: AttributeValue, of words: String, only entryWords: String,
    _ accepts: (AttributeValue) -> Bool
  ) -> [String] {
    guard case .list(let entries) = value else { return ["\(site) must be a list of \(words)"] }
    return entries.allSatisfy(accepts) ? [] : ["\(site) must contain only \(entryWords)"]
  }
}

/// `["a", "b"]`, as lists are written inside messages.
func listText(_ names: [String]) -> String {
  "[" + names.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
}

extension AttributeValue {
  /// The text of a string or symbol.
  var text: String? {
    switch self {
    case .string(let text), .symbol(let text): text
    default: nil
    }
  }

  /// A string, a dotted trigger id or `schedule(...)`.
  var namesTrigger: Bool {
    if case .call = self { true } else { text != nil }
  }

  /// An int or a float.
  var isNumber: Bool { number != nil }

  /// The value of an int or a float.
  var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .float(let value): value
    default: nil
    }
  }

  /// An int of at least `minimum`.
  func isInt(atLeast minimum: Int) -> Bool {
    if case .int(let value) = self { value >= minimum } else { false }
  }
}
