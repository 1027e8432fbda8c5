/// The methods of strings (05 §6.1). None of them has a callback.
var stringMethods: [NativeBuiltin] {
  [
    .init("count") { call throws(HarnError) in Value(int: scalarCount(call.receiver.string)) },
    .init("len") { call throws(HarnError) in Value(int: scalarCount(call.receiver.string)) },
    .init("empty") { call throws(HarnError) in Value(bool: call.receiver.string.length == 0) },
    .init("contains", contains),
    .init("starts_with", startsWith),
    .init("ends_with", endsWith),
    .init("index_of", indexOfText),
    .init("last_index_of", lastIndexOfText),
    .init("replace", replaced),
    .init("split", splitMethod),
    .init("lines") { call throws(HarnError) in try lines(call.receiver.string, call.limits) },
    .init("chars") { call throws(HarnError) in try characters(call.receiver.string, call.machine) },
    .init("trim") { call throws(HarnError) in trimmed(call.receiver.string, start: true, end: true) },
    .init("trim_start") { call throws(HarnError) in trimmed(call.receiver.string, start: true, end: false) },
    .init("trim_end") { call throws(HarnError) in trimmed(call.receiver.string, start: false, end: true) },
    .init("lowercase", lowered), .init("lower", lowered), .init("to_lower", lowered),
    .init("uppercase", uppered), .init("upper", uppered), .init("to_upper", uppered),
    .init("substring", substringMethod),
    .init("char_at") { call throws(HarnError) in scalarAt(call.receiver.string, call.int(0) ?? 0) },
    .init("repeat") { call throws(HarnError) in
      try repeated(call.receiver.string, call.int(0) ?? 1, call.limits)
    },
    .init("reverse") { call throws(HarnError) in reversed(call.receiver.string) },
    .init("pad_left") { call throws(HarnError) in try padded(call, onLeft: true) },
    .init("pad_right") { call throws(HarnError) in try padded(call, onLeft: false) },
  ]
}

// MARK: Searching

private func contains(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  let offset = firstOffset(of: text.string.buffer, in: call.receiver.string.buffer, from: 0)
  return Value(bool: offset >= 0)
}

private func startsWith(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  return Value(bool: call.receiver.string.buffer.starts(with: text.string.buffer))
}

private func endsWith(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  let tail = call.receiver.string.buffer.suffix(text.string.length)
  return Value(bool: tail.elementsEqual(text.string.buffer))
}

/// A byte offset as a position in scalars; −1 stays.
private func scalarPosition(_ string: StringPointer, _ offset: Int) -> Value {
  if offset < 0 || string.isASCII { return Value(int: offset) }
  return Value(int: scalarCount(UnsafeBufferPointer(start: string.bytes, count: offset)))
}

private func indexOfText(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  let string = call.receiver.string
  return scalarPosition(string, firstOffset(of: text.string.buffer, in: string.buffer, from: 0))
}

private func lastIndexOfText(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  let string = call.receiver.string
  return scalarPosition(string, lastOffset(of: text.string.buffer, in: string.buffer))
}

// MARK: Splitting and replacing

private func replaced(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count >= 2 else { return .nilValue }
  let old = try call.textValue(0)
  defer { release(old) }
  let new = try call.textValue(1)
  defer { release(new) }
  return try replaceAll(call.receiver.string, old.string, new.string, call.limits)
}

/// `string` with every occurrence of `old` replaced, left to right (05 §6.1).
func replaceAll(
  _ string: StringPointer, _ old: StringPointer, _ new: StringPointer, _ limits: Limits
) throws(HarnError) -> Value {
  var buffer = TextBuffer(capacity: string.length, limit: limits.stringBytes)
  var offset = 0
  if old.length == 0 {
    while offset < string.length, !buffer.isTruncated {
      let length = scalarLength(string.bytes[offset])
      buffer.append(new)
      buffer.append(string.bytes + offset, count: length, isASCII: length == 1)
      offset += length
    }
    buffer.append(new)
    return try buffer.finishChecked()
  }
  while !buffer.isTruncated {
    let hit = firstOffset(of: old.buffer, in: string.buffer, from: offset)
    if hit < 0 { break }
    buffer.append(UnsafeBufferPointer(start: string.bytes + offset, count: hit - offset))
    buffer.append(new)
    offset = hit + old.length
  }
  if offset == 0, !buffer.isTruncated { return Value(string).retained() }
  buffer.append(UnsafeBufferPointer(start: string.bytes + offset, count: string.length - offset))
  return try buffer.finishChecked()
}

private func splitMethod(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let separator = try call.textValue(0, default: ",")
  defer { release(separator) }
  return try split(call.receiver.string, separator.string, call.limits)
}

