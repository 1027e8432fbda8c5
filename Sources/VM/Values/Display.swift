// The display form (01 "Display form"). Nested containers go on a work stack, never on the Swift stack: a list nested a
// million deep is displayed like any other.

/// The display form of any value (01 "Display form"). O(n).
package func displayText(_ value: Value) -> String {
  if value.isString { return String(decoding: value.string.buffer, as: UTF8.self) }
  var buffer = TextBuffer()
  appendDisplay(value, to: &buffer)
  return buffer.text
}

/// The display form as a string value, owned. A string is shared, not copied.
func displayString(_ value: Value, limits: Limits) throws(HarnError) -> Value {
  if value.isString { return value.retained() }
  var buffer = TextBuffer(limit: limits.stringBytes)
  appendDisplay(value, to: &buffer)
  return try buffer.finishChecked()
}

/// The dict key that stands for a value: its display form (01 "Subscript"). Owned by the caller.
@inline(__always) func keyString(_ value: Value) -> StringPointer {
  if value.isString {
    retain(value)
    return value.string
  }
  return displayKey(value)
}

@inline(never) private func displayKey(_ value: Value) -> StringPointer {
  var buffer = TextBuffer(capacity: 24)
  appendDisplay(value, to: &buffer)
  return buffer.finish().string
}

/// Appends the display form of a value (01 "Display form").
package func appendDisplay(_ value: Value, to buffer: inout TextBuffer) {
  switch value.tag {
  case Value.intTag: buffer.append(int: value.int)
  case UInt64(ObjectKind.string.rawValue): buffer.append(value.string)
  case Value.floatTag: appendFloat(value.float, to: &buffer)
  case Value.nilTag, Value.absentTag: buffer.append("nil")
  case Value.boolTag: buffer.append(value.bits != 0 ? "true" : "false")
  case Value.durationTag: appendDuration(value.int, to: &buffer)
  case Value.builtinTag:
    buffer.append("<builtin ")
    buffer.append(value.builtin.pointee.name)
    buffer.append(ascii: 0x3e)
  case Value.enumCaseTag: appendEnumName(value, to: &buffer)
  default: appendObject(value, to: &buffer)
  }
}

/// Largest unit that divides the duration exactly and is not larger than it (01 "Display form").
private func appendDuration(_ milliseconds: Int, to buffer: inout TextBuffer) {
  func show(_ unit: Int, _ suffix: StaticString) {
    buffer.append(int: milliseconds / unit)
    buffer.append(suffix)
  }
  if milliseconds == 0 { return show(1, "ms") }
  if milliseconds % 3_600_000 == 0 { return show(3_600_000, "h") }
  if milliseconds % 60_000 == 0 { return show(60_000, "m") }
  if milliseconds % 1_000 == 0 { return show(1_000, "s") }
  show(1, "ms")
}

private func appendEnumName(_ value: Value, to buffer: inout TextBuffer) {
  buffer.append(value.enumCase.pointee.enumName)
  buffer.append(ascii: 0x2e)
  buffer.append(value.enumCase.pointee.variant)
}

private func appendRange(_ value: Value, to buffer: inout TextBuffer) {
  let range = value.range
  buffer.append(int: range.pointee.from)
  buffer.append(" to ")
  buffer.append(int: range.pointee.upTo)
  if range.pointee.header.flags & RangeObject.isExclusive != 0 { buffer.append(" exclusive") }
}

