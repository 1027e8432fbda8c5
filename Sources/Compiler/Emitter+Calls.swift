import Bytecode
import Diagnostics
import Syntax

// MARK: - Calls (02 §5.3, §5.5, §5.8, §5.9)

extension FunctionEmitter {
  /// More arguments than this are passed in a list.
  private static let argumentLimit = 250

  /// Names that a binding never shadows (02 §5.5).
  private static let unshadowed: Set<String> = [
    "await", "cancel", "cancel_graceful", "is_cancelled",
  ]

  /// Pushes the result of `callee(arguments)`.
  ///
  /// - Parameter isTail: A return follows, and the frame may be reused.
  func emitCall(
    _ callee: Name, _ arguments: [ListItem], isTail: Bool
  ) throws(CompileError) {
    let range = arguments.last?.value.range ?? callee.range
    let name = unit.name(callee.text)
    let isBuiltin = Self.unshadowed.contains(callee.text)
    let reference = isBuiltin ? Reference.unknown : resolve(callee.text)
    let isSpread = needsList(arguments)
    let spreadCall = isTail ? Opcode.tailCallSpread : .callSpread
    switch reference {
    case .local, .late, .variable:
      if case .late(let cell) = reference {
        emitCellValue(cell, at: callee.range)
      } else {
        emitLoad(callee.text, at: callee.range)
      }
      try emitArguments(arguments, of: callee, at: range)
      if isSpread { return emit(spreadCall, 0, name, at: range) }
      emit(isTail ? .tailCall : .call, arguments.count, name, at: range)
    case .global(let global):
      if isSpread { emit(.loadCallee, global, at: callee.range) }
      try emitArguments(arguments, of: callee, at: range)
      if isSpread { return emit(spreadCall, 0, name, at: range) }
      emit(isTail ? .tailCallGlobal : .callGlobal, global, arguments.count, at: range)
    case .unknown:
      try emitArguments(arguments, of: callee, at: range)
      if isSpread { return emit(.callBuiltinSpread, name, at: range) }
      emit(.callBuiltin, name, arguments.count, at: range)
    }
  }

  /// Continues with the receiver on the stack.
  func emitMethodCall(
    _ name: Name, _ arguments: [ListItem], isOptional: Bool
  ) throws(CompileError) {
    let range = arguments.last?.value.range ?? name.range
    guard !needsList(arguments) else {
      try emitList(arguments, at: range)
      let opcode = isOptional ? Opcode.callMethodSpreadOptional : .callMethodSpread
      return emit(opcode, unit.name(name.text), at: range)
    }
    try emitPositional(arguments)
    let opcode = isOptional ? Opcode.callMethodOptional : .callMethod
    emit(opcode, unit.name(name.text), arguments.count, at: range)
  }

  private func needsList(_ arguments: [ListItem]) -> Bool {
    arguments.count > Self.argumentLimit || arguments.contains(where: \.isSpread)
  }

  private func emitArguments(
    _ arguments: [ListItem], of callee: Name, at range: SourceRange
  ) throws(CompileError) {
    guard !needsList(arguments) else { return try emitList(arguments, at: range) }
    try emitPositional(arguments) { [self] position, argument throws(CompileError) in
      guard isSchemaPosition(position, of: arguments.count, callee: callee.text) else { return false }
      return try emitSchema(namedBy: argument)
    }
  }

  /// Pushes the arguments one by one, except those that `emitSpecially` has pushed.
  private func emitPositional(
    _ arguments: [ListItem],
    unless emitSpecially: (_ position: Int, _ argument: Expression) throws(CompileError) -> Bool = { _, _ in false }
  ) throws(CompileError) {
    let firstFreeSlot = nextSlot
    defer { nextSlot = firstFreeSlot }
    let early = try emitEarlyLength(arguments)
    for (position, argument) in arguments.enumerated() {
      if let early, early.position == position {
        emit(.loadLocal, early.slot, at: argument.value.range)
      } else if try !emitSpecially(position, argument.value) {
        try emitValue(argument.value)
      }
    }
  }

  /// In `f(xs.push(v), len(xs))`, puts the length into a hidden variable before the arguments are evaluated, so that
  /// `push` reads the list for the last time and may change it in place. Nobody can tell, because `len` has no effect
  /// and expressions without statements do not assign to `xs` - unless a host denies `len` or has put something else in
  /// its place, which is called before the other arguments then.
  private func emitEarlyLength(
    _ arguments: [ListItem]
  ) throws(CompileError) -> (position: Int, slot: Int)? {
    for position in arguments.indices.dropFirst() {
      let argument = arguments[position].value
      guard let name = argument.measuredName, case .unknown = resolve("len"), case .local = resolve(name)
      else { continue }
      let earlier = arguments[..<position]
      guard earlier.contains(where: { $0.value.receiverName == name }),
        earlier.allSatisfy({ !$0.value.leavesFunction })
      else { continue }
      try emitValue(argument)
      let slot = allocateSlots()
      emit(.storeLocal, slot, at: argument.range)
      return (position, slot)
    }
    return nil
  }

  /// Whether a return here may reuse the frame (02 §5.9).
  var allowsTailCall: Bool {
    parent != nil && code.kind == .plain
      && controls.allSatisfy { control in
        if case .loop = control.kind { true } else { false }
      }
  }

  /// Emits `return value`.
  func emitReturn(_ value: Expression, at range: SourceRange) throws(CompileError) {
    guard allowsTailCall else {
      try emitValue(value)
      return try leaveControls(downTo: 0, at: range) { self.emit(.returnValue, at: range) }
    }
    try emitTailValue(value)
    emit(.returnValue, at: range)
  }

  /// Pushes the value of an expression whose value is returned at once.
  func emitTailValue(_ value: Expression) throws(CompileError) {
    switch value.kind {
    case .parenthesized(let inner): try emitTailValue(inner)
    case .call(let callee, _, let arguments):
      try emitCall(callee, arguments, isTail: true)
    case .pipe(let piped, let target):
      try emitValue(piped)
      try emitPipe(into: target, isTail: true, at: value.range)
    default: try emitValue(value)
    }
  }
}

extension Expression {
  /// The name in `len(name)`.
  fileprivate var measuredName: String? {
    guard case .call(let callee, _, let arguments) = kind, callee.text == "len", arguments.count == 1,
      !arguments[0].isSpread, case .name(let name) = arguments[0].value.kind
    else { return nil }
    return name
  }

  /// The name in `name.method(arguments)`.
  fileprivate var receiverName: String? {
    guard case .methodCall(let receiver, _, _, isOptional: false) = kind, case .name(let name) = receiver.kind
    else { return nil }
    return name
  }
}
