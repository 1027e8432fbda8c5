import Diagnostics
import Lexer

/// Expressions that hold blocks: `if`, `match`, `try`, `retry`, `spawn`, `parallel`, `deadline` (01 "Statements").
extension Parser {
  /// `if … else if … else …`. The chain is read in a loop and put together from its end.
  mutating func parseIf() throws(Failure) -> Expression {
    var clauses: [(start: SourceRange, condition: Expression, body: Block)] = []
    var last: Block?
    repeat {
      let start = try expect(.ifKeyword)
      let condition = try parseExpression()
      clauses.append((start, condition, try parseBlock()))
      guard kindSkippingNewlines == .elseKeyword else { break }
      try expect(.elseKeyword)
      skipNewlines()
      if kind != .ifKeyword { last = try parseBlock() }
    } while last == nil

    let end = range(from: clauses[0].start)
    var otherwise = last
    var isElseIf = false
    while let clause = clauses.popLast() {
      try link()
      let range = clause.start.union(end)
      let branch = IfExpression(
        condition: clause.condition, then: clause.body, otherwise: otherwise, isElseIf: isElseIf)
      let expression = Expression(.ifElse(branch), at: range)
      if clauses.isEmpty { return expression }
      otherwise = Block(statements: [Statement(.expression(expression), at: range)], range: range)
      isElseIf = true
    }
    preconditionFailure("an if has at least one clause")
  }

  /// `match subject { arms }`.
  mutating func parseMatch() throws(Failure) -> Expression {
    let start = try expect(.matchKeyword)
    let subject = try parseExpression()
    try expect(.leftBrace)
    let outer = try enter()
    var arms: [MatchArm] = []
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      arms.append(try parseArm())
      skipNewlines()
    }
    try expect(.rightBrace)
    leave(outer)
    return Expression(.match(subject: subject, arms: arms), at: range(from: start))
  }

  /// `pattern | pattern if condition -> { body }`.
  private mutating func parseArm() throws(Failure) -> MatchArm {
    let start = current.range
    var patterns = [try parseExpression()]
    while take(.bar) { patterns.append(try parseExpression()) }
    let condition = take(.ifKeyword) ? try parseExpression() : nil
    try expect(.arrow)
    let body = try parseBlock()
    return MatchArm(
      patterns: patterns, condition: condition, body: body, range: range(from: start))
  }

  /// `try { … } catch … finally …`.
  mutating func parseTry() throws(Failure) -> Expression {
    let start = try expect(.tryKeyword)
    let body = try parseBlock()
    var handler: CatchClause?
    if kindSkippingNewlines == .catchKeyword {
      try expect(.catchKeyword)
      handler = try parseCatch()
    }
    var cleanup: Block?
    if kindSkippingNewlines == .finallyKeyword {
      try expect(.finallyKeyword)
      cleanup = try parseBlock()
    }
    let expression = TryExpression(body: body, handler: handler, cleanup: cleanup)
    return Expression(.tryCatch(expression), at: range(from: start))
  }

  /// `(e: type) { … }`, `e { … }` or `{ … }` behind `catch`.
  private mutating func parseCatch() throws(Failure) -> CatchClause {
    var name: Name?
    var type: TypeExpression?
    if take(.leftParenthesis) {
      name = try takeName("error variable")
      if take(.colon) { type = try parseType() }
      try expect(.rightParenthesis)
    } else if kind == .identifier {
      name = try takeName("error variable")
    }
    return CatchClause(name: name, type: type, body: try parseBlock())
  }

  /// `retry count { … }`. The count is one operand.
  mutating func parseRetry() throws(Failure) -> Expression {
    let start = try expect(.retryKeyword)
    let count = try parseLoneOperand()
    let body = try parseBlock()
    return Expression(.retry(count: count, body: body), at: range(from: start))
  }

  /// `deadline duration { … }`. The duration is one operand.
  mutating func parseDeadline() throws(Failure) -> Expression {
    let start = try expect(.deadlineKeyword)
    let duration = try parseLoneOperand()
    let body = try parseBlock()
    return Expression(.deadline(duration: duration, body: body), at: range(from: start))
  }

  private mutating func parseLoneOperand() throws(Failure) -> Expression {
    let outer = try enter()
    let operand = try parsePrimary()
    leave(outer)
    return operand
  }

  /// `spawn { … }`.
  mutating func parseSpawn() throws(Failure) -> Expression {
    let start = try expect(.spawnKeyword)
    let body = try parseBlock()
    return Expression(.spawn(body), at: range(from: start))
  }
}

// MARK: - Parallel

extension Parser {
  /// `parallel each operand with { max_concurrent: n } { x -> … } as stream` and its shorter forms.
  mutating func parseParallel() throws(Failure) -> Expression {
    let start = try expect(.parallelKeyword)
    let form = takeParallelForm()
    let operand = try parseExpression()
    let maxConcurrent = isWord("with") ? try parseParallelOptions() : nil
    let bodyStart = try expect(.leftBrace)
    var parameter: Name?
    skipNewlines()
    if kind == .identifier, peek() == .arrow {
      parameter = name(current)
      advance()
      advance()
    }
    let body = try parseBlockBody(from: bodyStart)
    let isStream = try takeAsStream(form)
    return Expression(
      .parallel(
        ParallelExpression(
          form: form, operand: operand, maxConcurrent: maxConcurrent, parameter: parameter,
          body: body, isStream: isStream)),
      at: range(from: start))
  }

  private mutating func takeParallelForm() -> ParallelExpression.Form {
    let form: ParallelExpression.Form
    if isWord("each") {
      form = .each
    } else if isWord("settle") {
      form = .settle
    } else {
      return .count
    }
    advance()
    return form
  }

  /// `with { max_concurrent: n }`.
  private mutating func parseParallelOptions() throws(Failure) -> Expression? {
    advance()
    try expect(.leftBrace)
    var value: Expression?
    skipNewlines()
    while kind != .rightBrace, kind != .endOfFile {
      try takeParallelOption()
      try expect(.colon)
      value = try parseExpression()
      skipItemSeparator()
    }
    try expect(.rightBrace)
    return value
  }

  private mutating func takeParallelOption() throws(Failure) {
    guard !isWord("max_concurrent") else { return advance() }
    let option =
      kind.isWord ? file.text(of: current.range) : source.list.description(of: current, in: file)
    throw fail(
      """
      known option (only `max_concurrent` is supported in `parallel ... with { ... }`; \
      got `\(option)`)
      """,
      got: option)
  }

  private mutating func takeAsStream(_ form: ParallelExpression.Form) throws(Failure) -> Bool {
    guard isWord("as") else { return false }
    guard isWord("stream", ahead: 1) else {
      throw fail("`stream` after `parallel each ... as`", at: index + 1)
    }
    guard form == .each else {
      throw fail("`as stream` is only valid after `parallel each ... { ... }`", got: "as stream")
    }
    advance()
    advance()
    return true
  }
}
