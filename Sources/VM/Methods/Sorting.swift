import Glibc

/// Sorts values stably by the library ordering (05 §1.5). That ordering is not transitive for mixed kinds, so the sort
/// must end with any answers: a bottom-up merge sort does.
func sortStably(_ items: ValuePointer, count: Int) {
  if count < 2 || sortInts(items, count: count) { return }
  sortStably(items, count: count, by: sortsBefore)
}

/// Sorts values stably; `isBefore` may answer anything.
func sortStably(_ items: ValuePointer, count: Int, by isBefore: (Value, Value) -> Bool) {
  let spare = allocateBuffer(count * 16).assumingMemoryBound(to: Value.self)
  defer { free(spare) }
  let run = 8
  for start in stride(from: 0, to: count, by: run) {
    insertionSort(items + start, count: min(run, count - start), isBefore)
  }
  var (source, target) = (items, spare)
  var width = run
  while width < count {
    for start in stride(from: 0, to: count, by: width * 2) {
      let middle = min(start + width, count)
      merge(source, start, middle, min(start + width * 2, count), into: target, isBefore)
    }
    swap(&source, &target)
    width *= 2
  }
  if source != items { memcpy(items, source, count * 16) }
}

/// Sorts a list of nothing but ints; false, and nothing changed, when there is something else.
private func sortInts(_ items: ValuePointer, count: Int) -> Bool {
  guard haveTag(Value.intTag, items, count: count) else { return false }
  sortByBits(items, count: count)
  return true
}

/// Whether all values have the tag.
private func haveTag(_ tag: UInt64, _ items: UnsafePointer<Value>, count: Int) -> Bool {
  for index in 0..<count where items[index].tag != tag { return false }
  return true
}

/// A new list of the items in stable ascending order of their keys (05 §1.5), of which there are as many.
func ordered(_ list: ListPointer, by keys: ListPointer) -> ListPointer {
  let (items, keys, count) = (list.pointee.items, keys.pointee.items, list.pointee.count)
  // While they are sorted, the values of the result have positions of items for tags, and for bits what orders them.
  let result = newList(capacity: count)
  let records = result.pointee.items
  if haveTag(Value.intTag, keys, count: count) {
    for index in 0..<count { records[index] = Value(tag: UInt64(index), bits: keys[index].bits) }
    sortByBits(records, count: count)
  } else {
    for index in 0..<count { records[index] = Value(tag: UInt64(index), bits: 0) }
    sortStably(records, count: count) { sortsBefore(keys[Int($0.tag)], keys[Int($1.tag)]) }
  }
  for index in 0..<count { records[index] = items[Int(records[index].tag)].retained() }
  result.pointee.count = count
  result.pointee.header.flags |= list.pointee.header.flags & ListObject.holdsCounted
  return result
}

/// Sorts values stably by their bits as an int, whatever their tags: short lists by merging, long ones digit by digit from
/// the lowest (radix sort), without those digits in which no two values differ.
private func sortByBits(_ items: ValuePointer, count: Int) {
  let digitBits = 11
  let digits = 1 << digitBits
  if count < digits { return sortStably(items, count: count) { $0.int < $1.int } }
  var varying: UInt64 = 0
  var isSorted = true
  for index in 1..<count {
    varying |= items[index].bits ^ items[0].bits
    if items[index].int < items[index - 1].int { isSorted = false }
  }
  if isSorted { return }
  let spare = allocateBuffer(count * 16).assumingMemoryBound(to: Value.self)
  defer { free(spare) }
  var (source, target) = (items, spare)
  withUnsafeTemporaryAllocation(of: Int.self, capacity: digits) { places in
    for shift in stride(from: 0, to: UInt64.bitWidth, by: digitBits) {
      func digit(_ bits: UInt64) -> Int {
        Int(truncatingIfNeeded: (bits ^ 1 << 63) >> UInt64(shift)) & (digits - 1)
      }
      if Int(truncatingIfNeeded: varying >> UInt64(shift)) & (digits - 1) == 0 { continue }
      places.initialize(repeating: 0)
      for index in 0..<count { places[digit(source[index].bits)] += 1 }
      var next = 0
      for index in places.indices { (places[index], next) = (next, next + places[index]) }
      for index in 0..<count {
        let place = digit(source[index].bits)
        target[places[place]] = source[index]
        places[place] += 1
      }
      swap(&source, &target)
    }
  }
  if source != items { memcpy(items, source, count * 16) }
}

private func insertionSort(
  _ items: ValuePointer, count: Int, _ isBefore: (Value, Value) -> Bool
) {
  for index in 1..<max(count, 1) {
    let item = items[index]
    var place = index
    while place > 0, isBefore(item, items[place - 1]) {
      items[place] = items[place - 1]
      place -= 1
    }
    items[place] = item
  }
}

/// Merges two neighbouring runs; of equal items the one of the left run comes first.
private func merge(
  _ source: ValuePointer, _ start: Int, _ middle: Int, _ end: Int, into target: ValuePointer,
  _ isBefore: (Value, Value) -> Bool
) {
  var (left, right, place) = (start, middle, start)
  while left < middle, right < end {
    if isBefore(source[right], source[left]) {
      target[place] = source[right]
      right += 1
    } else {
      target[place] = source[left]
      left += 1
    }
    place += 1
  }
  memcpy(target + place, source + left, (middle - left) * 16)
  place += middle - left
  memcpy(target + place, source + right, (end - right) * 16)
}
