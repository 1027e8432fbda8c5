import Bytecode

/// Where the threaded form of an instruction finds an operand.
enum OperandSource: Equatable {
  /// On the operand stack.
  case stack
  /// In this local, which it borrows.
  case local(Int)
  /// A value that never changes: the portable instruction at this index pushes it.
  case literal(Int)
}

/// What the loader finds out about a function before it emits threaded code: where basic blocks begin, and which
/// instructions name their operands instead of taking them from the stack.
///
/// The analysis follows the operand stack within each basic block and knows for every value which instruction pushed it. A
/// consumer that has a form for it takes a local or literal directly; the instruction that pushed it is then *elided*. A
/// local may be taken later than it was pushed, because nothing between stores to it.
struct Analysis {
  let code: FunctionCode
  /// Whether an instruction begins a basic block.
  private(set) var isLabel: [Bool]
  /// Whether a loop begins here, where a safepoint is needed.
  private(set) var isLoopHead: [Bool]
  /// Instructions that emit nothing, because another one does their work.
  private(set) var isElided: [Bool]
  /// Operands of instructions with two of them.
  private(set) var left: [OperandSource]
  /// The last or only operand.
  private(set) var right: [OperandSource]
  /// For a backward jump, the instruction that ends the condition at its target: the condition is emitted again at the
  /// bottom of the loop with the opposite sense.
  private(set) var bottomTest: [Int: Int] = [:]
  /// For each `iterateNext` whose item is taken apart at once, how.
  private(set) var itemParts: [Int: ItemParts] = [:]
  /// `x = x.push(v)`: method calls that change the local in place.
  private(set) var isPushIntoLocal: [Bool]
  /// Instructions that take a value out of the local that they name, because it was named for the last time.
  private(set) var takesLocal: [Bool]
  /// `part = part + v` and `part = part.push(v)`: additions and method calls that may change the part in place.
  private(set) var extendsPart: [Bool]

  /// Locals that an instruction reads for the last time while a copy of theirs waits on the operand stack, by instruction:
  /// behind it they are cleared, so that `f(xs, len(xs))` passes an unshared list.
  private(set) var deadAfter: [Int: Int] = [:]

  /// Reads of dead locals and the loads whose values wait on the stack, until it is known which of these are elided.
  private var deadReads: [(index: Int, slot: Int, waiting: [Int])] = []

  /// Whether `len` is an instruction.
  private let isLengthInlined: Bool
  private let constants: [Constant]
  private let pool: LoadedUnit
  private let liveness: Liveness?
  /// For each local, its last loads so far, which move the value out unless another instruction does their work.
  private var moves: [Int: [Int]] = [:]
  /// Elided loads whose consumer takes the value out of the local all the same.
  private var isTaken: [Bool]
  /// Index of the last instruction that stored to a local; −1 for none.
  private var lastStore: [Int]

  /// Analyses a verified function.
  init(_ code: FunctionCode, unit: LoadedUnit, isFusionEnabled: Bool, isLengthInlined: Bool) {
    self.code = code
    self.isLengthInlined = isLengthInlined
    pool = unit
    constants = unit.constants
    let count = code.instructions.count
    isLabel = [Bool](repeating: false, count: count + 1)
    isLoopHead = [Bool](repeating: false, count: count + 1)
    isElided = [Bool](repeating: false, count: count)
    left = [OperandSource](repeating: .stack, count: count)
    right = [OperandSource](repeating: .stack, count: count)
    isPushIntoLocal = [Bool](repeating: false, count: count)
    extendsPart = [Bool](repeating: false, count: count)
    takesLocal = extendsPart
    isTaken = extendsPart
    lastStore = [Int](repeating: -1, count: code.localCount + 1)
    var labels = [Bool](repeating: false, count: count + 1)
    Self.findLabels(of: code, &labels)
    // The locals of an input of a session are read when it has ended (07 §8.3).
    let keepsLocals = code.instructions.contains { $0.opcode == .endInput }
    liveness = isFusionEnabled && !keepsLocals ? Self.liveness(of: code, labels, unit) : nil
    isLabel = labels
    findLoops(isFusionEnabled)
    if isFusionEnabled {
      findItemParts()
      chooseOperands()
    }
  }

