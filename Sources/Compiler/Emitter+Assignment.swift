import Bytecode
import Diagnostics
import Syntax

// MARK: - Assignment (02 §2.3, §3.5, §4.2)

extension FunctionEmitter {
  /// Runs `target = value` or `target op= value`.
  func emitAssignment(
    _ target: Expression, _ operation: BinaryOperator?, _ value: Expression,
    at range: SourceRange
  ) throws(CompileError) {
    let path = try AssignmentPath(target)
    switch resolve(path.root.text) {
    case .local(let slot, isMutable: true):
      if let operation {
        try emitCompound(path, slot, operation, value, at: range)
      } else {
        try emitPlain(path, slot, value, at: range)
      }
    case .variable(let global, isMutable: true):
      try emitVariableAssignment(path, global, operation, value, at: range)
    default: try emitFailingAssignment(path, target, operation, value)
    }
  }

  func emitPlain(
    _ path: AssignmentPath, _ slot: Int, _ value: Expression, at range: SourceRange
  ) throws(CompileError) {
    if !path.keys.contains(where: mentionsModuleVariable), let growth = path.growth(by: value) {
      return try emitGrowth(path, slot, growth, at: range)
    }
    try emitValue(value)
    try emitKeys(of: path)
    switch path.steps.count {
    case 0: emit(.storeLocal, slot, at: range)
    case 1:
      switch path.steps[0] {
      case .index: emit(.setIndex, slot, at: path.range)
      case .property(let name): emit(.setProperty, slot, unit.name(name), at: path.range)
      }
    default: emit(.setPath, slot, unit.constant(.path(path.steps)), at: path.range)
    }
  }

  /// Whether a key has a variable of a module, which any call may change.
  private func mentionsModuleVariable(_ key: Expression) -> Bool {
    switch key.kind {
    case .name(let name): if case .variable = resolve(name) { true } else { false }
    case .binary(_, let left, let right), .index(let left, let right, _):
      mentionsModuleVariable(left) || mentionsModuleVariable(right)
    case .property(let receiver, _, _): mentionsModuleVariable(receiver)
    default: false
    }
  }

  /// Runs `part = part + v`, `part = part.push(v)` or `part = (part ?? w).push(v)` as a compound assignment, which evaluates the keys once and which the
  /// virtual machine can carry out in place.
  private func emitGrowth(
    _ path: AssignmentPath, _ slot: Int, _ growth: Growth, at range: SourceRange
  ) throws(CompileError) {
    let steps = unit.constant(.path(path.steps))
    try emitKeys(of: path)
    emit(.getPath, slot, steps, at: path.range)
    if let fallback = growth.fallback { try emitOperation(.coalesce, fallback) }
    switch growth.change {
    case .addition(let value): try emitOperation(.add, value)
    case .push(let method, let arguments): try emitMethodCall(method, arguments, isOptional: false)
    }
    emit(.updatePath, slot, steps, at: path.range)
  }

  func emitCompound(
    _ path: AssignmentPath, _ slot: Int, _ operation: BinaryOperator, _ value: Expression,
    at range: SourceRange
  ) throws(CompileError) {
    guard !path.steps.isEmpty else {
      emit(.loadLocal, slot, at: path.range)
      try emitOperation(operation, value)
      return emit(.storeLocal, slot, at: range)
    }
    let steps = unit.constant(.path(path.steps))
    try emitKeys(of: path)
    emit(.getPath, slot, steps, at: path.range)
    try emitOperation(operation, value)
    emit(.updatePath, slot, steps, at: path.range)
  }

  func emitKeys(of path: AssignmentPath) throws(CompileError) {
    for key in path.keys { try emitValue(key) }
  }

  /// Evaluates what a successful assignment would, then raises the error of 02 §3.5.
  private func emitFailingAssignment(
    _ path: AssignmentPath, _ target: Expression, _ operation: BinaryOperator?,
    _ value: Expression
  ) throws(CompileError) {
    if let operation {
      try emitValue(target)
      try emitOperation(operation, value)
    } else {
      try emitValue(value)
      try emitKeys(of: path)
    }
    switch resolve(path.root.text) {
    case .local, .global, .variable: emitRaise(.immutableAssignment, path.root.text, at: path.root.range)
    case .late, .unknown: emitRaise(.undefinedVariable, path.root.text, at: path.root.range)
    }
  }
}

/// What an assignment adds to the part that it changes.
struct Growth {
  /// What the part counts as while it is nil: `w` in `(part ?? w).push(v)`.
  var fallback: Expression?
  var change: Change

  enum Change {
    case addition(Expression)
    case push(Name, [ListItem])
  }
}

