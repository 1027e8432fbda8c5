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
  var tags: UInt64 = 0
  for index in 0..<count { tags |= items[index].tag }
  guard tags == Value.intTag else { return false }
  var buffer = UnsafeMutableBufferPointer(start: items, count: count)
  buffer.sort { $0.int < $1.int }
  return true
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