  private static func liveness(of code: FunctionCode, _ labels: [Bool], _ unit: LoadedUnit) -> Liveness {
    Liveness(
      code, isLabel: labels,
      captures: { unit.functions.indices.contains($0) ? unit.functions[$0].code.captures : [] })
  }

  /// Whether the load at `index` takes the value out of its local, which nobody reads any more.
  func isLastLoad(_ index: Int) -> Bool { liveness?.isLastLoad[index] ?? false }

  /// Whether the load at `index` reads a property of its local that nobody reads any more.
  func isLastPropertyLoad(_ index: Int) -> Bool { liveness?.isLastPropertyLoad[index] ?? false }

  // MARK: Blocks and loops

  private static func findLabels(of code: FunctionCode, _ isLabel: inout [Bool]) {
    isLabel[0] = true
    for instruction in code.instructions {
      if let target = instruction.target { isLabel[target] = true }
    }
    for handler in code.handlers {
      isLabel[handler.from] = true
      isLabel[handler.to] = true
      isLabel[handler.target] = true
    }
  }

  /// A backward jump to a condition becomes that condition, tested at the bottom: one dispatch less per iteration.
  private mutating func findLoops(_ isFusionEnabled: Bool) {
    for (index, instruction) in code.instructions.enumerated()
    where instruction.opcode == .jump && Int(instruction.a) <= index {
      let top = Int(instruction.a)
      guard isFusionEnabled, let test = endOfCondition(from: top, before: index) else {
        isLoopHead[top] = true
        continue
      }
      bottomTest[index] = test
      let body = bodyStart(behind: test)
      isLabel[body] = true
      isLoopHead[body] = true
    }
  }

  private mutating func findItemParts() {
    for (index, instruction) in code.instructions.enumerated() where instruction.opcode == .iterateNext {
      guard let parts = ItemParts(behind: index, in: code.instructions, name: { pool.text(Int($0)) }) else { continue }
      itemParts[index] = parts
      isLabel[parts.end] = true
    }
  }

  /// The first instruction behind the test of a loop; the store of the item belongs to the test.
  func bodyStart(behind test: Int) -> Int {
    isStoreOfItem(test + 1) && code.instructions[test].opcode == .iterateNext ? test + 2 : test + 1
  }

  /// Whether the instruction stores an item that `iterateNext` has pushed just before.
  func isStoreOfItem(_ index: Int) -> Bool {
    code.instructions.indices.contains(index) && code.instructions[index].opcode == .storeLocal
      && !isLabel[index]
  }

  private func endOfCondition(from top: Int, before end: Int) -> Int? {
    for index in top..<min(end, top + 24) {
      if index > top, isLabel[index] { return nil }
      switch code.instructions[index].opcode {
      case .jumpIfFalse, .jumpIfTrue, .iterateNext: return index
      case .jump, .jumpIfNotNil, .jumpIfError, .jumpIfGiven, .jumpUnlessThrown, .returnValue,
        .endInput, .throwValue, .rethrow, .raise, .storeLocal, .makeClosure:
        return nil
      default: break
      }
    }
    return nil
  }

  // MARK: Operands

  private mutating func chooseOperands() {
    // Who pushed the values of this block that are on the stack; −1 for an instruction that must stay.
    var producers: [Int] = []
    func pop() -> Int { producers.popLast() ?? -1 }
    for (index, instruction) in code.instructions.enumerated() {
      if isLabel[index] { producers.removeAll(keepingCapacity: true) }
      let shape = instruction.opcode.shape
      let pops = shape.pops.resolved(for: instruction, constants: constants) ?? 0
      let pushes = shape.pushes.resolved(for: instruction, constants: constants) ?? 0
      var operands: [Int] = []
      operands.reserveCapacity(pops)
      for _ in 0..<pops { operands.append(pop()) }
      operands.reverse()
      choose(index, instruction, operands)
      noteDeadRead(index, instruction, operands, waiting: producers)
      recordStores(index, instruction)
      let isPlain = pushes == 1 && instruction.opcode != .duplicate
      for _ in 0..<pushes { producers.append(isPlain ? index : -1) }
      switch shape.flow {
      case .jump, .end: producers.removeAll(keepingCapacity: true)
      // The code at the target finds on the stack what was pushed before the branch.
      case .branch: for value in producers.indices { producers[value] = -1 }
      case .next: break
      }
    }
    for read in deadReads where !read.waiting.contains(where: { isElided[$0] }) { deadAfter[read.index] = read.slot }
  }

