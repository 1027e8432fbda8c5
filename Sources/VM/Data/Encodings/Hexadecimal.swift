/// Why a text is not in the encoding it should be in.
package struct DecodingFailure: Error {
  /// What is wrong, for the message.
  package var text: String

  /// A failure with this message.
  package init(text: String) { self.text = text }
}

/// The octets as lower-case hexadecimal digits.
package func hexText(_ octets: some Collection<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(octets.count * 2)
  for octet in octets {
    text.append(digits[Int(octet >> 4)])
    text.append(digits[Int(octet & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// The octets of hexadecimal digits in either case.
package func hexOctets(_ digits: [UInt8]) throws(DecodingFailure) -> [UInt8] {
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

/// The value of a hexadecimal digit in either case.
package func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x37
  case 0x61...0x66: byte - 0x57
  default: nil
  }
}
