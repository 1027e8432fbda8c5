/// String objects by their text, each text once.
///
/// Texts are compared by UTF-8 bytes: Swift compares strings by canonical equivalence, Harn by scalars (01 "Equality").
/// A table of its own, because a `Dictionary` needs a key that is hashable by bytes, which costs an allocation for each
/// lookup and a search for the conformance at each start.
struct NameSet {
  /// Open addressing with linear probing; a power of two, at most three quarters full.
  private var slots: [StringPointer?] = Array(repeating: nil, count: 64)
  private var count = 0

  /// The object with this text, borrowed; it is made at the first call and lives until `removeAll`.
  mutating func insert(_ text: String) -> StringPointer {
    var text = text
    return text.withUTF8 { insert($0) }
  }

  private mutating func insert(_ text: UnsafeBufferPointer<UInt8>) -> StringPointer {
    if (count + 1) * 4 > slots.count * 3 { grow() }
    let slot = index(of: text)
    if let known = slots[slot] { return known }
    let string = newString(copying: text)
    slots[slot] = string
    count += 1
    return string
  }

  /// Releases all objects.
  mutating func removeAll() {
    for case let string? in slots { release(Value(string)) }
    self = NameSet()
  }

  /// Where the text is, or the free slot where it belongs.
  private func index(of text: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(text))
    let mask = slots.count - 1
    var slot = hasher.finalize() & mask
    while let known = slots[slot], !known.buffer.elementsEqual(text) { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: nil, count: old.count * 2)
    for case let string? in old { slots[index(of: string.buffer)] = string }
  }
}
