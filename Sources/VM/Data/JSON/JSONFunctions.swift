/// JSON texts (05 §15) and JSON Pointer (05 §16).
var jsonFunctions: [NativeBuiltin] {
  [
    .init("json_parse", jsonParse),
    .init("json_stringify", jsonStringify),
    .init("json_extract", jsonExtract),
    .init("json_pointer", jsonPointer),
    .init("json_pointer_set", jsonPointerSet),
    .init("json_pointer_delete", jsonPointerDelete),
  ]
}

private func jsonParse(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let text = try call.textValue(0)
  defer { release(text) }
  do throws(JSONError) {
    return try parseJSON(text.string.buffer, limits: call.limits)
  } catch {
    throw .thrown(text: "JSON parse error: \(error.message)")
  }
}

private func jsonStringify(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  var buffer = TextBuffer(limit: call.limits.stringBytes)
  appendJSON(call.value(0), to: &buffer, JSONStyle(.stringify))
  return try buffer.finishChecked()
}

// MARK: JSON inside prose (05 §15.3)

private func jsonExtract(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count > 0 else { throw .thrown(text: "json_extract requires at least 1 argument: text") }
  let text = try call.textValue(0)
  defer { release(text) }
  let whole = trimmed(text.string, start: true, end: true)
  defer { release(whole) }
  let candidate = embeddedJSON(in: whole.string)
  defer { release(candidate) }
  let parsed: Value
  do throws(JSONError) {
    parsed = try parseJSON(candidate.string.buffer, limits: call.limits)
  } catch {
    throw .thrown(text: "json_extract: failed to parse JSON: \(error.message)")
  }
  guard call.count > 1 else { return parsed }
  defer { release(parsed) }
  guard parsed.isDict else {
    throw .thrown(text: "json_extract: parsed value is not a dict, cannot extract key")
  }
  let key = keyString(call[1])
  defer { release(Value(key)) }
  let index = find(parsed.dict, key)
  guard index >= 0 else {
    throw .thrown(text: "json_extract: key '\(displayText(Value(key)))' not found")
  }
  return parsed.dict.pointee.entries[index].value.retained()
}

/// The JSON text inside a trimmed one (05 §15.3): what is in the first fence, else the first balanced object, else the
/// first balanced array, else everything. Owned by the caller. O(n).
private func embeddedJSON(in whole: StringPointer) -> Value {
  if let fenced = fencedRange(whole.buffer) {
    let inside = substring(whole, from: fenced.lowerBound, to: fenced.upperBound)
    defer { release(inside) }
    return trimmed(inside.string, start: true, end: true)
  }
  let range =
    balancedRange(whole.buffer, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"))
    ?? balancedRange(whole.buffer, open: UInt8(ascii: "["), close: UInt8(ascii: "]"))
  guard let range else { return Value(whole).retained() }
  return substring(whole, from: range.lowerBound, to: range.upperBound)
}

/// What lies between the line after the first fence and the next one.
private func fencedRange(_ text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
  func fence(from start: Int) -> Int? {
    var position = start
    while position + 3 <= text.count {
      if text[position] == 0x60, text[position + 1] == 0x60, text[position + 2] == 0x60 { return position }
      position += 1
    }
    return nil
  }
  guard let opening = fence(from: 0) else { return nil }
  let inside = opening + 3
  let lineEnd = text[inside...].firstIndex(of: 0x0A)
  let start = lineEnd.map { $0 + 1 } ?? inside
  return fence(from: start).map { start..<$0 }
}

/// From the first opening bracket to the one that closes it; brackets in strings do not count.
private func balancedRange(
  _ text: UnsafeBufferPointer<UInt8>, open: UInt8, close: UInt8
) -> Range<Int>? {
  guard let start = text.firstIndex(of: open) else { return nil }
  var depth = 0
  var isInString = false
  var position = start
  while position < text.count {
    let byte = text[position]
    position += 1
    if isInString {
      if byte == UInt8(ascii: "\\") { position += 1 }
      if byte == UInt8(ascii: "\"") { isInString = false }
    } else if byte == UInt8(ascii: "\"") {
      isInString = true
    } else if byte == open {
      depth += 1
    } else if byte == close {
      depth -= 1
      if depth == 0 { return start..<position }
    }
  }
  return nil
}
