/// One instruction of a nondeterministic automaton.
struct Instruction {
  enum Kind: UInt8 {
    /// Take a scalar of the set `argument`, go on at `next`.
    case set
    /// Try `next`, then `argument`.
    case split
    /// Remember the position in the slot `argument`, go on at `next`.
    case save
    /// Go on at `next` if the look `argument` holds.
    case look
    /// A match ends here.
    case match
  }

  var kind: Kind
  var next: Int32
  var argument: Int32
}

/// A nondeterministic automaton over the symbols of an alphabet.
struct Program {
  /// The instructions.
  private(set) var instructions: [Instruction] = []
  /// Where a match starts.
  private(set) var start: Int32 = 0
  /// Where a search starts that may skip scalars before the match.
  private(set) var searchStart: Int32 = 0
  /// What the looks ask about.
  private(set) var relevant: Surroundings = []

  /// Most instructions of a program: bounds the memory and the time of a search by a constant per scalar.
  static let maximumInstructions = 100_000

  /// The program of a pattern. A reversed one runs from the end of a match to its start and remembers no groups.
  init(_ pattern: Pattern, isReversed: Bool, sets: inout SetTable) throws(PatternError) {
    let match = try add(.match, next: 0, argument: 0)
    start = try emit(pattern, match, isReversed, &sets)
    let skip = try add(.set, next: 0, argument: sets.number(of: .all))
    searchStart = try add(.split, next: start, argument: skip)
    instructions[Int(skip)].next = searchStart
  }

  private mutating func add(
    _ kind: Instruction.Kind, next: Int32, argument: Int32
  ) throws(PatternError) -> Int32 {
    guard instructions.count < Program.maximumInstructions else { throw .tooLarge }
    instructions.append(Instruction(kind: kind, next: next, argument: argument))
    return Int32(instructions.count - 1)
  }

  /// Adds the instructions of a pattern that go on at `next`; returns the first.
  private mutating func emit(
    _ pattern: Pattern, _ next: Int32, _ isReversed: Bool, _ sets: inout SetTable
  ) throws(PatternError) -> Int32 {
    switch pattern {
    case .empty: return next
    case .set(let set): return try add(.set, next: next, argument: sets.number(of: set))
    case .look(let look):
      relevant.formUnion(look.relevant)
      return try add(.look, next: next, argument: Int32(look.rawValue))
    case .concatenation(let parts):
      var entry = next
      if isReversed {
        for part in parts { entry = try emit(part, entry, isReversed, &sets) }
      } else {
        for part in parts.reversed() { entry = try emit(part, entry, isReversed, &sets) }
      }
      return entry
    case .alternation(let branches):
      var entry: Int32?
      for branch in branches.reversed() {
        let first = try emit(branch, next, isReversed, &sets)
        entry = try entry.map { rest throws(PatternError) in try add(.split, next: first, argument: rest) } ?? first
      }
      return entry ?? next
    case .group(let body, let number):
      if isReversed { return try emit(body, next, isReversed, &sets) }
      let end = try add(.save, next: next, argument: Int32(number * 2 + 1))
      let first = try emit(body, end, isReversed, &sets)
      return try add(.save, next: first, argument: Int32(number * 2))
    case .repetition(let body, let minimum, let maximum, let isGreedy):
      return try emitRepetition(body, minimum, maximum, isGreedy, next, isReversed, &sets)
    }
  }

  private mutating func emitRepetition(
    _ body: Pattern, _ minimum: Int, _ maximum: Int?, _ isGreedy: Bool, _ next: Int32, _ isReversed: Bool,
    _ sets: inout SetTable
  ) throws(PatternError) -> Int32 {
    var entry = next
    var required = minimum
    if let maximum {
      for _ in minimum..<maximum {
        let first = try emit(body, entry, isReversed, &sets)
        entry = try addChoice(first, next, isGreedy)
      }
    } else {
      // `x*` is `(x+)?` when `x` can match the empty text: else a turn without a scalar would count as one.
      let split = try addChoice(next, next, isGreedy)
      let first = try emit(body, split, isReversed, &sets)
      if isGreedy { instructions[Int(split)].next = first } else { instructions[Int(split)].argument = first }
      if minimum > 0 {
        entry = first
        required -= 1
      } else {
        entry = body.matchesEmpty ? try addChoice(first, next, isGreedy) : split
      }
    }
    for _ in 0..<max(0, required) { entry = try emit(body, entry, isReversed, &sets) }
    return entry
  }

  /// Tries `body` first when greedy, else `next`.
  private mutating func addChoice(
    _ body: Int32, _ next: Int32, _ isGreedy: Bool
  ) throws(PatternError) -> Int32 {
    try isGreedy
      ? add(.split, next: body, argument: next) : add(.split, next: next, argument: body)
  }
}

/// The distinct sets of the programs of a pattern.
struct SetTable {
  private(set) var sets: [ScalarSet] = []
  private var numbers: [ScalarSet: Int32] = [:]

  /// The number of a set.
  mutating func number(of set: ScalarSet) -> Int32 {
    if let known = numbers[set] { return known }
    numbers[set] = Int32(sets.count)
    sets.append(set)
    return Int32(sets.count - 1)
  }
}

/// Instructions in the order in which they were added, each at most once.
struct InstructionSet {
  private(set) var members: [Int32] = []
  private var positions: [Int32]

  init(capacity: Int) { positions = [Int32](repeating: 0, count: capacity) }

  /// Adds an instruction; false when it was there.
  mutating func insert(_ instruction: Int32) -> Bool {
    let position = Int(positions[Int(instruction)])
    if position < members.count, members[position] == instruction { return false }
    positions[Int(instruction)] = Int32(members.count)
    members.append(instruction)
    return true
  }

  mutating func removeAll() { members.removeAll(keepingCapacity: true) }
}
