/// A place as people count it: line and column from 1, the column in Unicode scalars.
package struct SourcePosition: Equatable, Hashable, Sendable {
  /// The line, from 1.
  package var line: Int
  /// The column, from 1.
  package var column: Int

  /// The place in this line and column.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// One source text with the name that people know it by.
///
/// It turns byte offsets into lines and columns; nothing else keeps such numbers.
package struct SourceFile: Sendable {
  /// The path as it was given, for messages only.
  package let path: String
  /// The text in UTF-8.
  package let bytes: [UInt8]
  /// Offset of the first byte of each line. A final line feed starts one more, empty line.
  private let lineStarts: [Int32]

  /// The text `bytes`, known as `path`.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts: [Int32] = [0]
    starts.reserveCapacity(bytes.count / 24 + 1)
    for (offset, byte) in bytes.enumerated() where byte == lineFeed {
      starts.append(Int32(clamping: offset + 1))
    }
    lineStarts = starts
  }

  /// The text `text`, known as `path`.
  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  private init(path: String, sharing file: SourceFile) {
    self.path = path
    bytes = file.bytes
    lineStarts = file.lineStarts
  }

  /// The same text under another path, in constant time.
  package func known(as path: String) -> SourceFile { SourceFile(path: path, sharing: self) }
}

private let lineFeed: UInt8 = 0x0A
private let carriageReturn: UInt8 = 0x0D

extension SourceFile {
  /// The whole text.
  package var range: SourceRange { SourceRange(start: 0, end: bytes.count) }

  /// The text of `range`, clipped to the file.
  package func text(of range: SourceRange) -> String {
    let start = min(max(0, Int(range.start)), bytes.count)
    let end = min(max(start, Int(range.end)), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Whether `words` stand somewhere in the text, in a comment or string as well. Much cheaper than a look at the tree.
  package func contains(_ words: StaticString) -> Bool {
    words.withUTF8Buffer { words in
      bytes.withUnsafeBufferPointer { text in
        guard let first = words.first, text.count >= words.count else { return false }
        for start in 0...(text.count - words.count) where text[start] == first {
          if text[start..<start + words.count].elementsEqual(words) { return true }
        }
        return false
      }
    }
  }

  /// The number of the line that holds byte `offset`, from 1. Logarithmic in the number of lines.
  package func lineNumber(ofByte offset: Int) -> Int {
    max(lineStarts.partitioningIndex { Int($0) > offset }, 1)
  }

  /// Line and column of byte `offset`. The offset behind the last byte is the end of the text.
  package func position(ofByte offset: Int) -> SourcePosition {
    let end = min(max(0, offset), bytes.count)
    let line = lineNumber(ofByte: end)
    let start = Int(lineStarts[line - 1])
    return SourcePosition(line: line, column: scalarCount(from: start, to: end) + 1)
  }

  /// The text of a line without its line break, or nil when the file has no such line.
  ///
  /// The empty piece behind a final line feed is no line (01 "Rendered form").
  package func line(_ number: Int) -> String? {
    guard let range = lineRange(number) else { return nil }
    return text(of: range)
  }

  /// The bytes of a line without its line break, or nil when the file has no such line.
  package func lineRange(_ number: Int) -> SourceRange? {
    guard number >= 1, number <= lineStarts.count else { return nil }
    let start = Int(lineStarts[number - 1])
    guard start < bytes.count else { return nil }
    var end = number < lineStarts.count ? Int(lineStarts[number]) - 1 : bytes.count
    if end > start, bytes[end - 1] == carriageReturn { end -= 1 }
    return SourceRange(start: start, end: end)
  }

  /// The number of scalars between two byte offsets.
  package func scalarCount(from start: Int, to end: Int) -> Int {
    var count = 0
    var offset = start
    while offset < end {
      if bytes[offset] & 0xC0 != 0x80 { count += 1 }
      offset += 1
    }
    return count
  }
}
