// What handlers call for reading and writing parts of values: the value library with errors turned into a flag. Each returns
// false after setting the machine's pending error; operands then stay where they are.

/// Records the error that the following `fail` raises.
@inline(never) func setError(_ error: HarnError, _ fp: Raw) {
  fp.machine.vm.pendingError = error
}

/// `x[k]` into `out`. Borrows both.
@inline(never) func index(_ x: Value, _ k: Value, _ out: Raw, _ fp: Raw) -> Bool {
  if x.isString, x.string.isASCII, k.isInt, k.int >= 0, k.int < x.string.length {
    out.value = Value(character(x.string.bytes[k.int], fp.machine)).retained()
    return true
  }
  do {
    out.value = try getIndex(x, k)
    return true
  } catch {
    setError(error, fp)
    return false
  }
}

/// Replaces container and two bounds on the stack by the slice.
@inline(never) func sliceOnStack(_ sp: Raw, _ fp: Raw) -> Bool {
  let (value, from, to) = ((sp - 48).value, (sp - 32).value, (sp - 16).value)
  if value.isList, value.header.pointee.count == 1, from.isInt || from.isNil, to.isInt || to.isNil {
    // `xs = xs[1:]` with the last use of `xs`: its list goes on as the slice.
    let bounds = sliceBounds(from, to, value.list.pointee.count)
    keepItems(of: value.list, from: bounds.lowerBound, to: bounds.upperBound)
    return true
  }
  do {
    let result = try getSlice(value, from, to)
    releaseDown(from: sp, to: sp - 48)
    (sp - 48).value = result
    return true
  } catch {
    setError(error, fp)
    return false
  }
}

/// `slot[k] = v`, taking the value out of its stack slot.
@inline(never) func assignIndex(_ slot: Raw, _ k: Value, _ value: Raw, _ fp: Raw) -> Bool {
  let v = value.value
  value.value = .nilValue
  do {
    try setIndex(slot: slot.values, key: k, value: v, limits: fp.machine.vm.limits)
    return true
  } catch {
    setError(error, fp)
    return false
  }
}

/// `x.p` into `out` for the instruction at `pc`, filling its inline cache for a struct.
@inline(never) func property(_ x: Value, _ pc: Raw, _ out: Raw, _ fp: Raw) -> Bool {
  let name = pc.secondPointer(StringObject.self)
  if x.isStruct {
    fillCache(x.structure, name, pc)
    let found = field(x.structure, name)
    retain(found)
    out.value = found
    return true
  }
  do {
    out.value = try getProperty(of: x, name)
    return true
  } catch {
    setError(error, fp)
    return false
  }
}

/// Remembers where instances of this shape have the field. Offsets beyond 16 bits are not cached.
private func fillCache(_ structure: StructPointer, _ name: StringPointer, _ pc: Raw) {
  let slot = fieldSlot(structure.pointee.shape, name)
  let offset = StructObject.fieldsOffset + slot * 16
  guard slot >= 0, offset <= Int(UInt16.max) else { return }
  (pc + 16).storeBytes(of: UInt(bitPattern: structure.pointee.shape), as: UInt.self)
  (pc + 10).storeBytes(of: UInt16(truncatingIfNeeded: offset), as: UInt16.self)
}

/// `x?.p` into `out`.
@inline(never) func propertyOrNil(_ x: Value, _ pc: Raw, _ out: Raw, _ fp: Raw) {
  out.value = getPropertyOptional(of: x, pc.secondPointer(StringObject.self))
}

/// `slot.p = v`, taking the value out of its stack slot.
@inline(never) func assignProperty(_ slot: Raw, _ pc: Raw, _ value: Raw, _ fp: Raw) -> Bool {
  let v = value.value
  value.value = .nilValue
  let name = pc.secondPointer(StringObject.self)
  do {
    let vm = fp.machine.vm
    try setProperty(slot: slot.values, name: name, value: v, types: vm.types, limits: vm.limits)
    if slot.value.isStruct { fillCache(slot.value.structure, name, pc) }
    return true
  } catch {
    setError(error, fp)
    return false
  }
}

