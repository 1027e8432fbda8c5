import Bytecode
import Diagnostics
import Syntax

// MARK: - match (02 §8)

extension FunctionEmitter {
  /// Runs a `match`, delivering what is wanted.
  func emitMatch(
    _ subject: Expression, _ arms: [MatchArm], _ wanted: Wanted, at range: SourceRange
  ) throws(CompileError) {
    try inScope(at: range) { () throws(CompileError) in
      let slot = try emitSubject(subject, arms)
      let end = makeLabel()
      for arm in arms {
        let next = makeLabel()
        try inScope(at: arm.body.end) { () throws(CompileError) in
          try emitTest(of: arm.patterns, slot, failing: next)
          if arm.patterns.count == 1 { bindParts(of: arm.patterns[0], slot) }
          if let condition = arm.condition { try emitJump(when: false, condition, to: next) }
          try emitBlock(arm.body, wanted)
        }
        emitJump(.jump, to: end, at: arm.body.end)
        bind(next)
      }
      emitRaise(.thrown, "No match arm matched the value", at: range)
      bind(end)
    }
  }

  /// The slot of the subject: that of an immutable variable, else a hidden one.
  private func emitSubject(
    _ subject: Expression, _ arms: [MatchArm]
  ) throws(CompileError) -> Int {
    if case .name(let name) = subject.unparenthesized.kind,
      case .local(let slot, isMutable: false) = resolve(name)
    {
      return slot
    }
    try emitValue(subject)
    let slot = allocateSlots()
    emit(.storeLocal, slot, at: subject.range)
    return slot
  }

  private func emitTest(
    of patterns: [Expression], _ slot: Int, failing next: Label
  ) throws(CompileError) {
    guard patterns.count > 1 else { return try emitTest(of: patterns[0], slot, failing: next) }
    let matched = makeLabel()
    for pattern in patterns {
      if case .name("_") = pattern.kind {
        emitJump(.jump, to: matched, at: pattern.range)
        continue
      }
      emit(.loadLocal, slot, at: pattern.range)
      try emitEquality(with: pattern)
      emitJump(.jumpIfTrue, to: matched, at: pattern.range)
    }
    emitJump(.jump, to: next, at: patterns[0].range)
    bind(matched)
  }

  private func emitEquality(with pattern: Expression) throws(CompileError) {
    try emitValue(pattern)
    emit(.equal, at: pattern.range)
  }

  private func emitTest(
    of pattern: Expression, _ slot: Int, failing next: Label
  ) throws(CompileError) {
    let range = pattern.range
    if let (enumCase, payload) = enumPattern(pattern) {
      emit(.loadLocal, slot, at: range)
      emit(.isEnumCase, unit.constant(enumCase), at: range)
      emitJump(.jumpIfFalse, to: next, at: range)
      try emitParts(payload, slot, failing: next) { self.emit(.enumField, $0, at: range) }
      return
    }
    switch pattern.kind {
    case .name: break
    case .dict(let entries): try emitDictTest(entries, slot, failing: next, at: range)
    case .list(let items):
      emit(.loadLocal, slot, at: range)
      emit(.isList, items.count, at: range)
      emitJump(.jumpIfFalse, to: next, at: range)
      try emitParts(items, slot, failing: next) { position in
        self.emitConstant(.int(position), at: range)
        self.emit(.getIndex, at: range)
      }
    default:
      emit(.loadLocal, slot, at: range)
      try emitEquality(with: pattern)
      emitJump(.jumpIfFalse, to: next, at: range)
    }
  }

  /// Compares the parts that are not names; `take` replaces the subject on the stack by its part at a position.
  private func emitParts(
    _ items: [ListItem], _ slot: Int, failing next: Label, _ take: (Int) -> Void
  ) throws(CompileError) {
    for (position, item) in items.enumerated() {
      guard !item.isSpread else { throw .spread(at: item.value.range) }
      if case .name = item.value.kind { continue }
      emit(.loadLocal, slot, at: item.value.range)
      take(position)
      try emitEquality(with: item.value)
      emitJump(.jumpIfFalse, to: next, at: item.value.range)
    }
  }

  private func emitDictTest(
    _ entries: [DictEntry], _ slot: Int, failing next: Label, at range: SourceRange
  ) throws(CompileError) {
    emit(.loadLocal, slot, at: range)
    emit(.isDict, at: range)
    emitJump(.jumpIfFalse, to: next, at: range)
    for entry in entries {
      let value: Expression
      switch entry {
      case .spread(_, let range): throw .spread(at: range)
      case .named(let key, let expected):
        if case .name = expected.kind { continue }
        emit(.loadLocal, slot, at: key.range)
        emit(.getProperty, unit.name(key.text), at: key.range)
        value = expected
      case .computed(let key, let expected):
        emit(.loadLocal, slot, at: key.range)
        try emitValue(key)
        emit(.getIndex, at: key.range)
        value = expected
      }
      try emitEquality(with: value)
      emitJump(.jumpIfFalse, to: next, at: value.range)
    }
  }

  /// Binds the names of a pattern that has matched.
  private func bindParts(of pattern: Expression, _ slot: Int) {
    if let (_, payload) = enumPattern(pattern) {
      return bindNames(in: payload, slot) { self.emit(.enumField, $0, at: $1) }
    }
    switch pattern.kind {
    case .name(let name) where name != "_":
      emit(.loadLocal, slot, at: pattern.range)
      bindTop(to: Name(name, at: pattern.range), isMutable: false)
    case .list(let items):
      bindNames(in: items, slot) { position, range in
        self.emitConstant(.int(position), at: range)
        self.emit(.getIndex, at: range)
      }
    case .dict(let entries):
      for case .named(let key, let value) in entries {
        guard case .name(let name) = value.kind, name != "_" else { continue }
        emit(.loadLocal, slot, at: value.range)
        emit(.getProperty, unit.name(key.text), at: value.range)
        bindTop(to: Name(name, at: value.range), isMutable: false)
      }
    default: break
    }
  }

  private func bindNames(
    in items: [ListItem], _ slot: Int, _ take: (Int, SourceRange) -> Void
  ) {
    for (position, item) in items.enumerated() {
      guard case .name(let name) = item.value.kind, name != "_" else { continue }
      emit(.loadLocal, slot, at: item.value.range)
      take(position, item.value.range)
      bindTop(to: Name(name, at: item.value.range), isMutable: false)
    }
  }

  /// The case and the sub-patterns of `E.V` and `E.V(…)`.
  private func enumPattern(_ pattern: Expression) -> (Constant, [ListItem])? {
    switch pattern.kind {
    case .property(let receiver, let variant, _):
      guard let name = enumName(receiver) else { return nil }
      return (.enumCase(enumName: name, variant: variant.text), [])
    case .methodCall(let receiver, let variant, let payload, _):
      guard let name = enumName(receiver) else { return nil }
      return (.enumCase(enumName: name, variant: variant.text), payload)
    default: return nil
    }
  }
}
