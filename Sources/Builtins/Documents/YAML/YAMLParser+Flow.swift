extension YAMLParser {
  /// Reads a collection in brackets or braces.
  mutating func flowCollection() throws(Failure) -> Parsed {
    try enter()
    defer { depth -= 1 }
    return peek == UInt8(ascii: "[") ? try flowSequence() : try flowMapping()
  }

  private mutating func flowSequence() throws(Failure) -> Parsed {
    position += 1
    var items: [YAMLNode] = []
    var whole = Parsed(node: .null)
    while try !isEnd(UInt8(ascii: "]"), isEmpty: items.isEmpty) {
      let item = try flowItem()
      items.append(item.node)
      whole.add(item)
    }
    whole.node = .sequence(items)
    return whole
  }

  /// An item of a sequence: a node, or a pair that is a mapping of its own.
  private mutating func flowItem() throws(Failure) -> Parsed {
    let isExplicit = takeExplicitKeyMark()
    let key = try flowNode()
    skipToContent()
    guard isExplicit || isValueMark(isJSONKey: key.isJSON) else { return key.parsed }
    let name = key.parsed.node.keyText
    let value = try flowValue(isJSONKey: key.isJSON)
    var whole = Parsed(node: .mapping([(name, value.node)]), size: 1 + name.utf8.count)
    whole.add(value)
    try checkDepth(depth + 1)
    return whole
  }

  private mutating func flowMapping() throws(Failure) -> Parsed {
    position += 1
    var entries: [(key: String, value: YAMLNode)] = []
    var names: Set<[UInt8]> = []
    var whole = Parsed(node: .null)
    while try !isEnd(UInt8(ascii: "}"), isEmpty: entries.isEmpty) {
      _ = takeExplicitKeyMark()
      let key = try flowNode()
      let name = key.parsed.node.keyText
      guard names.insert(Array(name.utf8)).inserted else { throw failure("duplicate key '\(name)'") }
      skipToContent()
      let value = try flowValue(isJSONKey: key.isJSON)
      entries.append((name, value.node))
      whole.add(value)
      whole.size += name.utf8.count
    }
    whole.node = .mapping(entries)
    return whole
  }

  /// Takes the closing bracket, or the comma in front of the next item.
  private mutating func isEnd(_ bracket: UInt8, isEmpty: Bool) throws(Failure) -> Bool {
    skipToContent()
    if !isEmpty {
      guard peek == UInt8(ascii: ",") || peek == bracket else {
        throw failure("did not find the expected ',' or '\(Unicode.Scalar(bracket))'")
      }
      if peek == UInt8(ascii: ",") {
        position += 1
        skipToContent()
      }
    }
    guard peek == bracket else {
      guard peek != nil, !isAtDocumentMarker else {
        throw failure("did not find the expected '\(Unicode.Scalar(bracket))'")
      }
      guard peek != UInt8(ascii: ",") else { throw failure("did not find the expected value") }
      return false
    }
    position += 1
    return true
  }

  private mutating func takeExplicitKeyMark() -> Bool {
    guard peek == UInt8(ascii: "?"), isSpaceOrEnd(at: position + 1) else { return false }
    position += 1
    skipToContent()
    return true
  }

  /// Whether the colon behind a key is here. Behind a key in quotes or brackets no blank has to follow.
  private func isValueMark(isJSONKey: Bool) -> Bool {
    guard peek == UInt8(ascii: ":") else { return false }
    return isJSONKey || isSpaceOrEnd(at: position + 1) || byte(at: 1).map(isFlowIndicator) ?? true
  }

  private mutating func flowValue(isJSONKey: Bool) throws(Failure) -> Parsed {
    guard isValueMark(isJSONKey: isJSONKey) else { return Parsed(node: .null) }
    position += 1
    return try flowNode().parsed
  }

  /// Reads a node, which may be empty.
  private mutating func flowNode() throws(Failure) -> (parsed: Parsed, isJSON: Bool) {
    var properties = YAMLProperties()
    repeat { skipToContent() } while try readProperty(&properties)
    guard let byte = peek, !isAtDocumentMarker else { throw failure("unexpected end of the document") }
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "{"): return (try finish(try flowCollection(), properties), true)
    case UInt8(ascii: "*"): return (try alias(), false)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let text = try quotedScalar()
      return (try finish(Parsed(node: .string(text), size: 1 + text.utf8.count), properties), true)
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
      return (try emptyNode(properties), false)
    default:
      if isValueMark(isJSONKey: false) { return (try emptyNode(properties), false) }
      let text = try plainScalar(parent: -1, isInFlow: true)
      let node = Parsed(node: YAMLNode(plain: text), size: 1 + text.utf8.count)
      return (try finish(node, properties, plain: text), false)
    }
  }

  /// What stands between two commas with nothing but properties.
  private mutating func emptyNode(_ properties: YAMLProperties) throws(Failure) -> Parsed {
    try finish(Parsed(node: .null), properties, plain: "")
  }
}