/// `root.path = v`, taking the value out of its stack slot. The keys stay.
@inline(never) func assignPath(
  _ root: Raw, _ pc: Raw, _ keys: Raw, _ value: Raw, _ fp: Raw
) -> Bool {
  let vm = fp.machine.vm
  let v = value.value
  value.value = .nilValue
  let path = vm.paths[pc.pointer(AccessPath.self).pointee.number].steps
  do {
    try path.withUnsafeBufferPointer { (steps) throws(HarnError) in
      try setPath(
        root: root.values, steps: steps, keys: keys.values, value: v, types: vm.types, limits: vm.limits)
    }
    return true
  } catch {
    setError(error, fp)
    return false
  }
}

/// The value at `root.path` into `out`. The keys stay.
@inline(never) func readPath(_ root: Raw, _ pc: Raw, _ keys: Raw, _ out: Raw, _ fp: Raw) -> Bool {
  let vm = fp.machine.vm
  let path = vm.paths[pc.pointer(AccessPath.self).pointee.number].steps
  do {
    out.value = try path.withUnsafeBufferPointer { (steps) throws(HarnError) in
      try getPath(root: root.value, steps: steps, keys: keys.values)
    }
    return true
  } catch {
    setError(error, fp)
    return false
  }
}

// MARK: Building

/// Appends the items of the list on top to the list below it.
@inline(never) func spreadList(_ sp: Raw, _ fp: Raw) -> Bool {
  let source = (sp - 16).value
  guard source.isList else {
    setError(destructuringError(source, "[...] pattern — expected list"), fp)
    return false
  }
  let list = (sp - 32).value.list
  let limit = fp.machine.vm.limits.listElements
  guard list.pointee.count + source.list.pointee.count <= limit else {
    setError(.listTooLarge(limit), fp)
    return false
  }
  if list.pointee.count == 0, source.header.pointee.count == 1 {
    // `[...xs, v]` with the last use of `xs`: its list goes on as the new one.
    (sp - 32).value = source
    release(Value(list))
    return true
  }
  appendItems(of: source.list, to: list)
  release(source)
  return true
}

/// Merges the dict on top into the dict below it.
@inline(never) func spreadDict(_ sp: Raw, _ fp: Raw) -> Bool {
  let source = (sp - 16).value
  guard source.isDict else {
    setError(destructuringError(source, "{...} pattern — expected dict"), fp)
    return false
  }
  let dict = (sp - 32).value.dict
  if dict.pointee.count == 0, source.header.pointee.count == 1 {
    (sp - 32).value = source
    release(Value(dict))
    return true
  }
  let limit = fp.machine.vm.limits.dictEntries
  guard dict.pointee.count + source.dict.pointee.count <= limit else {
    setError(.dictTooLarge(limit), fp)
    return false
  }
  mergeEntries(of: source.dict, into: dict)
  release(source)
  return true
}

/// A dict of `count` pairs of key and value that start at `from`, where it is put.
@inline(never) func buildDict(_ from: Raw, _ count: Int) {
  let dict = newDict(capacity: count)
  for index in 0..<count {
    putEntry(dict, key: (from + index * 32).value, (from + index * 32 + 16).value)
  }
  from.value = Value(dict)
}

/// Sets a key given by any value; takes over both counts.
func putEntry(_ dict: DictPointer, key: Value, _ value: Value) {
  if key.isString {
    setEntry(dict, key.string, value)
  } else {
    let name = keyString(key)
    setEntry(dict, name, value)
    release(Value(name))
  }
  release(key)
}

/// Replaces two bounds on the stack by their range.
@inline(never) func buildRange(_ sp: Raw, isExclusive: Bool) {
  let range = makeRange((sp - 32).value, (sp - 16).value, isExclusive: isExclusive)
  releaseDown(from: sp, to: sp - 32)
  (sp - 32).value = range
}

/// From this length on an unshared string at the front of an interpolation is extended rather than copied.
private let joinLength = 128

