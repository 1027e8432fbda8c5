import Glibc

// Sets as `==` sees them (01 "Equality"): an index over a hash that agrees with `==` finds items of larger sets. Items told
// apart by structural key are found with `KeySet`.

typealias SetPointer = UnsafeMutablePointer<SetObject>

/// Sets of up to this many items are searched from one end to the other.
private let linearSearchLimit = 8

extension Value {
  /// A set value; takes over the caller's count.
  init(_ set: SetPointer) { self.init(object: Raw(set), .set) }
}

/// A set of the items of a list, of which no two are equal; takes over the count of the list.
func newSet(_ items: ListPointer) -> SetPointer {
  let set = allocate(MemoryLayout<SetObject>.stride, .set)
    .assumingMemoryBound(to: SetObject.self)
  set.pointee.items = Value(items)
  set.pointee.index = nil
  set.pointee.mask = 0
  return set
}

/// A copy with a count of 1. O(n).
func copySet(_ set: SetPointer) -> SetPointer {
  let copy = newSet(copyList(set.pointee.items.list, room: 1))
  if let index = set.pointee.index {
    let bytes = (set.pointee.mask + 1) * MemoryLayout<Int32>.stride
    let table = allocateBuffer(bytes)
    memcpy(table, index, bytes)
    copy.pointee.index = table.assumingMemoryBound(to: Int32.self)
    copy.pointee.mask = set.pointee.mask
  }
  return copy
}

/// The position of an item that equals `value`, −1 when none does. The time depends on the size of `value` alone.
func position(of value: Value, in set: SetPointer) -> Int {
  let items = set.pointee.items.list
  if items.pointee.count <= linearSearchLimit { return indexOf(value, in: items) }
  if set.pointee.index == nil { buildIndex(set) }
  guard let index = set.pointee.index else { return -1 }
  guard let hash = equalityHash(value) else { return -1 }
  var slot = Int(truncatingIfNeeded: hash) & set.pointee.mask
  while index[slot] >= 0 {
    let item = Int(index[slot])
    if areEqual(items.pointee.items[item], value) { return item }
    slot = (slot + 1) & set.pointee.mask
  }
  return -1
}

/// Adds a value, borrowed, to a set that nobody else can see, unless an item equals it.
func insert(_ value: Value, into set: SetPointer) {
  guard position(of: value, in: set) < 0 else { return }
  insertNew(value, into: set)
}

/// Adds a value, borrowed, to a set that nobody else can see and that lacks it.
func insertNew(_ value: Value, into set: SetPointer) {
  if set.pointee.items.header.pointee.count != 1 {
    let items = copyList(set.pointee.items.list, room: 1)
    release(set.pointee.items)
    set.pointee.items = Value(items)
  }
  let items = set.pointee.items.list
  append(value.retained(), to: items)
  guard let index = set.pointee.index else { return }
  if items.pointee.count * 2 > set.pointee.mask { return buildIndex(set) }
  enter(items.pointee.count - 1, items.pointee.items[items.pointee.count - 1], index, set.pointee.mask)
}

/// Makes the index anew. Not visible as a change of the value, so it may be done to a shared set.
private func buildIndex(_ set: SetPointer) {
  let items = set.pointee.items.list
  var room = 32
  while room < items.pointee.count * 4 { room *= 2 }
  set.pointee.freeIndex()
  let bytes = room * MemoryLayout<Int32>.stride
  let index = allocateBuffer(bytes).assumingMemoryBound(to: Int32.self)
  memset(index, 0xff, bytes)
  set.pointee.index = index
  set.pointee.mask = room - 1
  for item in 0..<items.pointee.count { enter(item, items.pointee.items[item], index, room - 1) }
}

/// Makes an item known to the index; one that equals nothing is never looked for.
private func enter(_ item: Int, _ value: Value, _ index: UnsafeMutablePointer<Int32>, _ mask: Int) {
  guard let hash = equalityHash(value) else { return }
  var slot = Int(truncatingIfNeeded: hash) & mask
  while index[slot] >= 0 { slot = (slot + 1) & mask }
  index[slot] = Int32(item)
}

/// A hash that is equal for values that are equal by `==`; nil for a value that equals nothing.
private func equalityHash(_ value: Value) -> UInt64? {
  if value.isString { return mixed(UInt64(hash(value.string))) }
  var hash = DeepHash(.equality)
  return hash.hash(value)
}
