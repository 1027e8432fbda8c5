import VM

extension YAMLParser {
  // MARK: Plain

  /// Reads a plain scalar; its lines are joined with blanks. Further lines must be indented more than `parent`.
  mutating func plainScalar(parent: Int, isInFlow: Bool) throws(Failure) -> String {
    guard isPlainStart(isInFlow) else {
      throw failure("found a character that cannot start a value")
    }
    var text = plainLine(isInFlow)
    while peek.map({ isLineEnd($0) || isBlank($0) }) ?? false {
      let back = (position, lineStart, line)
      var lineEnds = 0
      while let byte = peek, isBlank(byte) || isLineEnd(byte) {
        if advance(byte) { lineEnds += 1 }
      }
      let isMore =
        lineEnds > 0 && peek != nil && peek != UInt8(ascii: "#") && column > parent && !isAtDocumentMarker
        && (!isInFlow || !(peek.map(isFlowIndicator) ?? true) && !isColonEnd(isInFlow))
      guard isMore else {
        (position, lineStart, line) = back
        break
      }
      if !isInFlow, peek == UInt8(ascii: ":"), isSpaceOrEnd(at: position + 1) {
        throw failure("a mapping is not allowed here")
      }
      let next = plainLine(isInFlow)
      if !isInFlow, peek == UInt8(ascii: ":") { throw failure("a mapping is not allowed here") }
      text += lineEnds == 1 ? " " : String(repeating: "\n", count: lineEnds - 1)
      text += next
    }
    return text
  }

  private func isPlainStart(_ isInFlow: Bool) -> Bool {
    switch peek {
    case nil: return false
    case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
      guard let next = byte(at: 1) else { return false }
      return !isBlank(next) && !isLineEnd(next) && !(isInFlow && isFlowIndicator(next))
    case let byte?:
      return !",[]{}#&*!|>'\"%@`".utf8.contains(byte)
    }
  }

  private func isColonEnd(_ isInFlow: Bool) -> Bool {
    guard peek == UInt8(ascii: ":") else { return false }
    return isSpaceOrEnd(at: position + 1) || isInFlow && (byte(at: 1).map(isFlowIndicator) ?? true)
  }

  /// Reads what belongs to a plain scalar in this line, without blanks at the end.
  private mutating func plainLine(_ isInFlow: Bool) -> String {
    let start = position
    var end = position
    while let byte = peek, !isLineEnd(byte), !isColonEnd(isInFlow) {
      if byte == UInt8(ascii: "#"), position > start, isBlank(bytes[position - 1]) { break }
      if isInFlow, isFlowIndicator(byte) { break }
      position += 1
      if !isBlank(byte) { end = position }
    }
    if peek != UInt8(ascii: ":") { position = end }
    return text(start..<end)
  }

  // MARK: Quoted

  /// Reads a scalar in single or double quotes.
  mutating func quotedScalar() throws(Failure) -> String {
    let quote = bytes[position]
    position += 1
    var octets: [UInt8] = []
    while let byte = peek {
      if byte == quote {
        position += 1
        guard quote == UInt8(ascii: "'"), peek == quote else { return String(decoding: octets, as: UTF8.self) }
        octets.append(quote)
        position += 1
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try readEscape(&octets)
      } else if isBlank(byte) || isLineEnd(byte) {
        try foldBlanks(&octets)
      } else {
        octets.append(byte)
        position += 1
      }
    }
    throw failure("unexpected end of a quoted text")
  }

  /// Blanks stay inside of a line; around line ends they go away, one line end is a blank, more are one line end less.
  private mutating func foldBlanks(_ octets: inout [UInt8]) throws(Failure) {
    let start = position
    var lineEnds = 0
    while let byte = peek, isBlank(byte) || isLineEnd(byte) {
      if advance(byte) {
        lineEnds += 1
        if isAtDocumentMarker { throw failure("unexpected end of a quoted text") }
      }
    }
    switch lineEnds {
    case 0: octets += bytes[start..<position]
    case 1: octets.append(0x20)
    default: octets += repeatElement(0x0a, count: lineEnds - 1)
    }
  }

