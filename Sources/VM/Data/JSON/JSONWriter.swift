/// How values become JSON.
package struct JSONStyle: Sendable {
  /// Blanks a level; nil writes everything on one line without blanks.
  package var indent: Int?
  /// Which values have a form of their own, and what the others become.
  package var dialect: Dialect

  /// The three ways in which the language writes JSON.
  package enum Dialect: Sendable {
    /// `json_stringify` (05 §15.2): floats without exponent and forced fraction, other kinds are null.
    case stringify
    /// What programs read in templates and logs (05 §27.2): floats keep their fraction, other kinds are their display text.
    case shown
    /// What is read back (05 §29): floats keep their fraction, only the kinds of JSON are kept, the others are null.
    case stored
  }

  /// A style.
  package init(_ dialect: Dialect, indent: Int? = nil) {
    self.dialect = dialect
    self.indent = indent
  }
}

/// Appends a value as JSON. Nested containers go on a work stack, never on the Swift stack. O(n).
package func appendJSON(_ value: Value, to buffer: inout TextBuffer, _ style: JSONStyle) {
  var writer = JSONWriter(style: style)
  writer.write(value, to: &buffer)
}

/// The JSON text of a value.
package func jsonText(_ value: Value, _ style: JSONStyle) -> String {
  var buffer = TextBuffer()
  appendJSON(value, to: &buffer, style)
  return buffer.text
}

private struct JSONWriter {
  let style: JSONStyle
  private var frames: [Frame] = []

  /// A container that is being written.
  private struct Frame {
    var value: Value
    /// Number of the next item or entry; for structs the slot of the field written last.
    var position: Int
    var isEmpty = true
    /// Where its text starts.
    var start = 0
  }

  /// Without indentation the text of a container does not depend on its place.
  private var written = WrittenParts()

  init(style: JSONStyle) { self.style = style }

  mutating func write(_ root: Value, to buffer: inout TextBuffer) {
    begin(root, &buffer)
    while !frames.isEmpty, !buffer.isTruncated {
      let frame = frames[frames.count - 1]
      switch frame.value.header.pointee.kind {
      case .list: continueItems(frame.value.list, from: frame.position, &buffer)
      case .set: continueItems(frame.value.set.items, from: frame.position, &buffer)
      case .dict: continueEntries(frame.value.dict, from: frame.position, &buffer)
      default: continueFields(frame.value.structure, after: frame.position, &buffer)
      }
    }
  }

  // MARK: Containers

  /// Writes items until one is a container, which goes on the stack, or until the end.
  private mutating func continueItems(_ list: ListPointer, from start: Int, _ buffer: inout TextBuffer) {
    let level = frames.count - 1
    var position = start
    while position < list.pointee.count, !buffer.isTruncated {
      separate(level, &buffer)
      let item = list.pointee.items[position]
      position += 1
      if begin(item, &buffer) { return frames[level].position = position }
    }
    end(0x5D, &buffer)
  }

  private mutating func continueEntries(_ dict: DictPointer, from start: Int, _ buffer: inout TextBuffer) {
    let level = frames.count - 1
    var position = start
    while position < dict.pointee.used, !buffer.isTruncated {
      let entry = dict.pointee.entries[position]
      position += 1
      guard let key = entry.key else { continue }
      separate(level, &buffer)
      append(key: key, &buffer)
      if begin(entry.value, &buffer) { return frames[level].position = position }
    }
    end(0x7D, &buffer)
  }

  private mutating func continueFields(
    _ structure: StructPointer, after slot: Int, _ buffer: inout TextBuffer
  ) {
    let level = frames.count - 1
    guard let next = fieldAfter(slot, of: structure) else { return end(0x7D, &buffer) }
    frames[level].position = next
    separate(level, &buffer)
    append(key: structure.pointee.shape.pointee.names[next], &buffer)
    begin(structure.fields[next], &buffer)
  }

  private func append(key: StringPointer, _ buffer: inout TextBuffer) {
    appendJSONString(key.buffer, isASCII: key.isASCII, to: &buffer, style.dialect)
    buffer.append(ascii: 0x3A)
    if style.indent != nil { buffer.append(ascii: 0x20) }
  }

