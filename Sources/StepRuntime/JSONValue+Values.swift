import VM

extension Value {
  /// The Harn value of a JSON value: null is nil, objects are dicts. Owned by the caller. O(n).
  package init(_ json: JSONValue) {
    switch json {
    case .null: self = .nilValue
    case .bool(let bool): self = Value(bool: bool)
    case .int(let int): self = Value(int: int)
    case .float(let number): self = Value(float: number)
    case .string(let text): self = Value(string: text)
    case .array(let items): self = Value(list: items.map { Value($0) })
    case .object(let members): self = Value(dict: members.map { ($0.key, Value($0.value)) })
    }
  }
}

extension JSONValue {
  /// Deepest nesting that is kept; what lies deeper becomes null, so that no program can exhaust the Swift stack.
  private static let deepestNesting = 256
  /// Largest value, in bytes of text with this many for each part: one that shares its parts may be much larger as a tree.
  private static let largestValue = (bytes: 1 << 26, part: 64)

  /// The JSON form of a Harn value; a kind without one becomes its display text. O(n) of the tree, whose size is limited.
  package init(_ value: Value) throws(HarnError) {
    var room = JSONValue.largestValue.bytes
    try self.init(value, level: 0, &room)
  }

  private init(_ value: Value, level: Int, _ room: inout Int) throws(HarnError) {
    room -= JSONValue.largestValue.part
    guard room >= 0 else { throw .runtimeError("value is too large as JSON") }
    if let text = value.stringValue {
      room -= text.utf8.count
      self = .string(text)
    } else if let int = value.intValue {
      self = .int(int)
    } else if let number = value.numberValue {
      self = .float(number)
    } else if let bool = value.boolValue {
      self = .bool(bool)
    } else if value.isNil || value.isAbsent || level > JSONValue.deepestNesting {
      self = .null
    } else if value.isList {
      var items: [JSONValue] = []
      for item in value.listItems { items.append(try JSONValue(item, level: level + 1, &room)) }
      self = .array(items)
    } else if value.isDict {
      var members: [JSONMember] = []
      for entry in value.dictEntries {
        room -= entry.key.utf8.count
        members.append(
          JSONMember(key: entry.key, value: try JSONValue(entry.value, level: level + 1, &room)))
      }
      self = .object(members)
    } else {
      self = .string(displayText(value))
    }
  }
}
