/// The functions on strings (05 §6.2). What they take as text may be any value.
var stringFunctions: [NativeBuiltin] {
  [
    .init("trim", trim),
    .init("lowercase", lowercase),
    .init("uppercase", uppercase),
    .init("split", splitFunction),
    .init("starts_with", startsWith),
    .init("ends_with", endsWith),
    .init("contains", contains),
    .init("replace", replace),
    .init("join") { call throws(HarnError) in
      call[0].isList
        ? try joined(call[0].list, call, separator: 1) : Value(newString(length: 0, isASCII: true))
    },
    .init("substring", substringFunction),
    .init("format", format),
    .init("str_pad", pad),
    .init("unicode_graphemes", graphemes),
  ]
}

private func trim(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  return trimmed(text.string, start: true, end: true)
}

private func lowercase(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  return try lowercased(text.string, call.limits)
}

private func uppercase(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  return try uppercased(text.string, call.limits)
}

// MARK: Searching

private func startsWith(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  let prefix = try call.textValue(1)
  defer { release(prefix) }
  return Value(bool: text.string.buffer.starts(with: prefix.string.buffer))
}

private func endsWith(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  let suffix = try call.textValue(1)
  defer { release(suffix) }
  let tail = text.string.buffer.suffix(suffix.string.length)
  return Value(bool: tail.elementsEqual(suffix.string.buffer))
}

/// Of a string or list; no other kind contains anything here.
private func contains(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  if call[0].isList { return Value(bool: indexOf(call.value(1), in: call[0].list) >= 0) }
  guard call[0].isString else { return Value(bool: false) }
  let text = try call.textValue(1)
  defer { release(text) }
  return Value(bool: firstOffset(of: text.string.buffer, in: call[0].string.buffer, from: 0) >= 0)
}

// MARK: Splitting and replacing

/// The separator is a space by default, other than that of the method.
private func splitFunction(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  let separator = try call.textValue(1, default: " ")
  defer { release(separator) }
  return try split(text.string, separator.string, call.limits)
}

private func replace(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  let old = try call.textValue(1)
  defer { release(old) }
  let new = try call.textValue(2)
  defer { release(new) }
  return try replaceAll(text.string, old.string, new.string, call.limits)
}

// MARK: Parts

/// The third argument is a length, other than that of the method.
private func substringFunction(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  let count = scalarCount(text.string)
  let start = min(max(0, call.int(1) ?? 0), count)
  let length = min(max(0, call.int(2) ?? count), count - start)
  return scalarSlice(text.string, from: start, to: start + length)
}

/// One string for each extended grapheme cluster.
private func graphemes(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  var clusters = ListBuilder()
  for character in call.text(0) {
    try clusters.append(Value(string: String(character)), within: call.limits)
  }
  return clusters.finish()
}

// MARK: Building

/// Fills up to a width in grapheme clusters with the first cluster of the fill.
private func pad(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = call.text(0)
  let width = call.int(1) ?? 0
  let missing = width > 0 ? width - text.count : 0
  guard missing > 0 else { return try call.textValue(0) }
  let fill = String(call.text(2).first ?? " ")
  let onLeft: Int
  switch call.text(3, default: "right").lowercased() {
  case "left": onLeft = missing
  case "right": onLeft = 0
  case "both": onLeft = missing / 2
  default: throw .runtimeError("str_pad: side must be left, right, or both")
  }
  let limit = call.limits.stringBytes
  guard missing <= limit / fill.utf8.count else { throw .stringTooLarge(limit) }
  var buffer = TextBuffer(limit: limit)
  for _ in 0..<onLeft { buffer.append(fill) }
  buffer.append(text)
  for _ in onLeft..<missing { buffer.append(fill) }
  return try buffer.finishChecked()
}

/// Fills in the placeholders of a template (05 §6.3): by name when a dict follows, else one after the other.
private func format(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let template = try call.textValue(0)
  defer { release(template) }
  var buffer = TextBuffer(capacity: template.string.length, limit: call.limits.stringBytes)
  if call[1].isDict {
    appendNamed(template.string.buffer, call[1].dict, to: &buffer)
  } else {
    appendNumbered(template.string.buffer, call, to: &buffer)
  }
  return try buffer.finishChecked()
}

private func appendNamed(
  _ template: UnsafeBufferPointer<UInt8>, _ values: DictPointer, to buffer: inout TextBuffer
) {
  var rest = template[...]
  while let open = rest.firstIndex(of: 0x7b), let close = rest[open...].firstIndex(of: 0x7d) {
    buffer.append(UnsafeBufferPointer(rebasing: rest[..<open]))
    let key = newString(copying: UnsafeBufferPointer(rebasing: rest[(open + 1)..<close]))
    defer { release(Value(key)) }
    let entry = find(values, key)
    if entry >= 0 {
      appendDisplay(values.pointee.entries[entry].value, to: &buffer)
    } else {
      buffer.append(UnsafeBufferPointer(rebasing: rest[open...close]))
    }
    rest = rest[(close + 1)...]
  }
  buffer.append(UnsafeBufferPointer(rebasing: rest))
}

private func appendNumbered(
  _ template: UnsafeBufferPointer<UInt8>, _ call: borrowing NativeCall, to buffer: inout TextBuffer
) {
  var offset = 0
  var next = 1
  while offset < template.count {
    if next < call.count, template[offset] == 0x7b, offset + 1 < template.count, template[offset + 1] == 0x7d {
      appendDisplay(call[next], to: &buffer)
      next += 1
      offset += 2
    } else {
      let end = template[(offset + 1)...].firstIndex(of: 0x7b) ?? template.count
      buffer.append(UnsafeBufferPointer(rebasing: template[offset..<end]))
      offset = end
    }
  }
}
