import Diagnostics
import Lexer

/// Dicts, closures and struct literals (01 "Expressions").
extension Parser {
  /// `{ … }` in expression position. An arrow directly inside the braces makes it a closure.
  mutating func parseBraces() throws(Failure) -> Expression {
    let isClosure = source.holdsArrow[index]
    let start = try expect(.leftBrace)
    if isClosure { return try parseClosure(from: start) }
    let entries = try parseEntries()
    return Expression(.dict(entries), at: range(from: start))
  }

  /// `a, b -> body }`.
  private mutating func parseClosure(from start: SourceRange) throws(Failure) -> Expression {
    let parameters = try parseParameters(until: .arrow)
    try expect(.arrow)
    let body = try parseBlockBody(from: start)
    let closure = Closure(parameters: parameters, body: body, isFunctionExpression: false)
    return Expression(.closure(closure), at: range(from: start))
  }

  /// `fn(a, b) { body }`.
  mutating func parseFunctionExpression() throws(Failure) -> Expression {
    let start = try expect(.fnKeyword)
    let parameters = try parseParameterList()
    let body = try parseBlock()
    let closure = Closure(parameters: parameters, body: body, isFunctionExpression: true)
    return Expression(.closure(closure), at: range(from: start))
  }

  /// `Name { field: value }`; the next token is the brace.
  mutating func parseStructLiteral(of name: Name, from start: SourceRange) throws(Failure)
    -> Expression
  {
    advance()
    let entries = try parseEntries()
    return Expression(.structLiteral(name: name, entries: entries), at: range(from: start))
  }

  /// Whether the brace that comes next begins a struct literal: the name starts with an uppercase letter, and the
  /// braces are empty or begin with a plain key and a colon.
  func isAtStructLiteral(named name: Name) -> Bool {
    guard let first = name.text.unicodeScalars.first, first.properties.isUppercase else {
      return false
    }
    let key = indexSkippingNewlines(from: index + 1)
    switch source.tokens[key].kind {
    case .rightBrace: return true
    case .identifier, .string:
      return source.tokens[indexSkippingNewlines(from: key + 1)].kind == .colon
    default: return false
    }
  }

  /// Entries up to and including the closing brace.
  private mutating func parseEntries() throws(Failure) -> [DictEntry] {
    var entries: [DictEntry] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      entries.append(try parseEntry())
      skipItemSeparator()
    }
    try expect(.rightBrace)
    return entries
  }

  private mutating func parseEntry() throws(Failure) -> DictEntry {
    let token = current
    switch token.kind {
    case .dot:
      try takeDots()
      let operand = try parseExpression()
      return .spread(operand, range(from: token.range))
    case .leftBracket:
      advance()
      let key = try parseExpression()
      try expect(.rightBracket)
      try expect(.colon)
      return .computed(key: key, value: try parseExpression())
    case .string:
      advance()
      try expect(.colon)
      let key = Name(stringValue(token), at: token.range)
      return .named(key: key, value: try parseExpression())
    default:
      let key = try takeWord("dict key")
      try expect(.colon)
      return .named(key: key, value: try parseExpression())
    }
  }
}
