import Bytecode
import Diagnostics
import Syntax

// MARK: - Blocks (02 §2)

extension FunctionEmitter {
  /// Runs a block in a scope of its own, delivering what is wanted.
  func emitBlock(_ block: Block, _ wanted: Wanted) throws(CompileError) {
    try inScope(of: block.statements, at: block.end) { () throws(CompileError) in
      try emitStatements(block.statements, wanted, at: block.end)
    }
  }

  /// Runs statements in the current scope. Their value is that of the last one (02 §2.2).
  func emitStatements(
    _ statements: [Statement], _ wanted: Wanted, at range: SourceRange
  ) throws(CompileError) {
    for statement in statements.dropLast() { try emitStatement(statement, .effect) }
    guard let last = statements.last else {
      if wanted == .value { emit(.pushNil, at: range) }
      return
    }
    try emitStatement(last, wanted)
  }

  /// Runs one statement, delivering what is wanted; a statement without value delivers nil (02 §2.1).
  func emitStatement(_ statement: Statement, _ wanted: Wanted) throws(CompileError) {
    if case .expression(let expression) = statement.kind { return try emit(expression, wanted) }
    if case .select(let arms) = statement.kind {
      return try emitSelect(arms, wanted, at: statement.range)
    }
    try emitEffect(statement)
    if wanted == .value { emit(.pushNil, at: statement.range) }
  }

  private func emitEffect(_ statement: Statement) throws(CompileError) {
    let range = statement.range
    switch statement.kind {
    case .expression, .select: break
    case .importModule: try emitImport(at: range)
    case .declaration(let declaration): try emitDeclaration(declaration)
    case .binding(let binding): try emitBinding(binding)
    case .assignment(let target, let operation, let value):
      try emitAssignment(target, operation, value, at: range)
    case .forLoop(let pattern, let iterable, let body):
      try emitFor(pattern, iterable, body, at: range)
    case .whileLoop(let condition, let body): try emitWhile(condition, body, at: range)
    case .returnValue(let value): try emitReturn(value, at: range)
    case .throwValue(let value):
      try emitValue(value)
      emit(.throwValue, at: range)
    case .guardElse(let condition, let otherwise):
      let end = makeLabel()
      try emitJump(when: true, condition, to: end)
      try emitBlock(otherwise, .effect)
      bind(end)
    case .require(let condition, let message):
      try emitRequire(condition, message, at: range)
    case .yieldValue(let value): try emitYield(value, at: range)
    case .emit(let value): try emitYield(value, at: range)
    case .mutex(let body): try emitMutex(body, at: range)
    case .deferBlock(let body): registerDefer(body)
    case .breakLoop: try emitLoopExit("break", \.breakLabel, at: range)
    case .continueLoop: try emitLoopExit("continue", \.continueLabel, at: range)
    }
  }

  private func emitReturn(_ value: Expression?, at range: SourceRange) throws(CompileError) {
    if let value { return try emitReturn(value, at: range) }
    emit(.pushNil, at: range)
    try leaveControls(downTo: 0, at: range) { self.emit(.returnValue, at: range) }
  }

  private func emitRequire(
    _ condition: Expression, _ message: Expression?, at range: SourceRange
  ) throws(CompileError) {
    let end = makeLabel()
    try emitJump(when: true, condition, to: end)
    if let message {
      try emitValue(message)
      emit(.throwValue, at: range)
    } else {
      emitRaise(.thrown, "require condition failed", at: range)
    }
    bind(end)
  }

  /// Outside a generator a `yield` only evaluates its operand (02 §13.1).
  private func emitYield(_ value: Expression?, at range: SourceRange) throws(CompileError) {
    guard code.kind != .plain else {
      if let value { try emitEffect(value) }
      return
    }
    try emitOptional(value, at: range)
    emit(.yieldValue, at: range)
  }
}

// MARK: - Branches and loops (02 §6)

extension FunctionEmitter {
  /// Runs an `if` with its `else if` branches, delivering what is wanted.
  func emitIf(
    _ branches: IfExpression, _ wanted: Wanted, at range: SourceRange
  ) throws(CompileError) {
    let end = makeLabel()
    var current = branches
    while true {
      let next = makeLabel()
      try emitJump(when: false, current.condition, to: next)
      try emitBlock(current.then, wanted)
      let isLast = current.otherwise == nil && wanted == .effect
      if !isLast { emitJump(.jump, to: end, at: current.then.end) }
      bind(next)
      guard let otherwise = current.otherwise else {
        if wanted == .value { emit(.pushNil, at: range) }
        break
      }
      if current.isElseIf, case .expression(let inner)? = otherwise.statements.first?.kind,
        case .ifElse(let following) = inner.kind
      {
        current = following
      } else {
        try emitBlock(otherwise, wanted)
        break
      }
    }
    bind(end)
  }

  /// Runs a `while` loop.
  func emitWhile(
    _ condition: Expression, _ body: Block, at range: SourceRange
  ) throws(CompileError) {
    let end = makeLabel()
    let top = bindHere()
    try emitJump(when: false, condition, to: end)
    try emitLoopBody(breakLabel: end, continueLabel: top, depth: depth) { () throws(CompileError) in
      try self.emitBlock(body, .effect)
    }
    emitJump(.jump, to: top, at: body.end)
    bind(end)
  }

  /// Runs a `for` loop.
  func emitFor(
    _ pattern: Pattern, _ iterable: Expression, _ body: Block, at range: SourceRange
  ) throws(CompileError) {
    try inScope(at: range) { () throws(CompileError) in
      try emitValue(iterable)
      let iterator = allocateSlots(2)
      emit(.iterate, iterator, at: iterable.range)
      let (broken, end) = (makeLabel(), makeLabel())
      let top = bindHere()
      let outer = depth
      emitJump(.iterateNext, iterator, to: end, at: iterable.range)
      try emitLoopBody(breakLabel: broken, continueLabel: top, depth: outer) {
        () throws(CompileError) in
        try self.inScope(of: body.statements, at: body.end) { () throws(CompileError) in
          try self.bindPattern(pattern, isMutable: true)
          try self.emitStatements(body.statements, .effect, at: body.end)
        }
      }
      emitJump(.jump, to: top, at: body.end)
      bind(broken)
      emit(.clearLocal, iterator, at: range)
      emit(.clearLocal, iterator + 1, at: range)
      bind(end)
    }
  }

  /// Runs a loop body; exits cut the operand stack down to `depth`.
  private func emitLoopBody(
    breakLabel: Label, continueLabel: Label, depth: Int, _ body: () throws(CompileError) -> Void
  ) throws(CompileError) {
    let loop = Control.Loop(
      breakLabel: breakLabel, continueLabel: continueLabel, depth: depth)
    openControl(.loop(loop))
    try body()
    _ = closeControl()
  }

  private func emitLoopExit(
    _ keyword: String, _ target: KeyPath<Control.Loop, Label>, at range: SourceRange
  ) throws(CompileError) {
    let isLoop = { (control: Control) in
      if case .loop = control.kind { true } else { false }
    }
    guard let index = controls.lastIndex(where: isLoop),
      case .loop(let loop) = controls[index].kind
    else { throw .outsideOfLoop(keyword, at: range) }
    try leaveControls(downTo: index + 1, at: range) {
      while self.isReachable, self.depth > loop.depth { self.emit(.pop, at: range) }
      self.emitJump(.jump, to: loop[keyPath: target], at: range)
    }
  }
}

extension Block {
  /// The closing brace: the place of what happens when the block ends.
  var end: SourceRange {
    SourceRange(start: max(Int(range.start), Int(range.end) - 1), end: Int(range.end))
  }
}
