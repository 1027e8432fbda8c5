import TOML
import VM

/// TOML documents (05b §5).
func tomlBuiltins() -> BuiltinGroup {
  [
    ("toml_parse", parse),
    ("toml_stringify", write),
  ]
}

private func parse(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  do throws(TOMLError) {
    return value(of: try TOMLTable(parsing: call.text(0)))
  } catch {
    throw .thrown(text: "TOML parse error: \(error.message)")
  }
}

private func value(of table: TOMLTable) -> Value {
  Value(dict: table.entries.map { ($0.key, value(of: $0.value)) })
}

/// The depth is that of the parser.
private func value(of toml: TOMLValue) -> Value {
  switch toml {
  case .string(let text), .dateTime(let text): Value(string: text)
  case .integer(let int): Value(int: int)
  case .float(let float): Value(float: float)
  case .boolean(let bool): Value(bool: bool)
  case .array(let items): Value(list: items.map { value(of: $0) })
  case .table(let table): value(of: table)
  }
}

private func write(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.value(0).isDict || call.value(0).isStruct else {
    throw .thrown(text: "toml_stringify: the root must be a dict, got \(typeName(call.value(0)))")
  }
  var writer = TOMLWriter()
  do throws(TOMLWriter.Failure) {
    try writer.writeTable(call[0].members, path: [])
  } catch {
    throw .thrown(text: "toml_stringify: \(error.detail)")
  }
  return Value(string: writer.text)
}

/// Writes a table: its plain keys first, then the tables below it.
private struct TOMLWriter {
  private(set) var text = ""
  private var depth = 0

  /// What has no form in TOML.
  struct Failure: Error {
    var detail: String
  }

  private static let depthLimit = 128

  mutating func writeTable(_ entries: [(key: String, value: Value)], path: [String]) throws(Failure) {
    guard path.count < TOMLWriter.depthLimit else { throw Failure(detail: "value is nested too deeply") }
    for (key, value) in entries where !isTable(value) && !isTableArray(value) {
      text += "\(keyText(key)) = \(try inline(value))\n"
    }
    for (key, value) in entries where isTable(value) || isTableArray(value) {
      let name = (path + [key]).map(keyText).joined(separator: ".")
      for table in isTable(value) ? [value] : value.listItems {
        if !text.isEmpty { text += "\n" }
        text += isTable(value) ? "[\(name)]\n" : "[[\(name)]]\n"
        try writeTable(table.members, path: path + [key])
      }
    }
  }

  private func isTable(_ value: Value) -> Bool { value.isDict || value.isStruct }

  private func isTableArray(_ value: Value) -> Bool {
    let items = value.listItems
    return !items.isEmpty && items.allSatisfy(isTable)
  }

  private func keyText(_ key: String) -> String {
    let isBare = !key.isEmpty && key.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }
    return isBare ? key : quoted(key)
  }

  private mutating func inline(_ value: Value) throws(Failure) -> String {
    depth += 1
    defer { depth -= 1 }
    guard depth < TOMLWriter.depthLimit else { throw Failure(detail: "value is nested too deeply") }
    if let string = value.stringValue { return quoted(string) }
    if let int = value.intValue { return "\(int)" }
    if let bool = value.boolValue { return bool ? "true" : "false" }
    if let float = value.numberValue { return floatText(float) }
    if value.isList {
      var items: [String] = []
      for item in value.listItems { items.append(try inline(item)) }
      return "[\(items.joined(separator: ", "))]"
    }
    guard isTable(value) else { throw Failure(detail: "unsupported \(typeName(value)) value") }
    var members: [String] = []
    for (key, member) in value.members { members.append("\(keyText(key)) = \(try inline(member))") }
    return members.isEmpty ? "{}" : "{ \(members.joined(separator: ", ")) }"
  }

  private func floatText(_ float: Double) -> String {
    if float.isNaN { return "nan" }
    return float.isInfinite ? (float < 0 ? "-inf" : "inf") : "\(float)"
  }

  /// A basic string: its escapes are those of JSON, and U+007F.
  private func quoted(_ string: String) -> String {
    var buffer = TextBuffer()
    appendJSONString(string, to: &buffer, .shown)
    return buffer.text.split(separator: "\u{7F}", omittingEmptySubsequences: false).joined(separator: "\\u007F")
  }
}
