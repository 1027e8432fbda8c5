// Lists, dicts and structs: reading and writing parts, and building them. Forms as in `Handlers+Arithmetic.swift`.

// MARK: Subscripts

@inline(__always) func indexLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  let k = (base + pc.b).value
  if x.isList, k.isInt, x.list.isInBounds(k.int) {
    let element = x.list.pointee.items[k.int]
    retain(element)
    sp.value = element
    return go(pc.next, sp + 16, base, fp)
  }
  if x.isDict, k.isString { return dictIndexLL(pc, sp, base, fp) }
  slowIndexLL(pc, sp, base, fp)
}
@inline(never) func dictIndexLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let dict = (base + pc.a).value.dict
  guard let index = dict.pointee.index else { return smallDictIndexLL(pc, sp, base, fp) }
  pushEntry(quickFind(dict, index, (base + pc.b).value.string), of: dict, pc, sp, base, fp)
}
@inline(never) func smallDictIndexLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let dict = (base + pc.a).value.dict
  pushEntry(quickFindSmall(dict, (base + pc.b).value.string), of: dict, pc, sp, base, fp)
}
/// Pushes the value of an entry; the slow path when it was not found.
@inline(__always) private func pushEntry(
  _ entry: Int, of dict: UnsafeMutablePointer<DictObject>, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  if entry >= 0 {
    let value = dict.pointee.entries[entry].value
    retain(value)
    sp.value = value
    return go(pc.next, sp + 16, base, fp)
  }
  slowIndexLL(pc, sp, base, fp)
}
@inline(never) func slowIndexLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !index((base + pc.a).value, (base + pc.b).value, sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.next, sp + 16, base, fp)
}
/// Local indexed by the popped key.
@inline(__always) func indexLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  let k = (sp - 16).value
  if x.isList, k.isInt, x.list.isInBounds(k.int) {
    let element = x.list.pointee.items[k.int]
    retain(element)
    (sp - 16).value = element
    return go(pc.next, sp, base, fp)
  }
  slowIndexLS(pc, sp, base, fp)
}
@inline(never) func slowIndexLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let k = (sp - 16).value
  if !index((base + pc.a).value, k, sp - 16, fp) { return fail(pc, sp, base, fp) }
  release(k)
  go(pc.next, sp, base, fp)
}
/// Local indexed by a literal.
@inline(__always) func indexLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  let k = pc.literal
  if x.isList, k.isInt, x.list.isInBounds(k.int) {
    let element = x.list.pointee.items[k.int]
    retain(element)
    sp.value = element
    return go(pc.afterLiteral, sp + 16, base, fp)
  }
  slowIndexLK(pc, sp, base, fp)
}
@inline(never) func slowIndexLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !index((base + pc.a).value, pc.literal, sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.afterLiteral, sp + 16, base, fp)
}
/// Popped list indexed by a local or literal: `xs[i][j]`.
@inline(__always) func indexSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if takeElementOnStack((base + pc.b).value, sp) { return go(pc.next, sp, base, fp) }
  slowIndexSL(pc, sp, base, fp)
}
@inline(never) func slowIndexSL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  if !index(x, (base + pc.b).value, sp - 16, fp) { return fail(pc, sp, base, fp) }
  release(x)
  go(pc.next, sp, base, fp)
}
@inline(__always) func indexSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if takeElementOnStack(pc.literal, sp) { return go(pc.afterLiteral, sp, base, fp) }
  slowIndexSK(pc, sp, base, fp)
}
@inline(never) func slowIndexSK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  if !index(x, pc.literal, sp - 16, fp) { return fail(pc, sp, base, fp) }
  release(x)
  go(pc.afterLiteral, sp, base, fp)
}
/// Replaces the list on top of the stack, which has other holders, by an element.
@inline(__always) private func takeElementOnStack(_ k: Value, _ sp: Raw) -> Bool {
  let x = (sp - 16).value
  guard x.isList, k.isInt, x.list.isInBounds(k.int), x.header.pointee.count > 1 else { return false }
  let element = x.list.pointee.items[k.int]
  retain(element)
  x.header.pointee.count &-= 1
  (sp - 16).value = element
  return true
}
@inline(never) func indexSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 32).value
  let k = (sp - 16).value
  if !index(x, k, sp - 32, fp) { return fail(pc, sp, base, fp) }
  release(x)
  release(k)
  go(pc.next, sp - 16, base, fp)
}
@inline(never) func indexOptionalSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 32).value
  if !x.isNil { return indexSS(pc, sp, base, fp) }
  release((sp - 16).value)
  go(pc.next, sp - 16, base, fp)
}
@inline(never) func slice(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !sliceOnStack(sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.next, sp - 32, base, fp)
}

