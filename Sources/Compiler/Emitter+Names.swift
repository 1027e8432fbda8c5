import Bytecode
import Diagnostics
import Syntax

// MARK: - Scopes (02 §3)

extension FunctionEmitter {
  /// Opens the scope of a block with these statements.
  func openScope(of statements: [Statement] = []) {
    scopes.append(Scope(firstSlot: nextSlot))
    scopes[scopes.count - 1].statements = statements
  }

  /// Closes the innermost scope, running its `defer` blocks when control comes here.
  func closeScope(at range: SourceRange) throws(CompileError) {
    for _ in 0..<scopes[scopes.count - 1].deferCount { try closeCleanup(at: range) }
    let scope = scopes.removeLast()
    for binding in scope.bindings.values { endVariable(of: binding) }
    nextSlot = scope.firstSlot
  }

  /// Runs `body` in a scope of its own, that of a block with these statements.
  func inScope(
    of statements: [Statement] = [], at range: SourceRange, _ body: () throws(CompileError) -> Void
  ) throws(CompileError) {
    openScope(of: statements)
    try body()
    try closeScope(at: range)
  }

  private func endVariable(of binding: Binding) {
    guard let variable = binding.variable else { return }
    code.variables[variable].to = mark()
  }

  /// Whether `name` can be declared in the current scope; if not, the error of 02 §3.3 is raised here.
  func checkRedeclaration(of name: Name, isMutable: Bool) -> Bool {
    guard let existing = scopes[scopes.count - 1].bindings[Spelling(name.text)] else { return true }
    if isMutable || existing.isMutable { return true }
    let message =
      "Cannot redeclare immutable variable '\(name.text)' in the same scope "
      + "(use 'var' for mutable bindings)"
    emitRaise(.runtimeError, message, at: name.range)
    return false
  }

  /// Makes `name` mean local `slot` from here on.
  func declare(_ name: String, slot: Int, isMutable: Bool) {
    if let existing = scopes[scopes.count - 1].bindings[Spelling(name)] {
      endVariable(of: existing)
    }
    let start = mark()
    code.variables.append(VariableRange(name: name, slot: slot, from: start, to: start))
    scopes[scopes.count - 1].bindings[Spelling(name)] = Binding(
      storage: .local(slot), isMutable: isMutable, variable: code.variables.count - 1)
  }

  /// Makes `name` mean a variable of the module from here on.
  func declareVariable(_ name: String, _ global: Int, isMutable: Bool) {
    scopes[scopes.count - 1].bindings[Spelling(name)] = Binding(
      storage: .variable(global), isMutable: isMutable, variable: nil)
  }

  /// Whether a name bound here is a variable of a module.
  var declaresVariables: Bool {
    unit.options.isModule && parent == nil && scopes.count == 1
  }

  /// Makes `name` mean a global of the unit from here on; globals are immutable.
  func declareGlobal(_ name: String, _ global: Int) {
    scopes[scopes.count - 1].bindings[Spelling(name)] = Binding(
      storage: .global(global), isMutable: false, variable: nil)
  }

  /// Binds `name` to the value on the stack; `_` discards it.
  func bindTop(to name: Name, isMutable: Bool) {
    guard name.text != "_" else { return emit(.pop, at: name.range) }
    guard checkRedeclaration(of: name, isMutable: isMutable) else { return }
    if declaresVariables {
      let global = unit.variable(name.text)
      emit(.storeGlobal, global, at: name.range)
      return declareVariable(name.text, global, isMutable: isMutable)
    }
    let slot = allocateSlots()
    emit(.storeLocal, slot, at: name.range)
    fillCell(of: name, from: slot)
    declare(name.text, slot: slot, isMutable: isMutable)
  }

  /// Raises an error of the runtime.
  func emitRaise(_ error: RaisedError, _ text: String, at range: SourceRange) {
    emit(.raise, Int(error.rawValue), unit.name(text), at: range)
  }
}

// MARK: - Uses (02 §3.4)

extension FunctionEmitter {
  /// What `name` means here.
  func resolve(_ name: String) -> Reference {
    let spelling = Spelling(name)
    if let binding = visibleBinding(spelling) {
      switch binding.storage {
      case .local(let slot): return .local(slot: slot, isMutable: binding.isMutable)
      case .global(let index): return .global(index)
      case .variable(let index): return .variable(global: index, isMutable: binding.isMutable)
      }
    }
    guard parent != nil else { return .unknown }
    if let cell = forwardCell(of: spelling) { return .late(cell: cell) }
    if let isMutable = unit.moduleVariables[spelling] {
      return .variable(global: unit.variable(name), isMutable: isMutable)
    }
    return unit.globalNames.contains(spelling) ? .global(unit.global(name)) : .unknown
  }

  /// Whether `name` is bound here, without capturing it.
  func isVisible(_ name: Spelling) -> Bool {
    var emitter: FunctionEmitter? = self
    while let current = emitter {
      if current.scopes.contains(where: { $0.bindings[name] != nil }) { return true }
      if current.selfName == name { return true }
      emitter = current.parent
    }
    return false
  }

  /// The binding that is visible here, captured when it belongs to an enclosing function (02 §5.6).
  func visibleBinding(_ name: Spelling) -> Binding? {
    for scope in scopes.reversed() {
      if let binding = scope.bindings[name] { return binding }
    }
    if let captured = captures[name] { return captured }
    if name == selfName {
      usesSelf = true
      return Binding(storage: .local(ProvisionalSlot.itself), isMutable: false, variable: nil)
    }
    guard var binding = parent?.visibleBinding(name) else { return nil }
    guard case .local(let source) = binding.storage else { return binding }
    if source >= ProvisionalSlot.firstCell { parent?.makeCell(source) }
    binding.storage = .local(ProvisionalSlot.firstCapture + captureSources.count)
    binding.variable = nil
    captures[name] = binding
    captureSources.append(source)
    return binding
  }

  /// Pushes what `name` means.
  func emitLoad(_ name: String, at range: SourceRange) {
    switch resolve(name) {
    case .local(let slot, _): emit(.loadLocal, slot, at: range)
    case .global(let index), .variable(let index, _): emit(.loadGlobal, index, at: range)
    case .late(let cell):
      let end = makeLabel()
      emitCellValue(cell, at: range)
      emitJump(.jumpIfNotNil, to: end, at: range)
      emit(.loadName, unit.name(name), at: range)
      bind(end)
    case .unknown: emit(.loadName, unit.name(name), at: range)
    }
  }
}
