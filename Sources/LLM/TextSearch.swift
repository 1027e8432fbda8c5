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
