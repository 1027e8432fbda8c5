extension TOMLTable {
  /// Reads a TOML 1.0 document.
  package init(parsing text: String) throws(TOMLError) {
    var parser = TOMLParser(text)
    self = try parser.parseDocument()
  }
}

/// Reads a document from its start to its end; values are in `TOMLParser+Values`, strings in `TOMLParser+Strings`.
struct TOMLParser {
  let bytes: [UInt8]
  var position = 0
  /// Arrays and inline tables that are open.
  var depth = 0

  /// Deeper nesting and longer dotted keys are refused.
  static let depthLimit = 128

  init(_ text: String) {
    bytes = Array(text.utf8)
    _ = take("\u{FEFF}")
  }

  mutating func parseDocument() throws(TOMLError) -> TOMLTable {
    let root = TableBuilder(.header)
    var current = root
    while true {
      skipBlanks()
      if let byte = peek, byte != hash, byte != lineFeed, byte != carriageReturn {
        if byte == UInt8(ascii: "[") {
          current = try parseHeader(in: root)
        } else {
          let start = position
          let (path, value) = try parseEntry()
          try define(at: start) { () throws(DefinitionError) in try current.define(path, value) }
        }
        skipBlanks()
      }
      guard try parseLineEnd() else { return root.table }
    }
  }

  /// `[a.b]` or `[[a.b]]`.
  private mutating func parseHeader(in root: TableBuilder) throws(TOMLError) -> TableBuilder {
    let start = position
    let isElement = take("[[")
    if !isElement { position += 1 }
    skipBlanks()
    let path = try parseKey()
    skipBlanks()
    guard take(isElement ? "]]" : "]") else { throw error("expected `\(isElement ? "]]" : "]")`") }
    return try define(at: start) { () throws(DefinitionError) in
      isElement ? try root.defineElement(path) : try root.defineTable(path)
    }
  }

  /// `key = value`.
  mutating func parseEntry() throws(TOMLError) -> (path: [String], value: TOMLValue) {
    let path = try parseKey()
    skipBlanks()
    guard take("=") else { throw error("expected `=`") }
    skipBlanks()
    return (path, try parseValue())
  }

  /// The parts of a dotted key; at least one.
  private mutating func parseKey() throws(TOMLError) -> [String] {
    var path: [String] = []
    repeat {
      skipBlanks()
      guard path.count < TOMLParser.depthLimit else { throw error("key has too many parts") }
      path.append(try parseKeyPart())
      skipBlanks()
    } while take(".")
    return path
  }

  private mutating func parseKeyPart() throws(TOMLError) -> String {
    switch peek {
    case UInt8(ascii: "\""): return try parseBasicString()
    case UInt8(ascii: "'"): return try parseLiteralString()
    default:
      let part = takeWhile { isBareKeyByte($0) }
      guard !part.isEmpty else { throw error("expected a key") }
      return part
    }
  }

  /// Reports a definition that is refused at `start`.
  func define<Result>(
    at start: Int, _ body: () throws(DefinitionError) -> Result
  ) throws(TOMLError) -> Result {
    do throws(DefinitionError) {
      return try body()
    } catch {
      throw self.error(error.detail, at: start)
    }
  }

  // MARK: Lines

  /// A comment and the end of the line; false at the end of the document.
  mutating func parseLineEnd() throws(TOMLError) -> Bool {
    if peek == hash {
      while let byte = peek, byte != lineFeed, !atLineEnd {
        guard !isControl(byte) else { throw error("control character in a comment") }
        position += 1
      }
    }
    guard peek != nil else { return false }
    guard atLineEnd else { throw error("expected the end of the line") }
    position += peek == carriageReturn ? 2 : 1
    return true
  }

  /// Blanks, comments and line ends between the items of an array.
  mutating func skipLines() throws(TOMLError) {
    while true {
      skipBlanks()
      guard peek == hash || atLineEnd else { return }
      guard try parseLineEnd() else { return }
    }
  }

  /// Whether the next bytes are LF or CR LF.
  var atLineEnd: Bool {
    peek == lineFeed || (peek == carriageReturn && position + 1 < bytes.count && bytes[position + 1] == lineFeed)
  }

  // MARK: Bytes

  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipBlanks() {
    while peek == UInt8(ascii: " ") || peek == UInt8(ascii: "\t") { position += 1 }
  }

  mutating func take(_ text: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  mutating func takeWhile(_ fits: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = peek, fits(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  func error(_ detail: String) -> TOMLError { error(detail, at: position) }

  func error(_ detail: String, at place: Int) -> TOMLError {
    let before = bytes[..<place]
    let start = before.lastIndex(of: lineFeed).map { $0 + 1 } ?? 0
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    return TOMLError(detail: detail, line: before.count { $0 == lineFeed } + 1, column: column)
  }
}

let hash = UInt8(ascii: "#")
let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")

/// Whether a byte may stand in strings and comments only as an escape.
func isControl(_ byte: UInt8) -> Bool { (byte < 0x20 && byte != 0x09) || byte == 0x7F }

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// Whether a byte may stand in a key without quotes.
private func isBareKeyByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    || byte == UInt8(ascii: "-")
}
