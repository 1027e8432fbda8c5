/// A deterministic automaton over symbols whose states are made when a search first reaches them.
///
/// A state is the ordered list of instructions where the search may be, and what looks need to know about the scalar just
/// passed. Looks wait in the list until the following scalar is known too; so a match is seen one scalar late.
final class LazyAutomaton {
  /// How a search ended.
  enum Result {
    case none
    case match(Int)
    /// The text needs so many states that the automaton is slower than the machines behind it.
    case gaveUp
  }

  private struct State: Hashable {
    var instructions: [Int32]
    var surroundings: Surroundings
    var isMatch: Bool
    var hasLooks: Bool
  }

  private let program: Program
  private let alphabet: Alphabet
  /// A reversed automaton runs to the left and finds the longest match.
  private let isReversed: Bool
  private let entry: Int32
  /// Entries of a row: one per symbol, and one for the edge of the text.
  private let stride: Int
  /// Rows of the states made so far.
  private var table: UnsafeMutablePointer<Int32>
  private var rows = 0
  private var capacity: Int
  private let maximumRows: Int
  private var states: [State] = []
  private var numbers: [State: Int32] = [:]
  private var starts: [Int32] = Array(repeating: LazyAutomaton.unknown, count: 32)
  private var listEntries = 0
  /// The instructions of the start state: where the search stands when nothing has matched yet.
  private var startInstructions: [Int32] = []
  private var hasGivenUp = false
  private var clearedAt = 0
  // Scratch memory of `makeTransition`.
  private var marked: InstructionSet
  private var stack: [Int32] = []

  // Entries of a row: the offset of the row of the next state with marks, or one of these.
  private static let unknown: Int32 = -1
  private static let dead: Int32 = -2
  private static let matchMark: Int32 = 1 << 30
  private static let startMark: Int32 = 1 << 29
  private static let offsetMask: Int32 = (1 << 29) - 1
  /// Largest table in entries, and most list entries of all states.
  private static let maximumEntries = 1 << 20

  init(_ program: Program, _ alphabet: Alphabet, isReversed: Bool, isAnchored: Bool) {
    self.program = program
    self.alphabet = alphabet
    self.isReversed = isReversed
    entry = isAnchored ? program.start : program.searchStart
    stride = alphabet.count + 1
    maximumRows = max(8, LazyAutomaton.maximumEntries / stride)
    capacity = min(16, maximumRows)
    table = .allocate(capacity: capacity * stride)
    marked = InstructionSet(capacity: program.instructions.count)
  }

  deinit { table.deallocate() }

  // MARK: Searching

  /// The end of the leftmost match at or after `start`, preferred as written.
  func findEnd(_ text: Text, from start: Int, _ scan: LiteralScan?) -> Result {
    if hasGivenUp { return .gaveUp }
    var position = start
    if let scan {
      guard let candidate = scan.next(in: text, from: start) else { return .none }
      position = candidate
    }
    clearedAt = position
    var state = startState(text.surroundings(before: position, alphabet))
    var end = -1
    let ascii = alphabet.ascii
    while position < text.count {
      var symbol: Int32
      var length = 1
      let byte = text.bytes[position]
      if byte < 0x80 {
        symbol = ascii[Int(byte)]
      } else {
        let scalar = text.scalar(at: position)
        symbol = alphabet.symbol(scalar.value)
        length = scalar.length
      }
      var next = table[Int(state &+ symbol)]
      // Plain transitions are the common case: below the marks and not negative.
      if UInt32(bitPattern: next) >= UInt32(bitPattern: LazyAutomaton.startMark) {
        if next == LazyAutomaton.unknown {
          next = makeTransition(state, Int(symbol), at: position)
          if hasGivenUp { return .gaveUp }
        }
        if next == LazyAutomaton.dead { return end < 0 ? .none : .match(end) }
        if next & LazyAutomaton.matchMark != 0 { end = position }
        state = next & LazyAutomaton.offsetMask
        if let scan, next & LazyAutomaton.startMark != 0 {
          guard let candidate = scan.next(in: text, from: position + length) else { return .none }
          if candidate > position + length {
            position = candidate
            state = startState(text.surroundings(before: position, alphabet))
            continue
          }
        }
      } else {
        state = next
      }
      position &+= length
    }
    return atEdge(state, position, end)
  }

  /// The start of the longest match that ends at `end` and starts at or after `limit`.
  func findStart(_ text: Text, from end: Int, downTo limit: Int) -> Result {
    if hasGivenUp { return .gaveUp }
    var position = end
    clearedAt = position
    var state = startState(text.surroundings(after: position, alphabet))
    var start = -1
    while position > limit {
      let before: Int
      let symbol: Int32
      let byte = text.bytes[position - 1]
      if byte < 0x80 {
        before = position - 1
        symbol = alphabet.ascii[Int(byte)]
      } else {
        before = text.start(before: position)
        symbol = alphabet.symbol(text.scalar(at: before).value)
      }
      var next = table[Int(state &+ symbol)]
      if next == LazyAutomaton.unknown {
        next = makeTransition(state, Int(symbol), at: position)
        if hasGivenUp { return .gaveUp }
      }
      if next == LazyAutomaton.dead { return start < 0 ? .none : .match(start) }
      if next & LazyAutomaton.matchMark != 0 { start = position }
      state = next & LazyAutomaton.offsetMask
      position = before
    }
    // A match may start right here; whether looks allow it depends on what is before.
    guard position > 0 else { return atEdge(state, position, start) }
    let symbol = alphabet.symbol(text.scalar(at: text.start(before: position)).value)
    return ended(makeTransition(state, Int(symbol), at: position), position, start)
  }

