import Glibc

/// One entry of a dict. A removed entry keeps its place with `key` nil until the next compaction.
struct DictEntry {
  var key: StringPointer?
  var hash: UInt32
  var value: Value
}

/// A dict: entries in insertion order, found through an open-addressing index. A small dict has no index: its entries are
/// searched from the first to the last. The entries for which a dict is made stand behind the record, in the same piece of memory,
/// if they are few; a dict that outgrows them gets memory for its entries.
///
/// Everything that enumerates sees the keys in code-point order (01 "Collection literals"): `sortEntries` puts the entries
/// into that order at the first enumeration after an insertion and sets the flag `isSorted`.
struct DictObject {
  var header: Header
  private var usedBits: UInt32
  private var countBits: UInt32
  private var capacityBits: UInt32
  private var maskBits: UInt32
  var entries: UnsafeMutablePointer<DictEntry>
  /// Entry numbers, −1 free, −2 removed; `mask + 1` of them. Nil while there is room for at most `smallCapacity` entries.
  var index: UnsafeMutablePointer<Int32>?

  /// Entries in use, removed ones included.
  @inline(__always) var used: Int {
    get { Int(usedBits) }
    set { usedBits = UInt32(truncatingIfNeeded: newValue) }
  }
  /// Entries that are alive.
  @inline(__always) var count: Int {
    get { Int(countBits) }
    set { countBits = UInt32(truncatingIfNeeded: newValue) }
  }
  /// Room for entries; a power of two where there is an index.
  @inline(__always) var capacity: Int {
    get { Int(capacityBits) }
    set { capacityBits = UInt32(truncatingIfNeeded: newValue) }
  }
  @inline(__always) var mask: Int {
    get { Int(maskBits) }
    set { maskBits = UInt32(truncatingIfNeeded: newValue) }
  }

  /// Up to this capacity a dict has no index.
  static let smallCapacity = 8

  /// Flag: the entries stand in key order and none is removed.
  static let isSorted: UInt8 = 1
}

typealias DictPointer = UnsafeMutablePointer<DictObject>

extension Value {
  @inline(__always) var dict: DictPointer { object.assumingMemoryBound(to: DictObject.self) }
  @inline(__always) init(_ dict: DictPointer) { self.init(object: Raw(dict), .dict) }
}

extension UnsafeMutablePointer where Pointee == DictObject {
  /// Where the entries behind the record start.
  @inline(__always) var ownEntries: UnsafeMutablePointer<DictEntry> {
    (Raw(self) + MemoryLayout<DictObject>.stride).assumingMemoryBound(to: DictEntry.self)
  }
}

/// An empty dict with room for `capacity` entries; 0 stands for an ordinary one.
func newDict(capacity: Int = 0) -> DictPointer {
  let room = DictObject.room(for: capacity > 0 ? capacity : 4)
  let bytes = room * MemoryLayout<DictEntry>.stride
  let isSmall = room <= DictObject.smallCapacity
  let dict = allocate(MemoryLayout<DictObject>.stride + (isSmall ? bytes : 0), .dict)
    .assumingMemoryBound(to: DictObject.self)
  dict.pointee.header.flags = DictObject.isSorted
  dict.pointee.used = 0
  dict.pointee.count = 0
  dict.pointee.capacity = room
  dict.pointee.entries = isSmall ? dict.ownEntries : allocateBuffer(bytes).assumingMemoryBound(to: DictEntry.self)
  dict.pointee.index = nil
  dict.pointee.mask = 0
  if !isSmall { allocateIndex(dict) }
  return dict
}

extension DictObject {
  /// The capacity that gives room for so many entries.
  fileprivate static func room(for count: Int) -> Int {
    if count <= smallCapacity { return count }
    var room = smallCapacity * 2
    while room < count { room *= 2 }
    return room
  }
}

/// Gives the memory of the entries and the index back.
@inline(__always) func freeParts(of dict: DictPointer) {
  if dict.pointee.entries != dict.ownEntries { free(dict.pointee.entries) }
  free(dict.pointee.index)
}

