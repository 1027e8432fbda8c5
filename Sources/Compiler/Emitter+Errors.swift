import Bytecode
import Diagnostics
import Syntax

// A `finally` or `defer` block is copied to every exit of what it protects: the normal end, each `return`, `break`,
// `continue` and `?`, and a handler that goes on raising. A copy is cut out of the regions that it belongs to and of
// those inside them, so that its own errors replace the pending outcome (02 §14.3) instead of running it again.

// MARK: - Regions

extension FunctionEmitter {
  /// Begins to protect what follows.
  func openControl(_ kind: Control.Kind) {
    controls.append(Control(kind: kind, region: Region(at: mark(), depth: depth)))
  }

  /// Ends the innermost region.
  func closeControl() -> Control {
    var control = controls.removeLast()
    control.region.close(at: mark())
    return control
  }

  /// Starts the handler of a region that has ended. Nothing is reachable here when the region is empty.
  func beginHandler(of control: Control) {
    precondition(!isReachable, "code runs into a handler")
    let target = mark()
    for piece in control.region.pieces {
      code.handlers.append(
        ExceptionHandler(
          from: piece.lowerBound, to: piece.upperBound, target: target,
          depth: control.region.depth))
    }
    guard !control.region.pieces.isEmpty else { return }
    isReachable = true
    depth = control.region.depth + 1
    code.maximumDepth = max(code.maximumDepth, depth)
  }

  /// Whether an exit from the function has a block to run.
  var hasActiveCleanup: Bool {
    controls.contains { control in
      switch control.kind {
      case .cleanup, .holder: true
      case .loop, .handler: false
      }
    }
  }

  /// Runs the cleanup blocks of the controls from the innermost down to index `index`, then `exit`.
  func leaveControls(
    downTo index: Int, at range: SourceRange, _ exit: () -> Void
  ) throws(CompileError) {
    var left: [Control] = []
    while controls.count > index {
      let control = closeControl()
      left.append(control)
      switch control.kind {
      case .cleanup(let body, let scopes): try emitCleanup(body, in: scopes)
      case .holder(let slot): emit(.clearLocal, slot, at: range)
      case .loop, .handler: break
      }
    }
    exit()
    for var control in left.reversed() {
      control.region.reopen(at: mark())
      controls.append(control)
    }
  }

  /// Runs a copy of a cleanup block in the scopes where it was registered.
  private func emitCleanup(_ body: Block, in registered: [Scope]) throws(CompileError) {
    guard unit.spendOnCleanup(body) else { throw .cleanupTooLarge(at: body.range) }
    let current = scopes
    scopes = registered
    try emitBlock(body, .effect)
    scopes = current
  }

  /// Ends the innermost region, a cleanup: runs the block here, and in a handler that goes on raising.
  func closeCleanup(at range: SourceRange) throws(CompileError) {
    let control = closeControl()
    guard case .cleanup(let body, let scopes) = control.kind else {
      preconditionFailure("the innermost region is not a cleanup")
    }
    let end = makeLabel()
    try emitCleanup(body, in: scopes)
    emitJump(.jump, to: end, at: range)
    beginHandler(of: control)
    try emitCleanup(body, in: scopes)
    emit(.rethrow, at: range)
    bind(end)
  }

  /// Runs `body` whenever the current scope is left (02 §14.7).
  func registerDefer(_ body: Block) {
    openControl(.cleanup(body, scopes: scopes))
    scopes[scopes.count - 1].deferCount += 1
  }
}

// MARK: - try and retry (02 §14.3, §14.4, §6.7)

extension FunctionEmitter {
  /// Runs a `try`, delivering what is wanted.
  func emitTry(
    _ attempt: TryExpression, _ wanted: Wanted, at range: SourceRange
  ) throws(CompileError) {
    guard attempt.handler != nil || attempt.cleanup != nil else {
      return try emitBareTry(attempt.body, wanted, at: range)
    }
    if let cleanup = attempt.cleanup { openControl(.cleanup(cleanup, scopes: scopes)) }
    if let handler = attempt.handler {
      try emitCatch(attempt.body, handler, wanted, at: range)
    } else {
      try emitBlock(attempt.body, wanted)
    }
    if attempt.cleanup != nil { try closeCleanup(at: range) }
  }

  private func emitCatch(
    _ body: Block, _ handler: CatchClause, _ wanted: Wanted, at range: SourceRange
  ) throws(CompileError) {
    let end = makeLabel()
    openControl(.handler)
    try emitBlock(body, wanted)
    let control = closeControl()
    emitJump(.jump, to: end, at: body.end)
    beginHandler(of: control)
    let mismatch = makeLabel()
    if case .named(let type)? = handler.type?.kind {
      // Only the prelude can name the errors that are worth another attempt.
      let isTransient = type == "__transient" && unit.options.isHidden
      let caught = unit.name(isTransient ? transientErrors : type)
      emitJump(.jumpUnlessThrown, caught, to: mismatch, at: handler.body.range)
    }
    try inScope(at: handler.body.end) { () throws(CompileError) in
      if let name = handler.name {
        emit(.caughtValue, at: name.range)
        bindTop(to: name, isMutable: false)
      } else {
        emit(.pop, at: handler.body.range)
      }
      try emitBlock(handler.body, wanted)
    }
    emitJump(.jump, to: end, at: handler.body.end)
    bind(mismatch)
    emit(.rethrow, at: range)
    bind(end)
  }

  private func emitBareTry(
    _ body: Block, _ wanted: Wanted, at range: SourceRange
  ) throws(CompileError) {
    let end = makeLabel()
    openControl(.handler)
    try emitBlock(body, wanted)
    let control = closeControl()
    if wanted == .value {
      for variant in ["Ok", "Err"] {
        emit(.duplicate, at: range)
        let enumCase = Constant.enumCase(enumName: "Result", variant: variant)
        emit(.isEnumCase, unit.constant(enumCase), at: range)
        emitJump(.jumpIfTrue, to: end, at: range)
      }
      emitEnumCase("Result", "Ok", payloadCount: 1, at: range)
    }
    emitJump(.jump, to: end, at: range)
    beginHandler(of: control)
    if wanted == .value {
      emit(.caughtValue, at: range)
      emitEnumCase("Result", "Err", payloadCount: 1, at: range)
    } else {
      emit(.pop, at: range)
    }
    bind(end)
  }

  /// Runs a `retry`, which has no value.
  func emitRetry(
    _ count: Expression, _ body: Block, at range: SourceRange
  ) throws(CompileError) {
    try inScope(at: range) { () throws(CompileError) in
      try emitValue(count)
      let (limit, attempts) = (allocateSlots(), allocateSlots())
      emit(.storeLocal, limit, at: count.range)
      emitConstant(.int(1), at: count.range)
      emit(.storeLocal, attempts, at: count.range)
      let (end, failed) = (makeLabel(), makeLabel())
      let top = bindHere()
      openControl(.handler)
      try emitBlock(body, .effect)
      let control = closeControl()
      emitJump(.jump, to: end, at: body.end)
      beginHandler(of: control)
      emit(.loadLocal, attempts, at: count.range)
      emit(.loadLocal, limit, at: count.range)
      emit(.less, at: count.range)
      emitJump(.jumpIfFalse, to: failed, at: count.range)
      emit(.pop, at: count.range)
      emit(.loadLocal, attempts, at: count.range)
      emitConstant(.int(1), at: count.range)
      emit(.add, at: count.range)
      emit(.storeLocal, attempts, at: count.range)
      emitJump(.jump, to: top, at: count.range)
      bind(failed)
      emit(.rethrow, at: range)
      bind(end)
    }
  }
}
