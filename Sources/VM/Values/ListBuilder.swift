/// A list that grows item by item. It owns what was appended until `finish`.
package struct ListBuilder: ~Copyable {
  private let list: ListPointer

  /// An empty list with room for so many items.
  package init(capacity: Int = 4) { list = newList(capacity: capacity) }

  deinit { release(Value(list)) }

  /// Whether nothing was appended.
  package var isEmpty: Bool { list.pointee.count == 0 }
  /// How many items were appended.
  package var count: Int { list.pointee.count }

  /// Appends a value; takes over its count.
  @inline(__always) package mutating func append(_ value: Value) { VM.append(value, to: list) }

  /// The same, unless the list would pass its limit.
  @inline(__always) package mutating func append(_ value: Value, within limits: Limits) throws(HarnError) {
    guard list.pointee.count < limits.listElements else {
      release(value)
      throw .listTooLarge(limits.listElements)
    }
    VM.append(value, to: list)
  }

  /// The list, owned by the caller.
  package consuming func finish() -> Value {
    let value = Value(list)
    discard self
    return value
  }
}
