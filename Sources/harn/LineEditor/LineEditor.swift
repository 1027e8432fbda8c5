/// What the line editor asks about the language.
protocol EditedLanguage {
  /// Whether `text` is a whole input; if not, Enter starts a new line.
  func isComplete(_ text: String) -> Bool
  /// What could stand in the place of the word left of the cursor.
  func completions(of text: String, at cursor: Int) -> Completions
  /// The ANSI parameters of the characters in `range` that have a colour; characters are given by their first scalars.
  func styles(of characters: [Unicode.Scalar], in range: Range<Int>) -> [String?]
}

/// Reads inputs from a terminal with editing, history, completion and colours (07 §8.5).
final class LineEditor {
  /// How an input ended.
  enum Outcome: Equatable {
    /// Enter.
    case input(String)
    /// Ctrl-C with text: it is dropped.
    case dropped
    /// Ctrl-D or Ctrl-C without text, or the terminal is gone.
    case end
  }

  /// Earlier inputs.
  var history: History

  private let terminal: any Terminal
  private let language: any EditedLanguage
  private let isColored: Bool
  private let prompt = "harn> "
  private let continuation = "....> "
  private var decoder = KeyDecoder()
  private var buffer = LineBuffer()
  private var screen: LineScreen
  /// The place in the history that is shown; its end while the own text is.
  private var historyPlace = 0
  /// The own text while an entry of the history is shown.
  private var draft = ""
  private var search: HistorySearch?

  /// An editor on `terminal`.
  init(terminal: any Terminal, language: any EditedLanguage, history: History, isColored: Bool) {
    self.terminal = terminal
    self.language = language
    self.history = history
    self.isColored = isColored
    screen = LineScreen(terminal)
  }

  /// Reads one input. The terminal must be in raw mode.
  func read() -> Outcome {
    buffer = LineBuffer()
    screen.reset()
    historyPlace = history.entries.count
    search = nil
    draw()
    while true {
      var isChanged = false
      while let key = decoder.next() {
        if let outcome = handle(key) {
          finish(outcome)
          return outcome
        }
        isChanged = true
      }
      // Text that comes in many pieces is drawn once.
      if isChanged, !terminal.hasInput { draw() }
      switch terminal.read(timeout: decoder.isPending ? 50 : -1) {
      case .bytes(let bytes): decoder.append(bytes)
      case .timeout:
        if let key = decoder.finish() {
          if let outcome = handle(key) {
            finish(outcome)
            return outcome
          }
          draw()
        }
      case .resized: draw()
      case .end: return .end
      }
    }
  }

  /// Leaves the cursor on the line below the text.
  private func finish(_ outcome: Outcome) {
    search = nil
    buffer.move(to: buffer.characters.count)
    draw()
    terminal.write(outcome == .dropped ? "^C\r\n" : "\r\n")
  }

  private func draw() {
    if let search {
      let found = LineBuffer(search.match ?? "", cursorAt: search.offset)
      let prompt = "(\(search.isFailing ? "failing " : "")history search) `\(search.text)`: "
      return draw(found, prompt: prompt)
    }
    draw(buffer, prompt: prompt)
  }

  private func draw(_ buffer: LineBuffer, prompt: String) {
    screen.draw(buffer, prompt: prompt, continuation: continuation) { range in
      isColored ? language.styles(of: buffer.leads, in: range) : Array(repeating: nil, count: range.count)
    }
  }

  // MARK: Keys

  /// Does what `key` asks for; the outcome when it ends the input.
  private func handle(_ key: Key) -> Outcome? {
    if isPartOfSearch(key) { return nil }
    switch key {
    case .text(let text): buffer.insert(text)
    case .paste(let text): buffer.insert(LineEditor.pasted(text))
    case .enter: return enter()
    case .tab: complete()
    case .backspace, .control("h"): buffer.deleteLeft()
    case .delete: buffer.deleteRight()
    case .left, .control("b"): buffer.move(by: -1)
    case .right, .control("f"): buffer.move(by: 1)
    case .home, .control("a"): buffer.move(to: buffer.lineStart)
    case .end, .control("e"): buffer.move(to: buffer.lineEnd)
    case .wordLeft: buffer.move(to: buffer.wordStart)
    case .wordRight: buffer.move(to: buffer.wordEnd)
    case .deleteWordLeft, .control("w"): buffer.cut(buffer.wordStart..<buffer.cursor)
    case .deleteWordRight: buffer.cut(buffer.cursor..<buffer.wordEnd)
    case .control("k"): buffer.cut(buffer.cursor..<buffer.lineEnd)
    case .control("u"): buffer.cut(buffer.lineStart..<buffer.cursor)
    case .control("y"): buffer.yank()
    case .control("t"): buffer.transpose()
    case .up, .control("p"): if !buffer.moveLine(by: -1) { showHistory(historyPlace - 1) }
    case .down, .control("n"): if !buffer.moveLine(by: 1) { showHistory(historyPlace + 1) }
    case .control("r"): search = HistorySearch(place: history.entries.count)
    case .control("l"): clear()
    case .control("z"): suspend()
    case .control("c"):
      if buffer.isEmpty { return .end }
      return .dropped
    case .control("d"):
      if buffer.isEmpty { return .end }
      buffer.deleteRight()
    default: break
    }
    return nil
  }

