import Bytecode

// Branches and loops.

extension FunctionLoader {
  // MARK: Branches

  mutating func compareAndBranch(_ index: Int, sense: Bool, to target: Int) {
    let operation = code[index].opcode.operation
    switch (analysis.left[index], analysis.right[index]) {
    case (.local(let x), .literal(let y)):
      if let small = analysis.smallInt(y) {
        emitBranch(operation, .li, sense, a: x * 16, b: small, to: target)
      } else {
        emitBranch(operation, .lk, sense, a: x * 16, to: target)
        literal(literalValue(y))
      }
    case (.local(let x), .local(let y)):
      emitBranch(operation, .ll, sense, a: x * 16, b: y * 16, to: target)
    case (.local(let x), .stack): emitBranch(operation, .ls, sense, a: x * 16, to: target)
    case (_, .local(let y)): emitBranch(operation, .sl, sense, b: y * 16, to: target)
    case (_, .literal(let y)):
      emitBranch(operation, .sk, sense, to: target)
      literal(literalValue(y))
    case (_, .stack): emitBranch(operation, .ss, sense, to: target)
    }
  }

  mutating func emitBranch(
    _ operation: BinaryOperation, _ form: BranchForm, _ sense: Bool, a: Int = 0, b: Int = 0,
    to target: Int
  ) {
    guard let handler = branchHandler(operation, form, sense) else {
      preconditionFailure("every comparison has all forms")
    }
    emitJump(handler, a: a, b: b, to: target)
  }

  /// A branch on truth at `index`, with the sense given.
  mutating func translateBranch(_ index: Int, sense: Bool, to target: Int) {
    switch analysis.right[index] {
    case .stack: if sense { emitJump(jumpIfTrue, to: target) } else { emitJump(jumpIfFalse, to: target) }
    case .local(let x):
      if sense { emitJump(jumpIfTrueL, a: x * 16, to: target) } else { emitJump(jumpIfFalseL, a: x * 16, to: target) }
    case .literal(let producer):
      if (code[producer].opcode == .pushTrue) == sense { emitJump(jump, to: target) }
    }
  }

  /// The condition of a loop again, at the bottom: jumps to the body when it holds.
  mutating func repeatCondition(from top: Int, test: Int, before next: Int) {
    let body = analysis.bodyStart(behind: test)
    var index = top
    while index < test {
      current = index
      if analysis.isElided[index] {
        index += 1
      } else if code[index].opcode.isComparison, index + 1 == test {
        compareAndBranch(index, sense: code[test].opcode == .jumpIfFalse, to: body)
        return leaveLoop(Int(code[test].a), next)
      } else {
        index = translate(index)
      }
    }
    current = test
    switch code[test].opcode {
    case .jumpIfFalse, .jumpIfTrue:
      translateBranch(test, sense: code[test].opcode == .jumpIfFalse, to: body)
      leaveLoop(Int(code[test].a), next)
    default:
      emitForNext(test, forNextBack, isAtBottom: true, to: body)
      leaveLoop(Int(code[test].b), next)
    }
  }

  mutating func leaveLoop(_ target: Int, _ next: Int) {
    if target != next { emitJump(jump, to: target) }
  }

  // MARK: Iteration

  mutating func translateIterateNext(_ index: Int, _ handler: @escaping Handler, to target: Int)
    -> Int
  {
    emitForNext(index, handler, isAtBottom: false, to: target)
    guard vm.isFusionEnabled, analysis.isStoreOfItem(index + 1) else { return index + 1 }
    return index + 2
  }

  mutating func emitForNext(
    _ index: Int, _ handler: @escaping Handler, isAtBottom: Bool, to target: Int
  ) {
    emitPartsInFront(of: index)
    let isStored = vm.isFusionEnabled && analysis.isStoreOfItem(index + 1)
    let place = isStored ? Int(code[index + 1].a) * 16 : pushItem
    emitJump(
      handler, a: Int(code[index].a) * 16, b: isAtBottom ? place + 1 : place, to: target)
  }

  /// Puts the instruction that takes an item apart in front of the `iterateNext` at `index`, if that is what follows it.
  private mutating func emitPartsInFront(of index: Int) {
    guard let binding = analysis.itemParts[index] else { return }
    emitJump(binding.areEntries ? forNextEntry : forNextPair, a: Int(code[index].a) * 16, to: binding.end)
    literal(number: binding.first.map { $0 * 16 } ?? pushItem, binding.second.map { $0 * 16 } ?? pushItem)
  }
}