/// The pieces between separators; an empty separator gives `""`, every scalar, `""` (05 §6.1).
func split(_ string: StringPointer, _ separator: StringPointer, _ limits: Limits) throws(HarnError) -> Value {
  if separator.length == 0 {
    try checkElements(scalarCount(string) + 2, limits)
    let list = newList(capacity: scalarCount(string) + 2)
    append(Value(newString(length: 0, isASCII: true)), to: list)
    appendCharacters(of: string, to: list)
    append(Value(newString(length: 0, isASCII: true)), to: list)
    return Value(list)
  }
  var pieces = ListBuilder()
  var start = 0
  while true {
    let hit = firstOffset(of: separator.buffer, in: string.buffer, from: start)
    try pieces.append(substring(string, from: start, to: hit < 0 ? string.length : hit), within: limits)
    if hit < 0 { return pieces.finish() }
    start = hit + separator.length
  }
}

/// The lines: a line feed, with a carriage return before it, ends one (05 §6.1).
func lines(_ string: StringPointer, _ limits: Limits) throws(HarnError) -> Value {
  var lines = ListBuilder()
  var start = 0
  for offset in 0..<string.length where string.bytes[offset] == 0x0a {
    let hasReturn = offset > start && string.bytes[offset - 1] == 0x0d
    try lines.append(substring(string, from: start, to: hasReturn ? offset - 1 : offset), within: limits)
    start = offset + 1
  }
  if start < string.length {
    try lines.append(substring(string, from: start, to: string.length), within: limits)
  }
  return lines.finish()
}

/// One string for each scalar.
func characters(_ string: StringPointer, _ machine: UnsafeMutablePointer<Machine>) throws(HarnError) -> Value {
  try checkElements(scalarCount(string), machine.vm.limits)
  let list = newList(capacity: scalarCount(string))
  if string.isASCII {
    for byte in string.buffer { append(Value(character(byte, machine)).retained(), to: list) }
    return Value(list)
  }
  appendCharacters(of: string, to: list)
  return Value(list)
}

private func appendCharacters(of string: StringPointer, to list: ListPointer) {
  var offset = 0
  while offset < string.length {
    let end = offset + scalarLength(string.bytes[offset])
    append(substring(string, from: offset, to: end), to: list)
    offset = end
  }
}

// MARK: Parts

private func substringMethod(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let string = call.receiver.string
  let length = scalarCount(string)
  let start = min(max(0, call.int(0) ?? 0), length)
  let wanted = call.int(1) ?? -1
  let end = wanted < 0 ? length : min(wanted, length)
  return scalarSlice(string, from: start, to: max(start, end))
}

/// Without white space at the chosen ends: Unicode White_Space (05 §6).
func trimmed(_ string: StringPointer, start: Bool, end: Bool) -> Value {
  var from = 0
  var to = string.length
  while start, from < to {
    let length = scalarLength(string.bytes[from])
    guard isWhiteSpace(string, at: from, length: length) else { break }
    from += length
  }
  while end, to > from {
    var lead = to - 1
    while string.bytes[lead] & 0xc0 == 0x80 { lead -= 1 }
    guard isWhiteSpace(string, at: lead, length: to - lead) else { break }
    to = lead
  }
  return substring(string, from: from, to: to)
}

private func isWhiteSpace(_ string: StringPointer, at offset: Int, length: Int) -> Bool {
  let lead = string.bytes[offset]
  if lead < 0x80 { return lead == 0x20 || (lead >= 0x09 && lead <= 0x0d) }
  return scalar(string, at: offset, length: length).properties.isWhitespace
}

/// The scalar whose bytes start at `offset`.
func scalar(_ string: StringPointer, at offset: Int, length: Int) -> Unicode.Scalar {
  var value = UInt32(string.bytes[offset])
  if length > 1 {
    value &= 0x7f >> UInt32(length)
    for index in 1..<length { value = value << 6 | UInt32(string.bytes[offset + index] & 0x3f) }
  }
  return Unicode.Scalar(value) ?? "\u{fffd}"
}

private func reversed(_ string: StringPointer) -> Value {
  let result = newString(length: string.length, isASCII: string.isASCII)
  var offset = 0
  while offset < string.length {
    let length = scalarLength(string.bytes[offset])
    let target = string.length - offset - length
    for index in 0..<length { result.bytes[target + index] = string.bytes[offset + index] }
    offset += length
  }
  return Value(result)
}

private func padded(_ call: borrowing NativeCall, onLeft: Bool) throws(HarnError) -> Value {
  let string = call.receiver.string
  let missing = (call.int(0) ?? 0).subtractingReportingOverflow(scalarCount(string)).partialValue
  guard (call.int(0) ?? 0) > 0, missing > 0 else { return call.receiver.retained() }
  let limits = call.limits
  guard missing <= limits.stringBytes else { throw .stringTooLarge(limits.stringBytes) }
  let fill = try call.textValue(1, default: " ")
  defer { release(fill) }
  var first = scalarAt(fill.string, 0)
  if first.isNil { first = Value(string: " ") }
  defer { release(first) }
  let padding = try repeated(first.string, missing, limits)
  defer { release(padding) }
  return onLeft
    ? try concatenate(padding.string, string, limits: limits)
    : try concatenate(string, padding.string, limits: limits)
}

private func lowered(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  try lowercased(call.receiver.string, call.limits)
}

private func uppered(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  try uppercased(call.receiver.string, call.limits)
}
