import Glibc

// Reading by property, index and slice (01 "Postfix forms"). Receivers and keys are borrowed, results owned.

/// `a.p` (01 "Property access").
@inline(never) func getProperty(of value: Value, _ name: StringPointer) throws(HarnError) -> Value {
  if let result = property(of: value, name) { return result }
  let shown = String(decoding: name.buffer, as: UTF8.self)
  if value.isA(.pair) {
    throw .typeError(
      "cannot access property `\(shown)` on pair (expected `first` or `second`)")
  }
  throw .typeError("cannot access property `\(shown)` on \(typeName(value))")
}

/// `a?.p`: nil where `a.p` is an error (01 "Property access").
@inline(never) func getPropertyOptional(of value: Value, _ name: StringPointer) -> Value {
  property(of: value, name) ?? .nilValue
}

/// The property, owned; nil where `a.p` is an error.
private func property(of value: Value, _ name: StringPointer) -> Value? {
  if value.isEnum { return enumProperty(value, name) }
  guard value.isCounted else { return nil }
  switch value.header.pointee.kind {
  case .dict: return owned(dictEntry(value.dict, name))
  case .structure: return owned(field(value.structure, name))
  case .list: return listProperty(value.list, name)
  case .string: return stringProperty(value.string, name)
  case .pair:
    if name.matches("first") { return value.pair.pointee.first.retained() }
    return name.matches("second") ? value.pair.pointee.second.retained() : nil
  case .handle: return value.namespace.map { owned($0.entry(name)) }
  case .closure, .enumeration, .range, .set, .bytes, .exception: return nil
  }
}

@inline(__always) private func owned(_ value: Value) -> Value {
  retain(value)
  return value
}

/// The value under a key, borrowed; nil when absent.
@inline(__always) func dictEntry(_ dict: DictPointer, _ key: StringPointer) -> Value {
  let entry = find(dict, key)
  return entry < 0 ? .nilValue : dict.pointee.entries[entry].value
}

/// The value of a field, borrowed; nil when unknown or unset.
@inline(__always) func field(_ structure: StructPointer, _ name: StringPointer) -> Value {
  let slot = fieldSlot(structure.pointee.shape, name)
  if slot < 0 || structure.fields[slot].isAbsent { return .nilValue }
  return structure.fields[slot]
}

private func listProperty(_ list: ListPointer, _ name: StringPointer) -> Value {
  let count = list.pointee.count
  if name.matches("count") { return Value(int: count) }
  if name.matches("empty") { return Value(bool: count == 0) }
  if count == 0 { return .nilValue }
  if name.matches("first") { return owned(list.pointee.items[0]) }
  if name.matches("last") { return owned(list.pointee.items[count - 1]) }
  return .nilValue
}

private func stringProperty(_ string: StringPointer, _ name: StringPointer) -> Value {
  if name.matches("count") { return Value(int: scalarCount(string)) }
  if name.matches("empty") { return Value(bool: string.length == 0) }
  return .nilValue
}

private func enumProperty(_ value: Value, _ name: StringPointer) -> Value {
  if name.matches("variant") { return owned(Value(value.enumCase.pointee.variant)) }
  guard name.matches("fields") else { return .nilValue }
  let count = value.isCounted ? value.enumeration.pointee.count : 0
  let list = newList(capacity: count)
  for index in 0..<count { append(owned(value.enumeration.payload[index]), to: list) }
  return Value(list)
}

// MARK: Subscript

/// `a[i]` (01 "Subscript").
@inline(never) func getIndex(_ value: Value, _ key: Value) throws(HarnError) -> Value {
  if value.isDict { return getEntry(value.dict, key) }
  if key.isInt {
    if value.isList {
      let position = key.int < 0 ? key.int + value.list.pointee.count : key.int
      return value.list.isInBounds(position) ? owned(value.list.pointee.items[position]) : .nilValue
    }
    if value.isString {
      let position = key.int < 0 ? key.int + scalarCount(value.string) : key.int
      return scalarAt(value.string, position)
    }
    if value.isA(.range) { return try rangeElement(value, key.int) }
  }
  throw .typeError("cannot index into \(typeName(value)) with \(typeName(key))")
}

/// `a?[i]`: nil if `a` is nil, else as `a[i]` (01 "Subscript").
@inline(never) func getIndexOptional(_ value: Value, _ key: Value) throws(HarnError) -> Value {
  value.isNil ? .nilValue : try getIndex(value, key)
}

private func getEntry(_ dict: DictPointer, _ key: Value) -> Value {
  if key.isString { return owned(dictEntry(dict, key.string)) }
  let name = keyString(key)
  defer { release(Value(name)) }
  return owned(dictEntry(dict, name))
}

// MARK: Slice

/// `a[from:to]`; an omitted bound is nil (01 "Slice").
@inline(never) func getSlice(_ value: Value, _ from: Value, _ to: Value) throws(HarnError) -> Value {
  guard value.isList || value.isString else {
    throw .typeError("cannot slice \(typeName(value))")
  }
  guard from.isInt || from.isNil else {
    throw .typeError("slice start must be an integer, got \(typeName(from))")
  }
  guard to.isInt || to.isNil else {
    throw .typeError("slice end must be an integer, got \(typeName(to))")
  }
  let bounds = sliceBounds(from, to, value.isList ? value.list.pointee.count : scalarCount(value.string))
  return value.isList
    ? listSlice(value.list, from: bounds.lowerBound, to: bounds.upperBound)
    : scalarSlice(value.string, from: bounds.lowerBound, to: bounds.upperBound)
}

/// Two bounds of a slice, ints or nil, as positions in `0 ... length`.
func sliceBounds(_ from: Value, _ to: Value, _ length: Int) -> Range<Int> {
  let start = from.isInt ? sliceBound(from.int, length) : 0
  return start..<max(start, to.isInt ? sliceBound(to.int, length) : length)
}

/// A bound as a position in `0 ... length`: negative ones count from the end.
@inline(__always) func sliceBound(_ bound: Int, _ length: Int) -> Int {
  bound < 0 ? max(0, bound + length) : min(bound, length)
}

/// A new list of the items in `from ..< to`, which must lie within the list.
func listSlice(_ list: ListPointer, from: Int, to: Int) -> Value {
  let slice = newList(capacity: to - from)
  memcpy(slice.pointee.items, list.pointee.items + from, (to - from) * 16)
  slice.pointee.count = to - from
  if list.pointee.header.flags & ListObject.holdsCounted != 0 {
    slice.pointee.header.flags = ListObject.holdsCounted
    for index in from..<to { retain(list.pointee.items[index]) }
  }
  return Value(slice)
}

extension UnsafeMutablePointer where Pointee == StringObject {
  /// Whether the string has this text.
  @inline(__always) func matches(_ text: StaticString) -> Bool {
    length == text.utf8CodeUnitCount && sameBytes(bytes, text.utf8Start, length)
  }
}

@inline(__always) private func sameBytes(
  _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int
) -> Bool {
  for index in 0..<count where a[index] != b[index] { return false }
  return true
}
