import Bytecode
import Diagnostics
import Syntax

// MARK: - Operators (01 "Precedence")

extension FunctionEmitter {
  /// Continues with the left operand on the stack.
  func emitOperation(
    _ operation: BinaryOperator, _ right: Expression
  ) throws(CompileError) {
    guard operation != .coalesce else {
      let end = makeLabel()
      emitJump(.jumpIfNotNil, to: end, at: right.range)
      try emitValue(right)
      return bind(end)
    }
    guard operation != .power else { return try emitPower(right) }
    try emitValue(right)
    emit(operation.opcode, at: right.range)
  }

  /// `a ** b ** c` is right-deep: the operands of the whole chain come first, then the operations.
  private func emitPower(_ right: Expression) throws(CompileError) {
    var ranges: [SourceRange] = [right.range]
    var current = right
    while case .binary(.power, let left, let next) = current.kind {
      try emitValue(left)
      ranges.append(next.range)
      current = next
    }
    try emitValue(current)
    for range in ranges.reversed() { emit(.power, at: range) }
  }

  /// Pushes the value of `!a`, `-a` or `try* a`.
  func emitUnary(
    _ operation: UnaryOperator, _ operand: Expression, at range: SourceRange
  ) throws(CompileError) {
    switch operation {
    case .not:
      try emitValue(operand)
      emit(.not, at: range)
    case .negate:
      try emitValue(operand)
      emit(.negate, at: range)
    case .tryStar:
      guard allowsTryStar else { throw .tryStarOutsideFunction(at: range) }
      try emitValue(operand)
    }
  }

  /// Pushes the bool of an `&&` or `||`.
  func emitLogical(_ expression: Expression) throws(CompileError) {
    guard case .binary(let operation, _, _) = expression.kind else { return }
    let (short, end) = (makeLabel(), makeLabel())
    let operands = logicalOperands(of: expression, operation)
    for operand in operands.dropLast() {
      try emitJump(when: operation == .or, operand, to: short)
    }
    try emitValue(operands[operands.count - 1])
    emit(.truth, at: expression.range)
    emitJump(.jump, to: end, at: expression.range)
    bind(short)
    emit(operation == .or ? .pushTrue : .pushFalse, at: expression.range)
    bind(end)
  }

  /// The operands of a left-deep chain of one operator, left to right.
  private func logicalOperands(
    of expression: Expression, _ operation: BinaryOperator
  ) -> [Expression] {
    var operands: [Expression] = []
    var current = expression
    while case .binary(operation, let left, let right) = current.kind {
      operands.append(right)
      current = left
    }
    operands.append(current)
    return operands.reversed()
  }

  /// Jumps to `label` when the truthiness of `condition` is `outcome`, without making a bool.
  func emitJump(
    when outcome: Bool, _ condition: Expression, to label: Label
  ) throws(CompileError) {
    switch condition.kind {
    case .bool(let value):
      if value == outcome { emitJump(.jump, to: label, at: condition.range) }
    case .parenthesized(let inner): try emitJump(when: outcome, inner, to: label)
    case .unary(.not, let operand): try emitJump(when: !outcome, operand, to: label)
    case .binary(.and, _, _): try emitJump(when: outcome, .and, condition, to: label)
    case .binary(.or, _, _): try emitJump(when: outcome, .or, condition, to: label)
    default:
      try emitValue(condition)
      emitJump(outcome ? .jumpIfTrue : .jumpIfFalse, to: label, at: condition.range)
    }
  }

  private func emitJump(
    when outcome: Bool, _ operation: BinaryOperator, _ condition: Expression, to label: Label
  ) throws(CompileError) {
    let operands = logicalOperands(of: condition, operation)
    let deciding = operation == .or
    guard deciding != outcome else {
      for operand in operands { try emitJump(when: outcome, operand, to: label) }
      return
    }
    let end = makeLabel()
    for operand in operands.dropLast() { try emitJump(when: deciding, operand, to: end) }
    try emitJump(when: outcome, operands[operands.count - 1], to: label)
    bind(end)
  }

  /// Pushes the value of `condition ? then : otherwise`.
  func emitTernary(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, at range: SourceRange
  ) throws(CompileError) {
    let (other, end) = (makeLabel(), makeLabel())
    try emitJump(when: false, condition, to: other)
    try emitValue(then)
    emitJump(.jump, to: end, at: range)
    bind(other)
    try emitValue(otherwise)
    bind(end)
  }

  /// Continues with the operand of `?` on the stack (02 §14.6).
  func emitTryOperator(at range: SourceRange) throws(CompileError) {
    guard hasActiveCleanup else { return emitErrorReturn(at: range) }
    let (leave, end) = (makeLabel(), makeLabel())
    emitJump(.jumpIfError, to: leave, at: range)
    emitJump(.jump, to: end, at: range)
    bind(leave)
    try leaveControls(downTo: 0, at: range) { self.emit(.returnValue, at: range) }
    bind(end)
  }

  /// Pushes a string of literal and displayed parts.
  func emitInterpolation(
    _ parts: [InterpolationPart], at range: SourceRange
  ) throws(CompileError) {
    var pending = 0
    for part in parts {
      if pending == Self.chunk {
        emit(.interpolate, pending, at: range)
        pending = 1
      }
      switch part {
      case .text(let text): emitConstant(.string(text), at: range)
      case .expression(let expression): try emitValue(expression)
      }
      pending += 1
    }
    emit(.interpolate, pending, at: range)
  }
}

extension BinaryOperator {
  /// The opcode of an operator that evaluates both operands.
  var opcode: Opcode {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .remainder: .remainder
    case .power: .power
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .isIn: .contains
    case .isNotIn: .notContains
    case .and, .or, .coalesce: preconditionFailure("\(rawValue) evaluates its right side lazily")
    }
  }
}