  private func atEdge(_ state: Int32, _ position: Int, _ found: Int) -> Result {
    var next = table[Int(state) + stride - 1]
    if next == LazyAutomaton.unknown { next = makeTransition(state, stride - 1, at: position) }
    return ended(next, position, found)
  }

  private func ended(_ next: Int32, _ position: Int, _ found: Int) -> Result {
    if hasGivenUp { return .gaveUp }
    if next >= 0, next & LazyAutomaton.matchMark != 0 { return .match(position) }
    return found < 0 ? .none : .match(found)
  }

  // MARK: Making states

  private func startState(_ surroundings: Surroundings) -> Int32 {
    let relevant = surroundings.intersection(program.relevant)
    let known = starts[Int(relevant.rawValue)]
    if known != LazyAutomaton.unknown { return known & LazyAutomaton.offsetMask }
    marked.removeAll()
    var list: [Int32] = []
    close(entry, into: &list, before: nil, after: nil)
    startInstructions = list
    let number = number(of: makeState(list, relevant, isMatch: false))
    starts[Int(relevant.rawValue)] = number
    return number & LazyAutomaton.offsetMask
  }

  /// The entry for a state and a symbol, or the edge of the text; also put into the table.
  @inline(never) private func makeTransition(_ offset: Int32, _ symbol: Int, at position: Int) -> Int32 {
    let state = states[Int(offset) / stride]
    let isEdge = symbol == stride - 1
    let passed: Surroundings =
      (isEdge ? .edge : alphabet.surroundings[symbol]).intersection(program.relevant)
    var list = state.instructions
    if state.hasLooks {
      list = []
      marked.removeAll()
      for instruction in state.instructions {
        close(
          instruction, into: &list, before: isReversed ? passed : state.surroundings,
          after: isReversed ? state.surroundings : passed)
      }
    }
    var next: [Int32] = []
    var isMatch = false
    marked.removeAll()
    scan: for number in list {
      let instruction = program.instructions[Int(number)]
      switch instruction.kind {
      case .set where !isEdge && alphabet.contains(set: Int(instruction.argument), symbol):
        close(instruction.next, into: &next, before: nil, after: nil)
      case .match:
        isMatch = true
        // What follows is less preferred than this match.
        if !isReversed { break scan }
      default: break
      }
    }
    let cleared = states.count
    var result = LazyAutomaton.dead
    if !next.isEmpty || isMatch {
      makeRoom(for: next.count, at: position)
      if hasGivenUp { return LazyAutomaton.dead }
      result = number(of: makeState(next, passed, isMatch: isMatch))
    }
    // After the table was emptied the old row is gone.
    if states.count >= cleared { table[Int(offset) + symbol] = result }
    return result
  }

  private func makeState(_ list: [Int32], _ surroundings: Surroundings, isMatch: Bool) -> State {
    let hasLooks = list.contains { program.instructions[Int($0)].kind == .look }
    return State(
      instructions: list, surroundings: hasLooks ? surroundings : [], isMatch: isMatch, hasLooks: hasLooks)
  }

  /// Adds what can be reached without taking a scalar, in order of preference. Looks are added as they are unless both
  /// sides are known.
  private func close(_ first: Int32, into list: inout [Int32], before: Surroundings?, after: Surroundings?) {
    stack.append(first)
    while let number = stack.popLast() {
      guard marked.insert(number) else { continue }
      let instruction = program.instructions[Int(number)]
      switch instruction.kind {
      case .split:
        stack.append(instruction.argument)
        stack.append(instruction.next)
      case .save: stack.append(instruction.next)
      case .set, .match: list.append(number)
      case .look:
        guard let before, let after else {
          list.append(number)
          continue
        }
        guard let look = Look(rawValue: UInt8(instruction.argument)) else { continue }
        if look.holds(before: before, after: after) { stack.append(instruction.next) }
      }
    }
  }

  /// Empties the table when it is full; gives up when that happens too often for the text passed.
  private func makeRoom(for listCount: Int, at position: Int) {
    guard rows + 2 >= maximumRows || listEntries + listCount > LazyAutomaton.maximumEntries else { return }
    if abs(position - clearedAt) < 10 * rows {
      hasGivenUp = true
      return
    }
    clearedAt = position
    states.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    starts = Array(repeating: LazyAutomaton.unknown, count: starts.count)
    rows = 0
    listEntries = 0
  }

  /// The entry that leads to a state.
  private func number(of state: State) -> Int32 {
    let isStart = !isReversed && !state.isMatch && state.instructions == startInstructions
    let marks = (state.isMatch ? LazyAutomaton.matchMark : 0) | (isStart ? LazyAutomaton.startMark : 0)
    if let known = numbers[state] { return known | marks }
    if rows == capacity { growTable() }
    let offset = Int32(rows * stride)
    (table + rows * stride).initialize(repeating: LazyAutomaton.unknown, count: stride)
    rows += 1
    states.append(state)
    numbers[state] = offset
    listEntries += state.instructions.count
    return offset | marks
  }

  private func growTable() {
    let grown = UnsafeMutablePointer<Int32>.allocate(capacity: capacity * 2 * stride)
    grown.moveInitialize(from: table, count: rows * stride)
    table.deallocate()
    table = grown
    capacity *= 2
  }
}
