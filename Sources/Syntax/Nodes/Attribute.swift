import Diagnostics

/// `@name(arguments)` (01 "Attributes", 06 §1).
package struct Attribute: Sendable {
  /// The name behind `@`.
  package var name: Name
  /// The arguments, in source order.
  package var arguments: [Argument]
  /// From `@` to the closing parenthesis.
  package var range: SourceRange

  /// An attribute as written.
  package init(name: Name, arguments: [Argument], range: SourceRange) {
    self.name = name
    self.arguments = arguments
    self.range = range
  }

  /// One argument, named or positional.
  package struct Argument: Sendable {
    /// The name before the colon.
    package var name: Name?
    /// The value; never evaluated.
    package var value: AttributeValue
    /// Its text.
    package var range: SourceRange

    /// An argument as written.
    package init(name: Name?, value: AttributeValue, range: SourceRange) {
      self.name = name
      self.value = value
      self.range = range
    }
  }
}

/// A constant of an attribute (01 "Attributes").
package indirect enum AttributeValue: Sendable {
  /// A plain, triple or raw string.
  case string(String)
  /// An int, sign included.
  case int(Int)
  /// A float, sign included.
  case float(Double)
  /// `true`, `false`.
  case bool(Bool)
  /// `nil`.
  case nilValue
  /// A symbolic string such as `ci.failed` or `continue`.
  case symbol(String)
  /// A call-shaped symbol such as `schedule("0 7 * * *")`.
  case call(name: String, arguments: [AttributeValue])
  /// A list.
  case list([AttributeValue])
  /// A dict; `isBareKey` tells identifiers from strings.
  case dict([(key: String, isBareKey: Bool, value: AttributeValue)])
}
