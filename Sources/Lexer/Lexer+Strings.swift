import Diagnostics

/// Plain and raw strings, and where interpolations end (01 "Strings").
extension Lexer {
  /// A plain or triple-quoted string, whichever starts at the cursor.
  mutating func scanString() throws(Diagnostic) {
    if cursor.peek() == .quote, cursor.peek(2) == .quote {
      try scanTripleString()
    } else {
      try scanPlainString()
    }
  }

  /// `r"…"` on one line, without escapes.
  mutating func scanRawString() throws(Diagnostic) {
    let start = cursor.offset
    cursor.offset += 2
    let textStart = cursor.offset
    cursor.skip { $0 == .quote || $0 == .lineFeed }
    guard cursor.current == .quote else { throw .unterminatedString(at: start, in: file) }
    let value = text(from: textStart, to: cursor.offset)
    cursor.offset += 1
    addString(.rawString, value, from: start)
  }

  /// Adds a string token with its value.
  mutating func addString(_ kind: TokenKind, _ value: String, from start: Int) {
    output.strings.append(value)
    add(kind, from: start, payload: output.strings.count - 1)
  }

  /// Adds a string token made of `parts`; without an interpolation it is an ordinary string.
  mutating func addTemplate(_ parts: [TemplatePart], from start: Int) {
    if parts.isEmpty { return addString(.string, "", from: start) }
    if parts.count == 1, case .text(let value) = parts[0] {
      return addString(.string, value, from: start)
    }
    output.templates.append(parts)
    add(.interpolatedString, from: start, payload: output.templates.count - 1)
  }

  /// Moves from `${` behind the matching `}` and gives the text between, or nil at the end of the text.
  ///
  /// Only braces count here: quotes, comments and escapes are not recognised.
  mutating func scanInterpolation() -> TemplatePart? {
    cursor.offset += 2
    let start = cursor.offset
    var depth = 1
    var deepest = 1
    while true {
      cursor.skip { $0 == .openBrace || $0 == .closeBrace }
      if cursor.isAtEnd { return nil }
      depth += cursor.current == .openBrace ? 1 : -1
      deepest = max(deepest, depth)
      cursor.offset += 1
      if depth == 0 { break }
    }
    return .source(SourceRange(start: start, end: cursor.offset - 1), braceDepth: deepest)
  }

  func text(from start: Int, to end: Int) -> String {
    String(decoding: cursor.bytes[start..<end], as: UTF8.self)
  }

  private mutating func scanPlainString() throws(Diagnostic) {
    let start = cursor.offset
    cursor.offset += 1
    if try scanSimpleString(from: start) { return }
    var parts: [TemplatePart] = []
    var text: [UInt8] = []
    while cursor.current != .quote {
      try requireStringGoesOn(from: start)
      if cursor.current == .dollar, cursor.peek() == .openBrace {
        appendText(&text, to: &parts)
        parts.append(try scanPlainInterpolation(from: start))
      } else if cursor.current == .backslash {
        takeEscape(into: &text)
      } else {
        text.append(cursor.current)
        cursor.offset += 1
      }
    }
    cursor.offset += 1
    appendText(&text, to: &parts)
    addTemplate(parts, from: start)
  }

  /// Takes a string without escapes and interpolations in one step; leaves any other where it is.
  private mutating func scanSimpleString(from start: Int) throws(Diagnostic) -> Bool {
    let textStart = cursor.offset
    cursor.skip { $0 == .quote || $0 == .backslash || $0 == .dollar || $0 == .lineFeed }
    try requireStringGoesOn(from: start)
    guard cursor.current == .quote else {
      cursor.offset = textStart
      return false
    }
    let value = text(from: textStart, to: cursor.offset)
    cursor.offset += 1
    addString(.string, value, from: start)
    return true
  }

  private func requireStringGoesOn(from start: Int) throws(Diagnostic) {
    guard !cursor.isAtEnd, cursor.current != .lineFeed else {
      throw .unterminatedString(at: start, in: file)
    }
  }

  /// The cursor is at a backslash. An unknown escape stands for itself, both characters.
  private mutating func takeEscape(into text: inout [UInt8]) {
    let replacement: UInt8? =
      switch Unicode.Scalar(cursor.peek()) {
      case "n": .lineFeed
      case "t": .tab
      case "\\": .backslash
      case "\"": .quote
      case "$": .dollar
      default: nil
      }
    text.append(replacement ?? .backslash)
    cursor.offset += replacement == nil ? 1 : 2
  }

  private mutating func scanPlainInterpolation(from start: Int) throws(Diagnostic) -> TemplatePart {
    guard let part = scanInterpolation(), case .source(let range, _) = part else {
      throw .unterminatedString(at: start, in: file)
    }
    let source = cursor.bytes[Int(range.start)..<Int(range.end)]
    guard source.contains(where: { !$0.isBlank }) else {
      throw .unexpectedCharacter("}", at: cursor.offset, length: 1, in: file)
    }
    return part
  }

  private func appendText(_ text: inout [UInt8], to parts: inout [TemplatePart]) {
    guard !text.isEmpty else { return }
    parts.append(.text(String(decoding: text, as: UTF8.self)))
    text.removeAll(keepingCapacity: true)
  }
}
