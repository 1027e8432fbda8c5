import VM

/// Base32 (RFC 4648), upper-case and padded.
enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  /// The text of these octets.
  static func text(_ octets: [UInt8]) -> String {
    var text: [UInt8] = []
    var group = 0
    var bits = 0
    for octet in octets {
      group = group << 8 | Int(octet)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[group >> bits & 31])
      }
      group &= (1 << bits) - 1
    }
    if bits > 0 { text.append(alphabet[group << (5 - bits) & 31]) }
    text.append(contentsOf: repeatElement(0x3d, count: (8 - text.count % 8) % 8))
    return String(decoding: text, as: UTF8.self)
  }

  /// The octets of a padded text.
  static func octets(_ text: String) throws(DecodingFailure) -> [UInt8] {
    var digits = Array(text.utf8)
    guard digits.count % 8 == 0 else { throw DecodingFailure(text: "Invalid input length: \(digits.count)") }
    for _ in 0..<6 where digits.last == 0x3d { digits.removeLast() }
    guard ![1, 3, 6].contains(digits.count % 8) else { throw DecodingFailure(text: "Invalid padding") }
    var octets: [UInt8] = []
    var group = 0
    var bits = 0
    for (position, digit) in digits.enumerated() {
      guard let value = alphabet.firstIndex(of: digit) else {
        throw DecodingFailure(text: "Invalid symbol \(digit), offset \(position).")
      }
      group = group << 5 | value
      bits += 5
      if bits >= 8 {
        bits -= 8
        octets.append(UInt8(truncatingIfNeeded: group >> bits))
        group &= (1 << bits) - 1
      }
    }
    guard group == 0 else { throw DecodingFailure(text: "Invalid last symbol, offset \(digits.count - 1).") }
    return octets
  }
}

/// The UTF-8 octets, those outside of `kept` as `%XX`.
func percentEncoded(_ text: String, isKept: (UInt8) -> Bool = isUnreserved) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    if isKept(byte) {
      encoded.append(byte)
    } else {
      encoded += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}

/// Letters, digits and `-_.~` of ASCII.
func isUnreserved(_ byte: UInt8) -> Bool {
  isASCIILetter(byte) || (0x30...0x39).contains(byte) || [0x2d, 0x5f, 0x2e, 0x7e].contains(byte)
}

/// The octets with `%XX` decoded, and `+` as a blank if asked for; a malformed `%` stays.
func percentDecoded(_ text: String, plusIsBlank: Bool) -> [UInt8] {
  let bytes = Array(text.utf8)
  var decoded: [UInt8] = []
  decoded.reserveCapacity(bytes.count)
  var index = 0
  while index < bytes.count {
    if bytes[index] == 0x25, index + 2 < bytes.count, let high = hexDigit(bytes[index + 1]),
      let low = hexDigit(bytes[index + 2])
    {
      decoded.append(high << 4 | low)
      index += 3
    } else {
      decoded.append(plusIsBlank && bytes[index] == 0x2b ? 0x20 : bytes[index])
      index += 1
    }
  }
  return decoded
}
