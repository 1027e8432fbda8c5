import Glibc

extension JSONParser {
  /// Reads a string from behind its opening quote. Owned by the caller.
  mutating func parseString() throws(JSONError) -> StringPointer {
    let first = cursor
    let isASCII = skipPlain()
    guard peek == UInt8(ascii: "\"") else { return try parseEscaped(from: first) }
    let length = cursor - first
    cursor += 1
    let string = newString(length: length, isASCII: isASCII)
    memcpy(string.bytes, first, length)
    return string
  }

  /// Reads a key from behind its opening quote. Keys come again and again, so that the object of the last time is
  /// taken. Owned by the caller.
  mutating func parseKey() throws(JSONError) -> StringPointer {
    let first = cursor
    let isASCII = skipPlain()
    guard peek == UInt8(ascii: "\"") else { return try parseEscaped(from: first) }
    let length = cursor - first
    cursor += 1
    return keys.key(first, length: length, isASCII: isASCII)
  }

  /// Moves to the next quote, backslash, control character or the end, eight bytes at a time. Returns whether all that
  /// was passed is ASCII.
  private mutating func skipPlain() -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    var seen: UInt64 = 0
    while end - cursor >= 8 {
      let word = UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self)
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      // A byte that is zero, or less than 0x20, sets its top bit; the lowest one set is exact.
      let stops =
        ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- ones &* 0x20) & ~word)
        & tops
      if stops != 0 {
        let count = stops.trailingZeroBitCount >> 3
        seen |= word & ((1 << UInt64(count << 3)) &- 1)
        cursor += count
        return seen & tops == 0
      }
      seen |= word
      cursor += 8
    }
    while cursor < end {
      let byte = cursor.pointee
      if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
      seen |= UInt64(byte)
      cursor += 1
    }
    return seen & tops == 0
  }

  // MARK: Escapes

  /// Reads a string with escapes to its end. `first` is where it starts, the cursor at its first special byte.
  private mutating func parseEscaped(from first: UnsafePointer<UInt8>) throws(JSONError) -> StringPointer {
    var text = TextBuffer()
    var pieceStart = first
    while true {
      text.append(UnsafeBufferPointer(start: pieceStart, count: cursor - pieceStart))
      guard cursor < end else { throw errorHere("EOF while parsing a string") }
      let byte = cursor.pointee
      cursor += 1
      if byte == UInt8(ascii: "\"") { return text.finish().string }
      guard byte == UInt8(ascii: "\\") else {
        throw errorBefore("control character (\\u0000-\\u001F) found while parsing a string")
      }
      try parseEscape(into: &text)
      pieceStart = cursor
      _ = skipPlain()
    }
  }

  private mutating func parseEscape(into text: inout TextBuffer) throws(JSONError) {
    guard cursor < end else { throw errorHere("EOF while parsing a string") }
    let byte = cursor.pointee
    cursor += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(ascii: byte)
    case UInt8(ascii: "b"): text.append(ascii: 0x08)
    case UInt8(ascii: "f"): text.append(ascii: 0x0C)
    case UInt8(ascii: "n"): text.append(ascii: 0x0A)
    case UInt8(ascii: "r"): text.append(ascii: 0x0D)
    case UInt8(ascii: "t"): text.append(ascii: 0x09)
    case UInt8(ascii: "u"): text.append(scalar: try parseScalar())
    default: throw errorBefore("invalid escape")
    }
  }

  /// The scalar of `XXXX`, or of a surrogate pair `XXXX\uXXXX`.
  private mutating func parseScalar() throws(JSONError) -> Unicode.Scalar {
    let first = try parseHexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00 else { throw errorBefore("lone leading surrogate in hex escape") }
    for expected in [UInt8(ascii: "\\"), UInt8(ascii: "u")] {
      guard cursor < end else { throw errorHere("EOF while parsing a string") }
      cursor += 1
      guard cursor[-1] == expected else { throw errorBefore("unexpected end of hex escape") }
    }
    let second = try parseHexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw errorBefore("lone leading surrogate in hex escape") }
    return scalar
  }

  private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
    guard end - cursor >= 4 else {
      cursor = end
      throw errorHere("EOF while parsing a string")
    }
    var number: UInt32 = 0
    for offset in 0..<4 {
      guard let digit = Character(Unicode.Scalar(cursor[offset])).hexDigitValue else {
        cursor += 4
        throw errorBefore("invalid escape")
      }
      number = number << 4 | UInt32(digit)
    }
    cursor += 4
    return number
  }
}

/// The keys of a text that were read last. The objects of a document mostly have the same ones.
struct JSONKeyCache: ~Copyable {
  private var slots: UnsafeMutablePointer<StringPointer?>?

  private static let slotCount = 256

  deinit {
    guard let slots else { return }
    for index in 0..<JSONKeyCache.slotCount {
      if let string = slots[index] { release(Value(string)) }
    }
    free(slots)
  }

  /// The string of these bytes, owned by the caller.
  mutating func key(
    _ bytes: UnsafePointer<UInt8>, length: Int, isASCII: Bool
  ) -> StringPointer {
    guard length > 0, length <= 64 else { return makeKey(bytes, length, isASCII) }
    let slots = slots ?? makeSlots()
    let slot = slots + JSONKeyCache.slot(bytes, length)
    if let known = slot.pointee, known.length == length, memcmp(known.bytes, bytes, length) == 0 {
      retain(Value(known))
      return known
    }
    let string = makeKey(bytes, length, isASCII)
    if let old = slot.pointee { release(Value(old)) }
    retain(Value(string))
    slot.pointee = string
    return string
  }

  private func makeKey(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ isASCII: Bool) -> StringPointer {
    let string = newString(length: length, isASCII: isASCII)
    memcpy(string.bytes, bytes, length)
    return string
  }

  private mutating func makeSlots() -> UnsafeMutablePointer<StringPointer?> {
    let size = JSONKeyCache.slotCount * MemoryLayout<StringPointer?>.stride
    let made = allocateBuffer(size).assumingMemoryBound(to: StringPointer?.self)
    made.initialize(repeating: nil, count: JSONKeyCache.slotCount)
    slots = made
    return made
  }

  /// A number from the first and the last bytes, where keys differ.
  private static func slot(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Int {
    var mixed = UInt64(length)
    if length >= 8 {
      mixed ^= UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
      mixed = mixed &* 0x9e37_79b9_7f4a_7c15
      mixed ^= UnsafeRawPointer(bytes + (length - 8)).loadUnaligned(as: UInt64.self)
    } else {
      for offset in 0..<length { mixed = mixed << 8 ^ UInt64(bytes[offset]) }
    }
    return Int(truncatingIfNeeded: (mixed &* 0x9e37_79b9_7f4a_7c15) >> 56)
  }
}