  /// The comma and the line end before a child of the innermost container.
  private mutating func separate(_ level: Int, _ buffer: inout TextBuffer) {
    if frames[level].isEmpty {
      frames[level].isEmpty = false
    } else {
      buffer.append(ascii: 0x2C)
    }
    if let indent = style.indent { newLine(indent * frames.count, &buffer) }
  }

  private mutating func end(_ bracket: UInt8, _ buffer: inout TextBuffer) {
    let frame = frames.removeLast()
    if let indent = style.indent, !frame.isEmpty { newLine(indent * frames.count, &buffer) }
    buffer.append(ascii: bracket)
    if style.indent == nil { written.add(frame.value, frame.start..<buffer.count) }
  }

  private func newLine(_ blanks: Int, _ buffer: inout TextBuffer) {
    buffer.append(ascii: 0x0A)
    for _ in 0..<blanks { buffer.append(ascii: 0x20) }
  }

  // MARK: Values

  /// Writes a value without children, or the opening of a container, which goes on the stack; then the result is true.
  @discardableResult
  private mutating func begin(_ value: Value, _ buffer: inout TextBuffer) -> Bool {
    switch value.tag {
    case Value.intTag: buffer.append(int: value.int)
    case Value.floatTag: append(float: value.float, &buffer)
    case Value.nilTag, Value.absentTag: buffer.append("null")
    case Value.boolTag: buffer.append(value.bits != 0 ? "true" : "false")
    case UInt64(ObjectKind.string.rawValue):
      let string = value.string
      appendJSONString(string.buffer, isASCII: string.isASCII, to: &buffer, style.dialect)
    case UInt64(ObjectKind.list.rawValue): return open(value, 0x5B, &buffer)
    case UInt64(ObjectKind.dict.rawValue):
      sortEntries(value.dict)
      return open(value, 0x7B, &buffer)
    case UInt64(ObjectKind.set.rawValue) where style.dialect != .stored: return open(value, 0x5B, &buffer)
    case UInt64(ObjectKind.structure.rawValue) where style.dialect != .stored:
      if let range = written.find(value) {
        buffer.append(copyOf: range)
        return false
      }
      frames.append(Frame(value: value, position: -1, start: buffer.count))
      buffer.append(ascii: 0x7B)
      return true
    default: appendOther(value, &buffer)
    }
    return false
  }

  private mutating func open(_ value: Value, _ bracket: UInt8, _ buffer: inout TextBuffer) -> Bool {
    if let range = written.find(value) {
      buffer.append(copyOf: range)
      return false
    }
    frames.append(Frame(value: value, position: 0, start: buffer.count))
    buffer.append(ascii: bracket)
    return true
  }

  private func append(float: Double, _ buffer: inout TextBuffer) {
    guard style.dialect == .stringify else { return appendExactFloat(float, to: &buffer) }
    if float == float.rounded(.towardZero), float.magnitude < 0x1p53, float != 0 || float.sign == .plus {
      return buffer.append(int: Int(float))
    }
    if float == 0 { return buffer.append("-0") }
    appendFloat(float, to: &buffer)
  }

  /// What has no JSON form of its own.
  private func appendOther(_ value: Value, _ buffer: inout TextBuffer) {
    switch style.dialect {
    case .stored: buffer.append("null")
    case .shown: appendText(of: value, &buffer)
    case .stringify:
      if value.isA(.bytes) {
        buffer.append("{\"$bytes_b64\":\"")
        buffer.append(Base64.standard.text(value.octets))
        buffer.append("\"}")
      } else if value.isA(.range) {
        appendText(of: value, &buffer)
      } else {
        buffer.append("null")
      }
    }
  }

  private func appendText(of value: Value, _ buffer: inout TextBuffer) {
    var text = TextBuffer()
    appendDisplay(value, to: &text)
    appendJSONString(text.bytes, isASCII: false, to: &buffer, style.dialect)
  }
}