  private mutating func readEscape(_ octets: inout [UInt8]) throws(Failure) {
    guard let letter = byte(at: 1) else { throw failure("unexpected end of a quoted text") }
    if isLineEnd(letter) {
      // The line end goes away, and the blanks in front of the next line; empty lines stay.
      position += 1
      _ = advance(letter)
      if letter != 0x0a, peek == 0x0a { _ = advance(0x0a) }
      while let byte = peek, isBlank(byte) || isLineEnd(byte) {
        if advance(byte) { octets.append(0x0a) }
      }
      return
    }
    let digits = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8][letter]
    if let digits {
      position += 2
      let scalar = try escapedScalar(digits)
      octets += Array(String(scalar).utf8)
      return
    }
    guard let text = YAMLParser.escapes[letter] else {
      throw failure("unknown escape character '\\\(Unicode.Scalar(letter))'")
    }
    octets += Array(text.utf8)
    position += 2
  }

  private static let escapes: [UInt8: String] = [
    UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{7}", UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "t"): "\t",
    0x09: "\t", UInt8(ascii: "n"): "\n", UInt8(ascii: "v"): "\u{b}", UInt8(ascii: "f"): "\u{c}",
    UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1b}", 0x20: " ", UInt8(ascii: "\""): "\"",
    UInt8(ascii: "/"): "/", UInt8(ascii: "\\"): "\\", UInt8(ascii: "N"): "\u{85}", UInt8(ascii: "_"): "\u{a0}",
    UInt8(ascii: "L"): "\u{2028}", UInt8(ascii: "P"): "\u{2029}",
  ]

  /// Reads the digits of an escape; two halves of a pair, as JSON writes them, are one scalar.
  private mutating func escapedScalar(_ digits: Int) throws(Failure) -> Unicode.Scalar {
    let code = try hexNumber(digits)
    if (0xd800..<0xdc00).contains(code), digits == 4, peek == UInt8(ascii: "\\"), byte(at: 1) == UInt8(ascii: "u") {
      position += 2
      let low = try hexNumber(4)
      if (0xdc00..<0xe000).contains(low), let scalar = Unicode.Scalar(0x10000 + (code - 0xd800) << 10 + (low - 0xdc00))
      {
        return scalar
      }
    }
    guard let scalar = Unicode.Scalar(code) else { throw failure("an escape is no Unicode character") }
    return scalar
  }

  private mutating func hexNumber(_ digits: Int) throws(Failure) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<digits {
      guard let byte = peek, let digit = hexDigit(byte) else { throw failure("expected a hexadecimal digit") }
      number = number << 4 | UInt32(digit)
      position += 1
    }
    return number
  }

  // MARK: Blocks

  /// Reads a literal or folded scalar inside of a collection at column `parent`.
  mutating func blockScalar(parent: Int) throws(Failure) -> String {
    let isFolded = peek == UInt8(ascii: ">")
    position += 1
    let header = try blockHeader()
    var lines: [ArraySlice<UInt8>] = []
    var isLastLineEnded = true
    var indentation = header.indentation.map { max(parent, 0) + $0 }
    while position < bytes.count, !isAtDocumentMarker {
      let start = position
      var blanks = 0
      while peek == 0x20, indentation.map({ blanks < $0 }) ?? true {
        position += 1
        blanks += 1
      }
      guard let byte = peek else { break }
      if !isLineEnd(byte) {
        if indentation == nil, blanks > parent { indentation = blanks }
        guard let indentation, blanks >= indentation else {
          position = start
          break
        }
      }
      let content = position
      while let byte = peek, !isLineEnd(byte) { position += 1 }
      lines.append(bytes[content..<position])
      isLastLineEnded = peek != nil
      if let byte = peek, !advance(byte), let next = peek { _ = advance(next) }
    }
    var octets = YAMLParser.joined(lines, isFolded: isFolded, chomping: header.chomping)
    // Where the text ends within the last line, there is no line end to keep.
    if !isLastLineEnded, header.chomping != .strip { octets.removeLast() }
    return String(decoding: octets, as: UTF8.self)
  }

  /// How the line ends at the end of a block scalar are kept.
  private enum Chomping { case clip, strip, keep }

  private mutating func blockHeader() throws(Failure) -> (indentation: Int?, chomping: Chomping) {
    var indentation: Int?
    var chomping: Chomping?
    while let byte = peek, !isBlank(byte), !isLineEnd(byte) {
      switch byte {
      case UInt8(ascii: "-") where chomping == nil: chomping = .strip
      case UInt8(ascii: "+") where chomping == nil: chomping = .keep
      case UInt8(ascii: "1")...UInt8(ascii: "9") where indentation == nil: indentation = Int(byte) - 0x30
      default: throw failure("did not find the expected comment or line end")
      }
      position += 1
    }
    let blanks = position
    skipBlanks()
    if peek == UInt8(ascii: "#"), position > blanks {
      while let byte = peek, !isLineEnd(byte) { position += 1 }
    }
    if let byte = peek {
      guard isLineEnd(byte) else { throw failure("did not find the expected comment or line end") }
      if !advance(byte), let next = peek { _ = advance(next) }
    }
    return (indentation, chomping ?? .clip)
  }

  private static func joined(_ lines: [ArraySlice<UInt8>], isFolded: Bool, chomping: Chomping) -> [UInt8] {
    let count = lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
    var octets: [UInt8] = []
    var pendingEnds = 0
    var wasPlain = false
    for (index, line) in lines[..<count].enumerated() {
      if !isFolded {
        if index > 0 { octets.append(0x0a) }
        octets += line
        continue
      }
      if line.isEmpty {
        pendingEnds += 1
        continue
      }
      // Lines that are indented more keep the line ends around them.
      let isPlain = !isBlank(line[line.startIndex])
      if index > pendingEnds || !octets.isEmpty {
        if isPlain, wasPlain {
          if pendingEnds == 0 { octets.append(0x20) }
        } else {
          pendingEnds += 1
        }
      }
      octets += repeatElement(0x0a, count: pendingEnds)
      octets += line
      pendingEnds = 0
      wasPlain = isPlain
    }
    switch chomping {
    case .strip: break
    case .clip: if count > 0 { octets.append(0x0a) }
    case .keep: octets += repeatElement(0x0a, count: lines.count - count + (count > 0 ? 1 : 0))
    }
    return octets
  }
}
