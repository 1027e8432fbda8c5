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
    guard case .local(let slot, isMutable: true) = resolve(path.root.text) else {
      return try emitFailingAssignment(path, target, operation, value)
    }
    if let operation {
      try emitCompound(path, slot, operation, value, at: range)
    } else {
      try emitPlain(path, slot, value, at: range)
    }
  }

  private func emitPlain(
    _ path: AssignmentPath, _ slot: Int, _ value: Expression, at range: SourceRange
  ) throws(CompileError) {
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

  private func emitCompound(
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

  private func emitKeys(of path: AssignmentPath) throws(CompileError) {
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
    case .local, .global: emitRaise(.immutableAssignment, path.root.text, at: path.root.range)
    case .late, .unknown: emitRaise(.undefinedVariable, path.root.text, at: path.root.range)
    }
  }
}

/// An assignment target: a variable and the steps from it.
private struct AssignmentPath {
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
    var current = target.unwrapped
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
        current = receiver.unwrapped
      case .index(let receiver, let index, _):
        steps.append(.index)
        keys.append(index)
        last = last ?? index.range
        current = receiver.unwrapped
      default: throw .assignmentTarget(at: target.range)
      }
    }
  }
}
