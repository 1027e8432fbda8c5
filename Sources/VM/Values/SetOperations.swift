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
  set.pointee.places = Value(items)
  set.pointee.index = nil
  set.pointee.mask = 0
  set.pointee.holes = 0
  return set
}

extension UnsafeMutablePointer where Pointee == SetObject {
  /// How many items there are.
  @inline(__always) var count: Int { pointee.places.list.pointee.count &- Int(pointee.holes) }

  /// The items in insertion order. O(1), but for the first time after a removal.
  @inline(__always) var items: ListPointer {
    if pointee.holes != 0 { closeHoles(self) }
    return pointee.places.list
  }
}

/// Drops the places of removed items. Not visible as a change of the value, so it may be done to a shared set. O(n).
@inline(never) private func closeHoles(_ set: SetPointer) {
  let list = set.pointee.places.list
  var count = 0
  for place in 0..<list.pointee.count where !list.pointee.items[place].isAbsent {
    list.pointee.items[count] = list.pointee.items[place]
    count += 1
  }
  list.pointee.count = count
  set.pointee.holes = 0
  set.pointee.freeIndex()
  set.pointee.index = nil
}

/// A copy with a count of 1, in which everything has the same place. O(n).
func copySet(_ set: SetPointer) -> SetPointer {
  let copy = newSet(copyList(set.pointee.places.list, room: 1))
  copy.pointee.holes = set.pointee.holes
  if let index = set.pointee.index {
    let bytes = (Int(set.pointee.mask) + 1) * MemoryLayout<Int32>.stride
    let table = allocateBuffer(bytes)
    memcpy(table, index, bytes)
    copy.pointee.index = table.assumingMemoryBound(to: Int32.self)
    copy.pointee.mask = set.pointee.mask
  }
  return copy
}

/// The place of an item that equals `value`, −1 when none does. The time depends on the size of `value` alone.
func place(of value: Value, in set: SetPointer) -> Int {
  place(of: value, in: set, areEqual)
}

/// Whether an item of the set equals `value`.
func isItem(_ value: Value, of set: SetPointer) -> Bool { place(of: value, in: set) >= 0 }

/// The place of an item with the structural key of `value`, −1 when there is none. The time depends on the size of `value`
/// alone, unless it consists of parts that are told apart by their display form.
func place(ofKey value: Value, in set: SetPointer) -> Int {
  if hasComparableKey(value) { return place(of: value, in: set, haveSameKey) }
  let list = set.pointee.places.list
  for place in 0..<list.pointee.count where haveSameKey(list.pointee.items[place], value) { return place }
  return -1
}

/// The place of an item that is the same as `value` in a sense in which only values that are equal can be the same.
@inline(__always) private func place(
  of value: Value, in set: SetPointer, _ isSame: (Value, Value) -> Bool
) -> Int {
  let items = set.pointee.places.list
  if items.pointee.count <= linearSearchLimit {
    for place in 0..<items.pointee.count where isSame(items.pointee.items[place], value) { return place }
    return -1
  }
  if set.pointee.index == nil { buildIndex(set) }
  guard let index = set.pointee.index else { return -1 }
  guard let hash = equalityHash(value) else { return -1 }
  let mask = Int(set.pointee.mask)
  var slot = Int(truncatingIfNeeded: hash) & mask
  while index[slot] >= 0 {
    let place = Int(index[slot])
    if isSame(items.pointee.items[place], value) { return place }
    slot = (slot + 1) & mask
  }
  return -1
}

/// Adds a value, borrowed, to a set that nobody else can see, unless an item equals it.
func insert(_ value: Value, into set: SetPointer) {
  guard place(of: value, in: set) < 0 else { return }
  insertNew(value, into: set)
}

/// Adds a value, borrowed, to a set that nobody else can see and that lacks it.
func insertNew(_ value: Value, into set: SetPointer) {
  let items = unsharedPlaces(set)
  append(value.retained(), to: items)
  guard let index = set.pointee.index else { return }
  if items.pointee.count * 2 > Int(set.pointee.mask) { return buildIndex(set) }
  enter(items.pointee.count - 1, items.pointee.items[items.pointee.count - 1], index, Int(set.pointee.mask))
}

/// Removes the item at `place` from a set that nobody else can see. O(1), seen over many removals.
func removeItem(at place: Int, from set: SetPointer) {
  let list = unsharedPlaces(set)
  let item = list.pointee.items[place]
  list.pointee.items[place] = .absent
  set.pointee.holes += 1
  if list.pointee.count >= 2 * linearSearchLimit, set.count * 2 < list.pointee.count { closeHoles(set) }
  release(item)
}

/// The list of the places, which nobody else holds.
private func unsharedPlaces(_ set: SetPointer) -> ListPointer {
  if set.pointee.places.header.pointee.count != 1 {
    let copy = copyList(set.pointee.places.list, room: 1)
    release(set.pointee.places)
    set.pointee.places = Value(copy)
  }
  return set.pointee.places.list
}

/// Makes the index anew. Not visible as a change of the value, so it may be done to a shared set.
private func buildIndex(_ set: SetPointer) {
  let items = set.items
  var room = 32
  while room < items.pointee.count * 4 { room *= 2 }
  set.pointee.freeIndex()
  let bytes = room * MemoryLayout<Int32>.stride
  let index = allocateBuffer(bytes).assumingMemoryBound(to: Int32.self)
  memset(index, 0xff, bytes)
  set.pointee.index = index
  set.pointee.mask = Int32(truncatingIfNeeded: room - 1)
  for item in 0..<items.pointee.count { enter(item, items.pointee.items[item], index, room - 1) }
}

/// Makes an item known to the index; one that equals nothing is never looked for.
private func enter(_ item: Int, _ value: Value, _ index: UnsafeMutablePointer<Int32>, _ mask: Int) {
  guard let hash = equalityHash(value) else { return }
  var slot = Int(truncatingIfNeeded: hash) & mask
  while index[slot] >= 0 { slot = (slot + 1) & mask }
  index[slot] = Int32(item)
}

/// Whether all values with the structural key of `value` are known to be equal to it.
private func hasComparableKey(_ value: Value, depth: Int = 4) -> Bool {
  guard value.isCounted else { return !value.isFloat || !value.float.isNaN }
  switch value.header.pointee.kind {
  case .string, .bytes: return true
  case .list:
    return depth > 0
      && (0..<value.list.pointee.count).allSatisfy {
        hasComparableKey(value.list.pointee.items[$0], depth: depth - 1)
      }
  case .dict:
    return depth > 0
      && (0..<value.dict.pointee.used).allSatisfy {
        hasComparableKey(value.dict.pointee.entries[$0].value, depth: depth - 1)
      }
  default: return false
  }
}

/// A hash that is equal for values that are equal by `==`; nil for a value that equals nothing.
private func equalityHash(_ value: Value) -> UInt64? {
  if !value.isCounted { return DeepHash.equalityHash(ofScalar: value) }
  if value.isString { return mixed(UInt64(hash(value.string))) }
  var hash = DeepHash(.equality)
  return hash.hash(value)
}
