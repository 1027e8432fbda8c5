import Glibc

/// The keys of dicts that are made again and again: such a dict is copied from a prepared one, and its values are put in
/// their places without a search.
///
/// The keys are those of the machine, so that programs of that machine find them without comparing texts.
package final class DictShape {
  /// Entries with their keys and hashes, in key order.
  private let entries: UnsafeMutablePointer<DictEntry>
  private let count: Int
  /// The most keys of a dict that is searched from its first entry.
  private static let unindexedCount = 10
  /// A dict of this shape; its values are nil.
  private let template: DictPointer

  /// The shape with these keys, which need no order; `vm` is the machine whose programs see the dicts, if there is one.
  package init(_ names: [String], in vm: VirtualMachine?) {
    let keys = names.map { name in
      vm.map { Value($0.types.intern(name)).retained() } ?? Value(string: name)
    }
    .sorted { precedes($0.string, $1.string) }
    template = newDict(capacity: keys.count)
    for key in keys { appendEntry(template, key.string, .nilValue) }
    count = keys.count
    assert(template.pointee.count == count, "no key occurs twice")
    entries = template.pointee.entries
  }

  deinit { release(Value(template)) }

  /// A dict whose values are still missing.
  package func begin() -> DictFiller { DictFiller(copy()) }

  /// A copy of the template.
  private func copy() -> DictPointer {
    let dict = allocate(MemoryLayout<DictObject>.stride, .dict).assumingMemoryBound(to: DictObject.self)
    dict.pointee.header.flags = DictObject.isSorted
    dict.pointee.used = count
    dict.pointee.count = count
    // A dict of few keys is searched from its first entry, and has room for just these keys.
    let index = count <= DictShape.unindexedCount ? nil : template.pointee.index
    let room = index == nil ? count : template.pointee.capacity
    dict.pointee.capacity = room
    let bytes = MemoryLayout<DictEntry>.stride
    let memory = allocateBuffer(room * bytes)
    memcpy(memory, entries, count * bytes)
    dict.pointee.entries = memory.assumingMemoryBound(to: DictEntry.self)
    for number in 0..<count { entries[number].key.unsafelyUnwrapped.pointee.header.count &+= 1 }
    dict.pointee.mask = index == nil ? 0 : template.pointee.mask
    dict.pointee.index = index.map { index in
      let copy = allocateBuffer(room * 8)
      memcpy(copy, index, room * 8)
      return copy.assumingMemoryBound(to: Int32.self)
    }
    return dict
  }
}

/// A dict of a shape that is filled value by value, in key order. It owns what was set until `finish`.
package struct DictFiller: ~Copyable {
  private let dict: DictPointer
  private var next = 0

  fileprivate init(_ dict: DictPointer) { self.dict = dict }

  deinit { release(Value(dict)) }

  /// Sets the value of the next key, whose name is given for the reader and checked in debug builds. Takes over the count.
  @inline(__always) package mutating func set(_ name: StaticString, _ value: Value) {
    assert(isNext(name), "values come in key order")
    dict.pointee.entries[next].value = value
    next &+= 1
  }

  private func isNext(_ name: StaticString) -> Bool {
    guard next < dict.pointee.used, let key = dict.pointee.entries[next].key else { return false }
    return name.withUTF8Buffer { $0.elementsEqual(key.buffer) }
  }

  /// The dict, owned by the caller. Every key was set.
  package consuming func finish() -> Value {
    assert(next == dict.pointee.used, "every key has a value")
    let value = Value(dict)
    discard self
    return value
  }

  /// The dict with more entries, owned by the caller. Takes over the counts of their values.
  package consuming func finish(adding entries: [(String, Value)]) -> Value {
    let value = finish()
    for (key, entry) in entries {
      let name = Value(string: key)
      setEntry(value.dict, name.string, entry)
      release(name)
    }
    return value
  }
}

/// Makes string values; a text that comes again right away shares its value.
package struct RepeatedText: ~Copyable {
  private var text = ""
  private var value = Value.absent

  /// No text was seen yet.
  package init() {}

  deinit { release(value) }

  /// The string value of a text, owned by the caller.
  package mutating func value(of text: String) -> Value {
    if value.isAbsent || text != self.text || !isSpelled(text) {
      release(value)
      self.text = text
      value = Value(string: text)
    }
    return value.retained()
  }

  /// Whether the value has these bytes; texts that Swift calls equal may differ.
  private func isSpelled(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.count == value.string.pointee.length
        && memcmp(value.string.bytes, bytes.baseAddress ?? UnsafePointer(value.string.bytes), bytes.count) == 0
    }
  }
}