// MARK: Assignment to a part of a local

/// `local a [local b] = popped value`.
@inline(__always) func setIndexLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  let k = (base + pc.b).value
  if x.isList, k.isInt, x.header.pointee.count == 1, x.list.isInBounds(k.int) {
    // A list that never held a counted value needs no look at the element that it loses.
    let v = (sp - 16).value
    if x.header.pointee.flags == 0, !v.isCounted {
      x.list.pointee.items[k.int] = v
      return go(pc.next, sp - 16, base, fp)
    }
  }
  if x.isDict, k.isString { return dictSetIndexLL(pc, sp, base, fp) }
  slowSetIndexLL(pc, sp, base, fp)
}
@inline(never) func dictSetIndexLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let dict = (base + pc.a).value.dict
  if dict.pointee.header.count == 1, let index = dict.pointee.index {
    let entry = quickFind(dict, index, (base + pc.b).value.string)
    if entry >= 0, !dict.pointee.entries[entry].value.isCounted {
      dict.pointee.entries[entry].value = (sp - 16).value
      return go(pc.next, sp - 16, base, fp)
    }
  }
  slowSetIndexLL(pc, sp, base, fp)
}
@inline(never) func slowSetIndexLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !assignIndex(base + pc.a, (base + pc.b).value, sp - 16, fp) {
    return fail(pc, sp, base, fp)
  }
  go(pc.next, sp - 16, base, fp)
}
/// `local a [popped key] = value below it`.
@inline(never) func setIndexLS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let k = (sp - 16).value
  if !assignIndex(base + pc.a, k, sp - 32, fp) { return fail(pc, sp, base, fp) }
  release(k)
  go(pc.next, sp - 32, base, fp)
}
/// `local a [literal] = popped value`.
@inline(never) func setIndexLK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !assignIndex(base + pc.a, pc.literal, sp - 16, fp) { return fail(pc, sp, base, fp) }
  go(pc.afterLiteral, sp - 16, base, fp)
}
/// `local a = local a .push(popped value)`. Behind it stands the ordinary form for a receiver that is not a list: method
/// call and store; `c` is the distance beyond them.
@inline(__always) func pushL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  if x.isList, x.header.pointee.count == 1 {
    let list = x.list
    let count = list.pointee.count
    let v = (sp - 16).value
    if count < list.pointee.capacity, !v.isCounted || list.pointee.header.flags != 0 {
      list.pointee.items[count] = v
      list.pointee.count = count &+ 1
      return go(pc.jump, sp - 16, base, fp)
    }
  }
  slowPushL(pc, sp, base, fp)
}
@inline(never) func slowPushL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let slot = base + pc.a
  let x = slot.value
  if !x.isList || x.list.pointee.count >= fp.machine.vm.limits.listElements {
    // Put the receiver below the argument and take the ordinary form.
    retain(x)
    sp.value = (sp - 16).value
    (sp - 16).value = x
    return go(pc.next, sp + 16, base, fp)
  }
  var list = x.list
  if list.pointee.header.count != 1 {
    list = copyList(list)
    release(x)
    slot.value = Value(list)
  }
  append((sp - 16).value, to: list)
  go(pc.jump, sp - 16, base, fp)
}

// MARK: Fields, with an inline cache in the literal word: [shape, name]; operand b holds the offset of the field in a struct of
// that shape, operand c the place of the entry in the last dict

