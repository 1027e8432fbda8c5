import Glibc

/// Why a text is no JSON (05 §15.1).
package struct JSONError: Error, Equatable, Sendable {
  /// What is wrong.
  package var detail: String
  /// The line, from 1.
  package var line: Int
  /// The column in bytes, from 1.
  package var column: Int

  /// The detail with its place.
  package var message: String { "\(detail) at line \(line) column \(column)" }
}

extension JSONValue {
  /// Reads one JSON text (RFC 8259) by the rules of 05 §15.1; white space may surround it.
  package init(parsing text: String) throws(JSONError) {
    var reader = JSONReader(text)
    self = try reader.readText()
  }
}

/// Reads a JSON text from its start to its end.
private struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  /// Deeper nesting is refused (05 §15.1).
  private static let depthLimit = 128

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func readText() throws(JSONError) -> JSONValue {
    let value = try readValue()
    skipBlanks()
    guard position == bytes.count else { throw error("trailing characters") }
    return value
  }

  private mutating func readValue() throws(JSONError) -> JSONValue {
    skipBlanks()
    guard let byte = peek else { throw error("EOF while parsing a value") }
    switch byte {
    case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.readObject() }
    case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.readArray() }
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
    default:
      if take("true") { return .bool(true) }
      if take("false") { return .bool(false) }
      if take("null") { return .null }
      throw error("expected value")
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depth < JSONReader.depthLimit else { throw error("recursion limit exceeded") }
    depth += 1
    defer { depth -= 1 }
    position += 1
    return try read(&self)
  }

  // MARK: Objects and arrays

  private mutating func readArray() throws(JSONError) -> JSONValue {
    var items: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array(items) }
    while true {
      items.append(try readValue())
      skipBlanks()
      if take("]") { return .array(items) }
      try expectComma(orEnd: "]", of: "a list")
    }
  }

  private mutating func readObject() throws(JSONError) -> JSONValue {
    // The last of several members with one key counts.
    var members: [String: JSONValue] = [:]
    skipBlanks()
    while !take("}") {
      guard peek != nil else { throw error("EOF while parsing an object") }
      guard peek == UInt8(ascii: "\"") else { throw error("key must be a string") }
      let key = try readString()
      skipBlanks()
      guard take(":") else { throw error(peek == nil ? "EOF while parsing an object" : "expected `:`") }
      members[key] = try readValue()
      skipBlanks()
      if take("}") { break }
      try expectComma(orEnd: "}", of: "an object")
    }
    return .object(
      members.map { JSONMember(key: $0.key, value: $0.value) }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
  }

  private mutating func expectComma(orEnd end: String, of kind: String) throws(JSONError) {
    guard peek != nil else { throw error("EOF while parsing \(kind)") }
    guard take(",") else { throw error("expected `,` or `\(end)`") }
    skipBlanks()
    if peek == end.utf8.first { throw error("trailing comma") }
  }

  // MARK: Numbers

  private mutating func readNumber() throws(JSONError) -> JSONValue {
    let start = position
    var isWhole = true
    _ = take("-")
    if !take("0") { try takeDigits() } else if isDigit(peek) { throw error("invalid number") }
    if take(".") {
      isWhole = false
      try takeDigits()
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      try takeDigits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, text != "-0", let int = Int(text) { return .int(int) }
    let number = strtod(text, nil)
    guard number.isFinite else { throw error("number out of range") }
    return .float(number)
  }

  private mutating func takeDigits() throws(JSONError) {
    guard isDigit(peek) else { throw error("invalid number") }
    while isDigit(peek) { position += 1 }
  }

  private func isDigit(_ byte: UInt8?) -> Bool {
    byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  // MARK: Strings

  private mutating func readString() throws(JSONError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try readEscape(into: &text)
      case 0..<0x20: throw error("control character (\\u0000-\\u001F) found while parsing a string")
      default: text.append(byte)
      }
    }
    throw error("EOF while parsing a string")
  }

  private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
    guard let byte = peek else { throw error("EOF while parsing a string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += UTF8.encode(try readScalar()).map(Array.init) ?? []
    default: throw error("invalid escape")
    }
  }

  /// The scalar of `XXXX`, or of a surrogate pair `XXXX\uXXXX`.
  private mutating func readScalar() throws(JSONError) -> Unicode.Scalar {
    let first = try readHex()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\u") else { throw error("lone surrogate found") }
    let second = try readHex()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error("lone surrogate found") }
    return scalar
  }

  private mutating func readHex() throws(JSONError) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek else { throw error("EOF while parsing a string") }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw error("invalid escape") }
      number = number << 4 | UInt32(digit)
      position += 1
    }
    return number
  }

  // MARK: Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private func error(_ detail: String) -> JSONError {
    let before = bytes[..<position]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONError(detail: detail, line: line, column: position - start + 1)
  }
}
