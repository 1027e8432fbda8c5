import Diagnostics

/// A place in a text, moving forward byte by byte.
///
/// Beyond the end it reads zero bytes, so that looking ahead needs no tests.
struct Cursor {
  let bytes: [UInt8]
  /// Offset of the next byte.
  var offset: Int
  /// Offset at which the text ends.
  let end: Int

  init(_ bytes: [UInt8], in range: SourceRange) {
    self.bytes = bytes
    offset = Int(range.start)
    end = min(Int(range.end), bytes.count)
  }

  var isAtEnd: Bool { offset >= end }

  /// The next byte.
  var current: UInt8 { offset < end ? bytes[offset] : 0 }

  /// The byte `distance` behind the next one.
  func peek(_ distance: Int = 1) -> UInt8 {
    let index = offset + distance
    return index < end ? bytes[index] : 0
  }

  /// Moves on to the next byte that satisfies `condition`, or to the end.
  mutating func skip(until condition: (UInt8) -> Bool) {
    while offset < end, !condition(bytes[offset]) { offset += 1 }
  }

  /// The scalar at the cursor and the number of its bytes. Broken UTF-8 reads as U+FFFD, one byte long.
  func scalar() -> (value: Unicode.Scalar, length: Int) {
    guard offset < end else { return ("\u{0}", 0) }
    let length = Cursor.sequenceLength(of: bytes[offset])
    guard offset + length <= end else { return ("\u{FFFD}", 1) }
    var decoder = UTF8()
    var iterator = bytes[offset..<offset + length].makeIterator()
    guard case .scalarValue(let value) = decoder.decode(&iterator) else { return ("\u{FFFD}", 1) }
    return (value, length)
  }

  private static func sequenceLength(of lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let tab = UInt8(ascii: "\t")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let dollar = UInt8(ascii: "$")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let slash = UInt8(ascii: "/")
  static let star = UInt8(ascii: "*")
  static let dot = UInt8(ascii: ".")

  var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

  var isIdentifierByte: Bool { isASCIILetter || isASCIIDigit || self == UInt8(ascii: "_") }

  var isBlank: Bool {
    self == .space || self == .tab || self == .carriageReturn || self == .lineFeed
  }
}

extension Unicode.Scalar {
  /// *letter* of 01 "Identifiers".
  var isLetter: Bool { properties.isAlphabetic }

  /// *letter* or *digit* of 01 "Identifiers".
  var isLetterOrDigit: Bool {
    if properties.isAlphabetic { return true }
    switch properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: return true
    default: return false
    }
  }
}
