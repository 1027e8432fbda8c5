/// Where an iterator takes its items from and how far it is (02 §12.4). It lies apart from the state of the handle, so that
/// loops reach it without a Swift object.
struct IteratorRecord {
  enum Source: UInt8 {
    /// Nothing any more.
    case nothing
    /// The items of the list `value` from `position` on.
    case list
    /// The ints from `position` up to, and including, `last`.
    case range
    /// The entries of the sorted dict `value` as pairs, from `position` on.
    case dict
    /// The characters of the string `value` from the byte offset `position` on.
    case string
    /// The items of the sequence `value`.
    case sequence
    /// At most `position` items of the sequence `value`.
    case prefix
    /// Pairs of a position, `position` next, and an item of the iterator `value`.
    case enumerated
    /// Pairs of an item of the iterator `value` and one of the iterator `other`.
    case zipped
  }

  var source: Source
  /// Whether demands are answered from this record and others like it, and no other code has to run for them.
  var isOwn = true
  var isExhausted = false
  /// How many iterators lie on top of each other, this one included. Demands go down from one to the next.
  var depth: UInt8 = 1
  /// See `Source`; owned.
  var value = Value.nilValue
  var other = Value.nilValue
  var position = 0
  var last = 0

  /// Iterators on more than so many others are generators, which need no room on the stack of the process.
  static let maximalDepth: UInt8 = 8
}

typealias IteratorPointer = UnsafeMutablePointer<IteratorRecord>

extension UnsafeMutablePointer where Pointee == IteratorRecord {
  /// The next item, owned, of an iterator that `isOwn`; absent at its end.
  func draw() -> Value {
    let position = pointee.position
    switch pointee.source {
    case .list:
      let list = pointee.value.list
      guard position < list.pointee.count else { return end() }
      pointee.position = position &+ 1
      return list.pointee.items[position].retained()
    case .range:
      if position == pointee.last { pointee.source = .nothing } else { pointee.position = position &+ 1 }
      return Value(int: position)
    case .string:
      let string = pointee.value.string
      guard position < string.length else { return end() }
      let next = byteOffset(string, from: position, advancedBy: 1)
      pointee.position = next
      return substring(string, from: position, to: next)
    case .prefix:
      guard position > 0, let inner = pointee.value.iteratorRecord else { return end() }
      pointee.position = position - 1
      // The last item ends the iterator: no further one is drawn from the source.
      if position == 1 { pointee.isExhausted = true }
      let item = inner.draw()
      return item.isAbsent ? end() : item
    case .dict, .enumerated, .zipped:
      guard let (first, second) = drawParts() else { return end() }
      return newPair(first, second)
    case .sequence, .nothing: return end()
    }
  }

  /// The two parts, owned, of the next item of an iterator whose items are made as pairs; nil at its end, to which the next
  /// demand brings it, and for any other iterator.
  @inline(__always) func drawParts() -> (Value, Value)? {
    let position = pointee.position
    switch pointee.source {
    case .dict:
      let dict = pointee.value.dict
      guard position < dict.pointee.used, let key = dict.pointee.entries[position].key else { return nil }
      pointee.position = position &+ 1
      return (Value(key).retained(), dict.pointee.entries[position].value.retained())
    case .enumerated:
      guard let inner = pointee.value.iteratorRecord else { return nil }
      let item = inner.draw()
      if item.isAbsent { return nil }
      pointee.position = position &+ 1
      return (Value(int: position), item)
    case .zipped:
      guard let left = pointee.value.iteratorRecord, let right = pointee.other.iteratorRecord else { return nil }
      let first = left.draw()
      if first.isAbsent { return nil }
      let second = right.draw()
      if second.isAbsent {
        release(first)
        return nil
      }
      return (first, second)
    case .nothing, .list, .range, .string, .sequence, .prefix: return nil
    }
  }

  /// Marks the end and gives the sources back.
  @discardableResult func end() -> Value {
    let (value, other) = (pointee.value, pointee.other)
    pointee.isExhausted = true
    pointee.source = .nothing
    pointee.value = .nilValue
    pointee.other = .nilValue
    release(value)
    release(other)
    return .absent
  }
}

extension Value {
  /// The record of an iterator; nil for any other value.
  @inline(__always) var iteratorRecord: IteratorPointer? {
    guard isA(.handle), handle.pointee.header.spare == HandleObject.iteratorMark else { return nil }
    return handle.pointee.record.assumingMemoryBound(to: IteratorRecord.self)
  }
}
