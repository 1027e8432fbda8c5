// Assignment targets of several steps: `x.a[i].b = v`, `x[i].n += 1` (02 §4.2).
//
// The literal word holds the path and its number of index steps; the keys are on the operand stack. The fast path walks from
// slot to slot without touching a count. It gives up, without having changed anything, at a container that others see, a
// part that does not exist and a key that is not of the ordinary kind; then the general functions decide.

/// The steps of one target, with what the last walk along it found.
struct AccessPath {
  /// Index in the machine's table of paths.
  var number: Int
  var count: Int
  var steps: UnsafeMutablePointer<CachedStep>
}

/// A target in the machine's table of paths.
struct LoadedPath {
  var steps: [AccessStep]
  /// What instructions point to.
  var record: UnsafeMutablePointer<AccessPath>

  /// Frees the record.
  func free() {
    record.pointee.steps.deallocate()
    record.deallocate()
  }
}

/// A step of an `AccessPath`.
struct CachedStep {
  /// The name of a property; nil for a key from the operand stack.
  var name: StringPointer?
  /// The shape of the last struct at this step.
  var shape: UnsafeMutablePointer<Shape>?
  /// Where the property was: the offset of the field in a struct of that shape, or the entry of a dict.
  var place: Int
}

extension UnsafeMutableRawPointer {
  /// The path of the instruction at `self`.
  @inline(__always) fileprivate var path: UnsafeMutablePointer<AccessPath> { pointer(AccessPath.self) }
}

/// The address of the value of an entry.
@inline(__always) func entryValue(_ dict: DictPointer, _ entry: Int) -> Raw {
  Raw(dict.pointee.entries + entry) + 16
}

/// The entry of a key that a program made, negative when absent. Equal keys may be different objects.
@inline(never) private func entryOfKey(_ dict: DictPointer, _ key: StringPointer) -> Int {
  let entry = quickFind(dict, key)
  return entry == -2 ? find(dict, key) : entry
}

/// The slot at the end of a path; nil when the fast path cannot tell. With `isUnshared`, nobody else sees any container on the
/// way. With `isCounted`, the lists on
/// the way are marked as holding counted values.
@inline(__always) private func walk(
  _ root: Raw, _ path: UnsafeMutablePointer<AccessPath>, _ keys: Raw, isUnshared: Bool,
  isCounted: Bool
) -> Raw? {
  var slot = root
  var key = keys
  var step = path.pointee.steps
  let end = step + path.pointee.count
  while step < end {
    let x = slot.value
    if !x.isCounted || isUnshared && x.header.pointee.count != 1 { return nil }
    if let name = step.pointee.name {
      if x.isStruct {
        guard let place = fieldPlace(x.structure, name, step) else { return nil }
        slot = x.object + place
        if slot.value.isAbsent { return nil }
      } else if x.isDict {
        let entry = dictPlace(x.dict, name, step)
        if entry < 0 { return nil }
        slot = entryValue(x.dict, entry)
      } else {
        return nil
      }
    } else {
      let k = key.value
      key += 16
      if x.isList, k.isInt, x.list.isInBounds(k.int) {
        if isCounted { x.header.pointee.flags |= ListObject.holdsCounted }
        slot = Raw(x.list.pointee.items + k.int)
      } else if x.isDict, k.isString {
        let entry = entryOfKey(x.dict, k.string)
        if entry < 0 { return nil }
        slot = entryValue(x.dict, entry)
      } else {
        return nil
      }
    }
    step += 1
  }
  return slot
}

@inline(__always) private func fieldPlace(
  _ structure: StructPointer, _ name: StringPointer, _ step: UnsafeMutablePointer<CachedStep>
) -> Int? {
  if step.pointee.shape == structure.pointee.shape { return step.pointee.place }
  let slot = fieldSlot(structure.pointee.shape, name)
  if slot < 0 { return nil }
  step.pointee.shape = structure.pointee.shape
  step.pointee.place = StructObject.fieldsOffset + slot * 16
  return step.pointee.place
}

@inline(__always) private func dictPlace(
  _ dict: DictPointer, _ name: StringPointer, _ step: UnsafeMutablePointer<CachedStep>
) -> Int {
  let known = step.pointee.place
  if known < dict.pointee.used, dict.pointee.entries[known].key == name { return known }
  let entry = quickFind(dict, name)
  if entry >= 0 {
    step.pointee.shape = nil
    step.pointee.place = entry
  }
  return entry
}

/// The slot at the end of the path of the instruction at `pc` when nobody else sees any container on the way.
@inline(never) func unsharedSlot(_ root: Raw, _ pc: Raw, _ keys: Raw) -> Raw? {
  walk(root, pc.path, keys, isUnshared: true, isCounted: false)
}

/// Stores the value in the slot `value`; false when the general function has to.
@inline(__always) private func store(_ value: Raw, _ root: Raw, _ pc: Raw, _ keys: Raw) -> Bool {
  let v = value.value
  guard let slot = walk(root, pc.path, keys, isUnshared: true, isCounted: v.isCounted) else {
    return false
  }
  let old = slot.value
  slot.value = v
  release(old)
  return true
}

