/// Scalars that no set of a program tells apart form one symbol. All machines work on symbols.
final class Alphabet {
  /// How many symbols there are.
  let count: Int
  /// The symbols of ASCII.
  let ascii: UnsafeMutablePointer<Int32>
  /// What looks ask about, by symbol.
  let surroundings: [Surroundings]
  /// For each set, whether a symbol belongs to it; `count` entries a set.
  private let members: [Bool]
  /// First scalars of the intervals in ascending order, and the symbol of each interval.
  private let starts: [UInt32]
  private let symbols: [Int32]
  /// The symbols of 128 scalars each, filled when first asked for.
  private let pages: UnsafeMutablePointer<UnsafeMutablePointer<Int32>?>
  private static let pageCount = 0x110000 / 128

  /// Larger alphabets would make the tables of the automaton too large.
  static let maximumCount = 20_000

  /// The alphabet for these sets, with the scalars told apart that the looks ask about.
  init(sets: [ScalarSet], relevant: Surroundings) throws(PatternError) {
    var told: [(ScalarSet, Surroundings)] = []
    if relevant.contains(.newline) { told.append((ScalarSet(0x0a), .newline)) }
    if relevant.contains(.carriageReturn) { told.append((ScalarSet(0x0d), .carriageReturn)) }
    if relevant.contains(.word) { told.append((UnicodeSets.word, .word)) }
    if relevant.contains(.asciiWord) { told.append((UnicodeSets.asciiWord, .asciiWord)) }
    let all = sets + told.map(\.0)
    starts = Alphabet.boundaries(all)
    let signatures = Alphabet.signatures(all, starts)
    var numbers: [[Int32]: Int32] = [:]
    var kinds: [[Int32]] = []
    var symbols: [Int32] = []
    symbols.reserveCapacity(starts.count)
    for signature in signatures {
      if let known = numbers[signature] {
        symbols.append(known)
      } else {
        numbers[signature] = Int32(kinds.count)
        symbols.append(Int32(kinds.count))
        kinds.append(signature)
      }
    }
    guard kinds.count <= Alphabet.maximumCount, kinds.count * sets.count <= 50_000_000 else { throw .tooLarge }
    self.symbols = symbols
    count = kinds.count
    var members = [Bool](repeating: false, count: kinds.count * sets.count)
    var surroundings = [Surroundings](repeating: [], count: kinds.count)
    for (symbol, kind) in kinds.enumerated() {
      for set in kind {
        if set < sets.count {
          members[Int(set) * kinds.count + symbol] = true
        } else {
          surroundings[symbol].insert(told[Int(set) - sets.count].1)
        }
      }
    }
    self.members = members
    self.surroundings = surroundings
    pages = .allocate(capacity: Alphabet.pageCount)
    pages.initialize(repeating: nil, count: Alphabet.pageCount)
    ascii = .allocate(capacity: 128)
    for scalar in 0..<128 { ascii[scalar] = symbols[Alphabet.interval(of: UInt32(scalar), starts)] }
  }

  deinit {
    for index in 0..<Alphabet.pageCount { pages[index]?.deallocate() }
    pages.deallocate()
    ascii.deallocate()
  }

  /// Whether a symbol belongs to a set.
  @inline(__always) func contains(set: Int, _ symbol: Int) -> Bool { members[set * count + symbol] }

  /// The symbol of a scalar.
  @inline(__always) func symbol(_ scalar: UInt32) -> Int32 {
    if scalar < 0x80 { return ascii[Int(scalar)] }
    guard let page = pages[Int(scalar >> 7)] else { return fillPage(scalar) }
    return page[Int(scalar & 127)]
  }

  @inline(never) private func fillPage(_ scalar: UInt32) -> Int32 {
    let page = UnsafeMutablePointer<Int32>.allocate(capacity: 128)
    let first = scalar & ~127
    for offset in 0..<128 {
      page[offset] = symbols[Alphabet.interval(of: first + UInt32(offset), starts)]
    }
    pages[Int(scalar >> 7)] = page
    return page[Int(scalar & 127)]
  }

  // MARK: Making

  private static func boundaries(_ sets: [ScalarSet]) -> [UInt32] {
    var starts: [UInt32] = [0]
    for range in sets.lazy.flatMap(\.ranges) {
      starts.append(range.lowerBound)
      if range.upperBound < ScalarSet.last { starts.append(range.upperBound + 1) }
    }
    starts.sort()
    var distinct: [UInt32] = []
    distinct.reserveCapacity(starts.count)
    for start in starts where distinct.last != start { distinct.append(start) }
    return distinct
  }

  /// For each interval the numbers of the sets that hold it.
  private static func signatures(_ sets: [ScalarSet], _ starts: [UInt32]) -> [[Int32]] {
    var signatures = [[Int32]](repeating: [], count: starts.count)
    for (number, set) in sets.enumerated() {
      for range in set.ranges {
        var index = interval(of: range.lowerBound, starts)
        while index < starts.count, starts[index] <= range.upperBound {
          signatures[index].append(Int32(number))
          index += 1
        }
      }
    }
    return signatures
  }

  private static func interval(of scalar: UInt32, _ starts: [UInt32]) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= scalar { low = middle } else { high = middle }
    }
    return low
  }
}
