import Glibc

/// A string: UTF-8 bytes behind the record. Immutable as a value; changed in place only while its count is 1.
///
/// Behind the room for the bytes of a longer string is its bookmark: a scalar and its byte offset.
struct StringObject {
  var header: Header
  /// Length in bytes.
  var length: UInt32
  /// Room in bytes; larger than `length` when the string was built by appending.
  var capacity: UInt32
  /// 0 while not computed.
  var hash: UInt32
  /// Number of Unicode scalars; valid with `scalarsKnown`.
  var scalars: UInt32

  /// Flag: all bytes are ASCII, so that positions in scalars are positions in bytes.
  static let ascii: UInt8 = 1
  /// Flag: `scalars` holds the number of scalars.
  static let scalarsKnown: UInt8 = 2
  /// Where the bytes start.
  static let bytesOffset = 24
  /// Capacity from which a string has a bookmark.
  static let bookmarkCapacity = 128
  /// Bytes of a bookmark.
  private static let bookmarkSize = 8

  /// Bytes of memory for a string with room for `capacity` bytes.
  @inline(__always) static func size(capacity: Int) -> Int {
    bytesOffset + capacity + (capacity >= bookmarkCapacity ? bookmarkSize : 0)
  }
  /// Longest string in bytes; `Limits` may set less.
  static let maximumLength = Int(UInt32.max) - 64
}

typealias StringPointer = UnsafeMutablePointer<StringObject>

extension UnsafeMutablePointer where Pointee == StringObject {
  @inline(__always) var bytes: UnsafeMutablePointer<UInt8> {
    (Raw(self) + StringObject.bytesOffset).assumingMemoryBound(to: UInt8.self)
  }
  @inline(__always) var length: Int { Int(pointee.length) }
  @inline(__always) var isASCII: Bool { pointee.header.flags & StringObject.ascii != 0 }
  /// Whether there is room for a bookmark.
  @inline(__always) var hasBookmark: Bool { pointee.capacity >= StringObject.bookmarkCapacity }

  /// Notes the room for bytes, and puts the bookmark at the start.
  @inline(__always) func setCapacity(_ capacity: Int) {
    pointee.capacity = UInt32(truncatingIfNeeded: capacity)
    if hasBookmark { Raw(bytes + capacity).storeBytes(of: 0, as: UInt64.self) }
  }

  /// The bytes as a buffer; valid while the object lives and is not changed.
  @inline(__always) var buffer: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: bytes, count: length)
  }
}

extension Value {
  @inline(__always) var string: StringPointer {
    object.assumingMemoryBound(to: StringObject.self)
  }
  @inline(__always) init(_ string: StringPointer) { self.init(object: Raw(string), .string) }

  /// A new string value with this text.
  package init(string text: String) {
    var text = text
    self = text.withUTF8 { Value(newString(copying: $0)) }
  }

  /// A new string value with this text, which a program made long.
  ///
  /// - Throws: the error of `Limits` when it is too long.
  package init(string text: String, limits: Limits) throws(HarnError) {
    guard text.utf8.count <= limits.stringBytes else { throw .stringTooLarge(limits.stringBytes) }
    self.init(string: text)
  }

  /// The text of a string value, nil for any other. O(n).
  package var stringValue: String? {
    isString ? String(decoding: string.buffer, as: UTF8.self) : nil
  }
}

/// A string of `length` bytes that the caller fills in; `isASCII` is the caller's claim about them.
@inline(__always) func newString(length: Int, isASCII: Bool) -> StringPointer {
  guard length < StringObject.bookmarkCapacity else { return newLongString(length: length, isASCII: isASCII) }
  return newString(size: StringObject.bytesOffset + length, length, isASCII)
}

@inline(never) private func newLongString(length: Int, isASCII: Bool) -> StringPointer {
  let string = newString(size: StringObject.size(capacity: length), length, isASCII)
  string.setCapacity(length)
  return string
}

@inline(__always) private func newString(size: Int, _ length: Int, _ isASCII: Bool) -> StringPointer {
  let string = allocate(size, .string).assumingMemoryBound(to: StringObject.self)
  string.pointee.length = UInt32(truncatingIfNeeded: length)
  string.pointee.capacity = UInt32(truncatingIfNeeded: length)
  string.pointee.hash = 0
  string.pointee.scalars = 0
  if isASCII { string.pointee.header.flags = StringObject.ascii }
  return string
}

/// A string with a copy of `bytes`, which must be valid UTF-8.
func newString(copying bytes: UnsafeBufferPointer<UInt8>) -> StringPointer {
  let string = newString(length: bytes.count, isASCII: isASCII(bytes))
  if let start = bytes.baseAddress { memcpy(string.bytes, start, bytes.count) }
  return string
}

/// Whether no byte has its top bit set.
func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  var all: UInt8 = 0
  for byte in bytes { all |= byte }
  return all < 0x80
}

/// The hash of the bytes, never 0. Computed once per string.
@inline(__always) func hash(_ string: StringPointer) -> UInt32 {
  let hash = string.pointee.hash
  return hash != 0 ? hash : computeHash(string)
}

@inline(never) func computeHash(_ string: StringPointer) -> UInt32 {
  let hash = hashBytes(string.buffer)
  string.pointee.hash = hash
  return hash
}

/// FNV-1a over 64 bits, folded to 32, never 0.
func hashBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  hash ^= hash >> 29
  let folded = UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
  return folded == 0 ? 1 : folded
}

/// Equality of bytes; never canonical equivalence (01 "Equality").
@inline(__always) func equal(_ a: StringPointer, _ b: StringPointer) -> Bool {
  a == b
    || (a.pointee.length == b.pointee.length && memcmp(a.bytes, b.bytes, Int(a.pointee.length)) == 0)
}
