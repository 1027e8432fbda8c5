/// What a person would see: the screen of a terminal after the bytes of a program, for the sequences that line editors use.
package struct TerminalScreen {
  /// The columns.
  package private(set) var columns: Int
  private var rows: [[Character]]
  private var row = 0
  private var column = 0
  private var pending: [UInt8] = []
  /// The colours that were switched on, as parameters of the escape sequence.
  package private(set) var styles: Set<String> = []

  /// An empty screen.
  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = Array(repeating: TerminalScreen.emptyRow(columns), count: rows)
  }

  /// The rows without blanks at their ends; empty ones at the end are left out.
  package var lines: [String] {
    var lines = rows.map { row in
      // The second cell of a wide character is empty text.
      var text = row.filter { $0 != "\u{0}" }
      while text.last == " " { text.removeLast() }
      return String(text)
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The row and the column of the cursor, from 0.
  package var cursor: (row: Int, column: Int) { (row, column) }

  /// Takes what the program wrote.
  package mutating func write(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var place = 0
    while place < pending.count, let length = step(at: place) { place += length }
    pending.removeFirst(place)
  }

  private static func emptyRow(_ columns: Int) -> [Character] { Array(repeating: " ", count: columns) }

  /// Handles the character or sequence at `place`; its length, nil when it is not complete.
  private mutating func step(at place: Int) -> Int? {
    switch pending[place] {
    case 0x1B: return escape(at: place)
    case 0x0D: column = 0
    case 0x0A: lineFeed()
    case 0x08: column = max(column - 1, 0)
    case 0..<0x20: break
    default: return character(at: place)
    }
    return 1
  }

  private mutating func lineFeed() {
    if row == rows.count - 1 {
      rows.removeFirst()
      rows.append(TerminalScreen.emptyRow(columns))
    } else {
      row += 1
    }
  }

  private mutating func character(at place: Int) -> Int? {
    let lead = pending[place]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard place + length <= pending.count else { return nil }
    let text = String(decoding: pending[place..<place + length], as: UTF8.self)
    guard let scalar = text.unicodeScalars.first else { return length }
    if scalar.properties.generalCategory == .nonspacingMark {
      if column > 0 { rows[row][column - 1] = Character(String(rows[row][column - 1]) + text) }
      return length
    }
    let width = (0x1100...0xFFDC).contains(scalar.value) && scalar.value >= 0x2E80 ? 2 : 1
    if column + width > columns {
      column = 0
      lineFeed()
    }
    rows[row][column] = Character(scalar)
    if width == 2, column + 1 < columns { rows[row][column + 1] = "\u{0}" }
    column += width
    return length
  }

  private mutating func escape(at place: Int) -> Int? {
    guard place + 1 < pending.count else { return nil }
    guard pending[place + 1] == UInt8(ascii: "[") else { return 2 }
    var end = place + 2
    while end < pending.count, (0x20...0x3F).contains(pending[end]) { end += 1 }
    guard end < pending.count else { return nil }
    apply(String(decoding: pending[place + 2..<end], as: UTF8.self), final: pending[end])
    return end + 1 - place
  }

  private mutating func apply(_ parameters: String, final: UInt8) {
    let number = Int(parameters) ?? 1
    switch Unicode.Scalar(final) {
    case "A": row = max(row - number, 0)
    case "B": row = min(row + number, rows.count - 1)
    case "C": column = min(column + number, columns - 1)
    case "D": column = max(column - number, 0)
    case "H": (row, column) = (0, 0)
    case "J": erase(fromStart: parameters == "2")
    case "K": for place in column..<max(columns, column) { rows[row][place] = " " }
    case "m": styles.insert(parameters)
    default: break
    }
  }

  private mutating func erase(fromStart: Bool) {
    for place in rows.indices where fromStart || place > row { rows[place] = TerminalScreen.emptyRow(columns) }
    if column < columns { for place in column..<columns { rows[row][place] = " " } }
  }
}
