/// Reads one YAML document (05b §6).
///
/// Nesting is limited, and so is what aliases add to the text: no document makes the parser or the value that it gives large.
struct YAMLParser {
  /// What is wrong with a text.
  struct Failure: Error {
    var text: String
  }

  /// A node, with what an alias to it costs.
  struct Parsed {
    var node: YAMLNode
    /// Nodes, and octets of texts, in the whole tree.
    var size = 1
    /// Levels of collections.
    var depth = 0
  }

  /// Collections inside of each other.
  static let depthLimit = 128
  /// What aliases may add, in the unit of `Parsed.size`.
  private static let aliasLimit = 4_000_000

  let bytes: [UInt8]
  var position = 0
  /// Where the current line starts.
  var lineStart = 0
  var line = 1
  /// Open collections.
  var depth = 0
  private var anchors: [String: Parsed] = [:]
  private var aliasSize = 0

  /// The value of a document.
  static func parse(_ text: String) throws(Failure) -> YAMLNode {
    var parser = YAMLParser(bytes: Array(text.utf8))
    return try parser.document()
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      position = 3
      lineStart = 3
    }
  }

  // MARK: Document

  private mutating func document() throws(Failure) -> YAMLNode {
    skipToContent()
    while peek == UInt8(ascii: "%"), column == 0 {
      while let byte = peek, byte != lineFeed { _ = advance(byte) }
      skipToContent()
    }
    if isMarker("---") { position += 3 }
    let root = try blockNode(parent: -1, isSequenceAtParent: false, isCollectionAllowed: true)
    skipToContent()
    if isMarker("...") {
      position += 3
      skipToContent()
    }
    guard position == bytes.count else {
      throw failure(isMarker("---") ? "expected a single document" : "unexpected content after the document")
    }
    return root.node
  }

  /// Whether a document marker stands here, at the start of a line.
  func isMarker(_ marker: StaticString) -> Bool {
    guard column == 0, position + 3 <= bytes.count else { return false }
    guard marker.withUTF8Buffer({ $0.elementsEqual(bytes[position..<(position + 3)]) }) else { return false }
    return isSpaceOrEnd(at: position + 3)
  }

  /// Whether a document marker of either kind stands here.
  var isAtDocumentMarker: Bool { isMarker("---") || isMarker("...") }

  // MARK: Characters

  /// The next octet; nil at the end.
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  func byte(at offset: Int) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  /// The octets in front of the next one in its line.
  var column: Int { position - lineStart }

  /// Takes the octet, which is the next one; true when a new line begins.
  mutating func advance(_ byte: UInt8) -> Bool {
    position += 1
    guard byte == lineFeed || byte == carriageReturn && peek != lineFeed else { return false }
    lineStart = position
    line += 1
    return true
  }

  func isSpaceOrEnd(at index: Int) -> Bool {
    index >= bytes.count || isBlank(bytes[index]) || isLineEnd(bytes[index])
  }

  /// Skips blanks, comments and line ends; true when a new line began.
  @discardableResult
  mutating func skipToContent() -> Bool {
    var hasNewLine = column == 0 && position == lineStart
    while let byte = peek {
      if isBlank(byte) || isLineEnd(byte) {
        if advance(byte) { hasNewLine = true }
      } else if byte == UInt8(ascii: "#"), position == lineStart || isSpaceOrEnd(at: position - 1) {
        while let byte = peek, !isLineEnd(byte) { position += 1 }
      } else {
        break
      }
    }
    return hasNewLine
  }

  mutating func skipBlanks() {
    while let byte = peek, isBlank(byte) { position += 1 }
  }

  /// A failure at this place.
  func failure(_ detail: String) -> Failure {
    Failure(text: "\(detail) at line \(line) column \(column + 1)")
  }

  /// The text of a piece.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  // MARK: Anchors and aliases

  /// Reads a name behind `&` or `*`.
  mutating func anchorName() throws(Failure) -> String {
    position += 1
    let start = position
    while let byte = peek, !isBlank(byte), !isLineEnd(byte), !isFlowIndicator(byte) { position += 1 }
    guard position > start else { throw failure("expected a name of an anchor") }
    return text(start..<position)
  }

  mutating func setAnchor(_ name: String, _ node: Parsed) { anchors[name] = node }

  /// The node that an alias stands for.
  mutating func alias() throws(Failure) -> Parsed {
    let name = try anchorName()
    guard let node = anchors[name] else { throw failure("unknown anchor '\(name)'") }
    aliasSize += node.size
    guard aliasSize <= YAMLParser.aliasLimit else { throw failure("aliases expand to too many values") }
    try checkDepth(depth + node.depth)
    return node
  }

  func checkDepth(_ depth: Int) throws(Failure) {
    guard depth <= YAMLParser.depthLimit else { throw failure("recursion limit exceeded") }
  }
}

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

/// A space or a tab.
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

/// `\n` or `\r`.
func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

/// What ends plain scalars inside of brackets.
func isFlowIndicator(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
  default: false
  }
}

// MARK: - Properties

/// What may stand in front of a node.
struct YAMLProperties {
  var anchor: String?
  var tag: String?
}

extension YAMLParser {
  /// Reads an anchor or a tag, if one is here.
  mutating func readProperty(_ properties: inout YAMLProperties) throws(Failure) -> Bool {
    switch peek {
    case UInt8(ascii: "&"):
      guard properties.anchor == nil else { throw failure("a node has one anchor") }
      properties.anchor = try anchorName()
    case UInt8(ascii: "!"):
      guard properties.tag == nil else { throw failure("a node has one tag") }
      let start = position
      while let byte = peek, !isBlank(byte), !isLineEnd(byte), !isFlowIndicator(byte) { position += 1 }
      properties.tag = text(start..<position)
    default: return false
    }
    guard isSpaceOrEnd(at: position) || peek.map(isFlowIndicator) ?? true else {
      throw failure("expected a blank")
    }
    return true
  }

  /// The node with its tag applied, and noted under its anchor.
  mutating func finish(_ parsed: Parsed, _ properties: YAMLProperties, plain: String? = nil) throws(Failure) -> Parsed {
    var parsed = parsed
    if let tag = properties.tag { parsed.node = try tagged(parsed.node, tag, plain: plain) }
    if let anchor = properties.anchor { setAnchor(anchor, parsed) }
    return parsed
  }

  /// The node that a tag of the core schema makes of a scalar; other tags mean nothing.
  private func tagged(_ node: YAMLNode, _ tag: String, plain: String?) throws(Failure) -> YAMLNode {
    let text: String
    switch node {
    case .sequence, .mapping: return node
    case .string(let string): text = string
    default: text = plain ?? ""
    }
    let resolved = YAMLNode(plain: text)
    switch (tag, resolved) {
    case ("!!str", _), ("!", _): return .string(text)
    case ("!!int", .int), ("!!float", .float), ("!!bool", .bool), ("!!null", .null): return resolved
    case ("!!float", .int(let int)): return .float(Double(int))
    case ("!!int", _), ("!!float", _), ("!!bool", _), ("!!null", _):
      throw failure("'\(text)' is no value of the tag \(tag)")
    default: return node
    }
  }
}
