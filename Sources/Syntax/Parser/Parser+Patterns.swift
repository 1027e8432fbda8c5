import Diagnostics
import Lexer

/// Patterns of `let`, `var` and `for` (01 "Statements", 02 §7).
extension Parser {
  /// A name or a flat destructuring pattern; the pair form only where `allowsPair` is set.
  mutating func parsePattern(allowsPair: Bool) throws(Failure) -> Pattern {
    skipNewlines()
    switch kind {
    case .leftBrace: return try parseDictPattern()
    case .leftBracket: return try parseListPattern()
    case .leftParenthesis where allowsPair: return try parsePairPattern()
    default:
      let name = try takeName("variable name or destructuring pattern")
      return Pattern(.name(name), at: name.range)
    }
  }

  /// `{key, key: alias = default, ...rest}`.
  private mutating func parseDictPattern() throws(Failure) -> Pattern {
    let start = try expect(.leftBrace)
    var entries: [Pattern.Entry] = []
    var rest: Name?
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      if kind == .dot {
        rest = try parseRest()
        break
      }
      let key = try takeName("field name")
      let alias = take(.colon) ? try takeName("alias name") : key
      let value = take(.equal) ? try parseExpression() : nil
      entries.append(Pattern.Entry(key: key, name: alias, defaultValue: value))
      skipPatternSeparator()
    }
    try expect(.rightBrace)
    return Pattern(.dict(entries: entries, rest: rest), at: range(from: start))
  }

  /// `[a, b = default, ...rest]`.
  private mutating func parseListPattern() throws(Failure) -> Pattern {
    let start = try expect(.leftBracket)
    var elements: [Pattern.Element] = []
    var rest: Name?
    skipNewlines()
    while kind != .rightBracket, kind != .endOfFile {
      if kind == .dot {
        rest = try parseRest()
        break
      }
      let name = try takeName("element name")
      let value = take(.equal) ? try parseExpression() : nil
      elements.append(Pattern.Element(name: name, defaultValue: value))
      skipPatternSeparator()
    }
    try expect(.rightBracket)
    return Pattern(.list(elements: elements, rest: rest), at: range(from: start))
  }

  /// `(a, b)`.
  private mutating func parsePairPattern() throws(Failure) -> Pattern {
    let start = try expect(.leftParenthesis)
    let first = try takeName("pair pattern element")
    try expect(.comma)
    let second = try takeName("pair pattern element")
    try expect(.rightParenthesis)
    return Pattern(.pair(first, second), at: range(from: start))
  }

  private mutating func parseRest() throws(Failure) -> Name {
    try takeDots()
    return try takeName("rest variable name")
  }

  private mutating func skipPatternSeparator() {
    skipNewlines()
    if take(.comma) { skipNewlines() }
  }
}
