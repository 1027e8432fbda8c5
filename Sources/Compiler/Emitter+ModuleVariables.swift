import Bytecode
import Diagnostics
import Syntax

// A variable of a module lives in a global (04 B6). Assignments to its parts work on locals, so the value moves into a local
// for the moment of the assignment: while it is there nothing else holds it, and it grows in place. No other code of the
// program runs in that moment. If the assignment fails, a handler puts the value back.

// MARK: - Assignment to variables of a module

extension FunctionEmitter {
  /// Runs `target = value` or `target op= value` for a variable of a module or a part of it.
  func emitVariableAssignment(
    _ path: AssignmentPath, _ global: Int, _ operation: BinaryOperator?, _ value: Expression,
    at range: SourceRange
  ) throws(CompileError) {
    guard path.keys.allSatisfy(isInert) else {
      return try emitOrdinary(path, global, operation, value, at: range)
    }
    if operation == nil, case .methodCall(let receiver, let method, let arguments, isOptional: false) = value.kind,
      method.text == "push", arguments.count == 1, !arguments[0].isSpread, isInert(arguments[0].value),
      isInert(receiver)
    {
      // Only `push` of a list is known to run no code of the program.
      let (ordinary, end) = (makeLabel(), makeLabel())
      try emitValue(receiver)
      emit(.isList, 0, at: receiver.range)
      emitJump(.jumpIfFalse, to: ordinary, at: receiver.range)
      try emitMoved(path, global, nil, value, at: range)
      emitJump(.jump, to: end, at: range)
      bind(ordinary)
      try emitOrdinary(path, global, nil, value, at: range)
      return bind(end)
    }
    if path.steps.isEmpty ? mayGrow(operation, value) : isInert(value) {
      return try emitMoved(path, global, operation, value, at: range)
    }
    try emitOrdinary(path, global, operation, value, at: range)
  }

  /// Whether assigning to a whole variable may append to a list or string.
  private func mayGrow(_ operation: BinaryOperator?, _ value: Expression) -> Bool {
    switch (operation, value.unparenthesized.kind) {
    case (.add?, .int), (.add?, .float): false
    case (.add?, _): isInert(value)
    case (nil, .binary(.add, let left, let right)): !right.isNumber && isInert(left) && isInert(right)
    default: false
    }
  }

  private func emitMoved(
    _ path: AssignmentPath, _ global: Int, _ operation: BinaryOperator?, _ value: Expression,
    at range: SourceRange
  ) throws(CompileError) {
    try withMoved(global, path.root, at: range) { slot throws(CompileError) in
      if let operation {
        try self.emitCompound(path, slot, operation, value, at: range)
      } else {
        try self.emitPlain(path, slot, value, at: range)
      }
    }
  }

  /// An assignment whose operands may run any code: they are evaluated first.
  private func emitOrdinary(
    _ path: AssignmentPath, _ global: Int, _ operation: BinaryOperator?, _ value: Expression,
    at range: SourceRange
  ) throws(CompileError) {
    guard !path.steps.isEmpty else {
      if let operation {
        emit(.loadGlobal, global, at: path.range)
        try emitOperation(operation, value)
      } else {
        try emitValue(value)
      }
      return emit(.storeGlobal, global, at: range)
    }
    let steps = unit.constant(.path(path.steps))
    if let operation {
      try emitKeys(of: path)
      try inScope(at: range) { () throws(CompileError) in
        let copy = allocateSlots()
        emit(.loadGlobal, global, at: path.range)
        emit(.storeLocal, copy, at: path.range)
        emit(.getPath, copy, steps, at: path.range)
        emit(.clearLocal, copy, at: path.range)
      }
      try emitOperation(operation, value)
    } else {
      try emitValue(value)
      try emitKeys(of: path)
    }
    try withMoved(global, path.root, at: range) { slot in
      self.emit(operation == nil ? .setPath : .updatePath, slot, steps, at: path.range)
    }
  }

  /// Runs `body` while a local holds the value of a variable under its name.
  private func withMoved(
    _ global: Int, _ name: Name, at range: SourceRange, _ body: (Int) throws(CompileError) -> Void
  ) throws(CompileError) {
    let end = makeLabel()
    try inScope(at: range) { () throws(CompileError) in
      let slot = allocateSlots()
      let outer = depth
      emit(.clearLocal, slot, at: range)
      emit(.exchangeGlobal, slot, global, at: name.range)
      declare(name.text, slot: slot, isMutable: true)
      let start = mark()
      try body(slot)
      let region = start..<mark()
      emit(.exchangeGlobal, slot, global, at: name.range)
      emitJump(.jump, to: end, at: range)
      // `body` may have taken operands from below; nobody needs them after an error.
      addRestoration(of: slot, global, over: region, keeping: min(outer, depth), at: range)
    }
    bind(end)
  }

  private func addRestoration(
    of slot: Int, _ global: Int, over region: Range<Int>, keeping kept: Int, at range: SourceRange
  ) {
    guard !region.isEmpty else { return }
    code.handlers.append(
      ExceptionHandler(from: region.lowerBound, to: region.upperBound, target: mark(), depth: kept))
    let after = depth
    isReachable = true
    depth = kept + 1
    code.maximumDepth = max(code.maximumDepth, depth)
    emit(.exchangeGlobal, slot, global, at: range)
    emit(.rethrow, at: range)
    depth = after
  }

  /// Whether evaluating `expression` runs no code of the program. Not all such expressions are recognised.
  private func isInert(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .nilLiteral, .bool, .int, .float, .duration, .string: true
    case .name(let name):
      switch resolve(name) {
      case .local, .variable, .global: true
      case .late, .unknown: false
      }
    case .parenthesized(let inner), .unary(.not, let inner), .unary(.negate, let inner): isInert(inner)
    case .interpolation(let parts):
      parts.allSatisfy { part in
        switch part {
        case .text: true
        case .expression(let inner): isInert(inner)
        }
      }
    case .list(let items): items.allSatisfy { !$0.isSpread && isInert($0.value) }
    case .dict(let entries), .structLiteral(_, let entries):
      entries.allSatisfy { entry in
        switch entry {
        case .named(_, let value): isInert(value)
        case .computed(let key, let value): isInert(key) && isInert(value)
        case .spread: false
        }
      }
    case .binary(let operation, let left, let right):
      operation.hasEagerOperands && isInert(left) && isInert(right)
    case .property(let receiver, _, isOptional: false): isInert(receiver)
    case .index(let receiver, let index, isOptional: false): isInert(receiver) && isInert(index)
    default: false
    }
  }
}

extension BinaryOperator {
  /// Whether this is arithmetic or a comparison.
  fileprivate var hasEagerOperands: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .remainder, .power, .equal, .notEqual, .less, .lessOrEqual,
      .greater, .greaterOrEqual:
      true
    case .isIn, .isNotIn, .and, .or, .coalesce: false
    }
  }
}

extension Expression {
  /// Whether this is a number as written.
  fileprivate var isNumber: Bool {
    switch unparenthesized.kind {
    case .int, .float: true
    default: false
    }
  }
}
