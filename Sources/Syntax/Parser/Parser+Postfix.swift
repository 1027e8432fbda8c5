import Diagnostics
import Lexer

/// Postfix forms (01 "Postfix forms").
extension Parser {
  /// A primary expression and everything that is attached to it.
  mutating func parsePostfix() throws(Failure) -> Expression {
    var operand = try parsePrimary()
    while let next = try parsePostfixForm(of: operand) {
      try link()
      operand = next
    }
    return operand
  }

  /// `operand` with the postfix form that comes next, nil if none does.
  private mutating func parsePostfixForm(of operand: Expression) throws(Failure) -> Expression? {
    switch kind {
    case .dot, .questionDot: return try parseMember(of: operand)
    case .newline:
      let next = kindSkippingNewlines
      guard next == .dot || next == .questionDot else { return nil }
      skipNewlines()
      return try parseMember(of: operand)
    case .leftBracket: return try parseSubscript(of: operand)
    case .question: return try parseQuestion(after: operand)
    case .leftParenthesis:
      guard let callee = operand.bareName else { return nil }
      return try parseCall(of: callee, typeArguments: [], from: operand.range)
    case .less:
      guard let callee = operand.bareName, source.mayBeginTypeArguments(at: index) else { return nil }
      return try parseGenericCall(of: callee, from: operand.range)
    case .leftBrace:
      guard let name = operand.bareName, isAtStructLiteral(named: name) else { return nil }
      return try parseStructLiteral(of: name, from: operand.range)
    default: return nil
    }
  }

  /// `.name`, `?.name`, `.name(arguments)`, `?.name(arguments)`.
  private mutating func parseMember(of receiver: Expression) throws(Failure) -> Expression {
    let isOptional = kind == .questionDot
    advance()
    let name = try takeWord("member name")
    guard kind == .leftParenthesis else {
      return Expression(
        .property(receiver: receiver, name: name, isOptional: isOptional),
        at: range(from: receiver.range))
    }
    let arguments = try parseArguments()
    return Expression(
      .methodCall(receiver: receiver, name: name, arguments: arguments, isOptional: isOptional),
      at: range(from: receiver.range))
  }

  /// `[index]`, `[from:upTo]`.
  private mutating func parseSubscript(of receiver: Expression) throws(Failure) -> Expression {
    advance()
    skipNewlines()
    let first = kind == .colon ? nil : try parseExpression()
    skipNewlines()
    let kind: Expression.Kind
    if take(.colon) {
      skipNewlines()
      let last = self.kind == .rightBracket ? nil : try parseExpression()
      kind = .slice(receiver: receiver, from: first, upTo: last)
    } else if let first {
      kind = .index(receiver: receiver, index: first, isOptional: false)
    } else {
      throw fail("expression")
    }
    try expect(.rightBracket)
    return Expression(kind, at: range(from: receiver.range))
  }

  /// A `?` on the line of its operand: the next token decides (01 "Deciding what `?` means").
  private mutating func parseQuestion(after operand: Expression) throws(Failure) -> Expression? {
    let next = peek()
    if next == .leftBracket {
      advance()
      advance()
      let index = try parseExpression()
      try expect(.rightBracket)
      return Expression(
        .index(receiver: operand, index: index, isOptional: true), at: range(from: operand.range))
    }
    if next.startsTernaryBranch { return nil }
    advance()
    return Expression(.tryOperator(operand), at: range(from: operand.range))
  }

  /// `callee(arguments)`; the next token is the parenthesis.
  private mutating func parseCall(
    of callee: Name, typeArguments: [TypeExpression], from start: SourceRange
  ) throws(Failure) -> Expression {
    let arguments = try parseArguments()
    return Expression(
      .call(callee: callee, typeArguments: typeArguments, arguments: arguments),
      at: range(from: start))
  }

  /// `callee<types>(arguments)`, or nothing if the text is no such call: then `<` compares.
  private mutating func parseGenericCall(
    of callee: Name, from start: SourceRange
  ) throws(Failure) -> Expression? {
    let (oldIndex, oldDepth, oldHeight) = (index, depth, height)
    var types: [TypeExpression]?
    do throws(Failure) {
      types = try parseTypeArguments()
    } catch {
      if pendingFailure?.isFatal == true { throw error }
      pendingFailure = nil
    }
    if let types, kind == .leftParenthesis {
      return try parseCall(of: callee, typeArguments: types, from: start)
    }
    (index, depth, height) = (oldIndex, oldDepth, oldHeight)
    return nil
  }

  /// `(a, ...b)`; the next token is the parenthesis.
  mutating func parseArguments() throws(Failure) -> [ListItem] {
    advance()
    return try parseItems(until: .rightParenthesis)
  }

  /// Items with optional commas up to and including the token `end`.
  mutating func parseItems(until end: TokenKind) throws(Failure) -> [ListItem] {
    var items: [ListItem] = []
    skipNewlines()
    while kind != end, kind != .endOfFile {
      let isSpread = kind == .dot
      if isSpread { try takeDots() }
      items.append(ListItem(isSpread: isSpread, value: try parseExpression()))
      skipItemSeparator()
    }
    try expect(end)
    return items
  }
}

extension Expression {
  /// The name that this is, parentheses left out.
  fileprivate var bareName: Name? {
    let expression = unparenthesized
    guard case .name(let text) = expression.kind else { return nil }
    return Name(text, at: expression.range)
  }
}

extension TokenKind {
  /// Whether a `?` before this token begins a ternary.
  fileprivate var startsTernaryBranch: Bool {
    switch self {
    case .identifier, .int, .float, .string, .interpolatedString, .trueKeyword, .falseKeyword,
      .nilKeyword, .leftParenthesis, .leftBrace, .bang, .minus, .fnKeyword:
      true
    default: false
    }
  }
}
