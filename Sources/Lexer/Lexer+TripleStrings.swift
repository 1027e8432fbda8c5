import Diagnostics

/// Triple-quoted strings (01 "Triple-quoted strings").
///
/// The text is cut into physical lines first. Each line is a list of pieces, literal text and interpolations, so that
/// an interpolation can neither add to the indent of a line nor hide a line break.
extension Lexer {
  /// `"""…"""`: the first three quotes outside interpolations end it.
  mutating func scanTripleString() throws(Diagnostic) {
    let start = cursor.offset
    cursor.offset += 3
    if cursor.current == .lineFeed { cursor.offset += 1 }
    var lines = [TripleLine()]
    var textStart = cursor.offset
    while !isAtTripleQuote {
      cursor.skip { $0 == .quote || $0 == .dollar || $0 == .lineFeed }
      switch (cursor.current, cursor.peek()) {
      case _ where cursor.isAtEnd:
        throw .unterminatedString(at: start, in: file)
      case (.dollar, .openBrace):
        lines[lines.count - 1].append(cursor.bytes[textStart..<cursor.offset])
        guard let part = scanInterpolation() else {
          throw .unterminatedString(at: start, in: file)
        }
        lines[lines.count - 1].append(part, isEmpty: isBlank(part))
        textStart = cursor.offset
      case (.lineFeed, _):
        lines[lines.count - 1].append(cursor.bytes[textStart..<cursor.offset])
        lines.append(TripleLine())
        cursor.offset += 1
        textStart = cursor.offset
      default:
        if !isAtTripleQuote { cursor.offset += 1 }
      }
    }
    lines[lines.count - 1].append(cursor.bytes[textStart..<cursor.offset])
    cursor.offset += 3
    addTemplate(joined(withoutIndent(lines)), from: start)
  }

  private var isAtTripleQuote: Bool {
    cursor.current == .quote && cursor.peek() == .quote && cursor.peek(2) == .quote
  }

  private func isBlank(_ part: TemplatePart) -> Bool {
    guard case .source(let range, _) = part else { return false }
    return cursor.bytes[Int(range.start)..<Int(range.end)].allSatisfy(\.isBlank)
  }

  /// Rules 3 to 6: strips the common indent and one trailing line feed.
  private func withoutIndent(_ lines: [TripleLine]) -> [TripleLine] {
    guard let indent = lines.filter({ !$0.isBlank }).map(\.indent).min() else { return lines }
    var lines = lines
    if indent > 0 {
      for index in lines.indices { lines[index].removeIndent(indent) }
    }
    if lines.count > 1, lines[lines.count - 1].pieces.isEmpty { lines.removeLast() }
    return lines
  }

  /// The lines with line feeds between them, neighbouring texts in one part.
  private func joined(_ lines: [TripleLine]) -> [TemplatePart] {
    var parts: [TemplatePart] = []
    var text: [UInt8] = []
    for (index, line) in lines.enumerated() {
      if index > 0 { text.append(.lineFeed) }
      for piece in line.pieces {
        switch piece {
        case .text(let bytes): text += bytes
        case .part(let part):
          if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
          text.removeAll(keepingCapacity: true)
          parts.append(part)
        }
      }
    }
    if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
    return parts
  }
}

/// One physical line of a triple-quoted string.
private struct TripleLine {
  /// A run of literal text, never empty, or an interpolation.
  enum Piece {
    case text(ArraySlice<UInt8>)
    case part(TemplatePart)
  }

  private(set) var pieces: [Piece] = []
  /// Whether it holds white space only. A line with an interpolation is not blank.
  private(set) var isBlank = true

  mutating func append(_ text: ArraySlice<UInt8>) {
    guard !text.isEmpty else { return }
    pieces.append(.text(text))
    if isBlank { isBlank = isWhiteSpace(text) }
  }

  /// An interpolation; one of blanks only yields empty text and is left out.
  mutating func append(_ interpolation: TemplatePart, isEmpty: Bool) {
    isBlank = false
    pieces.append(isEmpty ? .text([]) : .part(interpolation))
  }

  /// The number of leading blanks; an interpolation ends the run.
  var indent: Int {
    guard case .text(let bytes)? = pieces.first else { return 0 }
    return bytes.prefix { $0 == .space || $0 == .tab }.count
  }

  /// Takes `count` leading blanks away. A blank line becomes empty.
  mutating func removeIndent(_ count: Int) {
    if isBlank {
      pieces = []
    } else if case .text(let bytes)? = pieces.first {
      pieces[0] = .text(bytes.dropFirst(count))
    }
  }

  private func isWhiteSpace(_ text: ArraySlice<UInt8>) -> Bool {
    if text.allSatisfy(\.isBlank) { return true }
    return String(decoding: text, as: UTF8.self).unicodeScalars.allSatisfy(
      \.properties.isWhitespace)
  }
}
