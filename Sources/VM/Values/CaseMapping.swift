// Full Unicode case mapping (05 §6): `ß` upper-cases to `SS`, a final `Σ` lower-cases to `ς`.

/// The string in lower case, owned.
func lowercased(_ string: StringPointer, _ limits: Limits) throws(HarnError) -> Value {
  if string.isASCII { return mapASCII(string) { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 } }
  var buffer = TextBuffer(capacity: string.length, limit: limits.stringBytes)
  appendLowercased(Array(String(decoding: string.buffer, as: UTF8.self).unicodeScalars), to: &buffer)
  return try buffer.finishChecked()
}

/// Appends scalars in lower case.
func appendLowercased(_ scalars: [Unicode.Scalar], to buffer: inout TextBuffer) {
  for (index, scalar) in scalars.enumerated() {
    if scalar == "\u{3a3}" {
      buffer.append(isFinalSigma(scalars, index) ? "\u{3c2}" : "\u{3c3}")
    } else {
      buffer.append(scalar.properties.lowercaseMapping)
    }
  }
}

/// The string in upper case, owned.
func uppercased(_ string: StringPointer, _ limits: Limits) throws(HarnError) -> Value {
  if string.isASCII { return mapASCII(string) { $0 >= 0x61 && $0 <= 0x7a ? $0 & 0xdf : $0 } }
  var buffer = TextBuffer(capacity: string.length, limit: limits.stringBytes)
  for scalar in String(decoding: string.buffer, as: UTF8.self).unicodeScalars {
    buffer.append(scalar.properties.uppercaseMapping)
  }
  return try buffer.finishChecked()
}

private func mapASCII(_ string: StringPointer, _ transform: (UInt8) -> UInt8) -> Value {
  let result = newString(length: string.length, isASCII: true)
  for index in 0..<string.length { result.bytes[index] = transform(string.bytes[index]) }
  return Value(result)
}

/// The Final_Sigma condition of the Unicode standard: a cased letter before, none behind, ignorable marks skipped.
private func isFinalSigma(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
  let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
  let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
  return before?.properties.isCased == true && after?.properties.isCased != true
}