  private func enter() -> Outcome? {
    let text = buffer.text
    if language.isComplete(text) { return .input(text) }
    buffer.insert("\n")
    return nil
  }

  /// Pasted text with line feeds for all line breaks and blanks for tabs; other control characters are left out.
  static func pasted(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    var wasReturn = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r": output.append("\n")
      case "\n": if !wasReturn { output.append("\n") }
      case "\t": output.append(contentsOf: "  ".unicodeScalars)
      default: if scalar.value >= 0x20, scalar.value != 0x7F { output.append(scalar) }
      }
      wasReturn = scalar == "\r"
    }
    return String(output)
  }

  private func clear() {
    terminal.write("\u{1B}[H\u{1B}[2J")
    screen.reset()
  }

  private func suspend() {
    guard let process = terminal as? ProcessTerminal else { return }
    terminal.write("\r\n")
    process.suspend()
    screen.reset()
  }

  // MARK: History

  private func showHistory(_ place: Int) {
    guard place >= 0, place <= history.entries.count, place != historyPlace else { return }
    if historyPlace == history.entries.count { draft = buffer.text }
    historyPlace = place
    buffer.replace(with: place == history.entries.count ? draft : history.entries[place])
  }

  /// Does what a key means during a search; false when there is none, or when the key ends the search and means what it
  /// always does.
  private func isPartOfSearch(_ key: Key) -> Bool {
    guard var state = search else { return false }
    switch key {
    case .text(let text): state.find(state.text + text, from: history.entries.count, in: history)
    case .backspace:
      state.find(String(state.text.dropLast()), from: history.entries.count, in: history)
    case .control("r"): state.find(state.text, from: state.place, in: history)
    case .control("c"), .control("g"):
      search = nil
      return true
    default:
      if let match = state.match {
        buffer.replace(with: match)
        buffer.move(to: state.offset)
        historyPlace = state.place
      }
      search = nil
      return key == .escape
    }
    search = state
    return true
  }

  // MARK: Completion

  private func complete() {
    let found = language.completions(of: buffer.text, at: buffer.cursor)
    guard !found.candidates.isEmpty else { return terminal.write("\u{07}") }
    let prefix = found.commonPrefix
    let typed = String(buffer.characters[found.start..<buffer.cursor])
    if prefix.count > typed.count {
      buffer.insert(String(prefix.dropFirst(typed.count)))
      if found.candidates.count == 1 { return }
    }
    guard found.candidates.count > 1 else { return }
    let place = buffer.cursor
    buffer.move(to: buffer.characters.count)
    draw()
    terminal.write("\r\n" + found.listing(columns: terminal.size.columns))
    screen.reset()
    buffer.move(to: place)
  }
}

extension LineBuffer {
  /// A buffer for display only.
  fileprivate init(_ text: String, cursorAt place: Int) {
    replace(with: text)
    move(to: place)
  }
}

/// A search backwards through the history (Ctrl-R).
struct HistorySearch {
  /// What is looked for.
  private(set) var text = ""
  /// The entry that has it.
  private(set) var match: String?
  /// The place of the entry in the history.
  private(set) var place: Int
  /// Nothing more was found.
  private(set) var isFailing = false

  /// A search from the newest entry on.
  init(place: Int) { self.place = place }

  /// The place of the text in the entry, in characters.
  var offset: Int {
    guard let match, let range = match.firstRange(of: text) else { return 0 }
    return match.distance(from: match.startIndex, to: range.lowerBound)
  }

  /// Looks for `text` in the entries before `start`.
  mutating func find(_ text: String, from start: Int, in history: History) {
    self.text = text
    guard !text.isEmpty else {
      (match, isFailing) = (nil, false)
      return
    }
    if let found = history.search(text, before: start) {
      (place, match, isFailing) = (found.place, found.entry, false)
    } else {
      isFailing = true
    }
  }
}
