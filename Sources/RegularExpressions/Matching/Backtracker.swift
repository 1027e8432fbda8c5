/// Finds the groups of a match by trying one way after the other. Each pair of instruction and position is tried once, so
/// the time is bounded by their number; it is meant for short matches.
struct Backtracker {
  private enum Job {
    case explore(instruction: Int32, position: Int)
    case restore(slot: Int, old: Int)
  }

  let program: Program
  let alphabet: Alphabet

  /// Most pairs that it accepts.
  static let maximumPairs = 1 << 20

  /// Whether it can work on a match of this length.
  func accepts(length: Int) -> Bool {
    length < Backtracker.maximumPairs
      && (length + 1) * program.instructions.count <= Backtracker.maximumPairs
  }

  /// Fills the slots with the ends of the groups of the match in `range`.
  func run(_ text: Text, in range: Range<Int>, slots: inout [Int]) {
    let width = range.count + 1
    var visited = [UInt64](repeating: 0, count: (program.instructions.count * width + 63) / 64)
    var jobs: [Job] = [.explore(instruction: program.start, position: range.lowerBound)]
    while let job = jobs.popLast() {
      switch job {
      case .restore(let slot, let old): slots[slot] = old
      case .explore(var number, var position):
        walk: while true {
          let pair = Int(number) * width + position - range.lowerBound
          if visited[pair / 64] & (1 << UInt64(pair % 64)) != 0 { break }
          visited[pair / 64] |= 1 << UInt64(pair % 64)
          let instruction = program.instructions[Int(number)]
          switch instruction.kind {
          case .match:
            if position == range.upperBound { return }
            break walk
          case .set:
            guard position < range.upperBound else { break walk }
            let scalar = text.scalar(at: position)
            guard alphabet.contains(set: Int(instruction.argument), Int(alphabet.symbol(scalar.value))) else {
              break walk
            }
            position += scalar.length
          case .split: jobs.append(.explore(instruction: instruction.argument, position: position))
          case .save:
            let slot = Int(instruction.argument)
            jobs.append(.restore(slot: slot, old: slots[slot]))
            slots[slot] = position
          case .look:
            guard let look = Look(rawValue: UInt8(instruction.argument)),
              look.holds(
                before: text.surroundings(before: position, alphabet),
                after: text.surroundings(after: position, alphabet))
            else { break walk }
          }
          number = instruction.next
        }
      }
    }
  }
}
