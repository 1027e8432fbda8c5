import TOML
import VM

/// TOML documents (05b §5).
func tomlBuiltins() -> BuiltinGroup {
  [
    .init("toml_parse", parse),
    .init("toml_stringify", write),
  ]
}

private func parse(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  do throws(TOMLError) {
    return value(try TOMLTable(parsing: call.text(0)))
  } catch {
    throw .thrown(text: "TOML parse error: \(error.message)")
  }
}

/// The dict of a table, owned by the caller. The parser limits the nesting.
private func value(_ table: TOMLTable) -> Value {
  Value(dict: table.entries.map { ($0.key, value($0.value)) })
}

private func value(_ toml: TOMLValue) -> Value {
  switch toml {
  case .string(let text), .dateTime(let text): Value(string: text)
  case .integer(let int): Value(int: int)
  case .float(let number): Value(float: number)
  case .boolean(let bool): Value(bool: bool)
  case .array(let items): Value(list: items.map(value))
  case .table(let table): value(table)
  }
}

// MARK: - Writing

private func write(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard let entries = call.value(0).tableEntries else {
    throw .thrown(text: "toml_stringify: expected a dict, got \(typeName(call.value(0)))")
  }
  var writer = TOMLWriter()
  try writer.writeTable(entries, path: [])
  return Value(string: writer.text)
}

/// Writes a document: within a table first the plain keys, then the sub-tables, then the arrays of tables.
private struct TOMLWriter {
  private(set) var text = ""

  /// Deeper values are refused; so the recursion is bounded, and the parser reads everything that is written.
  private static let depthLimit = 100

  mutating func writeTable(_ entries: [(name: String, value: Value)], path: [String]) throws(HarnError) {
    try checkDepth(path.count)
    let sorted = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    for (name, value) in sorted where value.tableEntries == nil && !value.isTableList {
      text += "\(key(name)) = "
      try writeValue(value, depth: path.count)
      text += "\n"
    }
    for (name, value) in sorted {
      guard let inner = value.tableEntries else { continue }
      try writeHeader("[", path + [name], "]")
      try writeTable(inner, path: path + [name])
    }
    for (name, value) in sorted where value.isTableList {
      for item in value.listItems {
        try writeHeader("[[", path + [name], "]]")
        try writeTable(item.tableEntries ?? [], path: path + [name])
      }
    }
  }

  private mutating func writeHeader(_ open: String, _ path: [String], _ close: String) throws(HarnError) {
    if !text.isEmpty { text += "\n" }
    text += open + path.map(key).joined(separator: ".") + close + "\n"
  }

  private mutating func writeValue(_ value: Value, depth: Int) throws(HarnError) {
    try checkDepth(depth)
    if let string = value.stringValue {
      text += quoted(string)
    } else if let bool = value.boolValue {
      text += bool ? "true" : "false"
    } else if let int = value.intValue {
      text += String(int)
    } else if let number = value.numberValue {
      text += number.isNaN ? "nan" : number.isInfinite ? (number < 0 ? "-inf" : "inf") : "\(number)"
    } else if value.isList {
      try writeItems("[", value.listItems, "]") { writer, item throws(HarnError) in
        try writer.writeValue(item, depth: depth + 1)
      }
    } else if let entries = value.tableEntries {
      let sorted = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      try writeItems("{", sorted, "}") { writer, entry throws(HarnError) in
        writer.text += "\(key(entry.name)) = "
        try writer.writeValue(entry.value, depth: depth + 1)
      }
    } else {
      throw .thrown(text: "toml_stringify: a value of type \(typeName(value)) has no TOML form")
    }
  }

  private mutating func writeItems<Item>(
    _ open: String, _ items: [Item], _ close: String,
    _ write: (inout TOMLWriter, Item) throws(HarnError) -> Void
  ) throws(HarnError) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += ", " }
      try write(&self, item)
    }
    text += close
  }

  private func checkDepth(_ depth: Int) throws(HarnError) {
    guard depth < TOMLWriter.depthLimit else { throw .thrown(text: "toml_stringify: value is nested too deeply") }
  }
}

extension Value {
  /// The entries of a dict or struct, borrowed; nil for any other kind.
  fileprivate var tableEntries: [(name: String, value: Value)]? {
    if isDict { return dictEntries.map { ($0.key, $0.value) } }
    return isStruct ? structFields : nil
  }

  /// Whether this is a list of dicts and structs, with at least one.
  fileprivate var isTableList: Bool {
    let items = listItems
    return !items.isEmpty && items.allSatisfy { $0.isDict || $0.isStruct }
  }
}

/// A key, in quotes where it needs them.
private func key(_ name: String) -> String {
  let isBare =
    !name.isEmpty
    && name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  return isBare ? name : quoted(name)
}

private func quoted(_ string: String) -> String {
  var text = "\""
  for scalar in string.unicodeScalars {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F:
      let hex = String(scalar.value, radix: 16, uppercase: true)
      text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text + "\""
}
