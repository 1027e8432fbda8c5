import Diagnostics
import Lexer

/// Statements (01 "Statements").
extension Parser {
  /// One statement, without its separator.
  mutating func parseStatement() throws(Failure) -> Statement {
    switch kind {
    case .letKeyword, .varKeyword: try parseBinding()
    case .forKeyword: try parseFor()
    case .whileKeyword: try parseWhile()
    case .returnKeyword, .yieldKeyword: try parseReturnOrYield()
    case .throwKeyword, .emitKeyword: try parseThrowOrEmit()
    case .guardKeyword: try parseGuard()
    case .requireKeyword: try parseRequire()
    case .mutexKeyword, .deferKeyword: try parseMutexOrDefer()
    case .breakKeyword, .continueKeyword: parseBreakOrContinue()
    case .selectKeyword: try parseSelect()
    case .ifKeyword, .matchKeyword, .retryKeyword, .parallelKeyword, .deadlineKeyword:
      try parseBlockStatement()
    case .tryKeyword where peek() != .star: try parseBlockStatement()
    case .at: try parseAttributed()
    case .pubKeyword: try parsePublic()
    case .fnKeyword, .toolKeyword, .skillKeyword, .evalPackKeyword, .typeKeyword, .enumKeyword,
      .structKeyword, .interfaceKeyword, .implKeyword, .overrideKeyword:
      try parseUnmarkedDeclaration()
    case .identifier where peek() == .fnKeyword && isWord("gen"): try parseUnmarkedDeclaration()
    default: try parseExpressionStatement()
    }
  }

  /// `let pattern: type = value`, `var …`.
  private mutating func parseBinding() throws(Failure) -> Statement {
    let start = current.range
    let isMutable = kind == .varKeyword
    advance()
    let pattern = try parsePattern(allowsPair: false)
    var type: TypeExpression?
    if case .name = pattern.kind, take(.colon) { type = try parseType() }
    try expect(.equal)
    let value = try parseExpression()
    let binding = BindingStatement(isMutable: isMutable, pattern: pattern, type: type, value: value)
    return Statement(.binding(binding), at: range(from: start))
  }

  /// `for pattern in iterable { … }`.
  private mutating func parseFor() throws(Failure) -> Statement {
    let start = current.range
    advance()
    let pattern = try parsePattern(allowsPair: true)
    try expect(.inKeyword)
    let iterable = try parseExpression()
    let body = try parseBlock()
    return Statement(
      .forLoop(pattern: pattern, iterable: iterable, body: body), at: range(from: start))
  }

  /// `while condition { … }`. A condition in parentheses ends at the closing one.
  private mutating func parseWhile() throws(Failure) -> Statement {
    let start = current.range
    advance()
    skipNewlines()
    let condition = kind == .leftParenthesis ? try parseParenthesized() : try parseExpression()
    let body = try parseBlock()
    return Statement(.whileLoop(condition: condition, body: body), at: range(from: start))
  }

  /// `return value?`, `yield value?`: the value must start on the same line.
  private mutating func parseReturnOrYield() throws(Failure) -> Statement {
    let start = current
    if start.kind == .yieldKeyword { yieldCount += 1 }
    advance()
    var value: Expression?
    switch kind {
    case .newline, .semicolon, .rightBrace, .endOfFile: break
    default: value = try parseExpression()
    }
    let kind: Statement.Kind =
      start.kind == .returnKeyword ? .returnValue(value) : .yieldValue(value)
    return Statement(kind, at: range(from: start.range))
  }

  private mutating func parseThrowOrEmit() throws(Failure) -> Statement {
    let start = current
    if start.kind == .emitKeyword { yieldCount += 1 }
    advance()
    let value = try parseExpression()
    let kind: Statement.Kind = start.kind == .throwKeyword ? .throwValue(value) : .emit(value)
    return Statement(kind, at: range(from: start.range))
  }

