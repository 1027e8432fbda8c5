import Diagnostics
import Lexer
import Syntax

/// Expressions that hold blocks (07 §6.3).
extension Renderer {
  /// One of them, as a statement or as part of an expression.
  mutating func blockForm(_ expression: Expression, _ level: Int) -> String {
    let start = expression.range.startOffset
    switch expression.kind {
    case .ifElse(let branch): return ifElse(branch, expression.range, level)
    case .match(let subject, let arms): return match(subject, arms, expression.range, level)
    case .tryCatch(let attempt): return tryCatch(attempt, start, level)
    case .retry(let count, let body):
      return block("retry \(loneOperand(count, level)) {", body, headStart: start, level)
    case .deadline(let duration, let body):
      return block("deadline \(loneOperand(duration, level)) {", body, headStart: start, level)
    case .spawn(let body): return block("spawn {", body, headStart: start, level)
    case .parallel(let parallel): return self.parallel(parallel, expression.range, level)
    default: preconditionFailure("only forms with blocks come here")
    }
  }

  /// The operand of `retry` and `deadline`: a literal, a name, or anything in parentheses.
  private mutating func loneOperand(_ value: Expression, _ level: Int) -> String {
    operand(value, level) {
      switch $0.kind {
      case .nilLiteral, .bool, .int, .float, .duration, .string, .interpolation, .name, .list, .dict: false
      default: true
      }
    }
  }

  // MARK: If

  /// A chain in statement position is flat, and written in a loop. In an expression each further `if` stands in the braces
  /// of its `else`, unless there are so many that the parser would refuse the nesting.
  private mutating func ifElse(_ branch: IfExpression, _ range: SourceRange, _ level: Int) -> String {
    var text = ifHead(branch, headStart: range.startOffset, level)
    let isFlat = !isInExpression || isCareful || branch.hasManyBranches
    var branch = branch
    var position = branch.then.range.endOffset
    while let otherwise = branch.otherwise {
      if let next = branch.elseIf, isFlat {
        let start = wordStart(before: next.condition.range.startOffset)
        text += elseSeparator(from: position, to: start, level) + "else "
        text += ifHead(next, headStart: start, level)
        branch = next
        position = next.then.range.endOffset
        continue
      }
      text += elseSeparator(from: position, to: start(of: .elseKeyword, from: position), level) + "else "
      text +=
        branch.isElseIf
        ? nestedIf(otherwise, level) : block("{", otherwise, headStart: position, level)
      break
    }
    return text
  }

  private mutating func ifHead(_ branch: IfExpression, headStart: Int, _ level: Int) -> String {
    let condition = header(expression(branch.condition, level), before: branch.then)
    return block("if \(condition) {", branch.then, headStart: headStart, level)
  }

  /// `else if` as a block of its own; the source has no braces for it.
  private mutating func nestedIf(_ block: Block, _ level: Int) -> String {
    let lines = members(
      block.statements, from: block.range.startOffset, to: block.range.endOffset, level + 1, range: \.range,
      render: { $0.statement($1, $2) })
    return "{\n\(lines.joined(separator: "\n"))\n\(indent(level))}"
  }

  /// What stands between a closing brace and the word that goes on: a blank, or the comments between them.
  private mutating func elseSeparator(from start: Int, to end: Int, _ level: Int) -> String {
    let between = comments.take(from: start, to: end)
    guard !between.isEmpty else { return " " }
    if between.allSatisfy(\.isInline) { return inline(between) + " " }
    let count = between.prefix { $0.followsCode }.count
    let lines = commentLines(Array(between.dropFirst(count)), level).map { $0 + "\n" }.joined()
    return "\(inline(Array(between.prefix(count))))\n\(lines)\(indent(level))"
  }

  // MARK: Match

