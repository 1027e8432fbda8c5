/// Appends UTF-8 text as a JSON string.
///
/// `json_stringify` writes control characters other than line end, return and tab as `\u00xx`, those from U+007F to
/// U+009F included (05 §15.2); the other dialects have `\b` and `\f` too and leave everything from U+007F on.
package func appendJSONString(
  _ text: UnsafeBufferPointer<UInt8>, isASCII: Bool, to buffer: inout TextBuffer,
  _ dialect: JSONStyle.Dialect
) {
  buffer.append(ascii: 0x22)
  defer { buffer.append(ascii: 0x22) }
  guard let start = text.baseAddress else { return }
  let escapesHigh = dialect == .stringify
  var pieceStart = 0
  var position = 0
  while true {
    position = nextEscaped(start, position, text.count, escapesHigh: escapesHigh, isASCII: isASCII)
    buffer.append(start + pieceStart, count: position - pieceStart, isASCII: isASCII)
    guard position < text.count else { return }
    var byte = start[position]
    if byte == 0xC2 {
      position += 1
      byte = start[position]
    }
    append(escaped: byte, to: &buffer, hasShortForms: !escapesHigh)
    position += 1
    pieceStart = position
  }
}

/// Appends text as a JSON string.
package func appendJSONString(_ text: String, to buffer: inout TextBuffer, _ dialect: JSONStyle.Dialect) {
  var text = text
  text.withUTF8 { appendJSONString($0, isASCII: false, to: &buffer, dialect) }
}

/// The place of the next byte that does not stand for itself, or the end. Eight bytes at a time.
@inline(__always) private func nextEscaped(
  _ start: UnsafePointer<UInt8>, _ from: Int, _ end: Int, escapesHigh: Bool, isASCII: Bool
) -> Int {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let tops: UInt64 = 0x8080_8080_8080_8080
  var position = from
  while true {
    while end - position >= 8 {
      let word = UnsafeRawPointer(start + position).loadUnaligned(as: UInt64.self)
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      let deletes = word ^ (ones &* 0x7F)
      // A byte of interest sets its top bit. Bytes beyond ASCII are of interest where U+0080 to U+009F may come.
      var stops =
        (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- ones &* 0x20) & ~word
      if escapesHigh { stops |= (deletes &- ones) & ~deletes | word }
      if stops & tops != 0 { break }
      position += 8
    }
    let wordEnd = min(position + 8, end)
    while position < wordEnd {
      if isEscaped(start, position, end, escapesHigh: escapesHigh) { return position }
      position += 1
    }
    if position == end { return end }
  }
}

@inline(__always) private func isEscaped(
  _ start: UnsafePointer<UInt8>, _ position: Int, _ end: Int, escapesHigh: Bool
) -> Bool {
  let byte = start[position]
  if byte < 0x20 || byte == 0x22 || byte == 0x5C { return true }
  guard escapesHigh else { return false }
  return byte == 0x7F || byte == 0xC2 && position + 1 < end && start[position + 1] < 0xA0
}

private func append(escaped byte: UInt8, to buffer: inout TextBuffer, hasShortForms: Bool) {
  buffer.append(ascii: 0x5C)
  switch byte {
  case 0x22, 0x5C: buffer.append(ascii: byte)
  case 0x0A: buffer.append(ascii: UInt8(ascii: "n"))
  case 0x0D: buffer.append(ascii: UInt8(ascii: "r"))
  case 0x09: buffer.append(ascii: UInt8(ascii: "t"))
  case 0x08 where hasShortForms: buffer.append(ascii: UInt8(ascii: "b"))
  case 0x0C where hasShortForms: buffer.append(ascii: UInt8(ascii: "f"))
  default:
    buffer.append("u00")
    for nibble in [byte >> 4, byte & 15] {
      buffer.append(ascii: nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
    }
  }
}

/// Appends the shortest digits that read back as `number`, recognisable as a float; null when it is not finite.
package func appendExactFloat(_ number: Double, to buffer: inout TextBuffer) {
  guard number.isFinite else { return buffer.append("null") }
  // Swift writes exponents as `e+16` and `e-05`, JSON writers as `e16` and `e-5`.
  let text = number.description
  guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "e")), let exponent = Int(text[mark...].dropFirst())
  else { return buffer.append(text) }
  let digits = text[..<mark]
  buffer.append(String(digits.hasSuffix(".0") ? digits.dropLast(2) : digits))
  buffer.append(ascii: UInt8(ascii: "e"))
  buffer.append(int: exponent)
}