extension AssignmentPath {
  /// What `value` adds to this part; nil when it is neither `part + v` nor `part.push(v)`, where the part may have a fallback,
  /// when evaluating the keys only once could be noticed, and for forms that are fast as they stand.
  func growth(by value: Expression) -> Growth? {
    switch (steps.first, steps.count) {
    case (nil, _), (.property, 1): return nil
    default: break
    }
    switch value.unparenthesized.kind {
    case .binary(.add, let part, let added):
      guard steps.count > 1 || added.isListOrText else { return nil }
      return growth(of: part, .addition(added), by: added)
    case .methodCall(let part, let name, let arguments, isOptional: false):
      guard name.text == "push", arguments.count == 1, !arguments[0].isSpread else { return nil }
      return growth(of: part, .push(name, arguments), by: arguments[0].value)
    default: return nil
    }
  }

  /// The growth of `part`, if that is this part, with a fallback or without.
  private func growth(of part: Expression, _ change: Growth.Change, by added: Expression) -> Growth? {
    guard areKeysStable(during: added) else { return nil }
    if isSame(as: part) { return Growth(change: change) }
    guard case .binary(.coalesce, let part, let fallback) = part.unparenthesized.kind, isSame(as: part),
      areKeysStable(during: fallback)
    else { return nil }
    return Growth(fallback: fallback, change: change)
  }

  private func isSame(as part: Expression) -> Bool {
    guard !part.hasOptionalStep, let other = try? AssignmentPath(part) else { return false }
    return Spelling(other.root.text) == Spelling(root.text) && other.steps.count == steps.count
      && zip(other.steps, steps).allSatisfy { $0.hasSameSpelling(as: $1) }
      && zip(other.keys, keys).allSatisfy { $0.isSameKey(as: $1) }
  }

  /// Whether the variables among the keys keep their values while `value` is evaluated.
  private func areKeysStable(during value: Expression) -> Bool {
    var walk = SyntaxWalk(value, entersFunctions: false)
    while let part = walk.next() {
      if case .statement(let statement) = part, case .assignment = statement.kind { return false }
    }
    return true
  }
}

extension PathStep {
  /// Equality compares names by canonical equivalence, which Harn does not.
  fileprivate func hasSameSpelling(as other: PathStep) -> Bool {
    switch (self, other) {
    case (.property(let a), .property(let b)): Spelling(a) == Spelling(b)
    case (.index, .index): true
    default: false
    }
  }
}

extension Expression {
  /// Whether this is a list literal or a string literal.
  fileprivate var isListOrText: Bool {
    switch unparenthesized.kind {
    case .list, .string, .interpolation: true
    default: false
    }
  }

  /// Whether a step of a chain of properties and elements is `?.` or `?[`.
  fileprivate var hasOptionalStep: Bool {
    var current = unparenthesized
    while true {
      switch current.kind {
      case .property(let receiver, _, let isOptional), .index(let receiver, _, let isOptional):
        if isOptional { return true }
        current = receiver.unparenthesized
      default: return false
      }
    }
  }

  /// Whether both are the same int or string literal, the same name, or the same operation on, or part of, such keys.
  fileprivate func isSameKey(as other: Expression) -> Bool {
    switch (kind, other.kind) {
    case (.int(let a), .int(let b)): a == b
    case (.binary(let first, let a, let b), .binary(let second, let c, let d)):
      first == second && a.isSameKey(as: c) && b.isSameKey(as: d)
    case (.property(let a, let first, false), .property(let b, let second, false)):
      Spelling(first.text) == Spelling(second.text) && a.isSameKey(as: b)
    case (.index(let a, let first, false), .index(let b, let second, false)):
      a.isSameKey(as: b) && first.isSameKey(as: second)
    case (.string(let a), .string(let b)), (.name(let a), .name(let b)): Spelling(a) == Spelling(b)
    default: false
    }
  }
}

/// An assignment target: a variable and the steps from it.
struct AssignmentPath {
  /// The variable.
  var root: Name
  /// The steps, outermost first.
  var steps: [PathStep] = []
  /// The keys of the index steps.
  var keys: [Expression] = []
  /// The last step, or the variable.
  var range: SourceRange

  /// The path that `target` spells.
  init(_ target: Expression) throws(CompileError) {
    var current = target.unparenthesized
    var last: SourceRange?
    while true {
      switch current.kind {
      case .name(let name):
        root = Name(name, at: current.range)
        range = last ?? current.range
        steps.reverse()
        keys.reverse()
        return
      case .property(let receiver, let name, _):
        steps.append(.property(name.text))
        last = last ?? name.range
        current = receiver.unparenthesized
      case .index(let receiver, let index, _):
        steps.append(.index)
        keys.append(index)
        last = last ?? index.range
        current = receiver.unparenthesized
      default: throw .assignmentTarget(at: target.range)
      }
    }
  }
}
