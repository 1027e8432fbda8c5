import Glibc

// Parts of strings by scalars (01 "Conversions"), and building of strings.

/// A string of the bytes in `from ..< to`, which must be scalar boundaries. The whole string is shared, not copied.
func substring(_ string: StringPointer, from: Int, to: Int) -> Value {
  if from == 0, to == string.length {
    retain(Value(string))
    return Value(string)
  }
  let bytes = UnsafeBufferPointer(start: string.bytes + from, count: to - from)
  guard string.isASCII else { return Value(newString(copying: bytes)) }
  let result = newString(length: bytes.count, isASCII: true)
  memcpy(result.bytes, string.bytes + from, bytes.count)
  return Value(result)
}

/// The scalars in `from ..< to`, which must lie within the string.
func scalarSlice(_ string: StringPointer, from: Int, to: Int) -> Value {
  let start = byteOffset(string, ofScalar: from)
  // The way to the end may be shorter from the end of the string.
  let behind = scalarCount(string) - to
  let end =
    behind < to - from
    ? byteOffset(string, from: string.length, movedBackBy: behind)
    : byteOffset(string, from: start, advancedBy: to - from)
  let part = substring(string, from: start, to: end)
  if !part.string.isASCII {
    part.string.pointee.scalars = UInt32(truncatingIfNeeded: to - from)
    part.string.pointee.header.flags |= StringObject.scalarsKnown
  }
  return part
}

/// The one-scalar string at `position`; nil when out of range.
func scalarAt(_ string: StringPointer, _ position: Int) -> Value {
  guard position >= 0, position < scalarCount(string) else { return .nilValue }
  let start = byteOffset(string, ofScalar: position)
  return substring(string, from: start, to: start + scalarLength(string.bytes[start]))
}

/// `l + r`.
func concatenate(
  _ l: StringPointer, _ r: StringPointer, limits: Limits
) throws(HarnError) -> Value {
  let total = l.length + r.length
  guard total <= limits.stringBytes else { throw .stringTooLarge(limits.stringBytes) }
  let result = newString(length: total, isASCII: l.isASCII && r.isASCII)
  memcpy(result.bytes, l.bytes, l.length)
  memcpy(result.bytes + l.length, r.bytes, r.length)
  return Value(result)
}

/// `slot = slot + tail` for a slot that holds a string: in place when nobody else sees it, with room that doubles, so that
/// building a string piece by piece is linear. Borrows `tail`, which may be the string itself.
func appendString(
  slot: ValuePointer, _ tail: StringPointer, limits: Limits
) throws(HarnError) {
  let string = slot.pointee.string
  guard string.pointee.header.count == 1 else {
    let joined = try concatenate(string, tail, limits: limits)
    release(slot.pointee)
    slot.pointee = joined
    return
  }
  let length = string.length
  let added = tail.length
  guard length + added <= limits.stringBytes else { throw .stringTooLarge(limits.stringBytes) }
  let flags = tail.pointee.header.flags
  let grown = length + added > Int(string.pointee.capacity) ? grow(string, by: added) : string
  memcpy(grown.bytes + length, tail == string ? grown.bytes : tail.bytes, added)
  grown.pointee.length = UInt32(truncatingIfNeeded: length + added)
  grown.pointee.hash = 0
  // ASCII only if both are; the number of scalars is no longer known.
  grown.pointee.header.flags &= flags & StringObject.ascii
  slot.pointee = Value(grown)
}

@inline(never) private func grow(_ string: StringPointer, by added: Int) -> StringPointer {
  let capacity = min((string.length + added) * 2, StringObject.maximumLength)
  guard let moved = realloc(Raw(string), StringObject.size(capacity: capacity)) else { outOfMemory() }
  let grown = moved.assumingMemoryBound(to: StringObject.self)
  grown.setCapacity(capacity)
  return grown
}

/// The display forms of `count` values one after the other (01 "Interpolation"). Borrows the values.
@inline(never) func join(
  _ values: ValuePointer, count: Int, limits: Limits
) throws(HarnError) -> Value {
  // Room for the strings and a guess for the rest; what does not fit makes the buffer grow.
  var size = 0
  for index in 0..<count { size += values[index].isString ? values[index].string.length : 20 }
  var buffer = TextBuffer(capacity: min(size, limits.stringBytes), limit: limits.stringBytes)
  for index in 0..<count { appendDisplay(values[index], to: &buffer) }
  return try buffer.finishChecked()
}
