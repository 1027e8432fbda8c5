extension YAMLParser {
  /// Reads a node of block style inside of a collection at column `parent`, −1 outside of all.
  ///
  /// - Parameters:
  ///   - isSequenceAtParent: A sequence may stand at the column of its mapping.
  ///   - isCollectionAllowed: A collection may begin in this line.
  mutating func blockNode(
    parent: Int, isSequenceAtParent: Bool, isCollectionAllowed: Bool
  ) throws(Failure) -> Parsed {
    var isCollectionAllowed = isCollectionAllowed
    var properties = YAMLProperties()
    var start: (column: Int, line: Int)?
    while true {
      let isNewLine = skipToContent() && (line > (start?.line ?? 0))
      if isNewLine { isCollectionAllowed = true }
      guard let byte = peek, !isAtDocumentMarker else { return try finish(Parsed(node: .null), properties, plain: "") }
      if isFirstOfLine {
        try checkIndentation()
        let isDash = byte == UInt8(ascii: "-") && isSpaceOrEnd(at: position + 1)
        guard column > parent || column == parent && isSequenceAtParent && isDash else {
          return try finish(Parsed(node: .null), properties, plain: "")
        }
      }
      let place = (column, line)
      guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") else { break }
      // In front of a key the properties belong to the key, behind which the mapping is found.
      if isCollectionAllowed, start?.line != line, properties.anchor != nil || properties.tag != nil { break }
      _ = try readProperty(&properties)
      if start?.line != line { start = place }
    }
    let column = start?.line == line ? start?.column ?? self.column : self.column
    return try content(
      at: column, isFirst: start?.line != line, parent: parent, isCollectionAllowed: isCollectionAllowed, properties)
  }

  /// Reads what comes behind the properties of a node. A mapping whose first key is here stands at `column`.
  private mutating func content(
    at column: Int, isFirst: Bool, parent: Int, isCollectionAllowed: Bool, _ properties: YAMLProperties
  ) throws(Failure) -> Parsed {
    let byte = peek ?? 0
    if byte == UInt8(ascii: "|") || byte == UInt8(ascii: ">") {
      let text = try blockScalar(parent: parent)
      return try finish(Parsed(node: .string(text), size: 1 + text.utf8.count), properties)
    }
    if byte == UInt8(ascii: "-"), isSpaceOrEnd(at: position + 1) {
      guard isCollectionAllowed, isFirst else { throw failure("a block sequence is not allowed here") }
      return try finish(try blockSequence(at: column), properties)
    }
    if isExplicitKey {
      guard isCollectionAllowed else { throw failure("a mapping key is not allowed here") }
      return try finish(try blockMapping(at: column, firstKey: nil), properties)
    }
    let keyLine = line
    // Behind properties on a line of their own, these are of a key.
    var ofKey = YAMLProperties()
    while try readProperty(&ofKey) { skipBlanks() }
    let first = try inlineNode(parent: parent)
    guard isKeyEnd(after: keyLine) else {
      guard ofKey.anchor == nil, ofKey.tag == nil else { throw failure("did not find the expected key") }
      return try finish(first.parsed, properties, plain: first.plain)
    }
    guard isCollectionAllowed else { throw failure("a mapping is not allowed here") }
    // On one line, the properties belong to the first key.
    if !isFirst { ofKey = properties }
    let key = try finish(first.parsed, ofKey, plain: first.plain)
    return try finish(
      try blockMapping(at: column, firstKey: key.node), isFirst ? properties : YAMLProperties())
  }

  /// Whether only blanks are in front of this place in its line.
  var isFirstOfLine: Bool { bytes[lineStart..<position].allSatisfy(isBlank) }

  private func checkIndentation() throws(Failure) {
    guard !bytes[lineStart..<position].contains(0x09) else {
      throw failure("found a tab in the indentation")
    }
  }

  /// Whether a key that began in `keyLine` ends here: a colon comes next. Blanks in front of the colon are skipped.
  private mutating func isKeyEnd(after keyLine: Int) -> Bool {
    guard line == keyLine else { return false }
    skipBlanks()
    return peek == UInt8(ascii: ":") && isSpaceOrEnd(at: position + 1)
  }

  /// Reads a scalar, a collection in brackets, or an alias.
  private mutating func inlineNode(parent: Int) throws(Failure) -> (parsed: Parsed, plain: String?) {
    switch peek ?? 0 {
    case UInt8(ascii: "*"): return (try alias(), nil)
    case UInt8(ascii: "["), UInt8(ascii: "{"): return (try flowCollection(), nil)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let text = try quotedScalar()
      return (Parsed(node: .string(text), size: 1 + text.utf8.count), nil)
    default:
      let text = try plainScalar(parent: parent, isInFlow: false)
      return (Parsed(node: YAMLNode(plain: text), size: 1 + text.utf8.count), text)
    }
  }

  // MARK: Collections

  private mutating func blockSequence(at column: Int) throws(Failure) -> Parsed {
    try enter()
    defer { depth -= 1 }
    var items: [YAMLNode] = []
    var whole = Parsed(node: .null)
    while true {
      position += 1
      let item = try blockNode(parent: column, isSequenceAtParent: false, isCollectionAllowed: true)
      items.append(item.node)
      whole.add(item)
      guard try isNextEntry(at: column) else { break }
      guard peek == UInt8(ascii: "-"), isSpaceOrEnd(at: position + 1) else { break }
    }
    whole.node = .sequence(items)
    return whole
  }

  private mutating func blockMapping(at column: Int, firstKey: YAMLNode?) throws(Failure) -> Parsed {
    try enter()
    defer { depth -= 1 }
    var entries: [(key: String, value: YAMLNode)] = []
    var names: Set<[UInt8]> = []
    var whole = Parsed(node: .null)
    var next = firstKey
    while true {
      let key: YAMLNode
      // Behind a key with a mark of its own, a collection may begin in the line of the colon.
      let isExplicit = next == nil && isExplicitKey
      if let known = next {
        key = known
        next = nil
      } else {
        key = try mappingKey(at: column, &whole)
      }
      let name = key.keyText
      guard names.insert(Array(name.utf8)).inserted else { throw failure("duplicate key '\(name)'") }
      var value = Parsed(node: .null)
      if peek == UInt8(ascii: ":"), isSpaceOrEnd(at: position + 1) {
        position += 1
        value = try blockNode(parent: column, isSequenceAtParent: true, isCollectionAllowed: isExplicit)
      }
      entries.append((name, value.node))
      whole.add(value)
      whole.size += name.utf8.count
      guard try isNextEntry(at: column) else { break }
    }
    whole.node = .mapping(entries)
    return whole
  }

  /// Reads a key that is not the first, up to its colon; an explicit key behind `?` may lack one.
  private mutating func mappingKey(at column: Int, _ whole: inout Parsed) throws(Failure) -> YAMLNode {
    if isExplicitKey {
      position += 1
      let key = try blockNode(parent: column, isSequenceAtParent: false, isCollectionAllowed: true)
      whole.add(key)
      skipToContent()
      guard peek != UInt8(ascii: ":") || self.column == column else { throw failure("did not find the expected key") }
      return key.node
    }
    if peek == UInt8(ascii: ":"), isSpaceOrEnd(at: position + 1) { return .null }
    let keyLine = line
    var properties = YAMLProperties()
    while try readProperty(&properties) { skipBlanks() }
    let key = try inlineNode(parent: column)
    guard isKeyEnd(after: keyLine) else { throw failure("could not find the expected ':'") }
    return try finish(key.parsed, properties, plain: key.plain).node
  }

  /// Whether a key with a mark of its own, `?`, begins here.
  private var isExplicitKey: Bool { peek == UInt8(ascii: "?") && isSpaceOrEnd(at: position + 1) }

  /// Goes to the next entry of a collection at `column`; false when the collection is over.
  private mutating func isNextEntry(at column: Int) throws(Failure) -> Bool {
    let ended = position
    skipToContent()
    guard peek != nil, !isAtDocumentMarker else { return false }
    guard isFirstOfLine else {
      position = max(position, ended)
      throw failure("did not find the expected end of line")
    }
    try checkIndentation()
    guard self.column <= column else { throw failure("did not find the expected key or item") }
    return self.column == column
  }

  /// Begins a collection.
  mutating func enter() throws(Failure) {
    depth += 1
    try checkDepth(depth)
  }
}

extension YAMLParser.Parsed {
  /// Counts a part of this collection.
  mutating func add(_ part: YAMLParser.Parsed) {
    size += part.size
    depth = max(depth, part.depth + 1)
  }
}
