/// Finds keywords by their bytes without building strings.
struct KeywordTable {
  /// Candidates by hash. Collisions move to the next free place.
  private var slots: [(spelling: [UInt8], kind: TokenKind)?]

  private static let size = 256

  /// The table of every keyword.
  init() {
    slots = Array(repeating: nil, count: KeywordTable.size)
    for kind in TokenKind.allCases where kind.isKeyword {
      let spelling = Array(kind.rawValue.utf8)
      var slot = KeywordTable.hash(spelling, 0, spelling.count)
      while slots[slot] != nil { slot = (slot + 1) % KeywordTable.size }
      slots[slot] = (spelling, kind)
    }
  }

  /// The keyword spelt by `bytes[start..<end]`, if it is one. The text is ASCII and not empty.
  func kind(of bytes: [UInt8], from start: Int, to end: Int) -> TokenKind? {
    let length = end - start
    guard length >= 2, length <= 9 else { return nil }
    var slot = KeywordTable.hash(bytes, start, end)
    while let (spelling, kind) = slots[slot] {
      if spelling.count == length, spelling.elementsEqual(bytes[start..<end]) { return kind }
      slot = (slot + 1) % KeywordTable.size
    }
    return nil
  }

  private static func hash(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    let first = Int(bytes[start])
    let second = Int(bytes[start + 1])
    let last = Int(bytes[end - 1])
    return (first &* 7 &+ second &* 31 &+ last &* 3 &+ (end - start) &* 57) & (size - 1)
  }
}
