import VM

/// A JSON value as plain data; the members of objects stand in code-point order of their keys (06, preamble).
package enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number that reads back as an int.
  case int(Int)
  /// A number that reads back as a float.
  case float(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, members in key order.
  case object([JSONMember])

  /// An object with these members, put in key order.
  package static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(
      members.map { JSONMember(key: $0.key, value: $0.value) }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
  }

  /// The value under `key` of an object.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}

/// One member of a JSON object.
package struct JSONMember: Hashable, Sendable {
  /// The key.
  package var key: String
  /// The value.
  package var value: JSONValue

  /// A member.
  package init(key: String, value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue {
  /// The text without blanks (06 §11.1).
  package var compactText: String {
    var buffer = TextBuffer()
    write(to: &buffer, indent: nil, level: 0)
    return buffer.text
  }

  /// The text with two blanks a level (07 §3, `--steps`).
  package var prettyText: String {
    var buffer = TextBuffer()
    write(to: &buffer, indent: "  ", level: 0)
    return buffer.text
  }

  private func write(to buffer: inout TextBuffer, indent: String?, level: Int) {
    switch self {
    case .null: buffer.append("null")
    case .bool(let bool): buffer.append(bool ? "true" : "false")
    case .int(let int): buffer.append(int: int)
    case .float(let number): appendExactFloat(number, to: &buffer)
    case .string(let string): appendJSONString(string, to: &buffer, .shown)
    case .array(let items):
      writeItems(items, "[]", to: &buffer, indent, level) { item, buffer in
        item.write(to: &buffer, indent: indent, level: level + 1)
      }
    case .object(let members):
      writeItems(members, "{}", to: &buffer, indent, level) { member, buffer in
        appendJSONString(member.key, to: &buffer, .shown)
        buffer.append(indent == nil ? ":" : ": ")
        member.value.write(to: &buffer, indent: indent, level: level + 1)
      }
    }
  }

  private func writeItems<Item>(
    _ items: [Item], _ brackets: String, to buffer: inout TextBuffer, _ indent: String?, _ level: Int,
    _ writeItem: (Item, inout TextBuffer) -> Void
  ) {
    buffer.append(String(brackets.prefix(1)))
    for (index, item) in items.enumerated() {
      if index > 0 { buffer.append(",") }
      if let indent { buffer.append("\n" + String(repeating: indent, count: level + 1)) }
      writeItem(item, &buffer)
    }
    if let indent, !items.isEmpty { buffer.append("\n" + String(repeating: indent, count: level)) }
    buffer.append(String(brackets.suffix(1)))
  }
}
