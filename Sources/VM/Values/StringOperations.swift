import Glibc

// Strings by scalars (01 "Conversions": lengths and positions count scalars), and building of strings.

/// Number of scalars. O(1) for ASCII and once counted.
func scalarCount(_ string: StringPointer) -> Int {
  if string.isASCII { return string.length }
  if string.pointee.header.flags & StringObject.scalarsKnown != 0 {
    return Int(string.pointee.scalars)
  }
  let count = scalarCount(string.buffer)
  string.pointee.scalars = UInt32(truncatingIfNeeded: count)
  string.pointee.header.flags |= StringObject.scalarsKnown
  return count
}

/// Number of scalars in valid UTF-8.
func scalarCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
  guard let start = bytes.baseAddress else { return 0 }
  var count = 0
  var offset = 0
  while offset + 8 <= bytes.count {
    count &+= leadCount(start + offset)
    offset &+= 8
  }
  while offset < bytes.count {
    count &+= isLead(start[offset]) ? 1 : 0
    offset &+= 1
  }
  return count
}

/// The byte offset of the scalar at `position`, which is at most the number of scalars. O(1) for ASCII, else O(n), counted
/// from the nearer end when the number of scalars is known.
func byteOffset(_ string: StringPointer, ofScalar position: Int) -> Int {
  if string.isASCII { return position }
  if string.pointee.header.flags & StringObject.scalarsKnown != 0 {
    let behind = Int(string.pointee.scalars) - position
    if behind < position { return byteOffset(string, fromEnd: behind) }
  }
  return byteOffset(string, from: 0, advancedBy: position)
}

/// The byte offset `count` scalars behind the scalar that starts at `offset`.
func byteOffset(_ string: StringPointer, from offset: Int, advancedBy count: Int) -> Int {
  if string.isASCII { return offset + count }
  let (bytes, length) = (string.bytes, string.length)
  var offset = offset
  var rest = count
  while rest >= 8, offset + 8 <= length {
    rest -= leadCount(bytes + offset)
    offset += 8
  }
  // The scalar at whose start the words began may have been cut.
  while offset < length, !isLead(bytes[offset]) { offset += 1 }
  while rest > 0, offset < length {
    offset += scalarLength(bytes[offset])
    rest -= 1
  }
  return offset
}

/// The byte offset of the scalar with `count` scalars from its start to the end.
private func byteOffset(_ string: StringPointer, fromEnd count: Int) -> Int {
  let bytes = string.bytes
  var offset = string.length
  var rest = count
  while rest > 8, offset >= 8 {
    rest -= leadCount(bytes + (offset - 8))
    offset -= 8
  }
  while rest > 0, offset > 0 {
    offset -= 1
    if isLead(bytes[offset]) { rest -= 1 }
  }
  return offset
}

/// Whether a scalar starts with this byte.
@inline(__always) private func isLead(_ byte: UInt8) -> Bool { byte & 0xc0 != 0x80 }

/// How many scalars start within these eight bytes.
@inline(__always) private func leadCount(_ bytes: UnsafeMutablePointer<UInt8>) -> Int {
  leadCount(UnsafePointer(bytes))
}
@inline(__always) private func leadCount(_ bytes: UnsafePointer<UInt8>) -> Int {
  let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
  // One bit for each byte of the form 10xxxxxx; the product adds them up in its top byte.
  let inner = (word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101
  return 8 &- Int(truncatingIfNeeded: (inner &* 0x0101_0101_0101_0101) >> 56)
}

/// Bytes of the scalar that starts with this byte.
@inline(__always) func scalarLength(_ lead: UInt8) -> Int {
  lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

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
  // The way to the end may be shorter from there.
  let isNearEnd =
    string.pointee.header.flags & StringObject.scalarsKnown != 0 && Int(string.pointee.scalars) - to < to - from
  let end =
    isNearEnd ? byteOffset(string, ofScalar: to) : byteOffset(string, from: start, advancedBy: to - from)
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
  guard let moved = realloc(Raw(string), StringObject.bytesOffset + capacity) else { outOfMemory() }
  let grown = moved.assumingMemoryBound(to: StringObject.self)
  grown.pointee.capacity = UInt32(truncatingIfNeeded: capacity)
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