/// An empty index for the capacity of the dict.
private func allocateIndex(_ dict: DictPointer) {
  let bytes = dict.pointee.capacity * 8
  free(dict.pointee.index)
  let index = allocateBuffer(bytes)
  memset(index, 0xff, bytes)
  dict.pointee.index = index.assumingMemoryBound(to: Int32.self)
  dict.pointee.mask = dict.pointee.capacity * 2 - 1
}

/// The entry number of `key`, −1 when absent.
@inline(__always) func find(_ dict: DictPointer, _ key: StringPointer) -> Int {
  let wanted = hash(key)
  let mask = dict.pointee.mask
  let entries = dict.pointee.entries
  guard let index = dict.pointee.index else {
    for entry in 0..<dict.pointee.used {
      guard let other = entries[entry].key else { continue }
      if other == key || entries[entry].hash == wanted && equal(other, key) { return entry }
    }
    return -1
  }
  var position = Int(wanted) & mask
  while true {
    let entry = Int(index[position])
    if entry == -1 { return -1 }
    if entry >= 0, entries[entry].hash == wanted {
      let other = entries[entry].key.unsafelyUnwrapped
      if other == key || equal(other, key) { return entry }
    }
    position = (position &+ 1) & mask
  }
}

/// A probe that makes no call: entry number, −1 when absent, −2 when `find` must decide (hash not computed yet, or an
/// equal hash on a different object).
@inline(__always) func quickFind(_ dict: DictPointer, _ key: StringPointer) -> Int {
  guard let index = dict.pointee.index else { return quickFindSmall(dict, key) }
  return quickFind(dict, index, key)
}

/// The same in a dict with this index.
@inline(__always) func quickFind(
  _ dict: DictPointer, _ index: UnsafeMutablePointer<Int32>, _ key: StringPointer
) -> Int {
  let wanted = key.pointee.hash
  if wanted == 0 { return -2 }
  let mask = dict.pointee.mask
  let entries = dict.pointee.entries
  var position = Int(wanted) & mask
  while true {
    let entry = Int(index[position])
    if entry == -1 { return -1 }
    if entry >= 0 {
      if entries[entry].key == key { return entry }
      if entries[entry].hash == wanted { return -2 }
    }
    position = (position &+ 1) & mask
  }
}

/// The same in a dict without index.
@inline(__always) func quickFindSmall(_ dict: DictPointer, _ key: StringPointer) -> Int {
  let wanted = key.pointee.hash
  if wanted == 0 { return -2 }
  let entries = dict.pointee.entries
  var entry = 0
  while entry < dict.pointee.used {
    if entries[entry].key == key { return entry }
    if entries[entry].hash == wanted { return -2 }
    entry &+= 1
  }
  return -1
}

/// Sets `key` in a dict that nobody else can see. Borrows `key`, takes over the caller's count of `value`.
@inline(never) func setEntry(_ dict: DictPointer, _ key: StringPointer, _ value: Value) {
  let entry = find(dict, key)
  if entry >= 0 {
    let old = dict.pointee.entries[entry].value
    dict.pointee.entries[entry].value = value
    release(old)
    return
  }
  retain(Value(key))
  appendEntry(dict, key, value)
}

/// Adds a key that is known to be absent. Takes over the caller's counts of `key` and `value`.
func appendEntry(_ dict: DictPointer, _ key: StringPointer, _ value: Value) {
  if dict.pointee.used == dict.pointee.capacity { rebuild(dict) }
  // Insertions in key order keep the order known, so that a dict read from sorted input is never sorted again.
  if dict.pointee.header.flags & DictObject.isSorted != 0, dict.pointee.used > 0 {
    let last = dict.pointee.entries[dict.pointee.used - 1].key
    if let last, !precedes(last, key) { dict.pointee.header.flags &= ~DictObject.isSorted }
  }
  let wanted = hash(key)
  insertIntoIndex(dict, wanted, dict.pointee.used)
  dict.pointee.entries[dict.pointee.used] = DictEntry(key: key, hash: wanted, value: value)
  dict.pointee.used += 1
  dict.pointee.count += 1
}