  /// Remembers an instruction that borrows a local nobody reads any more, of which copies are on the operand stack.
  private mutating func noteDeadRead(
    _ index: Int, _ instruction: Instruction, _ operands: [Int], waiting producers: [Int]
  ) {
    switch instruction.opcode {
    case .callBuiltin, .getProperty, .getIndex: break
    default: return
    }
    for load in operands where load >= 0 && isElided[load] && !isTaken[load] && isLastLoad(load) {
      let slot = Int(code.instructions[load].a)
      let waiting = producers.filter { $0 >= 0 && code.instructions[$0] == Instruction(.loadLocal, slot) }
      if !waiting.isEmpty { deadReads.append((index, slot, waiting)) }
    }
  }

  /// For `xs[i]` with both in locals: the instruction that goes in front when only a property or an item of the element is
  /// read, and the element itself need not be shared.
  func readsPart(ofElement index: Int) -> Handler? {
    var next = index + 1
    while next < code.instructions.count, !isLabel[next], isElided[next] { next += 1 }
    guard next < code.instructions.count, !isLabel[next], deadAfter[index] == nil else { return nil }
    switch (code.instructions[next].opcode, left[next], right[next]) {
    case (.getProperty, _, .stack) where next == index + 1: return elementFieldLL
    case (.getIndex, .stack, .local): return elementItemLL
    default: return nil
    }
  }

  private mutating func choose(_ index: Int, _ instruction: Instruction, _ operands: [Int]) {
    switch instruction.opcode {
    case .add, .subtract, .multiply:
      right[index] = source(operands[1], allowsLiteral: true)
      left[index] = source(operands[0], allowsLiteral: true, with: operands[1], right[index])
      if instruction.opcode == .add, left[index] == .stack, isFollowedByPartAssignment(index) {
        extendsPart[index] = right[index] == .stack || !isNumber(operands[1])
        if extendsPart[index], case .literal = right[index] { right[index] = .stack }
      }
      // One of the two has to be elsewhere: there is one literal word.
      if case .literal = left[index], case .literal = right[index] { left[index] = .stack }
      if instruction.opcode == .add, case .local = left[index], isLastLoad(operands[0]) {
        markTaking(index, operands[0])
      }
      take(index, operands)
    case .divide, .remainder:
      right[index] = source(operands[1], allowsLiteral: false)
      left[index] = source(operands[0], allowsLiteral: false, with: operands[1], right[index])
      if let small = smallInt(operands[1]), small > 0 {
        right[index] = .literal(operands[1])
      } else if left[index] == .stack || right[index] == .stack {
        left[index] = .stack
        right[index] = .stack
      }
      take(index, operands)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      right[index] = source(operands[1], allowsLiteral: true)
      left[index] = source(operands[0], allowsLiteral: false, with: operands[1], right[index])
      take(index, operands)
    case .getIndex:
      let key = source(operands[1], allowsLiteral: true)
      left[index] = source(operands[0], allowsLiteral: false, with: operands[1], key)
      right[index] = key
      take(index, operands)
    case .setIndex:
      right[index] = source(operands[1], allowsLiteral: true)
      take(index, [-1, operands[1]])
    case .getProperty:
      right[index] = source(operands[0], allowsLiteral: false)
      if case .local = right[index], operands[0] == index - 1, isLastPropertyLoad(operands[0]) {
        markTaking(index, operands[0])
      }
      take(index, [-1, operands[0]])
    case .storeLocal:
      right[index] = source(operands[0], allowsLiteral: true)
      if case .local(let slot) = right[index], slot != Int(instruction.a), isLastLoad(operands[0]) {
        markTaking(index, operands[0])
      }
      take(index, [-1, operands[0]])
    case .jumpIfFalse, .jumpIfTrue, .returnValue, .pop:
      guard operands[0] >= 0, !isElided[operands[0]] else { return }
      // A bool decides a branch, and any literal may be dropped, without being pushed; a result has to be there.
      let allowsLiteral =
        instruction.opcode == .pop || (instruction.opcode != .returnValue && isBool(operands[0]))
      right[index] = source(operands[0], allowsLiteral: allowsLiteral)
      take(index, [-1, operands[0]])
    case .callBuiltin
    where isLengthInlined && instruction.b == 1 && pool.text(Int(instruction.a)) == "len":
      right[index] = source(operands[0], allowsLiteral: false)
      take(index, [-1, operands[0]])
    case .callMethod where instruction.b == 1 && pool.text(Int(instruction.a)) == "push":
      extendsPart[index] = isFollowedByPartAssignment(index)
      guard case .local(let slot) = source(operands[0], allowsLiteral: false),
        index + 1 < code.instructions.count, !isLabel[index + 1],
        code.instructions[index + 1] == Instruction(.storeLocal, slot)
      else { return }
      isPushIntoLocal[index] = true
      left[index] = .local(slot)
      isElided[operands[0]] = true
      isElided[index + 1] = true
    default: break
    }
  }