@inline(__always) func fieldL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  if x.isStruct, UInt(bitPattern: x.structure.pointee.shape) == (pc + 16).load(as: UInt.self) {
    let field = (x.object + pc.b).value
    if _fastPath(!field.isAbsent) {
      retain(field)
      sp.value = field
      return go(pc.afterLiteral, sp + 16, base, fp)
    }
  }
  if x.isDict { return dictFieldL(pc, sp, base, fp) }
  slowFieldL(pc, sp, base, fp)
}
@inline(never) func dictFieldL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let dict = (base + pc.a).value.dict
  let entry = cachedEntry(dict, pc)
  if entry >= 0 {
    let value = dict.pointee.entries[entry].value
    retain(value)
    sp.value = value
    return go(pc.afterLiteral, sp + 16, base, fp)
  }
  slowFieldL(pc, sp, base, fp)
}
/// The entry of the property of the instruction at `pc`, negative when the general function has to look.
@inline(__always) private func cachedEntry(_ dict: DictPointer, _ pc: Raw) -> Int {
  let name = pc.secondPointer(StringObject.self)
  let known = pc.c
  if known < dict.pointee.used, dict.pointee.entries[known].key == name { return known }
  let entry = quickFind(dict, name)
  if entry >= 0 { (pc + 12).storeBytes(of: Int32(truncatingIfNeeded: entry), as: Int32.self) }
  return entry
}
@inline(never) func slowFieldL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !property((base + pc.a).value, pc, sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.afterLiteral, sp + 16, base, fp)
}
/// `fieldL` where neither the local as a whole nor this property of it is read later: the value moves out of a container that
/// nobody else sees.
@inline(__always) func takeFieldL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  if x.isStruct, UInt(bitPattern: x.structure.pointee.shape) == (pc + 16).load(as: UInt.self) {
    let field = (x.object + pc.b).value
    if _fastPath(!field.isAbsent) {
      sp.value = field
      if field.isCounted {
        if x.header.pointee.count == 1 {
          (x.object + pc.b).value = .nilValue
        } else {
          field.header.pointee.count &+= 1
        }
      }
      return go(pc.afterLiteral, sp + 16, base, fp)
    }
  }
  takeFieldSlowly(pc, sp, base, fp)
}
@inline(never) func takeFieldSlowly(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  if x.isDict, x.header.pointee.count == 1 {
    let entry = cachedEntry(x.dict, pc)
    if entry >= 0 {
      sp.value = x.dict.pointee.entries[entry].value
      x.dict.pointee.entries[entry].value = .nilValue
      return go(pc.afterLiteral, sp + 16, base, fp)
    }
  }
  if x.isDict { return dictFieldL(pc, sp, base, fp) }
  slowFieldL(pc, sp, base, fp)
}
@inline(never) func fieldS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  if x.isCounted, x.header.pointee.count > 1 {
    var found = Value.absent
    if x.isStruct, UInt(bitPattern: x.structure.pointee.shape) == (pc + 16).load(as: UInt.self) {
      found = (x.object + pc.b).value
    } else if x.isDict {
      let entry = cachedEntry(x.dict, pc)
      if entry >= 0 { found = x.dict.pointee.entries[entry].value }
    }
    if !found.isAbsent {
      retain(found)
      x.header.pointee.count &-= 1
      (sp - 16).value = found
      return go(pc.afterLiteral, sp, base, fp)
    }
  }
  if !property(x, pc, sp - 16, fp) { return fail(pc, sp, base, fp) }
  release(x)
  go(pc.afterLiteral, sp, base, fp)
}
@inline(never) func fieldOptionalS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  propertyOrNil(x, pc, sp - 16, fp)
  release(x)
  go(pc.afterLiteral, sp, base, fp)
}
/// `local a .name = popped value`.
@inline(__always) func setFieldL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  if x.isStruct, x.header.pointee.count == 1,
    UInt(bitPattern: x.structure.pointee.shape) == (pc + 16).load(as: UInt.self)
  {
    let field = x.object + pc.b
    if !field.value.isCounted {
      field.value = (sp - 16).value
      return go(pc.afterLiteral, sp - 16, base, fp)
    }
  }
  slowSetFieldL(pc, sp, base, fp)
}
@inline(never) func slowSetFieldL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  if x.isDict, x.header.pointee.count == 1 {
    let entry = cachedEntry(x.dict, pc)
    if entry >= 0 {
      let old = x.dict.pointee.entries[entry].value
      x.dict.pointee.entries[entry].value = (sp - 16).value
      release(old)
      return go(pc.afterLiteral, sp - 16, base, fp)
    }
  }
  if !assignProperty(base + pc.a, pc, sp - 16, fp) { return fail(pc, sp, base, fp) }
  go(pc.afterLiteral, sp - 16, base, fp)
}

