/// Draws diagnostics as code frames (03 §11.1).
package struct DiagnosticRenderer: Sendable {
  /// How frames look.
  package enum Style: Sendable {
    /// Text only; source lines and messages are verbatim.
    case plain
    /// For terminals: with ANSI colours, and with a picture in the place of each control character.
    case colored
  }

  /// How frames look.
  package var style: Style

  /// A renderer in this style.
  package init(style: Style) { self.style = style }
}

extension DiagnosticRenderer {
  /// The frames of `diagnostics` one after the other; each line ends in a line feed.
  package func render(_ diagnostics: [Diagnostic], in file: SourceFile) -> String {
    var output = ""
    for diagnostic in diagnostics { appendFrame(of: diagnostic, in: file, to: &output) }
    return output
  }

  private func appendFrame(of diagnostic: Diagnostic, in file: SourceFile, to output: inout String) {
    let position = file.position(ofByte: Int(diagnostic.range.start))
    let number = String(position.line)
    let margin = run(of: " ", number.utf8.count + 1)
    let emphasis: Color = diagnostic.severity == .error ? .boldRed : .boldYellow
    let bar = paint("|", .blue)

    output += "\(paint(diagnostic.severity.rawValue, emphasis)): \(visible(diagnostic.message))\n"
    output += "\(margin)\(paint("-->", .boldBlue)) "
    output += "\(file.path):\(position.line):\(position.column)\n"
    output += "\(margin) \(bar)\n"
    if let line = file.line(position.line) {
      output += " \(number) \(bar) \(visible(line))\n"
      if let label = diagnostic.label {
        let indent = run(of: " ", position.column - 1)
        let carets = run(of: "^", caretCount(of: diagnostic.range, in: file))
        output += "\(margin) \(bar) \(indent)\(paint(carets, emphasis)) \(label)\n"
      }
    }
    if let help = diagnostic.help {
      output += "\(margin) = \(paint("help", .boldCyan)): \(help)\n"
    }
    for note in diagnostic.notes {
      output += "\(margin) = \(paint("note", .boldCyan)): \(visible(text(of: note, in: file)))\n"
    }
  }

  /// `count` times an ASCII character, in one piece: lines can be long, and there is a frame for each finding.
  private func run(of character: Unicode.Scalar, _ count: Int) -> String {
    String(decoding: [UInt8](repeating: UInt8(ascii: character), count: count), as: UTF8.self)
  }

  /// What a note says, where, and what stands there.
  private func text(of note: Diagnostic.Note, in file: SourceFile) -> String {
    let position = file.position(ofByte: Int(note.range.start))
    let line = String((file.line(position.line) ?? "").drop { $0 == " " || $0 == "\t" })
    let shown = line.count > longestNoteLine ? line.prefix(longestNoteLine) + "…" : line[...]
    return "\(note.message) at \(position.line):\(position.column): `\(shown)`"
  }

  /// The scalars of the range that stand on its first line; at least one caret is drawn.
  private func caretCount(of range: SourceRange, in file: SourceFile) -> Int {
    let line = file.lineRange(file.lineNumber(ofByte: Int(range.start)))
    let end = min(Int(range.end), Int(line?.end ?? range.start))
    return max(1, file.scalarCount(from: Int(range.start), to: end))
  }

  /// `text`, on a terminal with a picture in the place of each control character but the tab, one for one: a source text
  /// must not steer the terminal that shows it.
  private func visible(_ text: String) -> String {
    guard style == .colored, text.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F || $0 == 0xC2 }) else {
      return text
    }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A: shown.append(scalar)
      case 0..<0x20: shown.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: shown.append("\u{2421}")
      case 0x80..<0xA0: shown.append("\u{FFFD}")
      default: shown.append(scalar)
      }
    }
    return String(shown)
  }

  private func paint(_ text: String, _ color: Color) -> String {
    switch style {
    case .plain: text
    case .colored: "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m"
    }
  }

  /// The parameters of the ANSI sequences in use.
  private enum Color: String {
    case blue = "34"
    case boldRed = "1;31"
    case boldYellow = "1;33"
    case boldBlue = "1;34"
    case boldCyan = "1;36"
  }
}

/// More characters of a line are not shown in a note.
private let longestNoteLine = 60
