// Nested assignment targets (02 §4.2): `x.a[i].b = v`. The steps are walked from slot to slot, and each container on the
// way is made unshared in its slot. No temporary reference is taken, so an unshared path is changed in place.

/// One step behind the root of an assignment target.
enum AccessStep {
  /// `.name`; the name is interned.
  case property(StringPointer)
  /// `[key]`; takes the next of the keys.
  case index
}

/// Assigns along a path of at least one step. Borrows the keys, takes over the count of `value`.
@inline(never) func setPath(
  root: ValuePointer, steps: UnsafeBufferPointer<AccessStep>, keys: ValuePointer, value: Value,
  types: TypeTable, limits: Limits
) throws(HarnError) {
  var slot = root
  var key = keys
  for (number, step) in steps.enumerated() {
    if number == steps.count - 1 {
      switch step {
      case .property(let name):
        return try setProperty(slot: slot, name: name, value: value, types: types, limits: limits)
      case .index: return try setIndex(slot: slot, key: key.pointee, value: value, limits: limits)
      }
    }
    guard let inner = innerSlot(slot, step, key.pointee(for: step)) else {
      let rest = UnsafeBufferPointer(rebasing: steps[number...])
      release(value)
      return try assignNowhere(slot.pointee, rest, key)
    }
    slot = inner
    if case .index = step { key += 1 }
  }
}

extension UnsafeMutablePointer where Pointee == Value {
  /// The key of a step; a property step has none.
  @inline(__always) fileprivate func pointee(for step: AccessStep) -> Value {
    if case .index = step { return pointee }
    return .nilValue
  }
}

/// The slot of a part of the container in `slot`, which becomes unshared; nil when there is no such part.
private func innerSlot(_ slot: ValuePointer, _ step: AccessStep, _ key: Value) -> ValuePointer? {
  switch step {
  case .property(let name):
    if slot.pointee.isDict { return entryAddress(slot, name) }
    guard slot.pointee.isStruct else { return nil }
    let field = fieldSlot(slot.pointee.structure.pointee.shape, name)
    guard field >= 0, !slot.pointee.structure.fields[field].isAbsent else { return nil }
    return unsharedStruct(slot).fields + field
  case .index:
    if slot.pointee.isDict {
      let name = keyString(key)
      defer { release(Value(name)) }
      return entryAddress(slot, name)
    }
    guard slot.pointee.isList, key.isInt else { return nil }
    let list = slot.pointee.list
    let position = key.int < 0 ? key.int + list.pointee.count : key.int
    return list.isInBounds(position) ? unsharedList(slot).pointee.items + position : nil
  }
}

/// The address of an entry of the dict in `slot`, which becomes unshared; nil when there is no such entry.
func entryAddress(_ slot: ValuePointer, _ name: StringPointer) -> ValuePointer? {
  guard find(slot.pointee.dict, name) >= 0 else { return nil }
  let dict = unsharedDict(slot)
  // The copy of a shared dict may have other places.
  let entry = find(dict, name)
  let offset = MemoryLayout<DictEntry>.offset(of: \DictEntry.value).unsafelyUnwrapped
  return (Raw(dict.pointee.entries + entry) + offset).assumingMemoryBound(to: Value.self)
}

/// What an assignment does whose path leads through something that is no part of a container: the steps read as usual,
/// and the last one meets a value that cannot hold anything.
private func assignNowhere(
  _ container: Value, _ steps: UnsafeBufferPointer<AccessStep>, _ keys: ValuePointer
) throws(HarnError) {
  let before = UnsafeBufferPointer(rebasing: steps.dropLast())
  let target = try getPath(root: container, steps: before, keys: keys)
  defer { release(target) }
  if case .property(let name) = steps[steps.count - 1] {
    throw cannotSet(name, on: target)
  }
  // `xs[9][0] = v`: nil takes no element, and then the list has no place 9 to put it back.
  if case .index = steps[0], container.isList, keys.pointee.isInt {
    throw .runtimeError(
      "Index \(keys.pointee.int) out of bounds for list of length \(container.list.pointee.count)")
  }
}

/// Reads along a path. Borrows everything, returns an owned value.
@inline(never) func getPath(
  root: Value, steps: UnsafeBufferPointer<AccessStep>, keys: ValuePointer
) throws(HarnError) -> Value {
  var value = root.retained()
  var key = keys
  for step in steps {
    let container = value
    defer { release(container) }
    switch step {
    case .property(let name): value = try getProperty(of: container, name)
    case .index:
      value = try getIndex(container, key.pointee)
      key += 1
    }
  }
  return value
}
