// Assignment to parts of a container (02 §4.2). Everything works on the slot that holds the container: a container that
// others see is copied into the slot first, one that nobody else sees is changed in place.

/// Makes the list in `slot` unshared and returns it.
@inline(__always) func unsharedList(_ slot: ValuePointer) -> ListPointer {
  let list = slot.pointee.list
  if list.pointee.header.count == 1 { return list }
  let copy = copyList(list)
  replace(slot, Value(copy))
  return copy
}

/// Makes the dict in `slot` unshared and returns it.
@inline(__always) func unsharedDict(_ slot: ValuePointer) -> DictPointer {
  let dict = slot.pointee.dict
  if dict.pointee.header.count == 1 { return dict }
  let copy = copyDict(dict)
  replace(slot, Value(copy))
  return copy
}

/// Makes the struct in `slot` unshared and returns it.
@inline(__always) func unsharedStruct(_ slot: ValuePointer) -> StructPointer {
  let structure = slot.pointee.structure
  if structure.pointee.header.count == 1 { return structure }
  let copy = copyStruct(structure, to: structure.pointee.shape)
  replace(slot, Value(copy))
  return copy
}

/// Puts `value` into a slot: the new value is stored before the old one is released. Takes over the count.
@inline(__always) func replace(_ slot: ValuePointer, _ value: Value) {
  let old = slot.pointee
  slot.pointee = value
  release(old)
}

/// A copy with a count of 1 whose shape begins with the fields of the original.
@inline(never) func copyStruct(
  _ structure: StructPointer, to shape: UnsafeMutablePointer<Shape>
) -> StructPointer {
  let copy = newStruct(shape)
  for index in 0..<structure.pointee.shape.pointee.fieldCount {
    let value = structure.fields[index]
    retain(value)
    copy.fields[index] = value
  }
  return copy
}

/// Sets an entry of the dict in `slot`. Borrows `key`, takes over the count of `value`.
func setEntry(
  slot: ValuePointer, _ key: StringPointer, _ value: Value, _ limits: Limits
) throws(HarnError) {
  let dict = slot.pointee.dict
  if dict.pointee.count >= limits.dictEntries, find(dict, key) < 0 {
    release(value)
    throw .dictTooLarge(limits.dictEntries)
  }
  setEntry(unsharedDict(slot), key, value)
}

/// Whether a dict may have so many entries.
func checkEntries(_ count: Int, _ limits: Limits) throws(HarnError) {
  guard count <= limits.dictEntries else { throw .dictTooLarge(limits.dictEntries) }
}

/// Whether a list may have so many elements.
func checkElements(_ count: Int, _ limits: Limits) throws(HarnError) {
  guard count <= limits.listElements else { throw .listTooLarge(limits.listElements) }
}

/// `slot[key] = value` (02 §4.2). Borrows `key`, takes over the count of `value`.
@inline(never) func setIndex(
  slot: ValuePointer, key: Value, value: Value, limits: Limits
) throws(HarnError) {
  if slot.pointee.isDict {
    let name = keyString(key)
    defer { release(Value(name)) }
    return try setEntry(slot: slot, name, value, limits)
  }
  guard slot.pointee.isList, key.isInt else { return release(value) }
  do {
    let position = try assignedPosition(slot.pointee.list, key.int)
    setItem(unsharedList(slot), position, value)
  } catch {
    release(value)
    throw error
  }
}

/// Puts a value into the place of an item of a list that nobody else can see; takes over the count.
@inline(__always) func setItem(_ list: ListPointer, _ position: Int, _ value: Value) {
  if value.isCounted { list.pointee.header.flags |= ListObject.holdsCounted }
  replace(list.pointee.items + position, value)
}

/// The position that an assignment to `list[index]` changes (02 §4.2).
private func assignedPosition(_ list: ListPointer, _ index: Int) throws(HarnError) -> Int {
  let count = list.pointee.count
  let position = index < 0 ? max(0, count + index) : index
  guard position < count else {
    throw .runtimeError("Index \(index) out of bounds for list of length \(count)")
  }
  return position
}

/// `slot.name = value` (02 §4.2). Takes over the count of `value`.
@inline(never) func setProperty(
  slot: ValuePointer, name: StringPointer, value: Value, types: TypeTable, limits: Limits
) throws(HarnError) {
  if slot.pointee.isDict { return try setEntry(slot: slot, name, value, limits) }
  if slot.pointee.isStruct {
    return replace(fieldAddress(slot, name, types), value)
  }
  release(value)
  throw cannotSet(name, on: slot.pointee)
}

func cannotSet(_ name: StringPointer, on value: Value) -> HarnError {
  .typeError(
    "cannot set property `\(String(decoding: name.buffer, as: UTF8.self))` on \(typeName(value))")
}

/// The address of a field of the struct in `slot`, which becomes unshared; a field that it lacks is added, `absent`.
func fieldAddress(
  _ slot: ValuePointer, _ name: StringPointer, _ types: TypeTable
) -> ValuePointer {
  let known = fieldSlot(slot.pointee.structure.pointee.shape, name)
  if known >= 0 { return unsharedStruct(slot).fields + known }
  let structure = slot.pointee.structure
  let shape = types.shape(structure.pointee.shape, adding: name)
  let grown = copyStruct(structure, to: shape)
  replace(slot, Value(grown))
  return grown.fields + (shape.pointee.fieldCount - 1)
}
