import Diagnostics
import Lexer

/// Literals, names and bracketed expressions (01 "Expressions").
extension Parser {
  /// An operand without prefix and postfix forms.
  mutating func parsePrimary() throws(Failure) -> Expression {
    switch kind {
    case .leftParenthesis: try parseParenthesized()
    case .leftBracket: try parseList()
    case .leftBrace: try parseBraces()
    case .fnKeyword: try parseFunctionExpression()
    case .interpolatedString: parseInterpolatedString()
    case .ifKeyword: try parseIf()
    case .matchKeyword: try parseMatch()
    case .tryKeyword: try parseTry()
    case .retryKeyword: try parseRetry()
    case .spawnKeyword: try parseSpawn()
    case .parallelKeyword: try parseParallel()
    case .deadlineKeyword: try parseDeadline()
    default: try parseLiteral()
    }
  }

  /// `(inner)`.
  mutating func parseParenthesized() throws(Failure) -> Expression {
    let start = try expect(.leftParenthesis)
    let outer = parenthesizedDepth
    defer { parenthesizedDepth = outer }
    parenthesizedDepth = depth + 1
    let inner = try parseExpression()
    try expect(.rightParenthesis)
    return Expression(.parenthesized(inner), at: range(from: start))
  }

  private mutating func parseList() throws(Failure) -> Expression {
    let start = try expect(.leftBracket)
    let items = try parseItems(until: .rightBracket)
    return Expression(.list(items), at: range(from: start))
  }

  /// A literal or a name: one token.
  private mutating func parseLiteral() throws(Failure) -> Expression {
    let token = current
    let kind: Expression.Kind
    switch token.kind {
    case .identifier: kind = .name(file.text(of: token.range))
    case .int: kind = .int(file.intValue(of: token))
    case .float: kind = .float(file.floatValue(of: token))
    case .string, .rawString: kind = .string(stringValue(token))
    case .trueKeyword: kind = .bool(true)
    case .falseKeyword: kind = .bool(false)
    case .nilKeyword: kind = .nilLiteral
    case .duration:
      let value = file.milliseconds(of: token)
      kind = .duration(milliseconds: value ?? Int.max, overflows: value == nil)
    default: throw failForExpression()
    }
    advance()
    return Expression(kind, at: token.range)
  }

  private mutating func failForExpression() -> Failure {
    let isHeredoc =
      kind == .less && peek() == .less && peek(2) == .identifier
      && current.range.end == source.tokens[index + 1].range.start
    guard isHeredoc else { return fail("expression") }
    return fail(
      """
      an expression — heredocs are only valid inside LLM tool-call argument JSON; \
      for multiline strings in source code use triple-quoted `\"""...\"""`
      """,
      got: "`<<` heredoc-like syntax")
  }
}
