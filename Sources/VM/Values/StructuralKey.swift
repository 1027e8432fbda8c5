// Structural keys (01 "Equality"): what `set(…)`, `unique` and the like tell apart.

/// Whether two values have the same structural key.
func haveSameKey(_ a: Value, _ b: Value) -> Bool {
  switch compareFlatKeys(a, b) {
  case .equal: return true
  case .different: return false
  case .containers:
    var comparison = DeepComparison(.key)
    return comparison.run(a, b)
  }
}

/// A hash of the structural key: equal keys give equal hashes.
func structuralHash(_ value: Value) -> UInt64 {
  if !value.isCounted { return mixed(value.bits ^ value.tag << 56) }
  if value.isString { return mixed(UInt64(hash(value.string))) }
  var hash = DeepHash(.key)
  return hash.hash(value) ?? 0
}

/// What the structural keys of two values have in common, without looking at children.
func compareFlatKeys(_ a: Value, _ b: Value) -> FlatResult {
  if a.tag != b.tag { return .different }
  func result(_ isSame: Bool) -> FlatResult { isSame ? .equal : .different }
  if !a.isCounted || a.bits == b.bits { return result(a.bits == b.bits) }
  switch a.header.pointee.kind {
  case .string, .bytes, .list, .dict, .set: return compareFlat(a, b)
  case .closure, .structure, .enumeration, .pair, .range, .handle, .exception:
    var displayA = TextBuffer()
    var displayB = TextBuffer()
    appendDisplay(a, to: &displayA)
    appendDisplay(b, to: &displayB)
    // Display forms that pass all limits are beyond telling; the values themselves decide.
    if displayA.isTruncated || displayB.isTruncated { return result(areEqual(a, b)) }
    return result(displayA.bytes.elementsEqual(displayB.bytes))
  }
}

/// The values seen so far, told apart by structural key; the first of each is kept by its caller.
struct KeySet: ~Copyable {
  /// Places in `items` plus one, 0 free.
  private var table = [Int32](repeating: 0, count: 16)
  private var items: [(hash: UInt64, value: Value)] = []
  private var hashes = DeepHash(.key)

  /// An empty set.
  init() {}

  /// The items of a list, borrowed for the life of the set.
  init(_ list: ListPointer) {
    for index in 0..<list.pointee.count { _ = insert(list.pointee.items[index]) }
  }

  /// Adds a value, borrowed for the life of the set. False when one with the same key is there already.
  mutating func insert(_ value: Value) -> Bool {
    let hash = value.isCounted && !value.isString ? hashes.hash(value) ?? 0 : structuralHash(value)
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