@inline(__always) private func insertIntoIndex(_ dict: DictPointer, _ hash: UInt32, _ entry: Int) {
  guard let index = dict.pointee.index else { return }
  var position = Int(hash) & dict.pointee.mask
  while index[position] >= 0 { position = (position + 1) & dict.pointee.mask }
  index[position] = Int32(entry)
}

/// Removes `key` from a dict that nobody else can see. Does nothing when it is absent.
func removeEntry(_ dict: DictPointer, _ key: StringPointer) {
  let wanted = hash(key)
  let entry = find(dict, key)
  guard entry >= 0, let own = dict.pointee.entries[entry].key else { return }
  if let index = dict.pointee.index {
    var position = Int(wanted) & dict.pointee.mask
    while index[position] != Int32(entry) { position = (position + 1) & dict.pointee.mask }
    index[position] = -2
  }
  let value = dict.pointee.entries[entry].value
  dict.pointee.entries[entry] = DictEntry(key: nil, hash: 0, value: .nilValue)
  dict.pointee.count -= 1
  dict.pointee.header.flags &= ~DictObject.isSorted
  release(Value(own))
  release(value)
}

/// Drops removed entries, doubles the room when the dict is mostly full, and fills the index anew.
@inline(never) private func rebuild(_ dict: DictPointer) {
  compact(dict)
  if dict.pointee.count * 4 > dict.pointee.capacity * 3 {
    let isOwn = dict.pointee.entries == dict.ownEntries
    dict.pointee.capacity = DictObject.room(for: max(4, dict.pointee.capacity * 2))
    let bytes = dict.pointee.capacity * MemoryLayout<DictEntry>.stride
    guard let entries = isOwn ? malloc(bytes) : realloc(dict.pointee.entries, bytes) else { outOfMemory() }
    if isOwn { memcpy(entries, dict.pointee.entries, dict.pointee.used * MemoryLayout<DictEntry>.stride) }
    dict.pointee.entries = entries.assumingMemoryBound(to: DictEntry.self)
    if dict.pointee.capacity > DictObject.smallCapacity { allocateIndex(dict) }
  }
  fillIndex(dict)
}

private func compact(_ dict: DictPointer) {
  guard dict.pointee.used != dict.pointee.count else { return }
  var target = 0
  for source in 0..<dict.pointee.used where dict.pointee.entries[source].key != nil {
    dict.pointee.entries[target] = dict.pointee.entries[source]
    target += 1
  }
  dict.pointee.used = target
}

private func fillIndex(_ dict: DictPointer) {
  guard let index = dict.pointee.index else { return }
  memset(index, 0xff, (dict.pointee.mask + 1) * 4)
  for entry in 0..<dict.pointee.used {
    insertIntoIndex(dict, dict.pointee.entries[entry].hash, entry)
  }
}

/// Puts the entries into key order and drops removed ones; O(1) when they are. Not visible as a change of the value, so
/// it may be done to a shared dict.
func sortEntries(_ dict: DictPointer) {
  if dict.pointee.header.flags & DictObject.isSorted != 0 { return }
  compact(dict)
  var entries = UnsafeMutableBufferPointer(
    start: dict.pointee.entries, count: dict.pointee.used)
  entries.sort { precedes($0.key.unsafelyUnwrapped, $1.key.unsafelyUnwrapped) }
  fillIndex(dict)
  dict.pointee.header.flags |= DictObject.isSorted
}

/// Order of UTF-8 bytes, which is the order of scalar values (01 "Ordering").
@inline(__always) func precedes(_ a: StringPointer, _ b: StringPointer) -> Bool {
  let difference = memcmp(a.bytes, b.bytes, min(a.length, b.length))
  return difference != 0 ? difference < 0 : a.length < b.length
}

/// A copy with a count of 1, for a change of a shared dict. O(n).
@inline(never) func copyDict(_ dict: DictPointer) -> DictPointer {
  let copy = newDict(capacity: dict.pointee.count + 1)
  for index in 0..<dict.pointee.used {
    let entry = dict.pointee.entries[index]
    guard let key = entry.key else { continue }
    retain(Value(key))
    retain(entry.value)
    appendEntry(copy, key, entry.value)
  }
  return copy
}
