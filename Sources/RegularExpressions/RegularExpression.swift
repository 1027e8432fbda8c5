/// A compiled pattern (05 §18).
///
/// Searches take time linear in the text for every pattern: an automaton made while it runs finds the end of a match, a
/// reversed one its start. Memory is bounded. One thread at a time may use it.
package final class RegularExpression {
  /// The names of the groups by number; group 0 is the whole match.
  package let groupNames: [String?]

  private let alphabet: Alphabet
  private let program: Program
  private let forward: LazyAutomaton
  private let backward: LazyAutomaton
  private let scan: LiteralScan?
  private let isLiteral: Bool
  private let isAnchored: Bool

  /// Compiles a pattern.
  package init(_ pattern: String) throws(PatternError) {
    var parser = PatternParser(pattern)
    let tree = try parser.parse()
    groupNames = parser.groupNames
    var sets = SetTable()
    program = try Program(tree, isReversed: false, sets: &sets)
    // The slots of all threads of `PikeMachine`.
    guard program.instructions.count * groupNames.count <= 8_000_000 else { throw .tooLarge }
    let reversed = try Program(tree, isReversed: true, sets: &sets)
    alphabet = try Alphabet(sets: sets.sets, relevant: program.relevant)
    isAnchored = tree.isAnchoredAtStart
    forward = LazyAutomaton(program, alphabet, isReversed: false, isAnchored: isAnchored)
    backward = LazyAutomaton(reversed, alphabet, isReversed: true, isAnchored: true)
    let prefix = tree.literalPrefix
    scan = isAnchored ? nil : LiteralScan(prefix.text)
    isLiteral = scan != nil && prefix.isWhole
  }

  /// The first match at or after `start`, which must be a scalar boundary of the text. O(length of the text).
  package func firstMatch(in buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    let text = Text(buffer)
    if isAnchored, start > 0 { return nil }
    if isLiteral, let scan {
      return scan.next(in: text, from: start).map { $0..<($0 + scan.bytes.count) }
    }
    switch forward.findEnd(text, from: start, scan) {
    case .none: return nil
    case .gaveUp: return slowMatch(text, start)
    case .match(let end):
      guard case .match(let first) = backward.findStart(text, from: end, downTo: start) else {
        return slowMatch(text, start)
      }
      return first..<end
    }
  }

  private func slowMatch(_ text: Text, _ start: Int) -> Range<Int>? {
    let machine = PikeMachine(program: program, alphabet: alphabet, slotCount: 2)
    guard let slots = machine.find(text, from: start, isAnchored: isAnchored) else { return nil }
    return slots[0]..<slots[1]
  }

  /// What the groups of a match took; nil for those that took no part. Group 0 is the match.
  package func groups(
    in buffer: UnsafeBufferPointer<UInt8>, of match: Range<Int>
  ) -> [Range<Int>?] {
    guard groupNames.count > 1 else { return [match] }
    let text = Text(buffer)
    var slots = [Int](repeating: -1, count: groupNames.count * 2)
    let backtracker = Backtracker(program: program, alphabet: alphabet)
    if backtracker.accepts(length: match.count) {
      backtracker.run(text, in: match, slots: &slots)
    } else {
      let machine = PikeMachine(program: program, alphabet: alphabet, slotCount: slots.count)
      slots = machine.find(text, from: match.lowerBound, isAnchored: true) ?? slots
    }
    slots[0] = match.lowerBound
    slots[1] = match.upperBound
    return (0..<groupNames.count).map { group in
      let (from, to) = (slots[group * 2], slots[group * 2 + 1])
      return from >= 0 && to >= from ? from..<to : nil
    }
  }

  /// The number of groups, the whole match included.
  package var groupCount: Int { groupNames.count }
}

extension RegularExpression {
  /// The matches of a text one after the other. An empty one directly behind another match does not count.
  package struct Matches {
    private let expression: RegularExpression
    private let buffer: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var lastEnd = -1

    /// The text must stay alive and unchanged.
    package init(of expression: RegularExpression, in buffer: UnsafeBufferPointer<UInt8>) {
      self.expression = expression
      self.buffer = buffer
    }

    /// The next match; nil at the end.
    package mutating func next() -> Range<Int>? {
      guard position <= buffer.count, var match = expression.firstMatch(in: buffer, from: position) else {
        return nil
      }
      if match.isEmpty, match.upperBound == lastEnd {
        guard position < buffer.count else { return nil }
        position += Text(buffer).scalar(at: position).length
        guard let later = expression.firstMatch(in: buffer, from: position) else { return nil }
        match = later
      }
      position = match.upperBound
      lastEnd = match.upperBound
      return match
    }
  }
}
