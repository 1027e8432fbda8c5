import Bytecode

/// Which loads of locals are the last ones: on no path behind such a load is the local read before it is stored to again.
///
/// A last load may move the value out of its local instead of sharing it. What a call, a method or an operator then gets is
/// unshared when nobody else holds it, so that `x = f(x)` and `x = x.add(v)` can change it in place (02 §4.1).
///
/// Backward dataflow over basic blocks. Besides the locals themselves, each pair of a local and a property that is read from
/// it directly counts as a variable of its own: in `S {a: self.a.push(v), b: self.b}` the first read of `self.a` is its last
/// although `self` is still needed.
struct Liveness {
  /// Loads behind which nothing of the local is read.
  private(set) var isLastLoad: [Bool]
  /// Loads that only serve to read a property, where neither this property nor the local as a whole is read later.
  private(set) var isLastPropertyLoad: [Bool]

  private let code: FunctionCode
  private let isLabel: [Bool]
  private let captures: (Int) -> [Int]
  /// Number of the variable for a local and a property of it; the locals come first.
  private var parts: [Part: Int] = [:]
  private var partsOfLocal: [[Int]]
  private var wordCount = 0

  private struct Part: Hashable {
    var local: Int
    var name: Int32
  }

  /// Functions with more instructions than this share instead of moving, so that loading stays fast.
  private static let instructionLimit = 20_000
  private static let partLimit = 512

  /// - Parameters:
  ///   - isLabel: Where basic blocks begin.
  ///   - captures: The locals that a closure of the function with this number copies.
  init(_ code: FunctionCode, isLabel: [Bool], captures: @escaping (Int) -> [Int]) {
    self.code = code
    self.isLabel = isLabel
    self.captures = captures
    let count = code.instructions.count
    isLastLoad = [Bool](repeating: false, count: count)
    isLastPropertyLoad = isLastLoad
    partsOfLocal = [[Int]](repeating: [], count: code.localCount + 1)
    guard count <= Self.instructionLimit, code.localCount > 0 else { return }
    numberParts()
    solve()
  }

  private mutating func numberParts() {
    for index in code.instructions.indices where isPropertyLoad(index) {
      let local = Int(code.instructions[index].a)
      let part = Part(local: local, name: code.instructions[index + 1].a)
      guard parts[part] == nil, parts.count < Self.partLimit else { continue }
      let number = code.localCount + parts.count
      parts[part] = number
      partsOfLocal[local].append(number)
    }
    wordCount = (code.localCount + parts.count + 63) / 64
  }

  /// Whether the instruction loads a local only to read a property of it.
  private func isPropertyLoad(_ index: Int) -> Bool {
    code.instructions[index].opcode == .loadLocal && index + 1 < code.instructions.count
      && !isLabel[index + 1] && code.instructions[index + 1].opcode == .getProperty
  }

  // MARK: Dataflow

  private mutating func solve() {
    let starts = code.instructions.indices.filter { $0 == 0 || isLabel[$0] || endsBlock($0 - 1) }
    var blockOf = [Int](repeating: 0, count: code.instructions.count + 1)
    for (block, start) in starts.enumerated() {
      let end = block + 1 < starts.count ? starts[block + 1] : code.instructions.count
      for index in start..<end { blockOf[index] = block }
    }
    var liveIn = [[UInt64]](
      repeating: [UInt64](repeating: 0, count: wordCount), count: starts.count)
    let handlerAt = code.innermostHandlers()
    let handlers = starts.map { start in
      handlerAt[start] < 0 ? nil : blockOf[code.handlers[Int(handlerAt[start])].target]
    }
    var isChanged = true
    while isChanged {
      isChanged = false
      for block in starts.indices.reversed() {
        let live = flow(block, starts, blockOf, handlers[block], liveIn, marks: nil)
        if live != liveIn[block] {
          liveIn[block] = live
          isChanged = true
        }
      }
    }
    for block in starts.indices {
      var marks = Marks()
      _ = flow(block, starts, blockOf, handlers[block], liveIn, marks: &marks)
      for index in marks.last { isLastLoad[index] = true }
      for index in marks.lastProperty { isLastPropertyLoad[index] = true }
    }
  }

  private struct Marks {
    var last: [Int] = []
    var lastProperty: [Int] = []
  }

  private func endsBlock(_ index: Int) -> Bool {
    switch code.instructions[index].opcode.shape.flow {
    case .next: false
    case .branch, .jump, .end: true
    }
  }

  /// What is live at the start of a block.
  private func flow(
    _ block: Int, _ starts: [Int], _ blockOf: [Int], _ handler: Int?, _ liveIn: [[UInt64]],
    marks: UnsafeMutablePointer<Marks>?
  ) -> [UInt64] {
    let end = block + 1 < starts.count ? starts[block + 1] : code.instructions.count
    let last = code.instructions[end - 1]
    var live = [UInt64](repeating: 0, count: wordCount)
    switch last.opcode.shape.flow {
    case .next, .branch: if block + 1 < starts.count { add(liveIn[block + 1], to: &live) }
    case .jump, .end: break
    }
    if let target = last.target { add(liveIn[blockOf[target]], to: &live) }
    if let handler { add(liveIn[handler], to: &live) }
    for index in stride(from: end - 1, through: starts[block], by: -1) {
      step(index, &live, marks)
      // Any instruction may raise, before it stores.
      if let handler { add(liveIn[handler], to: &live) }
    }
    return live
  }

  private func add(_ other: [UInt64], to live: inout [UInt64]) {
    for word in live.indices { live[word] |= other[word] }
  }

  /// The effect of one instruction, backwards.
  private func step(_ index: Int, _ live: inout [UInt64], _ marks: UnsafeMutablePointer<Marks>?) {
    let instruction = code.instructions[index]
    let local = Int(instruction.a)
    func isLive(_ variable: Int) -> Bool { live[variable >> 6] >> UInt64(variable & 63) & 1 != 0 }
    func set(_ variable: Int) { live[variable >> 6] |= 1 << UInt64(variable & 63) }
    func kill(_ local: Int) {
      live[local >> 6] &= ~(1 << UInt64(local & 63))
      for part in partsOfLocal[local] { live[part >> 6] &= ~(1 << UInt64(part & 63)) }
    }
    switch instruction.opcode {
    case .loadLocal:
      let isWholeDead = !isLive(local)
      if isWholeDead, !partsOfLocal[local].contains(where: isLive) { marks?.pointee.last.append(index) }
      if isPropertyLoad(index),
        let part = parts[Part(local: local, name: code.instructions[index + 1].a)]
      {
        if isWholeDead, !isLive(part) { marks?.pointee.lastProperty.append(index) }
        set(part)
      } else {
        set(local)
      }
    case .storeLocal, .clearLocal: kill(local)
    case .iterate:
      kill(local)
      kill(local + 1)
    default:
      switch instruction.opcode.shape.a {
      case .local, .parameter: set(local)
      case .iterator:
        set(local)
        set(local + 1)
      case .function: for captured in captures(local) { set(captured) }
      default: break
      }
    }
  }
}
