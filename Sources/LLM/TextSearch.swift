import Glibc

/// Whether `part` occurs in `text`, byte by byte. O(n · m).
func contains(_ text: String, _ part: String) -> Bool {
  var text = text
  return text.withUTF8 { contains($0, part) }
}

/// Whether `part` occurs in these bytes. O(n · m).
func contains(_ text: UnsafeBufferPointer<UInt8>, _ part: String) -> Bool {
  var part = part
  return part.withUTF8 { part in
    guard let wanted = part.baseAddress, !part.isEmpty else { return true }
    guard let start = text.baseAddress, text.count >= part.count else { return false }
    return (0...text.count - part.count).contains { position in
      start[position] == wanted[0] && memcmp(start + position, wanted, part.count) == 0
    }
  }
}

/// Where `part` first occurs in `text` at or after `start`. O(n · m).
func range(of part: String, in text: [UInt8], from start: Int) -> Range<Int>? {
  let part = Array(part.utf8)
  guard text.count >= part.count else { return nil }
  var position = start
  while position + part.count <= text.count {
    if text[position..<position + part.count].elementsEqual(part) {
      return position..<position + part.count
    }
    position += 1
  }
  return nil
}

/// The text without blanks at both ends.
func trimmed(_ text: some StringProtocol) -> String {
  if let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, isPlain(first), isPlain(last) {
    return String(text)
  }
  let scalars = Array(text.unicodeScalars)
  let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
  guard let first = scalars.firstIndex(where: { !isBlank($0) }),
    let last = scalars.lastIndex(where: { !isBlank($0) })
  else { return "" }
  return String(String.UnicodeScalarView(scalars[first...last]))
}

/// Whether the scalar is an ASCII character that is no blank.
private func isPlain(_ scalar: Unicode.Scalar) -> Bool { scalar.value > 0x20 && scalar.value < 0x7F }

/// Whether there is nothing but blanks.
func isBlank(_ text: String) -> Bool {
  if let first = text.utf8.first, first > 0x20, first < 0x7F { return false }
  return text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
}

/// Whether two texts have the same bytes; Swift calls more texts equal.
func isSame(_ a: String, _ b: String) -> Bool {
  // Short texts lie in the string itself, and copies share their storage: then nothing needs to be read.
  if unsafeBitCast(a, to: (UInt, UInt).self) == unsafeBitCast(b, to: (UInt, UInt).self) { return true }
  guard a.utf8.count == b.utf8.count else { return false }
  var (a, b) = (a, b)
  return a.withUTF8 { a in
    b.withUTF8 { b in
      guard let start = a.baseAddress, let other = b.baseAddress else { return true }
      return start == other || memcmp(start, other, a.count) == 0
    }
  }
}

/// Whether a byte occurs in a text.
func contains(_ text: String, byte: UInt8) -> Bool {
  var text = text
  return text.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, Int32(byte), bytes.count) != nil } ?? false }
}

/// The number of words and of characters of a text of ASCII characters; nil for any other.
func countWords(_ text: String) -> (words: Int, characters: Int)? {
  var text = text
  return text.withUTF8 { bytes in
    var words = 0
    var isInside = false
    for byte in bytes {
      if byte >= 0x80 { return nil }
      let isBlank = byte == 0x20 || (0x09...0x0D).contains(byte)
      if !isBlank && !isInside { words += 1 }
      isInside = !isBlank
    }
    return (words, bytes.count)
  }
}
