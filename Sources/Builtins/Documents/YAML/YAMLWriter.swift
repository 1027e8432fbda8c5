import VM

/// Writes a value in block style (05b §6).
struct YAMLWriter: ~Copyable {
  private(set) var text: TextBuffer

  /// Deeper values are refused; so the recursion is bounded, and the parser reads everything that is written.
  private static let depthLimit = YAMLParser.depthLimit

  init(limit: Int) { text = TextBuffer(limit: limit) }

  /// The text, owned by the caller.
  consuming func finish() throws(HarnError) -> Value { try text.finishChecked() }

  /// Writes the document.
  mutating func writeDocument(_ value: Value) throws(HarnError) {
    if try !writeCollection(value, column: 0, depth: 0) {
      writeScalar(value, column: 0)
      text.append(ascii: 0x0a)
    }
  }

  /// Writes the entries or items of a collection, the first one where the line stands; false for other values and empty
  /// collections.
  private mutating func writeCollection(_ value: Value, column: Int, depth: Int) throws(HarnError) -> Bool {
    if value.isDict || value.isStruct {
      let entries = value.members
      guard !entries.isEmpty else { return false }
      try checkDepth(depth)
      for (index, entry) in entries.enumerated() {
        if text.isTruncated { return true }
        if index > 0 { indent(column) }
        writeKey(entry.key)
        text.append(ascii: 0x3a)
        try writeEntry(entry.value, column: column, depth: depth)
      }
      return true
    }
    guard value.isList || value.isSet else { return false }
    let items = value.isList ? value.listItems : value.setItems
    guard !items.isEmpty else { return false }
    try checkDepth(depth)
    for (index, item) in items.enumerated() {
      if text.isTruncated { return true }
      if index > 0 { indent(column) }
      text.append("- ")
      if try !writeCollection(item, column: column + 2, depth: depth + 1) {
        writeScalar(item, column: column)
        text.append(ascii: 0x0a)
      }
    }
    return true
  }

  /// Writes the value of a key behind its colon.
  private mutating func writeEntry(_ value: Value, column: Int, depth: Int) throws(HarnError) {
    if (value.isDict || value.isStruct) && !value.members.isEmpty {
      text.append(ascii: 0x0a)
      indent(column + 2)
      _ = try writeCollection(value, column: column + 2, depth: depth + 1)
    } else if value.isList && value.itemCount > 0 || value.isSet && !value.setItems.isEmpty {
      text.append(ascii: 0x0a)
      indent(column)
      _ = try writeCollection(value, column: column, depth: depth + 1)
    } else {
      text.append(ascii: 0x20)
      writeScalar(value, column: column)
      text.append(ascii: 0x0a)
    }
  }

  private mutating func indent(_ column: Int) {
    for _ in 0..<column { text.append(ascii: 0x20) }
  }

  private func checkDepth(_ depth: Int) throws(HarnError) {
    guard depth < YAMLWriter.depthLimit else { throw .thrown(text: "yaml_stringify: value is nested too deeply") }
  }

  // MARK: Scalars

  /// Writes a value without a line end; the lines of a block stand two columns behind `column`.
  private mutating func writeScalar(_ value: Value, column: Int) {
    if value.isNil {
      text.append("null")
    } else if value.isList || value.isSet {
      text.append("[]")
    } else if value.isDict || value.isStruct {
      text.append("{}")
    } else if let bool = value.boolValue {
      text.append(bool ? "true" : "false")
    } else if let int = value.intValue {
      text.append(int: int)
    } else if value.isFloat {
      write(value.float)
    } else {
      write(displayText(value), column: column)
    }
  }

  private mutating func write(_ number: Double) {
    if number.isNaN {
      text.append(".nan")
    } else if number.isInfinite {
      text.append(number < 0 ? "-.inf" : ".inf")
    } else {
      appendExactFloat(number, to: &text)
    }
  }

  private mutating func writeKey(_ key: String) {
    if YAMLText(key).lines != nil {
      writeDoubleQuoted(key)
    } else {
      write(key, column: 0)
    }
  }

  private mutating func write(_ string: String, column: Int) {
    let form = YAMLText(string)
    if form.isPlain {
      text.append(string)
    } else if form.hasControls {
      writeDoubleQuoted(string)
    } else if let lines = form.lines {
      writeBlock(lines, column: column + 2)
    } else {
      text.append("'\(string.replacingQuotes())'")
    }
  }

  /// Writes a literal block, without the line end of its last line.
  private mutating func writeBlock(_ lines: [Substring], column: Int) {
    text.append(ascii: 0x7c)
    // Blanks in front of the first line would count as indentation.
    if lines.first(where: { !$0.isEmpty })?.first == " " || lines.first?.isEmpty == true { text.append(ascii: 0x32) }
    let ends = lines.reversed().prefix { $0.isEmpty }.count
    let isOnlyEnds = ends == lines.count
    if ends == 0 { text.append(ascii: 0x2d) }
    if ends > 1 || isOnlyEnds { text.append(ascii: 0x2b) }
    for line in lines.dropLast(ends > 0 ? 1 : 0) {
      text.append(ascii: 0x0a)
      guard !line.isEmpty else { continue }
      indent(column)
      text.append(String(line))
    }
  }

  private mutating func writeDoubleQuoted(_ string: String) {
    text.append(ascii: 0x22)
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text.append("\\\"")
      case "\\": text.append("\\\\")
      case "\n": text.append("\\n")
      case "\r": text.append("\\r")
      case "\t": text.append("\\t")
      case _ where YAMLText.isControl(scalar):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text.append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: text.append(scalar: scalar)
      }
    }
    text.append(ascii: 0x22)
  }
}

extension String {
  /// With every single quote doubled.
  fileprivate func replacingQuotes() -> String {
    String(decoding: utf8.flatMap { $0 == 0x27 ? [0x27, 0x27] : [$0] }, as: UTF8.self)
  }
}

/// Which forms a string may have.
private struct YAMLText {
  /// It reads back as itself without quotes.
  private(set) var isPlain = false
  /// It needs escapes.
  private(set) var hasControls = false
  /// The pieces between line ends, when there is a line end.
  private(set) var lines: [Substring]?

  init(_ text: String) {
    let scalars = text.unicodeScalars
    hasControls = scalars.contains(where: YAMLText.isControl)
    if text.utf8.contains(0x0a) {
      lines = String(text).utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map { Substring($0) }
      // A blank line of spaces would lose them, and a tab in front of a text is no indentation.
      let isFragile = lines?.contains { $0.first == "\t" || !$0.isEmpty && $0.allSatisfy { $0 == " " || $0 == "\t" } }
      hasControls = hasControls || isFragile ?? false
      return
    }
    guard !hasControls, let first = text.utf8.first, let last = text.utf8.last else { return }
    let startsAsMark = ",[]{}#&*!|>'\"%@`".utf8.contains(first)
    let second = text.utf8.dropFirst().first ?? 0x20
    let startsAsItem = "-?:".utf8.contains(first) && isBlank(second)
    let isMarker = text.hasPrefix("---") || text.hasPrefix("...")
    guard !startsAsMark, !startsAsItem, !isMarker, !isBlank(first), !isBlank(last), last != UInt8(ascii: ":") else {
      return
    }
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if previous == UInt8(ascii: ":"), isBlank(byte) { return }
      if isBlank(previous), byte == UInt8(ascii: "#") { return }
      previous = byte
    }
    isPlain = YAMLNode.isPlainString(text)
  }

  /// What is not printed, or would be taken for a line end.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0a: false
    case 0x00..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff: true
    default: false
    }
  }
}
