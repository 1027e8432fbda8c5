import VM

/// JSON as the filter `json` writes it: floats stay recognisable, and what has no JSON form becomes its display text
/// (05 §27.5).
struct TemplateJSON: ~Copyable {
  var text = TextBuffer()
  private let isIndented: Bool
  private static let maximumNesting = 2000

  init(isIndented: Bool) { self.isIndented = isIndented }

  mutating func write(_ value: Value, level: Int) throws(TemplateFilter.Failure) {
    guard level < TemplateJSON.maximumNesting else {
      throw TemplateFilter.Failure(message: "`json` got a value that is nested too deeply")
    }
    if value.isNil {
      text.append("null")
    } else if let bool = value.boolValue {
      text.append(bool ? "true" : "false")
    } else if let int = value.intValue {
      text.append(int: int)
    } else if value.isFloat {
      text.append(TemplateJSON.floatText(value.float))
    } else if value.isList || value.isSet {
      let items = value.isSet ? value.setItems : value.listItems
      try writeItems(items.map { (nil, $0) }, open: 0x5b, close: 0x5d, level)
    } else if value.isDict || value.isStruct {
      let entries = value.isDict ? value.dictEntries : value.structFields.map { (key: $0.name, value: $0.value) }
      let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      try writeItems(sorted.map { ($0.key, $0.value) }, open: 0x7b, close: 0x7d, level)
    } else {
      writeQuoted(displayText(value))
    }
  }

  private mutating func writeItems(
    _ items: [(key: String?, value: Value)], open: UInt8, close: UInt8, _ level: Int
  ) throws(TemplateFilter.Failure) {
    text.append(ascii: open)
    for (index, item) in items.enumerated() {
      if index > 0 { text.append(ascii: 0x2c) }
      if isIndented { writeLineEnd(level + 1) }
      if let key = item.key {
        writeQuoted(key)
        text.append(isIndented ? ": " : ":")
      }
      try write(item.value, level: level + 1)
    }
    if isIndented, !items.isEmpty { writeLineEnd(level) }
    text.append(ascii: close)
  }

  private mutating func writeLineEnd(_ level: Int) {
    text.append(ascii: 0x0a)
    for _ in 0..<level { text.append("  ") }
  }

  private mutating func writeQuoted(_ string: String) {
    text.append(ascii: 0x22)
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text.append("\\\"")
      case "\\": text.append("\\\\")
      case "\n": text.append("\\n")
      case "\r": text.append("\\r")
      case "\t": text.append("\\t")
      case "\u{8}": text.append("\\b")
      case "\u{c}": text.append("\\f")
      case _ where scalar.value < 0x20:
        text.append("\\u00" + hexText([UInt8(scalar.value)]))
      default: text.append(scalar: scalar)
      }
    }
    text.append(ascii: 0x22)
  }

  /// The shortest text that reads back as the same float; null when not finite.
  private static func floatText(_ number: Double) -> String {
    guard number.isFinite else { return "null" }
    let parts = "\(number)".split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(number)" }
    let digits = parts[0].hasSuffix(".0") ? parts[0].dropLast(2) : parts[0]
    return "\(digits)e\(exponent)"
  }
}