  private mutating func match(_ subject: Expression, _ arms: [MatchArm], _ range: SourceRange, _ level: Int) -> String {
    let text = expression(subject, level)
    let head = arms.isEmpty && endsWithTypeName(text) ? "(\(text))" : text
    return braces(
      "match \(head) {", arms, from: end(of: .leftBrace, from: subject.range.endOffset), to: range.endOffset - 1,
      headStart: range.startOffset, level, range: \.range, render: { $0.arm($1, $2) })
  }

  private mutating func arm(_ arm: MatchArm, _ level: Int) -> String {
    var head = ""
    var position = arm.range.startOffset
    for (index, pattern) in arm.patterns.enumerated() {
      if index > 0 {
        head += alternativeSeparator(from: position, to: pattern.unparenthesized.range.startOffset, level)
      }
      head += expression(pattern, level)
      position = pattern.range.endOffset
    }
    if let condition = arm.condition { head += " if \(expression(condition, level))" }
    return arrowBody(
      "\(head) -> {", arm.body.statements, from: arm.body.range.startOffset + 1, to: arm.body.range.endOffset - 1,
      headStart: position, level)
  }

  /// ` | `, with the comments that stand behind it.
  private mutating func alternativeSeparator(from start: Int, to end: Int, _ level: Int) -> String {
    let between = comments.take(from: start, to: end)
    if between.allSatisfy(\.isInline) { return " |\(inline(between)) " }
    let count = between.prefix { $0.followsCode }.count
    let lines = commentLines(Array(between.dropFirst(count)), level + 1).map { $0 + "\n" }.joined()
    return " |\(inline(Array(between.prefix(count))))\n\(lines)\(indent(level + 1))"
  }

  // MARK: Try and parallel

  private mutating func tryCatch(_ attempt: TryExpression, _ start: Int, _ level: Int) -> String {
    var text = block("try {", attempt.body, headStart: start, level)
    var position = attempt.body.range.endOffset
    if let handler = attempt.handler {
      text += elseSeparator(from: position, to: self.start(of: .catchKeyword, from: position), level)
      let type = handler.type.map { ": \(self.type($0))" } ?? ""
      let name = handler.name.map { " (\($0.text)\(type))" } ?? ""
      text += block("catch\(name) {", handler.body, headStart: position, level)
      position = handler.body.range.endOffset
    }
    if let cleanup = attempt.cleanup {
      text += elseSeparator(from: position, to: self.start(of: .finallyKeyword, from: position), level)
      text += block("finally {", cleanup, headStart: position, level)
    }
    return text
  }

  private mutating func parallel(_ parallel: ParallelExpression, _ range: SourceRange, _ level: Int) -> String {
    var head = "parallel "
    switch parallel.form {
    case .count: break
    case .each: head += "each "
    case .settle: head += "settle "
    }
    let text = expression(parallel.operand, level)
    let isBare = parallel.maxConcurrent != nil || !parallel.body.statements.isEmpty || parallel.parameter != nil
    head += isBare || !endsWithTypeName(text) ? text : "(\(text))"
    if let limit = parallel.maxConcurrent { head += " with { max_concurrent: \(expression(limit, level)) }" }
    head += parallel.parameter.map { " { \($0.text) ->" } ?? " {"
    let start =
      parallel.parameter.map { end(of: .arrow, from: $0.range.endOffset) } ?? parallel.body.range.startOffset + 1
    return statements(
      head, parallel.body.statements, from: start, to: parallel.body.range.endOffset - 1, headStart: range.startOffset,
      level)
      + (parallel.isStream ? " as stream" : "")
  }
}

extension IfExpression {
  /// Whether the chain is too long to be written with a pair of braces for each `else`.
  fileprivate var hasManyBranches: Bool {
    var (branch, count) = (self, 0)
    while let next = branch.elseIf {
      branch = next
      count += 1
    }
    return count > ParserLimits.standard.nesting / 3
  }

  /// The `if` behind `else`.
  fileprivate var elseIf: IfExpression? {
    guard isElseIf, case .expression(let inner)? = otherwise?.statements.first?.kind,
      case .ifElse(let branch) = inner.kind
    else { return nil }
    return branch
  }
}
