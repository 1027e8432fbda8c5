/// Where the characters of an edited text stand on a terminal: rows from the first prompt on.
struct LineLayout {
  /// One row of the terminal: its prompt, if a line starts here, and its characters.
  struct Row: Equatable {
    var prompt: String
    var range: Range<Int>
  }

  /// The rows, at least one.
  private(set) var rows: [Row] = []
  /// The row of the cursor, from 0.
  private(set) var cursorRow = 0
  /// The column of the cursor, from 0.
  private(set) var cursorColumn = 0

  /// Lays `buffer` out in rows of `columns` columns. O(n).
  init(_ buffer: LineBuffer, prompt: String, continuation: String, columns: Int) {
    let columns = max(columns, 4)
    let (leads, widths) = (buffer.leads, buffer.widths)
    var rowPrompt = prompt
    var start = 0
    var column = LineLayout.width(of: prompt, columns)
    for place in leads.indices {
      let width = Int(widths[place])
      let isBreak = leads[place].isLineBreak
      if !isBreak, column + width > columns {
        rows.append(Row(prompt: rowPrompt, range: start..<place))
        (rowPrompt, start, column) = ("", place, 0)
      }
      if place == buffer.cursor { (cursorRow, cursorColumn) = (rows.count, column) }
      if isBreak {
        rows.append(Row(prompt: rowPrompt, range: start..<place))
        (rowPrompt, start) = (continuation, place + 1)
        column = LineLayout.width(of: continuation, columns)
      } else {
        column += width
      }
    }
    rows.append(Row(prompt: rowPrompt, range: start..<leads.count))
    if buffer.isAtEnd { (cursorRow, cursorColumn) = (rows.count - 1, column) }
    // Behind a full row the cursor stands at the start of the next one.
    if cursorColumn >= columns {
      if cursorRow == rows.count - 1 {
        rows.append(Row(prompt: "", range: leads.count..<leads.count))
      }
      (cursorRow, cursorColumn) = (cursorRow + 1, 0)
    }
  }

  private static func width(of prompt: String, _ columns: Int) -> Int {
    min(LineEditorText.width(of: prompt), columns - 1)
  }
}

/// Texts with colours.
enum LineEditorText {
  /// The columns of a text, escape sequences left out.
  static func width(of text: String) -> Int {
    var width = 0
    var isEscape = false
    for character in text {
      if character == "\u{1B}" { isEscape = true }
      if !isEscape { width += character.displayWidth }
      if isEscape, character.isLetter { isEscape = false }
    }
    return width
  }
}
