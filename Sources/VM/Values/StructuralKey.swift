// Structural keys (01 "Equality"): what `set(…)`, `unique` and the like tell apart. Two values have the same key when
// the bytes written here are the same.

/// Appends the structural key of a value. Different values of the language's "same key" relation give different bytes.
func appendStructuralKey(_ root: Value, to buffer: inout TextBuffer) {
  var frames: [KeyFrame] = []
  append(key: root, &frames, &buffer)
  while !frames.isEmpty, !buffer.isTruncated {
    if let child = frames[frames.count - 1].next(&buffer) {
      append(key: child, &frames, &buffer)
    } else {
      let done = frames.removeLast()
      if done.itemStarts != nil { sortItems(of: done, &buffer) }
    }
  }
}

/// Whether two values have the same structural key.
func haveSameKey(_ a: Value, _ b: Value) -> Bool {
  if a.tag != b.tag { return false }
  if !a.isCounted { return a.bits == b.bits }
  if a.isString { return equal(a.string, b.string) }
  var keyA = TextBuffer()
  var keyB = TextBuffer()
  appendStructuralKey(a, to: &keyA)
  appendStructuralKey(b, to: &keyB)
  return keyA.bytes.elementsEqual(keyB.bytes)
}

/// A hash of the structural key: equal keys give equal hashes.
func structuralHash(_ value: Value) -> UInt64 {
  if !value.isCounted {
    var mixed = (value.bits ^ (value.tag &* 0x9e37_79b9_7f4a_7c15)) &* 0xff51_afd7_ed55_8ccd
    mixed ^= mixed >> 32
    return mixed &* 0xc4ce_b9fe_1a85_ec53
  }
  if value.isString { return UInt64(hash(value.string)) &* 0x9e37_79b9_7f4a_7c15 }
  var key = TextBuffer()
  appendStructuralKey(value, to: &key)
  return UInt64(hashBytes(key.bytes)) &* 0x9e37_79b9_7f4a_7c15
}

/// A list, dict or set of which the key is being written.
private struct KeyFrame {
  var value: Value
  var position = 0
  /// For a set, where the key of each item starts: they are put into order when all are there.
  var itemStarts: [Int]?

  mutating func next(_ buffer: inout TextBuffer) -> Value? {
    let index = position
    position += 1
    if value.isDict {
      guard index < value.dict.pointee.used else { return nil }
      let entry = value.dict.pointee.entries[index]
      append(sized: entry.key.unsafelyUnwrapped, &buffer)
      return entry.value
    }
    itemStarts?.append(buffer.count)
    let items = value.isA(.set) ? value.set.pointee.items.list : value.list
    return index < items.pointee.count ? items.pointee.items[index] : nil
  }
}

private func append(sized string: StringPointer, _ buffer: inout TextBuffer) {
  append(number: UInt64(string.length), &buffer)
  buffer.append(string)
}

private func append(number: UInt64, _ buffer: inout TextBuffer) {
  withUnsafeBytes(of: number) { raw in
    raw.withMemoryRebound(to: UInt8.self) { buffer.append($0) }
  }
}

/// Appends the key of a value without children, or the opening of that of a container.
private func append(key value: Value, _ frames: inout [KeyFrame], _ buffer: inout TextBuffer) {
  buffer.append(ascii: UInt8(truncatingIfNeeded: value.tag) + 0x40)
  guard value.isCounted else { return append(number: value.bits, &buffer) }
  switch value.header.pointee.kind {
  case .string: append(sized: value.string, &buffer)
  case .bytes:
    append(number: UInt64(value.octets.count), &buffer)
    buffer.append(value.octets)
  case .list:
    append(number: UInt64(value.list.pointee.count), &buffer)
    frames.append(KeyFrame(value: value))
  case .dict:
    sortEntries(value.dict)
    append(number: UInt64(value.dict.pointee.count), &buffer)
    frames.append(KeyFrame(value: value))
  case .set:
    append(number: UInt64(value.set.pointee.items.list.pointee.count), &buffer)
    frames.append(KeyFrame(value: value, itemStarts: []))
  case .closure, .structure, .enumeration, .pair, .range, .handle, .exception:
    var display = TextBuffer()
    appendDisplay(value, to: &display)
    append(number: UInt64(display.count), &buffer)
    buffer.append(display.bytes)
  }
}

/// Puts the keys of the items of a set into byte order, so that the order of insertion does not matter.
private func sortItems(of frame: KeyFrame, _ buffer: inout TextBuffer) {
  guard let starts = frame.itemStarts, starts.count > 2 else { return }
  let bytes = Array(buffer.bytes[starts[0]...])
  let items = zip(starts, starts.dropFirst()).map {
    bytes[($0 - starts[0])..<($1 - starts[0])]
  }
  buffer.removeLast(buffer.count - starts[0])
  for item in items.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
    item.withUnsafeBufferPointer { buffer.append($0) }
  }
}

/// The values seen so far, told apart by structural key; the first of each is kept by its caller.
struct KeySet: ~Copyable {
  /// Places in `items` plus one, 0 free.
  private var table = [Int32](repeating: 0, count: 16)
  private var items: [(hash: UInt64, value: Value)] = []

  /// An empty set.
  init() {}

  /// The items of a list, borrowed for the life of the set.
  init(_ list: ListPointer) {
    for index in 0..<list.pointee.count { _ = insert(list.pointee.items[index]) }
  }

  /// Adds a value, borrowed for the life of the set. False when one with the same key is there already.
  mutating func insert(_ value: Value) -> Bool {
    let hash = structuralHash(value)
    var position = Int(truncatingIfNeeded: hash >> 32) & (table.count - 1)
    while table[position] != 0 {
      let item = items[Int(table[position]) - 1]
      if item.hash == hash, haveSameKey(item.value, value) { return false }
      position = (position + 1) & (table.count - 1)
    }
    items.append((hash, value))
    table[position] = Int32(items.count)
    if items.count * 2 > table.count { grow() }
    return true
  }

  /// Whether a value with the same key is there.
  func contains(_ value: Value) -> Bool {
    let hash = structuralHash(value)
    var position = Int(truncatingIfNeeded: hash >> 32) & (table.count - 1)
    while table[position] != 0 {
      let item = items[Int(table[position]) - 1]
      if item.hash == hash, haveSameKey(item.value, value) { return true }
      position = (position + 1) & (table.count - 1)
    }
    return false
  }

  private mutating func grow() {
    table = [Int32](repeating: 0, count: table.count * 2)
    for (index, item) in items.enumerated() {
      var position = Int(truncatingIfNeeded: item.hash >> 32) & (table.count - 1)
      while table[position] != 0 { position = (position + 1) & (table.count - 1) }
      table[position] = Int32(index + 1)
    }
  }
}
