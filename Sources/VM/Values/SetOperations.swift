import Glibc

// The items of a set as `==` and as structural keys tell them apart (01 "Equality"). Indexes over hashes that agree with one or
// the other find the items of larger sets; each is made by the first search of its kind.

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
  set.pointee.byEquality = ItemIndex()
  set.pointee.byKey = ItemIndex()
  set.pointee.holes = 0
  return set
}

extension UnsafeMutablePointer where Pointee == SetObject {
  /// How many items there are.
  @inline(__always) var count: Int { pointee.places.list.pointee.count &- pointee.holes }

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
  set.pointee.freeIndexes()
  set.pointee.byEquality = ItemIndex()
  set.pointee.byKey = ItemIndex()
}

/// A copy with a count of 1, in which everything has the same place. O(n).
func copySet(_ set: SetPointer) -> SetPointer {
  let copy = newSet(copyList(set.pointee.places.list, room: 1))
  copy.pointee.holes = set.pointee.holes
  copy.pointee.byEquality = copyIndex(set.pointee.byEquality)
  copy.pointee.byKey = copyIndex(set.pointee.byKey)
  return copy
}

private func copyIndex(_ index: ItemIndex) -> ItemIndex {
  guard let places = index.places else { return index }
  let copy = newPlaces(index.mask + 1)
  memcpy(copy, places, (index.mask + 1) * MemoryLayout<Int32>.stride)
  return ItemIndex(places: copy, mask: index.mask)
}

private func newPlaces(_ room: Int) -> UnsafeMutablePointer<Int32> {
  allocateBuffer(room * MemoryLayout<Int32>.stride).assumingMemoryBound(to: Int32.self)
}

/// The place of an item that equals `value`, −1 when none does. The time depends on the size of `value` alone.
func place(of value: Value, in set: SetPointer) -> Int {
  place(of: value, in: set, .equality)
}

/// Whether an item of the set equals `value`.
func isItem(_ value: Value, of set: SetPointer) -> Bool { place(of: value, in: set) >= 0 }

/// The place of an item with the structural key of `value`, −1 when there is none. The time depends on the size of `value`
/// alone, unless a part of it has a display form that changes.
func place(ofKey value: Value, in set: SetPointer) -> Int {
  if hasLastingKey(value) { return place(of: value, in: set, .key) }
  let list = set.pointee.places.list
  for place in 0..<list.pointee.count where haveSameKey(list.pointee.items[place], value) { return place }
  return -1
}

/// The place of an item that is the same as `value`, −1 when none is.
@inline(__always) private func place(of value: Value, in set: SetPointer, _ sameness: Sameness) -> Int {
  let items = set.pointee.places.list
  if items.pointee.count <= linearSearchLimit {
    for place in 0..<items.pointee.count where isSame(items.pointee.items[place], value, sameness) { return place }
    return -1
  }
  var index = sameness == .equality ? set.pointee.byEquality : set.pointee.byKey
  if index.places == nil { index = buildIndex(set, sameness) }
  guard let places = index.places, let hash = itemHash(value, sameness) else { return -1 }
  var slot = Int(truncatingIfNeeded: hash) & index.mask
  while places[slot] >= 0 {
    let place = Int(places[slot])
    if isSame(items.pointee.items[place], value, sameness) { return place }
    slot = (slot + 1) & index.mask
  }
  return -1
}

@inline(__always) private func isSame(_ a: Value, _ b: Value, _ sameness: Sameness) -> Bool {
  sameness == .equality ? areEqual(a, b) : haveSameKey(a, b)
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
  if set.pointee.byEquality.places != nil { enterLast(set, .equality) }
  if set.pointee.byKey.places != nil { enterLast(set, .key) }
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

/// Makes the item that was added last known to an index.
@inline(__always) private func enterLast(_ set: SetPointer, _ sameness: Sameness) {
  let index = sameness == .equality ? set.pointee.byEquality : set.pointee.byKey
  let items = set.pointee.places.list
  let last = items.pointee.count - 1
  if items.pointee.count * 2 > index.mask {
    _ = buildIndex(set, sameness)
  } else {
    enter(last, items.pointee.items[last], index, sameness)
  }
}

/// Makes an index anew. Not visible as a change of the value, so it may be done to a shared set.
@inline(never) private func buildIndex(_ set: SetPointer, _ sameness: Sameness) -> ItemIndex {
  let items = set.items
  var room = 32
  while room < items.pointee.count * 4 { room *= 2 }
  let places = newPlaces(room)
  memset(places, 0xff, room * MemoryLayout<Int32>.stride)
  let index = ItemIndex(places: places, mask: room - 1)
  for place in 0..<items.pointee.count { enter(place, items.pointee.items[place], index, sameness) }
  switch sameness {
  case .equality:
    free(set.pointee.byEquality.places)
    set.pointee.byEquality = index
  case .key:
    free(set.pointee.byKey.places)
    set.pointee.byKey = index
  }
  return index
}

/// Makes an item known to an index; one that is the same as nothing is never looked for.
@inline(__always) private func enter(_ place: Int, _ value: Value, _ index: ItemIndex, _ sameness: Sameness) {
  guard let places = index.places, let hash = itemHash(value, sameness) else { return }
  var slot = Int(truncatingIfNeeded: hash) & index.mask
  while places[slot] >= 0 { slot = (slot + 1) & index.mask }
  places[slot] = Int32(place)
}

/// Whether the structural key of `value` never changes: iterators, atomics and other handles have display forms that do.
private func hasLastingKey(_ value: Value, depth: Int = 4) -> Bool {
  guard value.isCounted else { return true }
  func allLast(_ count: Int, _ part: (Int) -> Value) -> Bool {
    depth > 0 && (0..<count).allSatisfy { hasLastingKey(part($0), depth: depth - 1) }
  }
  switch value.header.pointee.kind {
  case .string, .bytes, .range, .closure: return true
  case .list: return allLast(value.list.pointee.count) { value.list.pointee.items[$0] }
  case .dict: return allLast(value.dict.pointee.used) { value.dict.pointee.entries[$0].value }
  case .set:
    let items = value.set.items
    return allLast(items.pointee.count) { items.pointee.items[$0] }
  case .pair: return allLast(2) { $0 == 0 ? value.pair.pointee.first : value.pair.pointee.second }
  case .enumeration: return allLast(value.enumeration.pointee.count) { value.enumeration.payload[$0] }
  case .structure:
    return allLast(value.structure.pointee.shape.pointee.fieldCount) { value.structure.fields[$0] }
  case .handle, .exception: return false
  }
}

/// A hash that is the same for values that are the same; nil for a value that is the same as nothing.
private func itemHash(_ value: Value, _ sameness: Sameness) -> UInt64? {
  if value.isString { return mixed(UInt64(hash(value.string))) }
  if sameness == .key { return structuralHash(value) }
  if !value.isCounted { return DeepHash.equalityHash(ofScalar: value) }
  var hash = DeepHash(.equality)
  return hash.hash(value)
}
