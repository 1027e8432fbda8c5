import Bytecode
import Diagnostics
import Syntax

/// What a construct leaves on the operand stack.
enum Wanted {
  /// Its value.
  case value
  /// Nothing.
  case effect
}

extension FunctionEmitter {
  /// Pushes the value of `expression`.
  ///
  /// Left operands and receivers are followed in a loop, so that a long chain costs no stack.
  func emitValue(_ expression: Expression) throws(CompileError) {
    var links: [Expression] = []
    var current = expression
    while let inner = chainStart(of: current) {
      links.append(current)
      current = inner
    }
    try emitSimpleValue(current)
    for link in links.reversed() { try emitLink(link) }
  }

  /// Runs `expression` for its effect.
  func emitEffect(_ expression: Expression) throws(CompileError) {
    if try emitBlockExpression(expression, .effect) { return }
    try emitValue(expression)
    emit(.pop, at: expression.range)
  }

  /// Pushes the value, or runs the expression for its effect.
  func emit(_ expression: Expression, _ wanted: Wanted) throws(CompileError) {
    switch wanted {
    case .value: try emitValue(expression)
    case .effect: try emitEffect(expression)
    }
  }

  /// The part of `expression` that is evaluated first and whose value `emitLink` continues with.
  private func chainStart(of expression: Expression) -> Expression? {
    switch expression.kind {
    case .binary(.and, _, _), .binary(.or, _, _): nil
    case .binary(_, let left, _): left
    case .pipe(let value, _): value
    case .tryOperator(let operand): operand
    case .index(let receiver, _, _), .slice(let receiver, _, _): receiver
    case .property(let receiver, _, _), .methodCall(let receiver, _, _, _):
      enumName(receiver) == nil ? receiver : nil
    default: nil
    }
  }

  /// The enum that `receiver` names (02 §9.1).
  func enumName(_ receiver: Expression) -> String? {
    guard case .name(let name) = receiver.kind, unit.enumNames.contains(Spelling(name)) else {
      return nil
    }
    return name
  }

  private func emitLink(_ link: Expression) throws(CompileError) {
    switch link.kind {
    case .binary(let operation, _, let right): try emitOperation(operation, right)
    case .pipe(_, let target): try emitPipe(into: target, at: link.range)
    case .tryOperator: try emitTryOperator(at: link.range)
    case .property(_, let name, let isOptional):
      let opcode = isOptional ? Opcode.getPropertyOptional : .getProperty
      emit(opcode, unit.name(name.text), at: name.range)
    case .index(_, let index, let isOptional):
      try emitValue(index)
      emit(isOptional ? .getIndexOptional : .getIndex, at: index.range)
    case .slice(_, let from, let upTo):
      try emitOptional(from, at: link.range)
      try emitOptional(upTo, at: link.range)
      emit(.getSlice, at: (upTo ?? from ?? link).range)
    case .methodCall(_, let name, let arguments, let isOptional):
      try emitMethodCall(name, arguments, isOptional: isOptional)
    default: preconditionFailure("not a link of a chain")
    }
  }

  /// Pushes the value, or nil when there is no expression.
  func emitOptional(_ expression: Expression?, at range: SourceRange) throws(CompileError) {
    guard let expression else { return emit(.pushNil, at: range) }
    try emitValue(expression)
  }

  private func emitSimpleValue(_ expression: Expression) throws(CompileError) {
    let range = expression.range
    switch expression.kind {
    case .nilLiteral, .bool, .int, .float, .duration, .string:
      try emitLiteral(expression)
    case .name(let name): emitLoad(name, at: range)
    case .parenthesized(let inner): try emitValue(inner)
    case .interpolation(let parts): try emitInterpolation(parts, at: range)
    case .list(let items): try emitList(items, at: range)
    case .dict(let entries): try emitDict(entries, at: range)
    case .structLiteral(let name, let entries): try emitStruct(name, entries, at: range)
    case .closure(let closure): try emitClosure(closure, selfName: nil, at: range)
    case .unary(let operation, let operand): try emitUnary(operation, operand, at: range)
    case .binary: try emitLogical(expression)
    case .ternary(let condition, let then, let otherwise):
      try emitTernary(condition, then, otherwise, at: range)
    case .range(let from, let upTo, let isExclusive):
      try emitValue(from)
      try emitValue(upTo)
      emit(.makeRange, isExclusive ? 1 : 0, at: range)
    case .call(let callee, _, let arguments):
      try emitCall(callee, arguments, isTail: false)
    case .methodCall(let receiver, let name, let arguments, _):
      try emitEnum(receiver, name, arguments)
    case .property(let receiver, let name, _): try emitEnum(receiver, name, [])
    case .spread: throw .spread(at: range)
    case .ifElse, .match, .tryCatch, .retry, .spawn, .parallel, .deadline:
      _ = try emitBlockExpression(expression, .value)
    case .pipe, .tryOperator, .index, .slice: preconditionFailure("a link without its chain")
    }
  }

  private func emitLiteral(_ expression: Expression) throws(CompileError) {
    let range = expression.range
    switch expression.kind {
    case .nilLiteral: emit(.pushNil, at: range)
    case .bool(let value): emit(value ? .pushTrue : .pushFalse, at: range)
    case .int(let value): emitConstant(.int(value), at: range)
    case .float(let value): emitConstant(.float(bits: value.bitPattern), at: range)
    case .string(let text): emitConstant(.string(text), at: range)
    case .duration(let milliseconds, let overflows):
      guard !overflows else { throw .durationTooLarge(at: range) }
      emitConstant(.duration(milliseconds), at: range)
    default: preconditionFailure("not a literal")
    }
  }

  /// Runs an expression that consists of blocks, delivering what is wanted.
  ///
  /// - Returns: false when it is another kind of expression and nothing was done.
  private func emitBlockExpression(
    _ expression: Expression, _ wanted: Wanted
  ) throws(CompileError) -> Bool {
    let range = expression.range
    switch expression.kind {
    case .ifElse(let branches): try emitIf(branches, wanted, at: range)
    case .match(let subject, let arms): try emitMatch(subject, arms, wanted, at: range)
    case .tryCatch(let attempt): try emitTry(attempt, wanted, at: range)
    case .retry(let count, let body):
      try emitRetry(count, body, at: range)
      if wanted == .value { emit(.pushNil, at: range) }
    case .spawn(let body):
      try emitSpawn(body, at: range)
      if wanted == .effect { emit(.pop, at: range) }
    case .parallel(let parallel):
      try emitParallel(parallel, at: range)
      if wanted == .effect { emit(.pop, at: range) }
    case .deadline(let duration, let body):
      try emitDeadline(duration, body, wanted, at: range)
    case .parenthesized(let inner) where wanted == .effect: try emitEffect(inner)
    default: return false
    }
    return true
  }
}
