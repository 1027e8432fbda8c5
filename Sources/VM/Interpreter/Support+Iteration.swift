// What handlers call for `for` (02 §12).

/// Puts an iterable into `slot` and its position behind it; takes over the count of `iterable` (02 §12.1).
@inline(never) func startIteration(_ slot: Raw, _ iterable: Value) {
  let old = slot.value
  let oldPosition = (slot + 16).value
  slot.value = iterable
  (slot + 16).value = Value(int: 0)
  release(old)
  release(oldPosition)
  if iterable.isDict {
    sortEntries(iterable.dict)
  } else if iterable.isA(.range) {
    let range = iterable.range.pointee
    (slot + 16).value = Value(int: range.from)
    // The fast path counts up to an excluded bound. The greatest int has no successor: `nextItem` sees to that one.
    if range.header.flags & RangeObject.isExclusive == 0, range.upTo < Int.max {
      slot.value = newRange(
        from: range.from, upTo: max(range.from, range.upTo + 1), isExclusive: true)
      release(iterable)
    }
  }
}

/// The next item into `out`; false at the end, when both locals are cleared.
@inline(never) func nextItem(_ slot: Raw, _ out: Raw) -> Bool {
  let iterable = slot.value
  let position = (slot + 16).value.isInt ? (slot + 16).value.int : 0
  if iterable.isCounted {
    switch iterable.header.pointee.kind {
    case .list where position < iterable.list.pointee.count:
      out.value = iterable.list.pointee.items[position].retained()
      (slot + 16).value = Value(int: position + 1)
      return true
    case .set where position < iterable.set.items.pointee.count:
      out.value = iterable.set.items.pointee.items[position].retained()
      (slot + 16).value = Value(int: position + 1)
      return true
    case .range:
      let range = iterable.range.pointee
      let includesLast = range.header.flags & RangeObject.isExclusive == 0
      if position < range.upTo {
        out.value = Value(int: position)
        (slot + 16).value = Value(int: position + 1)
        return true
      }
      if includesLast, position == range.upTo {
        // The last item may be the greatest int, behind which no position lies: an empty range goes on from here.
        slot.value = newRange(from: position, upTo: position, isExclusive: true)
        release(iterable)
        out.value = Value(int: position)
        return true
      }
    default: break
    }
  }
  slot.value = .nilValue
  (slot + 16).value = .nilValue
  release(iterable)
  return false
}

/// The next entry of the dict in the iterator `slot`; nil at the end. The entries are sorted, so that none is removed.
@inline(__always) func nextEntry(_ slot: Raw) -> UnsafeMutablePointer<DictEntry>? {
  let dict = slot.value.dict
  let position = (slot + 16).value.int
  guard position < dict.pointee.used else { return nil }
  (slot + 16).value = Value(int: position &+ 1)
  return dict.pointee.entries + position
}

/// What `for` yields for one entry of a dict: `{key, value}` (02 §12.1).
@inline(never) func newEntryItem(_ entry: UnsafeMutablePointer<DictEntry>, _ fp: Raw) -> Value {
  let machine = fp.machine
  let item = newDict(capacity: 2)
  retain(Value(machine.pointee.keyName))
  appendEntry(item, machine.pointee.keyName, keyValue(entry).retained())
  retain(Value(machine.pointee.valueName))
  appendEntry(item, machine.pointee.valueName, entry.pointee.value.retained())
  return Value(item)
}

/// Makes the item of an earlier turn, which is in `place`, that of `entry`; false when somebody else sees it or it is no such
/// item.
@inline(never) func refill(
  _ place: Raw, with entry: UnsafeMutablePointer<DictEntry>, _ fp: Raw
) -> Bool {
  let x = place.value
  guard x.isDict, x.header.pointee.count == 1, x.dict.pointee.used == 2 else { return false }
  let entries = x.dict.pointee.entries
  guard entries[0].key == fp.machine.pointee.keyName, entries[1].key == fp.machine.pointee.valueName
  else { return false }
  let (oldKey, oldValue) = (entries[0].value, entries[1].value)
  entries[0].value = keyValue(entry).retained()
  entries[1].value = entry.pointee.value.retained()
  release(oldKey)
  release(oldValue)
  return true
}

/// The key of an entry that is not removed, borrowed.
@inline(__always) private func keyValue(_ entry: UnsafeMutablePointer<DictEntry>) -> Value {
  Value(entry.pointee.key.unsafelyUnwrapped)
}

/// What a demand of `forNext` led to.
enum Demand {
  /// The item is in its place.
  case item
  case end
  /// A producer has to run for it.
  case resume(UnsafeMutablePointer<Coroutine>)
  /// The pending error.
  case fail
  /// The running task waits.
  case suspend
}

/// The next item of the handle in `slot` into `out`.
@inline(never) func nextItemOfHandle(_ slot: Raw, _ out: Raw, _ fp: Raw) -> Demand {
  if let iterator = slot.value.iteratorRecord, iterator.pointee.isOwn {
    let item = iterator.draw()
    if item.isAbsent { return .end }
    out.value = item
    return .item
  }
  let scheduler = fp.machine.vm.scheduler!
  switch slot.value.sequence?.advance(scheduler) ?? .end {
  case .item(let value):
    out.value = value
    return .item
  case .end: return .end
  case .resume(let coroutine): return .resume(coroutine)
  case .failure(let error):
    setError(error, fp)
    return .fail
  case .wait: return .suspend
  case .again:
    fp.machine.pointee.current.pointee.resumption = .again
    return .suspend
  }
}

/// Puts the two parts of the next item, a pair, into the locals at `first` and `second` where these are locals; false, and
/// nothing changed, when the iterable in `slot` is at its end or has no such item without other code running for it.
@inline(never) func nextPair(_ slot: Raw, _ first: Raw?, _ second: Raw?) -> Bool {
  let iterable = slot.value
  if let iterator = iterable.iteratorRecord, iterator.pointee.isOwn {
    guard let parts = iterator.drawParts() else { return false }
    put(parts.0, first)
    put(parts.1, second)
    return true
  }
  let position = (slot + 16).value.int
  guard iterable.isList, position < iterable.list.pointee.count else { return false }
  let item = iterable.list.pointee.items[position]
  guard item.isA(.pair) else { return false }
  (slot + 16).value = Value(int: position &+ 1)
  // The old parts may hold the list.
  let parts = (item.pair.pointee.first.retained(), item.pair.pointee.second.retained())
  put(parts.0, first)
  put(parts.1, second)
  return true
}

/// The same for the entries of a dict: key and value.
@inline(never) func nextKeyAndValue(_ slot: Raw, _ key: Raw?, _ value: Raw?) -> Bool {
  guard slot.value.isDict, let entry = nextEntry(slot) else { return false }
  let parts = (keyValue(entry), entry.pointee.value)
  if let key { put(parts.0.retained(), key) }
  if let value { put(parts.1.retained(), value) }
  return true
}

/// Stores an owned value in a local, if there is one.
@inline(__always) private func put(_ value: Value, _ place: Raw?) {
  guard let place else { return release(value) }
  let old = place.value
  place.value = value
  release(old)
}

/// Clears an iterator whose end has been reached.
@inline(never) func clearIterator(_ slot: Raw) {
  let iterable = slot.value
  slot.value = .nilValue
  (slot + 16).value = .nilValue
  iterable.sequence?.didEnd()
  release(iterable)
}
