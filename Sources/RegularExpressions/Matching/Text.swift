/// UTF-8 text that is searched.
struct Text {
  let bytes: UnsafePointer<UInt8>
  let count: Int

  init(_ buffer: UnsafeBufferPointer<UInt8>) {
    // A buffer without elements may have no address; nothing is read through this one.
    bytes = buffer.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    count = buffer.count
  }

  /// The scalar at a boundary and its length in bytes. The text is valid UTF-8, so that continuation bytes follow.
  @inline(__always) func scalar(at position: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(bytes[position])
    if first < 0x80 { return (first, 1) }
    let second = UInt32(bytes[position + 1] & 0x3f)
    if first < 0xe0 { return ((first & 0x1f) << 6 | second, 2) }
    let third = UInt32(bytes[position + 2] & 0x3f)
    if first < 0xf0 { return ((first & 0xf) << 12 | second << 6 | third, 3) }
    return ((first & 7) << 18 | second << 12 | third << 6 | UInt32(bytes[position + 3] & 0x3f), 4)
  }

  /// The start of the scalar that ends at a boundary after the start of the text.
  @inline(__always) func start(before position: Int) -> Int {
    var start = position - 1
    while start > 0, bytes[start] & 0xc0 == 0x80 { start -= 1 }
    return start
  }

  /// What is before a boundary, as far as looks ask.
  func surroundings(before position: Int, _ alphabet: Alphabet) -> Surroundings {
    guard position > 0 else { return .edge }
    return alphabet.surroundings[Int(alphabet.symbol(scalar(at: start(before: position)).value))]
  }

  /// What is behind a boundary, as far as looks ask.
  func surroundings(after position: Int, _ alphabet: Alphabet) -> Surroundings {
    guard position < count else { return .edge }
    return alphabet.surroundings[Int(alphabet.symbol(scalar(at: position).value))]
  }
}
