/// The functions of bytes (05 §7). They convert no argument.
var bytesFunctions: [NativeBuiltin] {
  [
    (
      "bytes_from_string",
      { call throws(HarnError) in
        Value(octets: try call.string("bytes_from_string", 0).buffer)
      }
    ),
    ("bytes_to_string", bytesToString),
    (
      "bytes_to_string_lossy",
      { call throws(HarnError) in
        try Value(
          string: String(decoding: try call.octets("bytes_to_string_lossy", 0), as: UTF8.self), limits: call.limits)
      }
    ),
    (
      "bytes_to_hex",
      { call throws(HarnError) in
        try Value(string: hexText(try call.octets("bytes_to_hex", 0)), limits: call.limits)
      }
    ),
    ("bytes_from_hex", bytesFromHex),
    (
      "bytes_to_base64",
      { call throws(HarnError) in
        try Value(string: base64Text(try call.octets("bytes_to_base64", 0)), limits: call.limits)
      }
    ),
    ("bytes_from_base64", bytesFromBase64),
    (
      "bytes_len",
      { call throws(HarnError) in Value(int: try call.octets("bytes_len", 0).count) }
    ),
    (
      "bytes_concat",
      { call throws(HarnError) in
        let first = try call.octets("bytes_concat", 0)
        let second = try call.octets("bytes_concat", 1)
        guard first.count + second.count <= call.limits.stringBytes else {
          throw .runtimeError("bytes_concat: bytes are too large (at most \(call.limits.stringBytes))")
        }
        return Value(octets: Array(first) + Array(second))
      }
    ),
    ("bytes_slice", bytesSlice),
    (
      "bytes_eq",
      { call throws(HarnError) in
        let first = try call.octets("bytes_eq", 0)
        let second = try call.octets("bytes_eq", 1)
        // Every octet is looked at, so that the time does not tell where two texts differ.
        var difference: UInt8 = 0
        for (a, b) in zip(first, second) { difference |= a ^ b }
        return Value(bool: first.count == second.count && difference == 0)
      }
    ),
  ]
}

extension NativeCall {
  /// The octets of the argument at `index`, borrowed.
  fileprivate func octets(
    _ name: String, _ index: Int
  ) throws(HarnError) -> UnsafeBufferPointer<UInt8> {
    guard self[index].isA(.bytes) else { throw mismatch(name, index, "bytes") }
    return self[index].octets
  }

  /// The string at `index`, borrowed.
  fileprivate func string(_ name: String, _ index: Int) throws(HarnError) -> StringPointer {
    guard self[index].isString else { throw mismatch(name, index, "string") }
    return self[index].string
  }

  fileprivate func mismatch(_ name: String, _ index: Int, _ wanted: String) -> HarnError {
    if self[index].isAbsent { return .runtimeError("\(name): missing argument \(index + 1)") }
    return .runtimeError(
      "\(name): expected \(wanted) at argument \(index + 1), got \(typeName(self[index]))")
  }
}

private func bytesToString(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let octets = try call.octets("bytes_to_string", 0)
  guard String(validating: octets, as: UTF8.self) != nil else {
    throw .runtimeError("bytes_to_string: the octets are not valid UTF-8")
  }
  return Value(newString(copying: octets))
}

private func bytesSlice(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let octets = try call.octets("bytes_slice", 0)
  guard let start = call.int(1) else { throw call.mismatch("bytes_slice", 1, "int") }
  guard let end = call.int(2) else { throw call.mismatch("bytes_slice", 2, "int") }
  let from = min(max(0, start), octets.count)
  let to = max(from, min(max(0, end), octets.count))
  return Value(octets: UnsafeBufferPointer(rebasing: octets[from..<to]))
}

// MARK: Hexadecimal

/// The octets as lower-case hexadecimal digits.
package func hexText(_ octets: UnsafeBufferPointer<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(octets.count * 2)
  for octet in octets {
    text.append(digits[Int(octet >> 4)])
    text.append(digits[Int(octet & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

private func bytesFromHex(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.string("bytes_from_hex", 0).buffer
  guard text.count % 2 == 0 else {
    throw .runtimeError("bytes_from_hex: odd number of digits")
  }
  var octets: [UInt8] = []
  octets.reserveCapacity(text.count / 2)
  for index in stride(from: 0, to: text.count, by: 2) {
    guard let high = hexDigit(text[index]), let low = hexDigit(text[index + 1]) else {
      throw .runtimeError("bytes_from_hex: invalid digit in the pair at position \(index)")
    }
    octets.append(high << 4 | low)
  }
  return Value(octets: octets)
}

/// The value of a hexadecimal digit in either case.
package func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x37
  case 0x61...0x66: byte - 0x57
  default: nil
  }
}

// MARK: Base64, standard alphabet with padding

private let base64Alphabet = Array(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// The octets in Base64, standard alphabet with padding (RFC 4648).
package func base64Text(_ octets: UnsafeBufferPointer<UInt8>) -> String {
  var text: [UInt8] = []
  text.reserveCapacity((octets.count + 2) / 3 * 4)
  for start in stride(from: 0, to: octets.count, by: 3) {
    let count = min(3, octets.count - start)
    var group = 0
    for index in 0..<3 { group = group << 8 | (index < count ? Int(octets[start + index]) : 0) }
    for index in 0..<4 {
      text.append(index <= count ? base64Alphabet[group >> (18 - 6 * index) & 63] : 0x3d)
    }
  }
  return String(decoding: text, as: UTF8.self)
}

private func bytesFromBase64(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.string("bytes_from_base64", 0).buffer
  guard text.count % 4 == 0 else {
    throw .runtimeError("bytes_from_base64: the length is no multiple of 4")
  }
  let padding = text.suffix(2).reversed().prefix { $0 == 0x3d }.count
  var octets: [UInt8] = []
  octets.reserveCapacity(text.count / 4 * 3)
  for start in stride(from: 0, to: text.count, by: 4) {
    let filled = start + 4 == text.count ? 4 - padding : 4
    var group = 0
    for index in 0..<4 {
      var bits = 0
      if index < filled {
        guard let found = base64Value(text[start + index]) else {
          throw .runtimeError("bytes_from_base64: invalid character at position \(start + index)")
        }
        bits = found
      }
      group = group << 6 | bits
    }
    for index in 0..<(filled - 1) { octets.append(UInt8(group >> (16 - 8 * index) & 255)) }
    // The bits that no octet takes are zero, so that every octet string has one text only.
    if group & (filled == 2 ? 0xffff : filled == 3 ? 0xff : 0) != 0 {
      throw .runtimeError("bytes_from_base64: invalid last character")
    }
  }
  return Value(octets: octets)
}

private func base64Value(_ byte: UInt8) -> Int? {
  switch byte {
  case 0x41...0x5a: Int(byte) - 0x41
  case 0x61...0x7a: Int(byte) - 0x61 + 26
  case 0x30...0x39: Int(byte) - 0x30 + 52
  case 0x2b: 62
  case 0x2f: 63
  default: nil
  }
}
