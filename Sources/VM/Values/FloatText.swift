/// Appends a float as 01 "Floats" lays it out: shortest digits that read back as the same value, never an exponent.
@inline(never) func appendFloat(_ value: Double, to buffer: inout TextBuffer) {
  if value.isNaN { return buffer.append("NaN") }
  if value.isInfinite { return buffer.append(value < 0 ? "-inf" : "inf") }
  // Swift's description has the shortest digits; most are laid out as wanted already.
  var text = value.description
  text.withUTF8 { digits in
    if let mark = digits.firstIndex(of: 0x65) {
      appendPositional(digits, exponentMark: mark, to: &buffer)
    } else if value.magnitude >= 1e15, digits.count > 2, digits[digits.count - 1] == 0x30,
      digits[digits.count - 2] == 0x2e
    {
      buffer.append(UnsafeBufferPointer(rebasing: digits[..<(digits.count - 2)]))
    } else {
      buffer.append(digits)
    }
  }
}

/// Lays out `d.ddde±xx` without an exponent.
private func appendPositional(
  _ text: UnsafeBufferPointer<UInt8>, exponentMark: Int, to buffer: inout TextBuffer
) {
  var exponent = 0
  for byte in text[(exponentMark + 1)...] where byte >= 0x30 {
    exponent = exponent * 10 + Int(byte - 0x30)
  }
  if text[exponentMark + 1] == 0x2d { exponent = -exponent }
  if text[0] == 0x2d { buffer.append(ascii: 0x2d) }
  let digits = text[..<exponentMark].filter { $0 >= 0x30 }
  // The point stands before digit number `point`.
  let point = exponent + 1
  if point <= 0 {
    buffer.append("0.")
    for _ in 0..<(-point) { buffer.append(ascii: 0x30) }
  }
  for (index, digit) in digits.enumerated() {
    if index == point, point > 0 { buffer.append(ascii: 0x2e) }
    buffer.append(ascii: digit)
  }
  for _ in 0..<max(0, point - digits.count) { buffer.append(ascii: 0x30) }
}
