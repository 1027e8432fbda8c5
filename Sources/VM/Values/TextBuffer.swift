import Glibc

/// Growing UTF-8 text that becomes a string value without another copy.
///
/// The memory has room for the record of a string in front of the bytes. Text beyond `limit` is dropped and `isTruncated`
/// says so: whoever builds a value from program data checks it and raises the error of `Limits`.
package struct TextBuffer: ~Copyable {
  private var memory: Raw
  private var capacity: Int
  private let limit: Int
  /// Bytes written so far.
  package private(set) var count = 0
  /// Whether a byte with its top bit set was written.
  private var hasHighBytes = false
  /// The limit of text for people, which nobody chose a limit for.
  package static let defaultLimit = Limits().stringBytes
  /// Whether text was dropped because of the limit.
  package private(set) var isTruncated = false

  /// An empty buffer that takes up to `limit` bytes.
  package init(capacity: Int = 64, limit: Int = TextBuffer.defaultLimit) {
    self.capacity = max(capacity, 24)
    self.limit = min(limit, StringObject.maximumLength)
    memory = allocateBuffer(StringObject.size(capacity: self.capacity))
  }

  deinit { free(memory) }

  /// The bytes written so far; valid until the next change.
  package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  @inline(__always) private var start: UnsafeMutablePointer<UInt8> {
    (memory + StringObject.bytesOffset).assumingMemoryBound(to: UInt8.self)
  }

  /// Forgets the text and keeps the memory.
  package mutating func removeAll() {
    count = 0
    hasHighBytes = false
    isTruncated = false
  }

  /// Forgets what was written behind the first `length` bytes, and that something was dropped.
  mutating func cut(to length: Int) {
    count = length
    isTruncated = false
  }

  /// Takes back the last `length` bytes.
  mutating func removeLast(_ length: Int) { count -= length }

  /// Makes room for `extra` more bytes; false when the limit forbids it.
  @inline(__always) private mutating func reserve(_ extra: Int) -> Bool {
    capacity &- count >= extra && count &+ extra <= limit || grow(extra)
  }

  @inline(never) private mutating func grow(_ extra: Int) -> Bool {
    guard !isTruncated, extra <= limit - count else {
      isTruncated = true
      return false
    }
    while capacity - count < extra { capacity *= 2 }
    guard let moved = realloc(memory, StringObject.size(capacity: capacity)) else { outOfMemory() }
    memory = moved
    return true
  }

  /// Appends one ASCII character.
  @inline(__always) package mutating func append(ascii byte: UInt8) {
    guard reserve(1) else { return }
    start[count] = byte
    count &+= 1
  }

  /// Appends a piece of the source text of the interpreter.
  @inline(__always) package mutating func append(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    guard reserve(length) else { return }
    memcpy(start + count, text.utf8Start, length)
    if !text.isASCII { hasHighBytes = true }
    count &+= length
  }

  /// Appends UTF-8 bytes of which the caller says whether all are ASCII.
  @inline(__always) mutating func append(
    _ source: UnsafePointer<UInt8>, count length: Int, isASCII: Bool
  ) {
    guard reserve(length) else { return }
    memcpy(start + count, source, length)
    if !isASCII { hasHighBytes = true }
    count &+= length
  }

  /// Appends UTF-8 bytes.
  package mutating func append(_ source: UnsafeBufferPointer<UInt8>) {
    guard let base = source.baseAddress, source.count > 0 else { return }
    append(base, count: source.count, isASCII: VM.isASCII(source))
  }

  /// Appends once more what was written at `range`.
  mutating func append(copyOf range: Range<Int>) {
    guard reserve(range.count) else { return }
    memcpy(start + count, start + range.lowerBound, range.count)
    count &+= range.count
  }

  /// Appends a string object.
  @inline(__always) mutating func append(_ string: StringPointer) {
    append(string.bytes, count: string.length, isASCII: string.isASCII)
  }

  /// Appends text.
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends one scalar.
  package mutating func append(scalar: Unicode.Scalar) {
    for byte in UTF8.encode(scalar).unsafelyUnwrapped {
      guard reserve(1) else { return }
      start[count] = byte
      if byte >= 0x80 { hasHighBytes = true }
      count &+= 1
    }
  }

  /// Appends a decimal int. No Swift string is made.
  package mutating func append(int: Int) {
    let wasTruncated = isTruncated
    guard reserve(20) else {
      // Close to the limit there is no room for the longest int, but perhaps for this one.
      isTruncated = wasTruncated
      return append(String(int))
    }
    var rest = int.magnitude
    var length = int < 0 ? 2 : 1
    var power: UInt = 10
    while rest >= power {
      length &+= 1
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow { break }
      power = next
    }
    var end = start + (count &+ length)
    repeat {
      end -= 1
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      end.pointee = UInt8(truncatingIfNeeded: 48 &+ digit)
      rest = quotient
    } while rest > 0
    if int < 0 { (end - 1).pointee = 0x2d }
    count &+= length
  }

  /// The text as a string value, owned by the caller.
  package consuming func finish() -> Value {
    let string = memory.assumingMemoryBound(to: StringObject.self)
    adopt(memory, .string)
    string.pointee.length = UInt32(truncatingIfNeeded: count)
    string.setCapacity(capacity)
    string.pointee.hash = 0
    string.pointee.scalars = 0
    if !hasHighBytes { string.pointee.header.flags = StringObject.ascii }
    discard self
    return Value(string)
  }

  /// The text as a string value, or the error of `Limits` when some was dropped.
  package consuming func finishChecked() throws(HarnError) -> Value {
    if isTruncated { throw .stringTooLarge(limit) }
    return finish()
  }

  /// The text as a Swift string.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension HarnError {
  /// A string would pass its limit.
  static func stringTooLarge(_ limit: Int) -> HarnError {
    .runtimeError("string is too large (at most \(limit) bytes)")
  }

  /// A list would pass its limit.
  package static func listTooLarge(_ limit: Int) -> HarnError {
    .runtimeError("list is too large (at most \(limit) elements)")
  }

  /// A dict would pass its limit.
  static func dictTooLarge(_ limit: Int) -> HarnError {
    .runtimeError("dict is too large (at most \(limit) entries)")
  }
}
