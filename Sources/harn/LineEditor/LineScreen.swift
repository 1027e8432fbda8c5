/// Draws an edited text on a terminal and keeps track of where the cursor is, so that the next drawing replaces this one.
struct LineScreen {
  private let terminal: any Terminal
  /// The row of the cursor below the first row that was drawn.
  private var cursorRow = 0

  /// A screen whose text starts at the cursor of `terminal`.
  init(_ terminal: any Terminal) { self.terminal = terminal }

  /// Draws `buffer`; `styles` gives the parameters of an ANSI colour for the characters of a range, nil for those without.
  mutating func draw(
    _ buffer: LineBuffer, prompt: String, continuation: String, styles: (Range<Int>) -> [String?]
  ) {
    let size = terminal.size
    let layout = LineLayout(
      buffer, prompt: prompt, continuation: continuation, columns: size.columns)
    let visible = LineScreen.visibleRows(layout, height: size.rows)
    let shown = layout.rows[visible.lowerBound].range.lowerBound..<layout.rows[visible.upperBound - 1].range.upperBound
    let shownStyles = styles(shown)
    var output = "\u{1B}[?25l"
    if cursorRow > 0 { output += "\u{1B}[\(cursorRow)A" }
    output += "\r\u{1B}[J"
    for row in visible {
      if row > visible.lowerBound { output += "\r\n" }
      append(layout.rows[row], of: buffer, shownStyles, from: shown.lowerBound, to: &output)
    }
    let below = visible.upperBound - 1 - layout.cursorRow
    if below > 0 { output += "\u{1B}[\(below)A" }
    output += "\r"
    if layout.cursorColumn > 0 { output += "\u{1B}[\(layout.cursorColumn)C" }
    output += "\u{1B}[?25h"
    cursorRow = layout.cursorRow - visible.lowerBound
    terminal.write(output)
  }

  /// Forgets what was drawn: the next drawing starts at the cursor.
  mutating func reset() { cursorRow = 0 }

  /// The rows that fit on the terminal, that of the cursor among them.
  private static func visibleRows(_ layout: LineLayout, height: Int) -> Range<Int> {
    let height = max(height, 1)
    guard layout.rows.count > height else { return 0..<layout.rows.count }
    let first = min(max(layout.cursorRow - height / 2, 0), layout.rows.count - height)
    return first..<first + height
  }

  private func append(
    _ row: LineLayout.Row, of buffer: LineBuffer, _ styles: [String?], from start: Int, to output: inout String
  ) {
    output += row.prompt
    var current: String?
    for place in row.range {
      let style = styles[place - start]
      if style != current {
        output += "\u{1B}[\(style ?? "0")m"
        current = style
      }
      output += buffer.characters[place].displayText
    }
    if current != nil { output += "\u{1B}[0m" }
  }
}
