/// Runs all ways at once, scalar by scalar: linear in the text for every pattern. It is slower than the automaton and used
/// where that gives up, and for the groups of long matches.
struct PikeMachine {
  private enum Job {
    case explore(Int32)
    case restore(slot: Int, old: Int)
  }

  let program: Program
  let alphabet: Alphabet
  let slotCount: Int

  /// Threads in order of preference, each with its slots.
  private struct Threads {
    var members: InstructionSet
    var slots: [Int]
  }

  /// The slots of the leftmost match at or after `start`, or at it when `isAnchored`; nil when there is none.
  func find(_ text: Text, from start: Int, isAnchored: Bool) -> [Int]? {
    let size = program.instructions.count
    var current = Threads(
      members: InstructionSet(capacity: size), slots: [Int](repeating: -1, count: size * slotCount))
    var following = current
    var found: [Int]?
    var position = start
    while true {
      if current.members.members.isEmpty, found != nil || isAnchored && position > start { break }
      if found == nil, !isAnchored || position == start {
        var slots = [Int](repeating: -1, count: slotCount)
        slots[0] = position
        add(program.start, position, text, &slots, to: &current)
      }
      let scalar = position < text.count ? text.scalar(at: position) : (value: 0, length: 1)
      let symbol = Int(alphabet.symbol(scalar.value))
      following.members.removeAll()
      for number in current.members.members {
        let instruction = program.instructions[Int(number)]
        let first = Int(number) * slotCount
        if instruction.kind == .match {
          var slots = Array(current.slots[first..<(first + slotCount)])
          slots[1] = position
          found = slots
          break
        }
        guard instruction.kind == .set, position < text.count,
          alphabet.contains(set: Int(instruction.argument), symbol)
        else { continue }
        var slots = Array(current.slots[first..<(first + slotCount)])
        add(instruction.next, position + scalar.length, text, &slots, to: &following)
      }
      swap(&current, &following)
      guard position < text.count else { break }
      position += scalar.length
    }
    return found
  }

  /// Adds a thread and all that it reaches without a scalar.
  private func add(_ first: Int32, _ position: Int, _ text: Text, _ slots: inout [Int], to threads: inout Threads) {
    var jobs: [Job] = [.explore(first)]
    while let job = jobs.popLast() {
      guard case .explore(let number) = job else {
        if case .restore(let slot, let old) = job { slots[slot] = old }
        continue
      }
      guard threads.members.insert(number) else { continue }
      let instruction = program.instructions[Int(number)]
      switch instruction.kind {
      case .split:
        jobs.append(.explore(instruction.argument))
        jobs.append(.explore(instruction.next))
      case .save:
        let slot = Int(instruction.argument)
        if slot < slotCount {
          jobs.append(.restore(slot: slot, old: slots[slot]))
          slots[slot] = position
        }
        jobs.append(.explore(instruction.next))
      case .look:
        guard let look = Look(rawValue: UInt8(instruction.argument)),
          look.holds(
            before: text.surroundings(before: position, alphabet),
            after: text.surroundings(after: position, alphabet))
        else { continue }
        jobs.append(.explore(instruction.next))
      case .set, .match:
        for slot in 0..<slotCount { threads.slots[Int(number) * slotCount + slot] = slots[slot] }
      }
    }
  }
}