private func appendBytes(_ value: Value, to buffer: inout TextBuffer) {
  let shown = 32
  let octets = value.octets
  buffer.append("b\"")
  for octet in octets.prefix(shown) {
    for nibble in [octet >> 4, octet & 15] {
      buffer.append(ascii: nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
    }
  }
  if octets.count > shown {
    buffer.append("...+")
    buffer.append(int: octets.count - shown)
  }
  buffer.append(ascii: 0x22)
}

/// Where the display forms of shared containers stand in a text, so that a part that is shared many times over is written
/// once and copied. Remembering starts when a text gets long.
struct WrittenParts {
  private var count = 0
  private var ranges: [UInt64: Range<Int>] = [:]

  /// Nothing was written.
  init() {}

  /// Notes the place of a container.
  mutating func add(_ value: Value, _ range: Range<Int>) {
    count += 1
    if count > 2000, value.header.pointee.count > 1 { ranges[value.bits] = range }
  }

  /// The place of a container that was written before.
  func find(_ value: Value) -> Range<Int>? {
    count > 2000 && value.header.pointee.count > 1 ? ranges[value.bits] : nil
  }
}

/// A container that is being displayed and how far it has come.
private struct DisplayFrame {
  var value: Value
  /// Number of the next child; for structs the slot of the field written last.
  var position: Int
  /// Where its display form starts.
  var start = 0
}

private func appendObject(_ root: Value, to buffer: inout TextBuffer) {
  var frames: [DisplayFrame] = []
  var written = WrittenParts()
  open(root, &frames, &buffer)
  while !frames.isEmpty, !buffer.isTruncated {
    guard let child = nextChild(&frames[frames.count - 1], &buffer) else {
      let done = frames.removeLast()
      written.add(done.value, done.start..<buffer.count)
      continue
    }
    if child.isCounted, !child.isString {
      if let range = written.find(child) {
        buffer.append(copyOf: range)
        continue
      }
      let (depth, start) = (frames.count, buffer.count)
      open(child, &frames, &buffer)
      if frames.count > depth { frames[depth].start = start }
    } else {
      appendDisplay(child, to: &buffer)
    }
  }
}

/// Writes an object without children, or the opening of a container, which goes on the stack.
private func open(_ value: Value, _ frames: inout [DisplayFrame], _ buffer: inout TextBuffer) {
  switch value.header.pointee.kind {
  case .string: return buffer.append(value.string)
  case .range: return appendRange(value, to: &buffer)
  case .bytes: return appendBytes(value, to: &buffer)
  case .handle: return buffer.append(value.handle.pointee.state.takeUnretainedValue().display)
  case .closure:
    if let display = value.closure.pointee.function.pointee.display {
      return buffer.append(display)
    }
    return buffer.append("<fn()>")
  case .exception:
    frames.append(DisplayFrame(value: value, position: 0))
  case .list:
    buffer.append(ascii: 0x5b)
    frames.append(DisplayFrame(value: value, position: 0))
  case .dict:
    sortEntries(value.dict)
    buffer.append(ascii: 0x7b)
    frames.append(DisplayFrame(value: value, position: 0))
  case .set:
    buffer.append("set(")
    frames.append(DisplayFrame(value: value, position: 0))
  case .pair:
    buffer.append(ascii: 0x28)
    frames.append(DisplayFrame(value: value, position: 0))
  case .enumeration:
    appendEnumName(value, to: &buffer)
    buffer.append(ascii: 0x28)
    frames.append(DisplayFrame(value: value, position: 0))
  case .structure:
    buffer.append(value.structure.pointee.shape.pointee.type.pointee.name)
    buffer.append(" {")
    frames.append(DisplayFrame(value: value, position: -1))
  }
}

/// The next child to display, after its separator and key; nil after the closing of the container.
private func nextChild(_ frame: inout DisplayFrame, _ buffer: inout TextBuffer) -> Value? {
  let value = frame.value
  let position = frame.position
  switch value.header.pointee.kind {
  case .list: return nextItem(&frame, of: value.list.pointee.items, value.list.pointee.count, "]", &buffer)
  case .set:
    let items = value.set.items
    return nextItem(&frame, of: items.pointee.items, items.pointee.count, ")", &buffer)
  case .enumeration:
    return nextItem(
      &frame, of: value.enumeration.payload, value.enumeration.pointee.count, ")", &buffer)
  case .pair:
    frame.position += 1
    if position == 0 { return value.pair.pointee.first }
    buffer.append(position == 1 ? ", " : ")")
    return position == 1 ? value.pair.pointee.second : nil
  case .dict:
    guard position < value.dict.pointee.used else {
      buffer.append(ascii: 0x7d)
      return nil
    }
    if position > 0 { buffer.append(", ") }
    let entry = value.dict.pointee.entries[position]
    buffer.append(entry.key.unsafelyUnwrapped)
    buffer.append(": ")
    frame.position += 1
    return entry.value
  case .structure:
    guard let slot = fieldAfter(position, of: value.structure) else {
      buffer.append(ascii: 0x7d)
      return nil
    }
    if position >= 0 { buffer.append(", ") }
    buffer.append(value.structure.pointee.shape.pointee.names[slot])
    buffer.append(": ")
    frame.position = slot
    return value.structure.fields[slot]
  case .exception:
    frame.position += 1
    return position == 0 ? value.exception.pointee.value : nil
  case .string, .range, .bytes, .handle, .closure: return nil
  }
}

private func nextItem(
  _ frame: inout DisplayFrame, of items: ValuePointer, _ count: Int, _ end: StaticString,
  _ buffer: inout TextBuffer
) -> Value? {
  guard frame.position < count else {
    buffer.append(end)
    return nil
  }
  if frame.position > 0 { buffer.append(", ") }
  frame.position += 1
  return items[frame.position - 1]
}

/// The slot of the set field whose name follows that of `slot` in byte order; −1 asks for the first. O(fields).
func fieldAfter(_ slot: Int, of structure: StructPointer) -> Int? {
  let shape = structure.pointee.shape
  let names = shape.pointee.names
  var best: Int?
  for candidate in 0..<shape.pointee.fieldCount where !structure.fields[candidate].isAbsent {
    if slot >= 0, !precedes(names[slot], names[candidate]) { continue }
    if let best, !precedes(names[candidate], names[best]) { continue }
    best = candidate
  }
  return best
}

extension Value {
  /// The octets of a bytes value; valid while the object lives.
  package var octets: UnsafeBufferPointer<UInt8> {
    let start = object + MemoryLayout<BytesObject>.stride
    return UnsafeBufferPointer(
      start: start.assumingMemoryBound(to: UInt8.self), count: bytes.pointee.length)
  }

  /// A bytes value with a copy of these octets.
  package init(octets: UnsafeBufferPointer<UInt8>) {
    let memory = allocate(MemoryLayout<BytesObject>.stride + octets.count, .bytes)
    memory.assumingMemoryBound(to: BytesObject.self).pointee.length = octets.count
    self.init(object: memory, .bytes)
    if let start = octets.baseAddress {
      (memory + MemoryLayout<BytesObject>.stride).copyMemory(from: start, byteCount: octets.count)
    }
  }
}
