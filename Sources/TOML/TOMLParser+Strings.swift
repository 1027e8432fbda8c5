extension TOMLParser {
  /// A string of any form, at its opening quote.
  mutating func parseString() throws(TOMLError) -> String {
    if take("\"\"\"") { return try parseLines(quote: UInt8(ascii: "\"")) }
    if take("'''") { return try parseLines(quote: UInt8(ascii: "'")) }
    return peek == UInt8(ascii: "'") ? try parseLiteralString() : try parseBasicString()
  }

  /// `"…"`.
  mutating func parseBasicString() throws(TOMLError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek, !atLineEnd {
      if byte == UInt8(ascii: "\"") {
        position += 1
        return String(decoding: text, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") {
        try parseEscape(into: &text)
      } else {
        try parseCharacter(into: &text)
      }
    }
    throw error("unterminated string")
  }

  /// `'…'`.
  mutating func parseLiteralString() throws(TOMLError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek, !atLineEnd {
      if byte == UInt8(ascii: "'") {
        position += 1
        return String(decoding: text, as: UTF8.self)
      }
      try parseCharacter(into: &text)
    }
    throw error("unterminated string")
  }

  /// A string of several lines, behind its opening quotes. A line end directly behind them does not count, and one or two
  /// quotes may stand before the closing ones.
  private mutating func parseLines(quote: UInt8) throws(TOMLError) -> String {
    var text: [UInt8] = []
    if atLineEnd { position += peek == carriageReturn ? 2 : 1 }
    while let byte = peek {
      if byte == quote {
        let count = quoteCount(quote)
        position += count
        guard count >= 3 else {
          text += repeatElement(quote, count: count)
          continue
        }
        guard count <= 5 else { throw error("too many quotes at the end of a string") }
        text += repeatElement(quote, count: count - 3)
        return String(decoding: text, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        if try !takeEscapedLineEnd() { try parseEscape(into: &text) }
      } else if atLineEnd {
        position += byte == carriageReturn ? 2 : 1
        text.append(lineFeed)
      } else {
        try parseCharacter(into: &text)
      }
    }
    throw error("unterminated string")
  }

  private func quoteCount(_ quote: UInt8) -> Int { bytes[position...].prefix { $0 == quote }.count }

  /// A backslash at the end of a line takes the line end and all white space behind it away.
  private mutating func takeEscapedLineEnd() throws(TOMLError) -> Bool {
    let start = position
    position += 1
    skipBlanks()
    guard atLineEnd else {
      position = start
      return false
    }
    while atLineEnd {
      position += peek == carriageReturn ? 2 : 1
      skipBlanks()
    }
    return true
  }

  private mutating func parseCharacter(into text: inout [UInt8]) throws(TOMLError) {
    let byte = bytes[position]
    guard !isControl(byte) else { throw error("control character in a string") }
    text.append(byte)
    position += 1
  }

  private mutating func parseEscape(into text: inout [UInt8]) throws(TOMLError) {
    let start = position
    position += 1
    guard let byte = peek else { throw error("unterminated string") }
    position += 1
    switch byte {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let digits = bytes[position...].prefix(byte == UInt8(ascii: "u") ? 4 : 8)
      guard digits.count == (byte == UInt8(ascii: "u") ? 4 : 8), digits.allSatisfy({ isHexDigit($0) }),
        let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(number)
      else { throw error("invalid Unicode escape", at: start) }
      position += digits.count
      text += Array(String(scalar).utf8)
    default: throw error("invalid escape", at: start)
    }
  }
}

func isHexDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
}
