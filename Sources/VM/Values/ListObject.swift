import Glibc

/// A list: elements in a buffer of their own, so that it can grow in place.
///
/// A list that nobody else sees gives up elements at its front by moving its start: `header.spare` says how many places of the
/// buffer lie before `items`. So a list serves as a queue in constant time for each element.
struct ListObject {
  var header: Header
  var count: Int
  /// Places from `items` on.
  var capacity: Int
  var items: ValuePointer

  /// Flag: the list has held a counted value at some time. Without it, copying is one memcpy, freeing does not look at
  /// the elements, and an element can be overwritten unread.
  static let holdsCounted: UInt8 = 1
}

typealias ListPointer = UnsafeMutablePointer<ListObject>

extension Value {
  @inline(__always) var list: ListPointer { object.assumingMemoryBound(to: ListObject.self) }
  @inline(__always) init(_ list: ListPointer) { self.init(object: Raw(list), .list) }
}

extension UnsafeMutablePointer where Pointee == ListObject {
  @inline(__always) func isInBounds(_ index: Int) -> Bool {
    UInt(bitPattern: index) < UInt(bitPattern: pointee.count)
  }

  /// Where the buffer of the elements starts.
  @inline(__always) var buffer: ValuePointer { pointee.items - Int(pointee.header.spare) }
}

/// An empty list with room for `capacity` elements.
func newList(capacity: Int = 4) -> ListPointer {
  let list = allocate(MemoryLayout<ListObject>.stride, .list)
    .assumingMemoryBound(to: ListObject.self)
  list.pointee.count = 0
  list.pointee.capacity = max(capacity, 1)
  list.pointee.items = allocateBuffer(list.pointee.capacity * 16)
    .assumingMemoryBound(to: Value.self)
  return list
}

/// Makes room behind the elements: that before them where it is at least half of the buffer, else twice as much as before.
@inline(never) func growList(_ list: ListPointer) {
  let front = Int(list.pointee.header.spare)
  if front > 0 {
    moveToStart(list)
    if front * 2 >= list.pointee.capacity { return }
  }
  list.pointee.capacity *= 2
  guard let items = realloc(list.pointee.items, list.pointee.capacity * 16) else { outOfMemory() }
  list.pointee.items = items.assumingMemoryBound(to: Value.self)
}

/// Moves the elements to the start of the buffer.
private func moveToStart(_ list: ListPointer) {
  let start = list.buffer
  memmove(start, list.pointee.items, list.pointee.count * 16)
  list.pointee.capacity += Int(list.pointee.header.spare)
  list.pointee.items = start
  list.pointee.header.spare = 0
}

/// Keeps the elements in `from ..< to` of a list that nobody else can see. O(1) for each that is dropped, seen over many
/// drops at the front.
func keepItems(of list: ListPointer, from: Int, to: Int) {
  let (old, count) = (list.pointee.items, list.pointee.count)
  if list.pointee.header.flags & ListObject.holdsCounted != 0 {
    for index in 0..<from { release(old[index]) }
    for index in to..<count { release(old[index]) }
  }
  list.pointee.count = to - from
  guard from > 0 else { return }
  let front = Int(list.pointee.header.spare) + from
  guard front <= Int(UInt16.max) else {
    memmove(old, old + from, list.pointee.count * 16)
    return moveToStart(list)
  }
  list.pointee.items = old + from
  list.pointee.capacity -= from
  list.pointee.header.spare = UInt16(front)
}

/// A copy with a count of 1, for a change of a shared list. O(n).
@inline(never) func copyList(_ list: ListPointer, room: Int = 0) -> ListPointer {
  let count = list.pointee.count
  let copy = newList(capacity: count + max(room, 4))
  memcpy(copy.pointee.items, list.pointee.items, count * 16)
  if list.pointee.header.flags & ListObject.holdsCounted != 0 {
    for index in 0..<count { retain(list.pointee.items[index]) }
  }
  copy.pointee.header.flags = list.pointee.header.flags
  copy.pointee.count = count
  return copy
}

/// Appends to a list that nobody else can see; takes over the caller's count of `value`.
@inline(__always) func append(_ value: Value, to list: ListPointer) {
  if list.pointee.count == list.pointee.capacity { growList(list) }
  if value.isCounted { list.pointee.header.flags |= ListObject.holdsCounted }
  list.pointee.items[list.pointee.count] = value
  list.pointee.count &+= 1
}