/// Replaces `count` values from `from` on by their joined display forms.
@inline(never) func joinOnStack(_ from: Raw, _ count: Int, _ fp: Raw) -> Bool {
  do {
    if count > 1, from.value.isString, from.value.header.pointee.count == 1,
      from.value.string.length >= joinLength
    {
      // `s = "${s}…"`: the text goes on behind a string that nobody else sees.
      let rest = try join((from + 16).values, count: count - 1, limits: fp.machine.vm.limits)
      defer { release(rest) }
      try appendString(slot: from.values, rest.string, limits: fp.machine.vm.limits)
      releaseDown(from: from + count * 16, to: from + 16)
      return true
    }
    let text = try join(from.values, count: count, limits: fp.machine.vm.limits)
    releaseDown(from: from + count * 16, to: from)
    from.value = text
    return true
  } catch {
    setError(error, fp)
    return false
  }
}

/// A struct whose fields come from the stack: value `i` goes to field `targets[i]`, a negative one drops it.
@inline(never) func buildStruct(
  _ shape: UnsafeMutablePointer<Shape>, _ targets: UnsafeMutablePointer<Int32>, _ from: Raw,
  _ count: Int
) -> Value {
  let structure = newStruct(shape)
  for index in 0..<count {
    let value = (from + index * 16).value
    let target = Int(targets[index])
    if target < 0 {
      release(value)
    } else {
      let old = structure.fields[target]
      structure.fields[target] = value
      release(old)
    }
  }
  return Value(structure)
}

/// A struct whose fields come from a dict; anything else gives one without fields (02 §10.1). Borrows the value.
@inline(never) func buildStruct(_ shape: UnsafeMutablePointer<Shape>, from value: Value) -> Value {
  let structure = newStruct(shape)
  guard value.isDict else { return Value(structure) }
  for index in 0..<shape.pointee.fieldCount {
    let entry = find(value.dict, shape.pointee.names[index])
    guard entry >= 0 else { continue }
    structure.fields[index] = value.dict.pointee.entries[entry].value.retained()
  }
  return Value(structure)
}

/// An enum value; takes over the counts of the payload.
@inline(never) func buildEnum(_ enumCase: EnumCasePointer, _ payload: ValuePointer, _ count: Int)
  -> Value
{
  let value = newEnum(enumCase, count: count)
  for index in 0..<count { value.enumeration.payload[index] = payload[index] }
  return value
}

/// A closure of this function with room for its captures.
func newClosure(_ function: UnsafeMutablePointer<Function>, captures count: Int) -> ClosurePointer {
  let closure = allocate(32 + count * 16, .closure).assumingMemoryBound(to: ClosureObject.self)
  closure.pointee.function = function
  function.pointee.holders &+= 1
  closure.pointee.captureCount = count
  closure.pointee.pad = 0
  return closure
}

// MARK: Patterns

/// Payload value `index`, borrowed; nil if absent.
@inline(__always) func enumPayload(_ value: Value, _ index: Int) -> Value {
  guard value.isA(.enumeration), index < value.enumeration.pointee.count else { return .nilValue }
  return value.enumeration.payload[index]
}

/// The items of a list from a position on.
@inline(never) func rest(of list: ListPointer, from position: Int) -> Value {
  listSlice(list, from: min(position, list.pointee.count), to: list.pointee.count)
}

/// A copy of a dict without the keys in a list of strings.
@inline(never) func rest(of dict: DictPointer, without names: Value) -> Value {
  let copy = copyDict(dict)
  for index in 0..<names.list.pointee.count {
    removeEntry(copy, names.list.pointee.items[index].string)
  }
  return Value(copy)
}

/// The type error of a pattern or spread that met another kind (02 §15.3).
func destructuringError(_ value: Value, _ rest: StaticString) -> HarnError {
  .typeError("cannot destructure \(typeName(value)) with \(rest)")
}

/// Sets that error.
@inline(never) func refuseDestructuring(_ value: Value, _ rest: StaticString, _ fp: Raw) {
  setError(destructuringError(value, rest), fp)
}

/// Sets the error of `?` on a value that is no Result (02 §14.6).
@inline(never) func refuseTry(_ value: Value, _ fp: Raw) {
  setError(.typeError("? operator requires a Result value, got \(typeName(value))"), fp)
}

/// Sets the error of a pipe into something that cannot be called (01 "Pipe and placeholder").
@inline(never) func refusePipe(_ value: Value, _ fp: Raw) {
  setError(.typeError("cannot pipe into \(typeName(value))"), fp)
}
