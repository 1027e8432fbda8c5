import Glibc

// How Swift code outside the interpreter builds and reads values. Everything made here is owned by the caller; what is
// read is borrowed unless said otherwise.

extension Value {
  /// A new list of these values; takes over their counts.
  package init(list values: [Value]) {
    let list = newList(capacity: values.count)
    for value in values { append(value, to: list) }
    self.init(list)
  }

  /// A new dict of these entries, later keys win; takes over the counts of the values.
  package init(dict entries: KeyValuePairs<String, Value>) {
    self.init(dict: entries.map { ($0.key, $0.value) })
  }

  /// A new dict of these entries, later keys win; takes over the counts of the values.
  package init(dict entries: [(String, Value)]) {
    let dict = newDict(capacity: entries.count)
    for (key, value) in entries {
      let name = Value(string: key)
      setEntry(dict, name.string, value)
      release(name)
    }
    self.init(dict)
  }

  /// The number of items of a list or dict, 0 for anything else.
  package var itemCount: Int {
    if isList { return list.pointee.count }
    if isDict { return dict.pointee.count }
    return 0
  }

  /// The items of a list, borrowed; empty for anything else. O(n).
  package var listItems: [Value] {
    guard isList else { return [] }
    return (0..<list.pointee.count).map { list.pointee.items[$0] }
  }

  /// The entries of a dict in key order, values borrowed; empty for anything else. O(n), plus sorting once.
  package var dictEntries: [(key: String, value: Value)] {
    guard isDict else { return [] }
    sortEntries(dict)
    return (0..<dict.pointee.used).compactMap { index in
      let entry = dict.pointee.entries[index]
      return entry.key.map { (String(decoding: $0.buffer, as: UTF8.self), entry.value) }
    }
  }

  /// The value under `key` of a dict, borrowed; nil when the key is absent or this is no dict.
  package func entry(_ key: String) -> Value? {
    guard isDict else { return nil }
    if dict.pointee.index == nil { return smallEntry(key) }
    let name = Value(string: key)
    defer { release(name) }
    let index = find(dict, name.string)
    return index < 0 ? nil : dict.pointee.entries[index].value
  }

  /// The value under a key that the source names, borrowed; nil when the key is absent or this is no dict.
  package func entry(named key: StaticString) -> Value? {
    guard isDict, dict.pointee.index == nil else { return entry("\(key)") }
    let (entries, used) = (dict.pointee.entries, dict.pointee.used)
    let length = key.utf8CodeUnitCount
    for number in 0..<used {
      guard let name = entries[number].key, name.pointee.length == length,
        memcmp(name.bytes, key.utf8Start, length) == 0
      else { continue }
      return entries[number].value
    }
    return nil
  }

  /// Calls `body` with the bytes of each key of a dict, in no particular order; not at all for anything else.
  @inline(__always) package func forEachKey(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    guard isDict else { return }
    for number in 0..<dict.pointee.used {
      if let key = dict.pointee.entries[number].key { body(key.buffer) }
    }
  }

  /// `entry` of a dict without index: no string is made.
  private func smallEntry(_ key: String) -> Value? {
    let (entries, used) = (dict.pointee.entries, dict.pointee.used)
    var key = key
    return key.withUTF8 { wanted in
      for number in 0..<used {
        guard let name = entries[number].key, name.length == wanted.count else { continue }
        guard let start = wanted.baseAddress, memcmp(name.bytes, start, wanted.count) != 0 else {
          return entries[number].value
        }
      }
      return nil
    }
  }

  /// A copy of this dict with `key` set; takes over the count of `value`. O(n).
  package func settingEntry(_ key: String, _ value: Value) -> Value {
    let copy = copyDict(dict)
    let name = Value(string: key)
    setEntry(copy, name.string, value)
    release(name)
    return Value(copy)
  }

  /// Removes `key` from this dict, in place when nobody else sees it.
  mutating func removeEntry(_ key: String) {
    let name = Value(string: key)
    VM.removeEntry(unsharedDict(&self), name.string)
    release(name)
  }

  /// A copy of this dict with these entries set; takes over the counts of the values. O(n).
  package func settingEntries(_ entries: [(String, Value)]) -> Value {
    let copy = copyDict(dict)
    for (key, value) in entries {
      let name = Value(string: key)
      setEntry(copy, name.string, value)
      release(name)
    }
    return Value(copy)
  }

  /// Whether a condition with this value holds (01 "Truthiness").
  package var isTruthy: Bool { VM.isTruthy(self) }
  /// The items of a set in their order, borrowed; empty for anything else. O(n).
  package var setItems: [Value] { isA(.set) ? Value(set.items).listItems : [] }
  /// The number of characters, octets, items or entries, 0 for other kinds, as `len` counts.
  package var length: Int { VM.itemCount(self) }
  /// The entries of a dict, or the set fields of a struct, by name in key order, borrowed; empty for anything else. O(n).
  package var members: [(key: String, value: Value)] {
    guard isStruct else { return dictEntries }
    var members: [(key: String, value: Value)] = []
    var slot = -1
    while let next = fieldAfter(slot, of: structure) {
      let name = structure.pointee.shape.pointee.names[next]
      members.append((String(decoding: name.buffer, as: UTF8.self), structure.fields[next]))
      slot = next
    }
    return members
  }
  /// The field of a struct, borrowed; nil when it is unset or this is no struct.
  package func field(_ name: String) -> Value? {
    guard isStruct else { return nil }
    let shape = structure.pointee.shape
    let slot = (0..<shape.pointee.fieldCount).first {
      shape.pointee.names[$0].buffer.elementsEqual(name.utf8)
    }
    guard let slot, !structure.fields[slot].isAbsent else { return nil }
    return structure.fields[slot]
  }
  /// The set fields of a struct in declared order, borrowed; empty for anything else. O(n).
  package var structFields: [(name: String, value: Value)] {
    guard isStruct else { return [] }
    let shape = structure.pointee.shape
    return (0..<shape.pointee.fieldCount).compactMap { slot in
      let value = structure.fields[slot]
      guard !value.isAbsent else { return nil }
      return (String(decoding: shape.pointee.names[slot].buffer, as: UTF8.self), value)
    }
  }
  /// The int, nil for any other kind.
  package var intValue: Int? { isInt ? int : nil }
  /// The number as a double, nil for any other kind.
  package var numberValue: Double? { isInt ? Double(int) : isFloat ? float : nil }
  /// The bool, nil for any other kind.
  package var boolValue: Bool? { isBool ? bits != 0 : nil }
}