  /// The instruction at `index` takes the value that the load at `producer` names out of its local.
  private mutating func markTaking(_ index: Int, _ producer: Int) {
    takesLocal[index] = true
    isTaken[producer] = true
    let slot = Int(code.instructions[producer].a)
    if moves[slot]?.contains(producer) != true { moves[slot, default: []].append(producer) }
  }

  /// Elides the instructions whose values this one takes directly.
  private mutating func take(_ index: Int, _ operands: [Int]) {
    if left[index] != .stack { isElided[operands[0]] = true }
    if right[index] != .stack { isElided[operands[1]] = true }
  }

  /// How the value that instruction `producer` pushed can be named. `other` is the other operand of the consumer and how it
  /// is named: a last load that is borrowed moves nothing.
  private func source(
    _ producer: Int, allowsLiteral: Bool, with other: Int = -1, _ otherSource: OperandSource = .stack
  ) -> OperandSource {
    guard producer >= 0 else { return .stack }
    let instruction = code.instructions[producer]
    switch instruction.opcode {
    case .loadLocal:
      let slot = Int(instruction.a)
      guard lastStore[slot] < producer else { return .stack }
      let isMoved = moves[slot]?.contains { move in
        move > producer && (!isElided[move] || isTaken[move])
          && !(move == other && otherSource == .local(slot))
      }
      return isMoved == true ? .stack : .local(slot)
    case .constant, .pushNil, .pushTrue, .pushFalse:
      return allowsLiteral ? .literal(producer) : .stack
    default: return .stack
    }
  }

  private mutating func recordStores(_ index: Int, _ instruction: Instruction) {
    let slot = Int(instruction.a)
    switch instruction.opcode {
    case .loadLocal where isLastLoad(index): moves[slot, default: []].append(index)
    case .storeLocal, .clearLocal, .exchangeGlobal, .setIndex, .setProperty, .setPath, .updatePath:
      lastStore[slot] = index
    case .iterate, .iterateNext:
      lastStore[slot] = index
      lastStore[slot + 1] = index
    default: break
    }
  }

  /// Whether the conditional jump behind a comparison can be part of it.
  func isFusedWithJump(_ index: Int) -> Bool {
    guard index + 1 < code.instructions.count, !isLabel[index + 1] else { return false }
    switch code.instructions[index + 1].opcode {
    case .jumpIfFalse, .jumpIfTrue: return true
    default: return false
    }
  }

  /// Whether the value that an instruction pushes goes to a part of a local at once.
  private func isFollowedByPartAssignment(_ index: Int) -> Bool {
    guard index + 1 < code.instructions.count, !isLabel[index + 1] else { return false }
    let opcode = code.instructions[index + 1].opcode
    return opcode == .setProperty || opcode == .updatePath
  }

  /// Whether an operand is a literal other than a string.
  private func isNumber(_ producer: Int) -> Bool {
    guard producer >= 0, code.instructions[producer].opcode == .constant else { return false }
    if case .string = constants[Int(code.instructions[producer].a)] { return false }
    return true
  }

  private func isBool(_ producer: Int) -> Bool {
    let opcode = code.instructions[producer].opcode
    return opcode == .pushTrue || opcode == .pushFalse
  }

  /// The int that an instruction pushes, when it fits an immediate operand.
  func smallInt(_ producer: Int) -> Int? {
    guard producer >= 0, code.instructions[producer].opcode == .constant,
      case .int(let int) = constants[Int(code.instructions[producer].a)],
      int > Int(Int16.min), int <= Int(Int16.max)
    else { return nil }
    return int
  }
}
