/// Whether `part` occurs in `text`, byte by byte. O(n · m).
func contains(_ text: String, _ part: String) -> Bool {
  range(of: part, in: Array(text.utf8), from: 0) != nil
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
  let scalars = Array(text.unicodeScalars)
  let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
  guard let first = scalars.firstIndex(where: { !isBlank($0) }),
    let last = scalars.lastIndex(where: { !isBlank($0) })
  else { return "" }
  return String(String.UnicodeScalarView(scalars[first...last]))
}
