import Bytecode
import Diagnostics
import Syntax

// MARK: - Constructs that create tasks (04 A3, A4)

extension FunctionEmitter {
  /// Pushes the handle of a `spawn`.
  func emitSpawn(_ body: Block, at range: SourceRange) throws(CompileError) {
    try emitTaskBody(body, parameter: nil, name: "<spawn>", at: range)
    emitTaskCall("spawn", 1, at: range)
  }

  /// Pushes the value of a `parallel`. The limit is evaluated before the operand (04 A4).
  func emitParallel(_ parallel: ParallelExpression, at range: SourceRange) throws(CompileError) {
    try emitOptional(parallel.maxConcurrent, at: range)
    try emitValue(parallel.operand)
    let (name, builtin) =
      switch parallel.form {
      case .count: ("<parallel>", "parallel")
      case .each: ("<parallel_each>", parallel.isStream ? "stream" : "each")
      case .settle: ("<parallel_settle>", "settle")
      }
    try emitTaskBody(parallel.body, parameter: parallel.parameter, name: name, at: range)
    emitTaskCall(builtin, 3, at: range)
  }

  private func emitTaskBody(
    _ body: Block, parameter: Name?, name: String, at range: SourceRange
  ) throws(CompileError) {
    let parameters = parameter.map {
      [Parameter(name: $0, isRest: false, type: nil, defaultValue: nil)]
    }
    try emitFunction(
      FunctionSource(
        name: name, kind: .plain, parameters: parameters ?? [], body: body, returnsBlockValue: true),
      at: range)
  }

  /// Runs a `select`, delivering what is wanted (04 A8). The channels and the time limit are evaluated in order; the builtin
  /// says which case was chosen.
  func emitSelect(
    _ arms: [SelectArm], _ wanted: Wanted, at range: SourceRange
  ) throws(CompileError) {
    var count = 0
    for arm in arms {
      guard case .receive(_, from: let channel) = arm.kind else { continue }
      try emitValue(channel)
      count += 1
    }
    let last = arms.first { if case .receive = $0.kind { false } else { true } }
    switch last?.kind {
    case .timeout(let limit)?: try emitValue(limit)
    case .otherwise?: emitConstant(.int(0), at: range)
    case .receive?, nil: break
    }
    emitTaskCall(last == nil ? "select" : "select_until", count + (last == nil ? 0 : 1), at: range)
    let end = makeLabel()
    var index = 0
    for arm in arms {
      guard case .receive(let name, from: _) = arm.kind else { continue }
      let next = makeLabel()
      emit(.duplicate, at: name.range)
      emitConstant(.int(index), at: name.range)
      emit(.equal, at: name.range)
      emitJump(.jumpIfFalse, to: next, at: name.range)
      emit(.pop, at: name.range)
      try inScope(at: arm.body.end) { () throws(CompileError) in
        emitTaskCall("selected", 0, at: name.range)
        bindTop(to: name, isMutable: false)
        try emitBlock(arm.body, wanted)
      }
      emitJump(.jump, to: end, at: arm.body.end)
      bind(next)
      index += 1
    }
    emit(.pop, at: range)
    if let last {
      try emitBlock(last.body, wanted)
    } else if wanted == .value {
      emit(.pushNil, at: range)
    }
    bind(end)
  }

  /// Runs a `mutex` block (04 A9.1).
  func emitMutex(_ body: Block, at range: SourceRange) throws(CompileError) {
    emitTaskCall("mutex", 0, at: range)
    try emitHeld(body, .effect, at: range)
  }

  /// Runs a `deadline` block, delivering what is wanted (04 A6).
  func emitDeadline(
    _ duration: Expression, _ body: Block, _ wanted: Wanted, at range: SourceRange
  ) throws(CompileError) {
    try emitValue(duration)
    emitTaskCall("deadline", 1, at: range)
    try emitHeld(body, wanted, at: range)
  }

  /// Runs a block while a local holds the value on the stack; on every way out the local is cleared.
  private func emitHeld(_ body: Block, _ wanted: Wanted, at range: SourceRange) throws(CompileError) {
    try inScope(at: range) { () throws(CompileError) in
      let slot = allocateSlots()
      emit(.storeLocal, slot, at: range)
      openControl(.holder(slot))
      try emitBlock(body, wanted)
      let control = closeControl()
      let end = makeLabel()
      emit(.clearLocal, slot, at: range)
      emitJump(.jump, to: end, at: range)
      beginHandler(of: control)
      emit(.clearLocal, slot, at: range)
      emit(.rethrow, at: range)
      bind(end)
    }
  }

  /// Calls the builtin `__task_NAME` with the topmost `count` values.
  private func emitTaskCall(_ name: String, _ count: Int, at range: SourceRange) {
    emit(.callBuiltin, unit.name("__task_\(name)"), count, at: range)
  }
}
