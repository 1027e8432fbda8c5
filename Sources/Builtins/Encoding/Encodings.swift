import VM

/// Why a text is not in the encoding it should be in.
struct DecodingFailure: Error {
  var text: String
}

/// The octets as lower-case hexadecimal digits.
func hexText(_ octets: [UInt8]) -> String { octets.withUnsafeBufferPointer { VM.hexText($0) } }

/// The octets of hexadecimal digits.
func hexOctets(_ text: String) throws(DecodingFailure) -> [UInt8] {
  let digits = Array(text.utf8)
  guard digits.count % 2 == 0 else { throw DecodingFailure(text: "Odd number of digits") }
  var octets: [UInt8] = []
  octets.reserveCapacity(digits.count / 2)
  for index in stride(from: 0, to: digits.count, by: 2) {
    guard let high = hexDigit(digits[index]), let low = hexDigit(digits[index + 1]) else {
      throw DecodingFailure(text: "Invalid digit in the pair at position \(index)")
    }
    octets.append(high << 4 | low)
  }
  return octets
}

/// Base64 (RFC 4648) in one of its alphabets.
struct Base64 {
  /// `+` and `/`, padded.
  static let standard = Base64(lastDigits: "+/", isPadded: true)
  /// `-` and `_`, without padding.
  static let url = Base64(lastDigits: "-_", isPadded: false)

  private let alphabet: [UInt8]
  private let values: [UInt8]
  private let isPadded: Bool

  private init(lastDigits: String, isPadded: Bool) {
    alphabet = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + lastDigits).utf8)
    var values = [UInt8](repeating: 0xff, count: 256)
    for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
    self.values = values
    self.isPadded = isPadded
  }

  /// The text of these octets.
  func text(_ octets: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((octets.count + 2) / 3 * 4)
    for start in stride(from: 0, to: octets.count, by: 3) {
      let count = min(3, octets.count - start)
      var group = 0
      for index in 0..<3 { group = group << 8 | (index < count ? Int(octets[start + index]) : 0) }
      for index in 0...count { text.append(alphabet[group >> (18 - 6 * index) & 63]) }
      if isPadded { text.append(contentsOf: repeatElement(0x3d, count: 3 - count)) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The octets of a text. The padding must be as this form writes it, and bits that no octet takes must be zero.
  func octets(_ text: String) throws(DecodingFailure) -> [UInt8] {
    var digits = Array(text.utf8)
    if isPadded {
      guard digits.count % 4 == 0 else { throw DecodingFailure(text: "Invalid padding") }
      for _ in 0..<2 where digits.last == 0x3d { digits.removeLast() }
    }
    guard digits.count % 4 != 1 else { throw DecodingFailure(text: "Invalid input length: \(digits.count)") }
    var octets: [UInt8] = []
    octets.reserveCapacity(digits.count / 4 * 3 + 2)
    var group = 0
    var bits = 0
    for (position, digit) in digits.enumerated() {
      let value = values[Int(digit)]
      guard value != 0xff else { throw DecodingFailure(text: "Invalid symbol \(digit), offset \(position).") }
      group = group << 6 | Int(value)
      bits += 6
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
