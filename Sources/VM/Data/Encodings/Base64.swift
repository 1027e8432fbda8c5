/// Base64 (RFC 4648) in one of its alphabets.
package struct Base64: Sendable {
  /// `+` and `/`, padded.
  package static let standard = Base64(lastDigits: "+/", isPadded: true)
  /// `-` and `_`, without padding.
  package static let url = Base64(lastDigits: "-_", isPadded: false)

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
  package func text(_ octets: [UInt8]) -> String { octets.withUnsafeBufferPointer { text($0) } }

  /// The text of these octets.
  package func text(_ octets: UnsafeBufferPointer<UInt8>) -> String {
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
  package func octets(_ text: String) throws(DecodingFailure) -> [UInt8] { try octets(Array(text.utf8)) }

  /// The same for the bytes of a text.
  package func octets(_ text: [UInt8]) throws(DecodingFailure) -> [UInt8] {
    var digits = text[...]
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
