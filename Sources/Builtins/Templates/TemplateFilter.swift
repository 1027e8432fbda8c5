import VM

/// The filters of templates (05 §27.5).
enum TemplateFilter {
  /// Why a filter does not work on a value.
  struct Failure: Error {
    var message: String
  }

  /// The result of a filter, owned.
  static func apply(
    _ name: String, to value: Value, _ arguments: [Value], _ limits: Limits
  ) throws(Failure) -> Value {
    guard let count = argumentCounts[name] else { throw Failure(message: "unknown filter `\(name)`") }
    guard count.contains(arguments.count) else {
      throw Failure(message: "filter `\(name)` got wrong number of arguments")
    }
    switch name {
    case "length": return try length(of: value)
    case "first", "last": return end(of: value, isFirst: name == "first")
    case "reverse": return reversed(value)
    case "join": return try joined(value, with: arguments[0])
    case "default": return (isTemplateTruthy(value) ? value : arguments[0]).retained()
    case "json":
      let isIndented = arguments.first.map(isTemplateTruthy) ?? false
      return Value(string: jsonText(value, JSONStyle(.shown, indent: isIndented ? 2 : nil)))
    case "lines": return lines(of: value)
    default: return Value(string: try text(name, text(of: value), arguments, limits))
    }
  }

  private static let argumentCounts: [String: ClosedRange<Int>] = [
    "upper": 0...0, "lower": 0...0, "trim": 0...0, "capitalize": 0...0, "title": 0...0, "length": 0...0,
    "first": 0...0, "last": 0...0, "reverse": 0...0, "join": 1...1, "default": 1...1, "json": 0...1,
    "indent": 1...2, "lines": 0...0, "escape_md": 0...0, "replace": 2...2,
  ]

  /// The text that filters work on: nil is empty.
  private static func text(of value: Value) -> String { value.isNil ? "" : displayText(value) }

  // MARK: Texts

  private static func text(
    _ name: String, _ text: String, _ arguments: [Value], _ limits: Limits
  ) throws(Failure) -> String {
    switch name {
    case "upper": return mapped(text) { _ in true }
    case "lower": return mapped(text) { _ in false }
    case "capitalize":
      return mapped(text) { $0 == nil }
    case "title": return mapped(text) { $0?.properties.isWhitespace ?? true }
    case "trim": return text.trimmed
    case "escape_md":
      var escaped = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        if "\\`*_{}[]()#+-.!|<>".unicodeScalars.contains(scalar) { escaped.append("\\") }
        escaped.append(scalar)
      }
      return String(escaped)
    case "indent": return try indented(text, arguments, limits)
    default:
      return try replaced(text, TemplateFilter.text(of: arguments[0]), TemplateFilter.text(of: arguments[1]), limits)
    }
  }

  /// Upper case where the condition on the scalar before holds, lower case elsewhere.
  private static func mapped(_ text: String, isUpper: (Unicode.Scalar?) -> Bool) -> String {
    var mapped = ""
    var before: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      mapped += isUpper(before) ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
      before = scalar
    }
    return mapped
  }

  private static func indented(_ text: String, _ arguments: [Value], _ limits: Limits) throws(Failure) -> String {
    guard let width = arguments[0].intValue else { throw Failure(message: "`indent` requires an integer width") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let count = max(0, width)
    guard count <= limits.stringBytes / max(1, lines.count) else {
      throw Failure(message: "`indent` makes a text that is too large")
    }
    let indentsFirst = arguments.count > 1 && isTemplateTruthy(arguments[1])
    let margin = String(repeating: " ", count: count)
    return lines.enumerated().map { index, line in
      line.isEmpty || index == 0 && !indentsFirst ? String(line) : margin + line
    }.joined(separator: "\n")
  }

  private static func replaced(
    _ text: String, _ old: String, _ new: String, _ limits: Limits
  ) throws(Failure) -> String {
    let (bytes, pattern, replacement) = (Array(text.utf8), Array(old.utf8), Array(new.utf8))
    var result: [UInt8] = []
    var position = 0
    while position <= bytes.count {
      guard result.count <= limits.stringBytes else {
        throw Failure(message: "`replace` makes a text that is too large")
      }
      // An empty text is found between all characters.
      let isBoundary = position == bytes.count || bytes[position] & 0xc0 != 0x80
      if pattern.isEmpty ? isBoundary : bytes[position...].starts(with: pattern) {
        result += replacement
        position += pattern.count
        if !pattern.isEmpty { continue }
      }
      if position < bytes.count { result.append(bytes[position]) }
      position += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  // MARK: Collections

  private static func length(of value: Value) throws(Failure) -> Value {
    if value.isNil { return Value(int: 0) }
    if value.isString { return Value(int: text(of: value).unicodeScalars.count) }
    if value.isList || value.isDict { return Value(int: value.itemCount) }
    if value.isSet { return Value(int: value.setItems.count) }
    if let extent = value.rangeExtent { return Value(int: extent.count) }
    throw Failure(message: "`length` not defined for \(typeName(value))")
  }

  private static func end(of value: Value, isFirst: Bool) -> Value {
    if let text = value.stringValue {
      let scalar = isFirst ? text.unicodeScalars.first : text.unicodeScalars.last
      return scalar.map { Value(string: String($0)) } ?? .nilValue
    }
    let items = value.isSet ? value.setItems : value.listItems
    return ((isFirst ? items.first : items.last) ?? .nilValue).retained()
  }

  private static func reversed(_ value: Value) -> Value {
    if let text = value.stringValue {
      return Value(string: String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    }
    guard value.isList else { return value.retained() }
    return Value(list: value.listItems.reversed().map { $0.retained() })
  }

  private static func joined(_ value: Value, with separator: Value) throws(Failure) -> Value {
    if value.isString { return value.retained() }
    guard value.isList || value.isSet else {
      throw Failure(message: "`join` requires a list (got \(typeName(value)))")
    }
    let items = value.isSet ? value.setItems : value.listItems
    return Value(string: items.map(displayText).joined(separator: text(of: separator)))
  }

  private static func lines(of value: Value) -> Value {
    let lines = text(of: value).utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
    return Value(list: lines.map { Value(string: String(Substring($0))) })
  }
}