@inline(never) func setPath(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let keys = sp - pc.secondNumber * 16
  if !store(keys - 16, base + pc.a, pc, keys) {
    if !assignPath(base + pc.a, pc, keys, keys - 16, fp) { return fail(pc, sp, base, fp) }
  }
  releaseDown(from: sp, to: keys)
  go(pc.afterLiteral, keys - 16, base, fp)
}
@inline(never) func updatePath(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let keys = sp - 16 - pc.secondNumber * 16
  if !store(sp - 16, base + pc.a, pc, keys) {
    if !assignPath(base + pc.a, pc, keys, sp - 16, fp) { return fail(pc, sp, base, fp) }
  }
  releaseDown(from: sp - 16, to: keys)
  go(pc.afterLiteral, keys, base, fp)
}
@inline(never) func getPath(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let keys = sp - pc.secondNumber * 16
  if let slot = walk(base + pc.a, pc.path, keys, isUnshared: false, isCounted: false) {
    let x = slot.value
    retain(x)
    sp.value = x
    return go(pc.afterLiteral, sp + 16, base, fp)
  }
  if !readPath(base + pc.a, pc, keys, sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.afterLiteral, sp + 16, base, fp)
}

// MARK: Paths of two steps without keys other than ints: `x[i][k]`, `x[i].p`, `x.p[i]`. Lists, structs of the shape that was met
// last and dicts whose entry is where it was; everything else takes the general form.

/// The slot of the item of an unshared list, or of any list.
@inline(__always) private func itemSlot(_ slot: Raw, _ k: Value, isUnshared: Bool) -> Raw? {
  let x = slot.value
  guard x.isList, k.isInt, x.list.isInBounds(k.int), !isUnshared || x.header.pointee.count == 1 else {
    return nil
  }
  return Raw(x.list.pointee.items + k.int)
}

/// The slot of a property that is where it was found last.
@inline(__always) private func propertySlot(
  _ slot: Raw, _ step: UnsafeMutablePointer<CachedStep>, isUnshared: Bool
) -> Raw? {
  let x = slot.value
  let place = step.pointee.place
  if x.isStruct {
    guard step.pointee.shape == x.structure.pointee.shape, !isUnshared || x.header.pointee.count == 1 else {
      return nil
    }
    let field = x.object + place
    return field.value.isAbsent ? nil : field
  }
  guard x.isDict, place < x.dict.pointee.used, x.dict.pointee.entries[place].key == step.pointee.name,
    !isUnshared || x.header.pointee.count == 1
  else { return nil }
  return entryValue(x.dict, place)
}

/// The kinds of the two steps.
enum TwoSteps { case items, itemProperty, propertyItem }

extension TwoSteps {
  /// Bytes of the keys on the operand stack.
  @inline(__always) fileprivate var keyBytes: Int { self == .items ? 32 : 16 }
}

/// The slot at the end of a path of two steps; nil when the general form has to look.
@inline(__always) private func walkTwo(
  _ steps: TwoSteps, _ root: Raw, _ pc: Raw, _ keys: Raw, isUnshared: Bool
) -> Raw? {
  switch steps {
  case .items:
    guard let inner = itemSlot(root, keys.value, isUnshared: isUnshared) else { return nil }
    return itemSlot(inner, (keys + 16).value, isUnshared: isUnshared)
  case .itemProperty:
    guard let inner = itemSlot(root, keys.value, isUnshared: isUnshared) else { return nil }
    return propertySlot(inner, pc.path.pointee.steps + 1, isUnshared: isUnshared)
  case .propertyItem:
    guard let inner = propertySlot(root, pc.path.pointee.steps, isUnshared: isUnshared) else { return nil }
    return itemSlot(inner, keys.value, isUnshared: isUnshared)
  }
}

@inline(__always) private func setTwo(_ steps: TwoSteps, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let keys = sp - steps.keyBytes
  let v = (keys - 16).value
  if !v.isCounted, let slot = walkTwo(steps, base + pc.a, pc, keys, isUnshared: true), !slot.value.isCounted {
    slot.value = v
    return go(pc.afterLiteral, keys - 16, base, fp)
  }
  setPath(pc, sp, base, fp)
}
@inline(__always) private func updateTwo(_ steps: TwoSteps, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let keys = sp - 16 - steps.keyBytes
  let v = (sp - 16).value
  if !v.isCounted, let slot = walkTwo(steps, base + pc.a, pc, keys, isUnshared: true), !slot.value.isCounted {
    slot.value = v
    return go(pc.afterLiteral, keys, base, fp)
  }
  updatePath(pc, sp, base, fp)
}
@inline(__always) private func getTwo(_ steps: TwoSteps, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if let slot = walkTwo(steps, base + pc.a, pc, sp - steps.keyBytes, isUnshared: false) {
    let x = slot.value
    retain(x)
    sp.value = x
    return go(pc.afterLiteral, sp + 16, base, fp)
  }
  getPath(pc, sp, base, fp)
}

@inline(__always) func setItems(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { setTwo(.items, pc, sp, base, fp) }
@inline(__always) func setItemProperty(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  setTwo(.itemProperty, pc, sp, base, fp)
}
@inline(__always) func setPropertyItem(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  setTwo(.propertyItem, pc, sp, base, fp)
}
@inline(__always) func updateItems(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { updateTwo(.items, pc, sp, base, fp) }
@inline(__always) func updateItemProperty(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  updateTwo(.itemProperty, pc, sp, base, fp)
}
@inline(__always) func updatePropertyItem(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  updateTwo(.propertyItem, pc, sp, base, fp)
}
@inline(__always) func getItems(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { getTwo(.items, pc, sp, base, fp) }
@inline(__always) func getItemProperty(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  getTwo(.itemProperty, pc, sp, base, fp)
}
@inline(__always) func getPropertyItem(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  getTwo(.propertyItem, pc, sp, base, fp)
}
