import Diagnostics
import Lexer

/// Attributes and their constants (01 "Attributes", 06 §1.1).
extension Parser {
  /// All attributes in front of a declaration, with the newlines behind them; the next token is the first `@`.
  mutating func parseAttributes() throws(Failure) -> [Attribute] {
    var attributes: [Attribute] = []
    while kind == .at {
      attributes.append(try parseAttribute())
      skipNewlines()
    }
    return attributes
  }

  private mutating func parseAttribute() throws(Failure) -> Attribute {
    let start = try expect(.at)
    guard kind == .identifier else { throw failForName("attribute name") }
    let name = try takeName("attribute name")
    var arguments: [Attribute.Argument] = []
    if take(.leftParenthesis) {
      skipNewlines()
      while kind != .rightParenthesis {
        arguments.append(try parseAttributeArgument())
        guard takeStrictComma() else { break }
      }
      try expect(.rightParenthesis)
    }
    return Attribute(name: name, arguments: arguments, range: range(from: start))
  }

  private mutating func parseAttributeArgument() throws(Failure) -> Attribute.Argument {
    let start = current.range
    var name: Name?
    if kind.isWord, peek() == .colon {
      guard isAttributeWord else { throw failForName("argument name") }
      name = self.name(current)
      advance()
      advance()
      skipNewlines()
    }
    let value = try parseAttributeValue()
    return Attribute.Argument(name: name, value: value, range: range(from: start))
  }

  /// Whether the next token may name an argument or a key.
  private var isAttributeWord: Bool { kind == .identifier || kind == .retryKeyword }

  /// One constant.
  private mutating func parseAttributeValue() throws(Failure) -> AttributeValue {
    let outer = try enter()
    let value = try parseAttributeConstant()
    leave(outer)
    return value
  }

  private mutating func parseAttributeConstant() throws(Failure) -> AttributeValue {
    let token = current
    switch token.kind {
    case .leftBracket:
      advance()
      return .list(try parseAttributeValues(until: .rightBracket))
    case .leftBrace: return try parseAttributeDict()
    case .identifier: return try parseAttributeSymbol()
    case .minus:
      advance()
      return try parseNegativeAttributeNumber()
    case .string, .rawString:
      advance()
      return .string(stringValue(token))
    case .int:
      advance()
      return .int(file.intValue(of: token))
    case .float:
      advance()
      return .float(file.floatValue(of: token))
    case .trueKeyword, .falseKeyword:
      advance()
      return .bool(token.kind == .trueKeyword)
    case .nilKeyword:
      advance()
      return .nilValue
    case .continueKeyword:
      advance()
      return .symbol("continue")
    case .endOfFile: throw fail("attribute value")
    default: throw fail("attribute argument value (literal or identifier)")
    }
  }

  private mutating func parseNegativeAttributeNumber() throws(Failure) -> AttributeValue {
    let token = current
    guard token.kind == .int || token.kind == .float else {
      throw fail("number after '-' in attribute argument")
    }
    advance()
    return token.kind == .int
      ? .int(-file.intValue(of: token)) : .float(-file.floatValue(of: token))
  }

  /// `name`, `dotted.name`, `name(values)`.
  private mutating func parseAttributeSymbol() throws(Failure) -> AttributeValue {
    var symbol = try takeName("attribute argument value (literal or identifier)").text
    while take(.dot) {
      symbol += "." + (try takeName("identifier segment after '.'").text)
    }
    guard take(.leftParenthesis) else { return .symbol(symbol) }
    return .call(name: symbol, arguments: try parseAttributeValues(until: .rightParenthesis))
  }

  /// Values up to and including the token `end`.
  private mutating func parseAttributeValues(until end: TokenKind) throws(Failure)
    -> [AttributeValue]
  {
    var values: [AttributeValue] = []
    skipNewlines()
    while kind != end {
      values.append(try parseAttributeValue())
      guard takeStrictComma() else { break }
    }
    try expect(end)
    return values
  }

  private mutating func parseAttributeDict() throws(Failure) -> AttributeValue {
    try expect(.leftBrace)
    var entries: [(key: String, isBareKey: Bool, value: AttributeValue)] = []
    skipNewlines()
    while kind != .rightBrace {
      let key = current
      guard isAttributeWord || key.kind == .string || key.kind == .rawString else {
        throw failForName("attribute dict key")
      }
      let isBareKey = isAttributeWord
      advance()
      try expect(.colon)
      skipNewlines()
      let value = try parseAttributeValue()
      entries.append((isBareKey ? file.text(of: key.range) : stringValue(key), isBareKey, value))
      guard takeStrictComma() else { break }
    }
    try expect(.rightBrace)
    return .dict(entries)
  }

  /// Takes the comma that must stand between two items, with the newlines around it.
  private mutating func takeStrictComma() -> Bool {
    skipNewlines()
    guard take(.comma) else { return false }
    skipNewlines()
    return true
  }
}
