// Strings by scalars (01 "Conversions": lengths and positions count scalars).

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

/// The byte offset of the scalar at `position`, which is at most the number of scalars. O(1) for ASCII, else the distance to
/// the nearest place that is known: the start, the end once the scalars are counted, the bookmark.
func byteOffset(_ string: StringPointer, ofScalar position: Int) -> Int {
  if string.isASCII { return position }
  var nearest = (scalar: 0, offset: 0)
  if string.pointee.header.flags & StringObject.scalarsKnown != 0 {
    let count = Int(string.pointee.scalars)
    if count - position < position { nearest = (count, string.length) }
  }
  if string.hasBookmark {
    let bookmark = string.bookmark
    if abs(bookmark.scalar - position) < abs(nearest.scalar - position) { nearest = bookmark }
  }
  let offset =
    nearest.scalar <= position
    ? byteOffset(string, from: nearest.offset, advancedBy: position - nearest.scalar)
    : byteOffset(string, from: nearest.offset, movedBackBy: nearest.scalar - position)
  if string.hasBookmark { string.bookmark = (position, offset) }
  return offset
}

extension UnsafeMutablePointer where Pointee == StringObject {
  /// A scalar and its byte offset, kept between accesses, so that visiting a text position by position takes linear time.
  fileprivate var bookmark: (scalar: Int, offset: Int) {
    get {
      let place = Raw(bytes + Int(pointee.capacity))
      return (
        Int(place.loadUnaligned(as: UInt32.self)), Int(place.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
      )
    }
    nonmutating set {
      let place = Raw(bytes + Int(pointee.capacity))
      place.storeBytes(of: UInt32(truncatingIfNeeded: newValue.scalar), as: UInt32.self)
      place.storeBytes(of: UInt32(truncatingIfNeeded: newValue.offset), toByteOffset: 4, as: UInt32.self)
    }
  }
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

/// The byte offset `count` scalars in front of `offset`, where a scalar starts or the string ends.
func byteOffset(_ string: StringPointer, from offset: Int, movedBackBy count: Int) -> Int {
  if string.isASCII { return offset - count }
  let bytes = string.bytes
  var offset = offset
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
