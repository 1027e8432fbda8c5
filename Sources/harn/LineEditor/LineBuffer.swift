/// The text being edited and the place of the cursor, counted in characters as people see them. It may have several lines.
struct LineBuffer {
  /// The text.
  private(set) var characters: [Character] = []
  /// The first scalar of each character, and the columns that each uses: looked up once, because each drawing asks for all.
  private(set) var leads: [Unicode.Scalar] = []
  private(set) var widths: [UInt8] = []
  /// The number of characters in front of the cursor.
  private(set) var cursor = 0
  /// What was cut last, for `yank`.
  private var cut: [Character] = []
  /// Whether the last edit was a cut: the next one is joined to it.
  private var isCutting = false

  /// The text as a string.
  var text: String { String(characters) }

  /// Whether there is no text.
  var isEmpty: Bool { characters.isEmpty }

  /// Whether the cursor is behind the last character.
  var isAtEnd: Bool { cursor == characters.count }

  /// Replaces everything; the cursor goes behind it.
  mutating func replace(with text: String) {
    change(0..<characters.count, to: Array(text))
    cursor = characters.count
    isCutting = false
  }

  /// Puts text at the cursor. A combining mark joins the character before it.
  mutating func insert(_ text: String) {
    isCutting = false
    guard cursor > 0, cursor <= characters.count else { return insert(Array(text), replacing: 0) }
    insert(Array(String(characters[cursor - 1]) + text), replacing: 1)
  }

  private mutating func insert(_ new: [Character], replacing count: Int) {
    change(cursor - count..<cursor, to: new)
    cursor += new.count - count
  }

  private mutating func change(_ range: Range<Int>, to new: [Character]) {
    characters.replaceSubrange(range, with: new)
    leads.replaceSubrange(range, with: new.map(\.lead))
    widths.replaceSubrange(range, with: new.map { UInt8($0.displayWidth) })
  }

  // MARK: Movement

  /// Moves by characters, within the text.
  mutating func move(by distance: Int) { move(to: cursor + distance) }

  /// Moves behind this many characters, within the text.
  mutating func move(to place: Int) {
    isCutting = false
    cursor = min(max(place, 0), characters.count)
  }

  /// The start of the line of the cursor.
  var lineStart: Int {
    (leads[..<cursor].lastIndex { $0.isLineBreak }).map { $0 + 1 } ?? 0
  }

  /// The end of the line of the cursor.
  var lineEnd: Int { leads[cursor...].firstIndex { $0.isLineBreak } ?? characters.count }

  /// The start of the word to the left.
  var wordStart: Int {
    var place = cursor
    while place > 0, !characters[place - 1].isWordPart { place -= 1 }
    while place > 0, characters[place - 1].isWordPart { place -= 1 }
    return place
  }

  /// The end of the word to the right.
  var wordEnd: Int {
    var place = cursor
    while place < characters.count, !characters[place].isWordPart { place += 1 }
    while place < characters.count, characters[place].isWordPart { place += 1 }
    return place
  }

  /// Moves to the same column of the line above or below; false when there is none.
  mutating func moveLine(by direction: Int) -> Bool {
    let column = cursor - lineStart
    if direction < 0 {
      guard lineStart > 0 else { return false }
      let end = lineStart - 1
      let start = (leads[..<end].lastIndex { $0.isLineBreak }).map { $0 + 1 } ?? 0
      move(to: min(start + column, end))
    } else {
      guard lineEnd < characters.count else { return false }
      let start = lineEnd + 1
      let end = leads[start...].firstIndex { $0.isLineBreak } ?? characters.count
      move(to: min(start + column, end))
    }
    return true
  }

  // MARK: Deletion

  /// Removes the character before the cursor.
  mutating func deleteLeft() { remove(max(cursor - 1, 0)..<cursor) }

  /// Removes the character at the cursor.
  mutating func deleteRight() { remove(cursor..<min(cursor + 1, characters.count)) }

  private mutating func remove(_ range: Range<Int>) {
    isCutting = false
    change(range, to: [])
    cursor = range.lowerBound
  }

  /// Removes a range that ends or starts at the cursor and keeps it for `yank`.
  mutating func cut(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let piece = Array(characters[range])
    let joined = isCutting ? (range.upperBound <= cursor ? piece + cut : cut + piece) : piece
    remove(range)
    cut = joined
    isCutting = true
  }

  /// Puts what was cut at the cursor.
  mutating func yank() { insert(String(cut)) }

  /// Exchanges the characters around the cursor.
  mutating func transpose() {
    let place = isAtEnd ? cursor - 1 : cursor
    guard place > 0, characters.count > 1 else { return }
    change(place - 1..<place + 1, to: [characters[place], characters[place - 1]])
    move(to: place + 1)
  }
}

extension Character {
  /// The first scalar of the character.
  var lead: Unicode.Scalar { unicodeScalars[unicodeScalars.startIndex] }

  /// Whether the character belongs to a word for the commands that move by words.
  var isWordPart: Bool { isLetter || isNumber || self == "_" }
}

extension Unicode.Scalar {
  /// Whether the scalar ends a line; a character does when its first scalar does.
  var isLineBreak: Bool {
    switch value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}
