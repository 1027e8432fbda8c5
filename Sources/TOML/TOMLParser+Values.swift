extension TOMLParser {
  /// The value behind `=` or inside an array.
  mutating func parseValue() throws(TOMLError) -> TOMLValue {
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try parseString())
    case UInt8(ascii: "["): return .array(try nested { parser throws(TOMLError) in try parser.parseArray() })
    case UInt8(ascii: "{"): return .table(try nested { parser throws(TOMLError) in try parser.parseInlineTable() })
    default: return try parseScalar()
    }
  }

  private mutating func nested<Result>(
    _ parse: (inout TOMLParser) throws(TOMLError) -> Result
  ) throws(TOMLError) -> Result {
    guard depth < TOMLParser.depthLimit else { throw error("values are nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    position += 1
    return try parse(&self)
  }

  private mutating func parseArray() throws(TOMLError) -> [TOMLValue] {
    var items: [TOMLValue] = []
    while true {
      try skipLines()
      if take("]") { return items }
      items.append(try parseValue())
      try skipLines()
      if take("]") { return items }
      guard take(",") else { throw error("expected `,` or `]`") }
    }
  }

  private mutating func parseInlineTable() throws(TOMLError) -> TOMLTable {
    let table = TableBuilder(.header)
    skipBlanks()
    if take("}") { return table.table }
    while true {
      skipBlanks()
      let start = position
      let (path, value) = try parseEntry()
      try define(at: start) { () throws(DefinitionError) in try table.define(path, value) }
      skipBlanks()
      if take("}") { return table.table }
      guard take(",") else { throw error("expected `,` or `}`") }
    }
  }

  // MARK: Numbers, booleans, dates

  private mutating func parseScalar() throws(TOMLError) -> TOMLValue {
    let start = position
    var text = takeWhile { isScalarByte($0) }
    // A date may be parted from its time by one blank.
    if peek == UInt8(ascii: " "), isDate(text), position + 1 < bytes.count, isDigit(bytes[position + 1]) {
      position += 1
      text += " " + takeWhile { isScalarByte($0) }
    }
    guard !text.isEmpty else { throw error("expected a value") }
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "inf", "+inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    case "nan", "+nan", "-nan": return .float(.nan)
    default: break
    }
    if isDateTime(text) { return .dateTime(text) }
    if let number = try number(text, at: start) { return number }
    throw error("invalid value `\(text)`", at: start)
  }

  private func number(_ text: String, at start: Int) throws(TOMLError) -> TOMLValue? {
    guard let plain = withoutSeparators(text) else { return nil }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where plain.hasPrefix(prefix) {
      let digits = plain.dropFirst(2)
      guard !digits.hasPrefix("+"), !digits.hasPrefix("-") else { return nil }
      guard let int = Int(digits, radix: radix) else { return try tooLarge(digits, radix, at: start) }
      return .integer(int)
    }
    switch NumberForm(plain) {
    case .integer:
      guard let int = Int(plain) else { throw error("integer out of range", at: start) }
      return .integer(int)
    case .float: return Double(plain).map { .float($0) }
    case nil: return nil
    }
  }

  /// Tells digits of another radix from a number that does not fit.
  private func tooLarge(_ digits: Substring, _ radix: Int, at start: Int) throws(TOMLError) -> TOMLValue? {
    let areDigits = !digits.isEmpty && digits.allSatisfy { Int(String($0), radix: radix) != nil }
    if areDigits { throw error("integer out of range", at: start) }
    return nil
  }
}

/// The number without `_`, nil when one does not stand between digits.
private func withoutSeparators(_ text: String) -> String? {
  let bytes = Array(text.utf8)
  let fits = text.hasPrefix("0x") ? isHexDigit : isDigit
  for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
    guard index > 0, index + 1 < bytes.count, fits(bytes[index - 1]), fits(bytes[index + 1]) else { return nil }
  }
  return String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
}

/// The two forms of decimal numbers.
private enum NumberForm {
  case integer
  case float

  /// The form of a text that is a number.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    func takeDigits() -> Int {
      let count = rest.prefix { isDigit($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let isZero = rest.first == UInt8(ascii: "0")
    let count = takeDigits()
    guard count > 0, !isZero || count == 1 else { return nil }
    self = .integer
    if rest.first == UInt8(ascii: ".") {
      self = .float
      rest = rest.dropFirst()
      guard takeDigits() > 0 else { return nil }
    }
    if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
      self = .float
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard takeDigits() > 0 else { return nil }
    }
    guard rest.isEmpty else { return nil }
  }
}

/// Whether a byte may stand in a number, a boolean or a date.
private func isScalarByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    || [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":")].contains(byte)
}
