import Bytecode
import Diagnostics
import Syntax

// MARK: - let, var and patterns (02 §3, §7)

extension FunctionEmitter {
  /// Runs a `let` or `var`. A closure that is bound to a name knows itself by it; one in a variable of a module asks that
  /// variable, which may change.
  func emitBinding(_ binding: BindingStatement) throws(CompileError) {
    if case .name(let name) = binding.pattern.kind,
      case .closure(let closure) = binding.value.unparenthesized.kind,
      !isVisible(Spelling(name.text)), !declaresVariables
    {
      try emitClosure(closure, selfName: name.text, at: binding.value.range)
    } else {
      try emitValue(binding.value)
    }
    try bindPattern(binding.pattern, isMutable: binding.isMutable)
  }

  /// Binds the names of a pattern to the parts of the value on the stack.
  func bindPattern(_ pattern: Pattern, isMutable: Bool) throws(CompileError) {
    switch pattern.kind {
    case .name(let name): bindTop(to: name, isMutable: isMutable)
    case .list(let elements, let rest):
      try bindList(elements, rest: rest, isMutable: isMutable, at: pattern.range)
    case .dict(let entries, let rest):
      try bindDict(entries, rest: rest, isMutable: isMutable, at: pattern.range)
    case .pair(let first, let second):
      let whole = allocateSlots()
      emit(.storeLocal, whole, at: pattern.range)
      for (property, name) in [("first", first), ("second", second)] {
        emit(.loadLocal, whole, at: name.range)
        emit(.getProperty, unit.name(property), at: name.range)
        bindTop(to: name, isMutable: isMutable)
      }
      emit(.clearLocal, whole, at: pattern.range)
    }
  }

  private func bindList(
    _ elements: [Pattern.Element], rest: Name?, isMutable: Bool, at range: SourceRange
  ) throws(CompileError) {
    emit(.checkList, at: range)
    let whole = allocateSlots()
    emit(.storeLocal, whole, at: range)
    for (position, element) in elements.enumerated() {
      emit(.loadLocal, whole, at: element.name.range)
      emitConstant(.int(position), at: element.name.range)
      emit(.getIndex, at: element.name.range)
      try emitDefault(element.defaultValue)
      bindTop(to: element.name, isMutable: isMutable)
    }
    if let rest {
      emit(.loadLocal, whole, at: rest.range)
      emit(.listRest, elements.count, at: rest.range)
      bindTop(to: rest, isMutable: isMutable)
    }
    emit(.clearLocal, whole, at: range)
  }

  private func bindDict(
    _ entries: [Pattern.Entry], rest: Name?, isMutable: Bool, at range: SourceRange
  ) throws(CompileError) {
    emit(.checkDict, at: range)
    let whole = allocateSlots()
    emit(.storeLocal, whole, at: range)
    for entry in entries {
      emit(.loadLocal, whole, at: entry.name.range)
      emit(.getProperty, unit.name(entry.key.text), at: entry.name.range)
      try emitDefault(entry.defaultValue)
      bindTop(to: entry.name, isMutable: isMutable)
    }
    if let rest {
      emit(.loadLocal, whole, at: rest.range)
      let names = unit.constant(.names(entries.map(\.key.text)))
      emit(.dictRest, names, at: rest.range)
      bindTop(to: rest, isMutable: isMutable)
    }
    emit(.clearLocal, whole, at: range)
  }

  /// Replaces a nil on the stack by the default (02 §7.3).
  private func emitDefault(_ defaultValue: Expression?) throws(CompileError) {
    guard let defaultValue else { return }
    let end = makeLabel()
    emitJump(.jumpIfNotNil, to: end, at: defaultValue.range)
    try emitValue(defaultValue)
    bind(end)
  }
}