  /// `guard condition else { … }`.
  private mutating func parseGuard() throws(Failure) -> Statement {
    let start = current.range
    advance()
    let condition = try parseExpression()
    try expect(.elseKeyword)
    let otherwise = try parseBlock()
    return Statement(.guardElse(condition: condition, otherwise: otherwise), at: range(from: start))
  }

  /// `require condition, message`.
  private mutating func parseRequire() throws(Failure) -> Statement {
    let start = current.range
    advance()
    let condition = try parseExpression()
    let message = take(.comma) ? try parseExpression() : nil
    return Statement(.require(condition: condition, message: message), at: range(from: start))
  }

  private mutating func parseMutexOrDefer() throws(Failure) -> Statement {
    let start = current
    advance()
    let body = try parseBlock()
    let kind: Statement.Kind = start.kind == .mutexKeyword ? .mutex(body) : .deferBlock(body)
    return Statement(kind, at: range(from: start.range))
  }

  private mutating func parseBreakOrContinue() -> Statement {
    let token = current
    advance()
    return Statement(token.kind == .breakKeyword ? .breakLoop : .continueLoop, at: token.range)
  }

  /// `select { arms }`.
  private mutating func parseSelect() throws(Failure) -> Statement {
    let start = current.range
    advance()
    try expect(.leftBrace)
    let outer = try enter()
    var arms: [SelectArm] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      arms.append(try parseSelectArm())
      skipNewlines()
    }
    try expect(.rightBrace)
    leave(outer)
    try checkSelect(arms)
    return Statement(.select(arms), at: range(from: start))
  }

  private mutating func parseSelectArm() throws(Failure) -> SelectArm {
    if isWord("timeout"), peek() != .fromKeyword {
      advance()
      let duration = try parseExpression()
      return SelectArm(kind: .timeout(duration), body: try parseBlock())
    }
    if isWord("default"), peek() != .fromKeyword {
      advance()
      return SelectArm(kind: .otherwise, body: try parseBlock())
    }
    let name = try takeName("select case variable")
    try expect(.fromKeyword)
    let channel = try parseExpression()
    return SelectArm(kind: .receive(name, from: channel), body: try parseBlock())
  }

  /// The rules about arms are checked at the closing brace; the token behind it is blamed.
  private mutating func checkSelect(_ arms: [SelectArm]) throws(Failure) {
    var hasTimeout = false
    var hasDefault = false
    for arm in arms {
      switch arm.kind {
      case .receive: break
      case .timeout: hasTimeout = true
      case .otherwise: hasDefault = true
      }
    }
    if arms.isEmpty { throw fail("at least one select case") }
    if hasTimeout, hasDefault { throw fail("select cannot have both timeout and default") }
  }

  /// A block expression at the start of a statement: it ends at its closing brace, no operator follows.
  private mutating func parseBlockStatement() throws(Failure) -> Statement {
    let outer = try enter()
    let expression = try parsePrimary()
    leave(outer)
    return Statement(.expression(expression), at: expression.range)
  }

  /// An expression, or an assignment to it.
  private mutating func parseExpressionStatement() throws(Failure) -> Statement {
    let target = try parseExpression()
    guard target.isAssignable, kind.isAssignment else {
      return Statement(.expression(target), at: target.range)
    }
    let operation = kind.compoundOperation
    advance()
    let value = try parseExpression()
    return Statement(
      .assignment(target: target, operation: operation, value: value),
      at: range(from: target.range))
  }
}

extension Expression {
  /// Whether it may stand before `=` (01 "Assignment").
  fileprivate var isAssignable: Bool {
    switch kind {
    case .name, .property(_, _, isOptional: false), .index(_, _, isOptional: false): true
    default: false
    }
  }
}

extension TokenKind {
  /// Whether it assigns, alone or together with an operation.
  fileprivate var isAssignment: Bool { self == .equal || compoundOperation != nil }

  /// The operation of a compound assignment.
  fileprivate var compoundOperation: BinaryOperator? {
    switch self {
    case .plusEqual: .add
    case .minusEqual: .subtract
    case .starEqual: .multiply
    case .slashEqual: .divide
    case .percentEqual: .remainder
    default: nil
    }
  }
}