/// Releases the values in [to, from).
@inline(__always) func releaseDown(from: Raw, to: Raw) {
  var slot = from
  while slot > to {
    slot -= 16
    release(slot.value)
  }
}

// MARK: Construction. `a` (`c` for an enum) is the number of values; a value moves from the stack into the container.

@inline(never) func makeList(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let from = sp - pc.a * 16
  let list = newList(capacity: max(4, pc.a))
  var slot = from
  while slot < sp {
    append(slot.value, to: list)
    slot += 16
  }
  from.value = Value(list)
  go(pc.next, from + 16, base, fp)
}
@inline(never) func listAppend(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  append((sp - 16).value, to: (sp - 32).value.list)
  go(pc.next, sp - 16, base, fp)
}
@inline(never) func listSpread(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !spreadList(sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.next, sp - 16, base, fp)
}
@inline(never) func makeDict(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let from = sp - pc.a * 32
  buildDict(from, pc.a)
  go(pc.next, from + 16, base, fp)
}
@inline(never) func dictPut(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  putEntry((sp - 48).value.dict, key: (sp - 32).value, (sp - 16).value)
  go(pc.next, sp - 32, base, fp)
}
@inline(never) func dictSpread(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !spreadDict(sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.next, sp - 16, base, fp)
}
@inline(never) func makeRange(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  buildRange(sp, isExclusive: pc.a != 0)
  go(pc.next, sp - 16, base, fp)
}
/// The display forms of the `a` topmost values, joined.
@inline(never) func interpolate(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let from = sp - pc.a * 16
  if !joinOnStack(from, pc.a, fp) { return fail(pc, sp, base, fp) }
  go(pc.next, from + 16, base, fp)
}
/// Literal word: shape. All fields are given, in order.
@inline(never) func makeWholeStruct(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let count = pc.a
  let from = sp - count * 16
  let structure = allocate(StructObject.fieldsOffset + count * 16, .structure)
    .assumingMemoryBound(to: StructObject.self)
  structure.pointee.shape = pc.pointer(Shape.self)
  let fields = structure.fields
  for index in 0..<count { fields[index] = (from + index * 16).value }
  from.value = Value(structure)
  go(pc.afterLiteral, from + 16, base, fp)
}
/// Literal word: shape, and where each value goes (`Int32` field numbers, negative for a field that is dropped).
@inline(never) func makeStruct(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let from = sp - pc.a * 16
  from.value = buildStruct(pc.pointer(Shape.self), pc.secondPointer(Int32.self), from, pc.a)
  go(pc.afterLiteral, from + 16, base, fp)
}
@inline(never) func structFromDict(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  (sp - 16).value = buildStruct(pc.pointer(Shape.self), from: x)
  release(x)
  go(pc.afterLiteral, sp, base, fp)
}
/// Literal word: the case. `c` payload values.
@inline(never) func makeEnum(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let from = sp - pc.c * 16
  from.value = buildEnum(pc.pointer(EnumCase.self), from.values, pc.c)
  go(pc.afterLiteral, from + 16, base, fp)
}
/// Literal word: the case. The payload is a list, popped.
@inline(never) func makeEnumSpread(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  let list = x.list
  let value = newEnum(pc.pointer(EnumCase.self), count: list.pointee.count)
  for index in 0..<list.pointee.count {
    retain(list.pointee.items[index])
    value.enumeration.payload[index] = list.pointee.items[index]
  }
  (sp - 16).value = value
  release(x)
  go(pc.afterLiteral, sp, base, fp)
}
/// Literal word: the function. Its capture slots are local numbers of this frame.
@inline(never) func makeClosure(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let function = pc.pointer(Function.self)
  let count = function.pointee.captureCount
  let closure = newClosure(function, captures: count)
  let slots = function.pointee.captureSlots
  for index in 0..<count {
    let x = (base + Int(slots[index]) * 16).value
    retain(x)
    closure.captures[index] = x
  }
  sp.value = Value(object: Raw(closure), .closure)
  go(pc.afterLiteral, sp + 16, base, fp)
}
