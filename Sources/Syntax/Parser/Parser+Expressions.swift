import Diagnostics
import Lexer

/// Expressions down to their operands (01 "Expressions", "Precedence").
///
/// Infix operators wait on `pendingOperators` until a looser one comes, so that an expression of any length and any
/// mix of operators takes one Swift frame.
extension Parser {
  /// An expression; it may start on a later line.
  mutating func parseExpression() throws(Failure) -> Expression {
    skipNewlines()
    return try parseOperators(from: .pipe)
  }

  /// Operands with infix operators of `loosest` level or tighter.
  private mutating func parseOperators(from loosest: PrecedenceLevel) throws(Failure) -> Expression {
    let outer = try enter()
    let base = pendingOperators.count
    // Ranges and ternaries do not associate: behind one, only looser operators may follow.
    var tightest = PrecedenceLevel.power
    var operand = try parseOperand()
    while true {
      let infix = nextInfixOperator()
      if try reduce(&operand, before: infix, above: base, &tightest) { continue }
      guard let infix, infix.level >= loosest, infix.level <= tightest else { break }
      take(infix)
      if case .ternary = infix.form {
        operand = try parseTernary(condition: operand)
        tightest = .range
      } else {
        pendingOperators.append(
          PendingOperator(left: operand, form: infix.form, level: infix.level))
        operand = try parseOperand()
        tightest = .power
      }
    }
    while pendingOperators.count > base { try reduceOne(&operand, &tightest) }
    leave(outer)
    return operand
  }

  /// Builds the pending operators that bind tighter than `infix`. Gives true when that took a token, so that another
  /// operator may come.
  private mutating func reduce(
    _ operand: inout Expression, before infix: InfixOperator?, above base: Int,
    _ tightest: inout PrecedenceLevel
  ) throws(Failure) -> Bool {
    while pendingOperators.count > base, let last = pendingOperators.last {
      if let infix {
        guard last.level > infix.level || (last.level == infix.level && last.level != .power) else {
          return false
        }
      }
      let before = index
      try reduceOne(&operand, &tightest)
      if index > before { return true }
    }
    return false
  }

  /// Builds the last pending operator with `operand` on its right.
  private mutating func reduceOne(
    _ operand: inout Expression, _ tightest: inout PrecedenceLevel
  ) throws(Failure) {
    guard let last = pendingOperators.popLast() else { return }
    let kind: Expression.Kind
    var range = last.left.range.union(operand.range)
    switch last.form {
    case .binary(let operation): kind = .binary(operation, last.left, operand)
    case .pipe: kind = .pipe(value: last.left, target: operand)
    case .range:
      let end = current.range
      let isExclusive = take(.exclusiveKeyword)
      if isExclusive { range = range.union(end) }
      kind = .range(from: last.left, upTo: operand, isExclusive: isExclusive)
      tightest = .pipe
    case .ternary: preconditionFailure("a ternary is built at once and never waits")
    }
    try link()
    operand = Expression(kind, at: range)
  }

  /// The operator behind the operand just read, which may stand on a later line.
  private func nextInfixOperator() -> InfixOperator? {
    switch kind {
    case .newline:
      let distance = indexSkippingNewlines(from: index) - index
      let infix = isNotIn(ahead: distance) ? .notIn : InfixOperator(peek(distance))
      guard let infix, infix.maySpanLines || ignoresNewlines else { return nil }
      return infix
    case .identifier: return isNotIn(ahead: 0) ? .notIn : nil
    default: return InfixOperator(kind)
    }
  }

  private func isNotIn(ahead distance: Int) -> Bool {
    peek(distance + 1) == .inKeyword && isWord("not", ahead: distance)
  }

  /// Whether the operators being read stand directly within `( … )`, where newlines do not end anything (01
  /// "Continuation").
  private var ignoresNewlines: Bool { depth == parenthesizedDepth }

  /// Takes the tokens of an operator and the newlines that may surround it.
  private mutating func take(_ infix: InfixOperator) {
    skipNewlines()
    for _ in 0..<infix.tokenCount { advance() }
    if infix.allowsNewlineAfter || ignoresNewlines { skipNewlines() }
  }

  /// The branches behind `condition ?`. Neither may start on a new line.
  private mutating func parseTernary(condition: Expression) throws(Failure) -> Expression {
    let then = try parseOperators(from: .or)
    try expect(.colon)
    let otherwise = try parseOperators(from: .or)
    try link()
    return Expression(
      .ternary(condition: condition, then: then, otherwise: otherwise),
      at: range(from: condition.range))
  }

  /// Prefix operators, an operand, and its postfix forms.
  private mutating func parseOperand() throws(Failure) -> Expression {
    let first = index
    var prefixCount = 0
    while takePrefixOperator() {
      prefixCount += 1
      guard depth + prefixCount <= limits.nesting else {
        throw failForNesting()
      }
    }
    let operandStart = index
    let operand = try parsePostfix()
    if prefixCount == 0 { return operand }
    return try applyPrefixOperators(first..<operandStart, to: operand)
  }

  private mutating func takePrefixOperator() -> Bool {
    switch kind {
    case .bang, .minus:
      advance()
      return true
    case .tryKeyword where peek() == .star:
      advance()
      advance()
      return true
    default: return false
    }
  }

  /// Wraps `operand` in the prefix operators of these tokens, the last one innermost.
  private mutating func applyPrefixOperators(
    _ tokens: Range<Int>, to operand: Expression
  ) throws(Failure) -> Expression {
    var result = operand
    var position = tokens.upperBound
    while position > tokens.lowerBound {
      position -= 1
      let operation: UnaryOperator
      switch source.tokens[position].kind {
      case .bang: operation = .not
      case .minus: operation = .negate
      default:
        operation = .tryStar
        position -= 1
      }
      try link()
      let range = source.tokens[position].range.union(operand.range)
      result = Expression(.unary(operation, result), at: range)
    }
    return result
  }
}
