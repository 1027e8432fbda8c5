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
    var text = ""
    write(to: &text, indent: nil, level: 0)
    return text
  }

  /// The text with two blanks a level (07 §3, `--steps`).
  package var prettyText: String {
    var text = ""
    write(to: &text, indent: "  ", level: 0)
    return text
  }

  private func write(to text: inout String, indent: String?, level: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .int(let int): text += "\(int)"
    case .float(let number): text += floatText(number)
    case .string(let string): appendQuoted(string, to: &text)
    case .array(let items):
      writeItems(items, "[", "]", to: &text, indent, level) { item, text in
        item.write(to: &text, indent: indent, level: level + 1)
      }
    case .object(let members):
      writeItems(members, "{", "}", to: &text, indent, level) { member, text in
        appendQuoted(member.key, to: &text)
        text += indent == nil ? ":" : ": "
        member.value.write(to: &text, indent: indent, level: level + 1)
      }
    }
  }

  private func writeItems<Item>(
    _ items: [Item], _ open: String, _ close: String, to text: inout String, _ indent: String?,
    _ level: Int, _ writeItem: (Item, inout String) -> Void
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      if let indent { text += "\n" + String(repeating: indent, count: level + 1) }
      writeItem(item, &text)
    }
    if let indent, !items.isEmpty { text += "\n" + String(repeating: indent, count: level) }
    text += close
  }
}

/// The shortest text that reads back as `number`, always recognisable as a float; null when not finite.
private func floatText(_ number: Double) -> String {
  guard number.isFinite else { return "null" }
  // Swift writes exponents as `e+16` and `e-05`, JSON writers as `e16` and `e-5`.
  let parts = "\(number)".split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(number)" }
  let digits = parts[0].hasSuffix(".0") ? parts[0].dropLast(2) : parts[0]
  return "\(digits)e\(exponent)"
}

private func appendQuoted(_ string: String, to text: inout String) {
  text += "\""
  for scalar in string.unicodeScalars {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case "\u{8}": text += "\\b"
    case "\u{c}": text += "\\f"
    case _ where scalar.value < 0x20:
      let hex = String(scalar.value, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: text.unicodeScalars.append(scalar)
    }
  }
  text += "\""
}
