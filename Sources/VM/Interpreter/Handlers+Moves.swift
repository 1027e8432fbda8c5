// Loads, stores and moves between locals, literals and the operand stack. Forms as in `Handlers+Arithmetic.swift`.

@inline(__always) func loadK(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = pc.literal
  retain(x)
  sp.value = x
  go(pc.afterLiteral, sp + 16, base, fp)
}
@inline(__always) func loadI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  sp.value = Value(int: pc.immediate)
  go(pc.next, sp + 16, base, fp)
}
@inline(__always) func loadNil(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  sp.value = .nilValue
  go(pc.next, sp + 16, base, fp)
}
@inline(__always) func loadTrue(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  sp.value = Value(bool: true)
  go(pc.next, sp + 16, base, fp)
}
@inline(__always) func loadFalse(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  sp.value = Value(bool: false)
  go(pc.next, sp + 16, base, fp)
}
@inline(__always) func loadL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  retain(x)
  sp.value = x
  go(pc.next, sp + 16, base, fp)
}
/// The last load of a local moves the value out of it; see `Liveness`.
@inline(__always) func loadLastL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let slot = base + pc.a
  sp.value = slot.value
  slot.value = .nilValue
  go(pc.next, sp + 16, base, fp)
}
@inline(__always) func duplicate(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  retain(x)
  sp.value = x
  go(pc.next, sp + 16, base, fp)
}
@inline(__always) func storeL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  let old = d.value
  if old.isCounted {
    if old.header.pointee.count == 1 { return slowStoreL(pc, sp, base, fp) }
    old.header.pointee.count &-= 1
  }
  d.value = (sp - 16).value
  go(pc.next, sp - 16, base, fp)
}
@inline(never) func slowStoreL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  let old = d.value
  d.value = (sp - 16).value
  release(old)
  go(pc.next, sp - 16, base, fp)
}
@inline(__always) func moveLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if d.value.isCounted { return slowMoveLL(pc, sp, base, fp) }
  let x = (base + pc.a).value
  retain(x)
  d.value = x
  go(pc.next, sp, base, fp)
}
@inline(never) func slowMoveLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  let old = d.value
  let x = (base + pc.a).value
  retain(x)
  d.value = x
  release(old)
  go(pc.next, sp, base, fp)
}
/// `moveLL` from a local that nobody reads any more.
@inline(__always) func moveLastLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if d.value.isCounted { return slowMoveLastLL(pc, sp, base, fp) }
  let slot = base + pc.a
  d.value = slot.value
  slot.value = .nilValue
  go(pc.next, sp, base, fp)
}
@inline(never) func slowMoveLastLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  let old = d.value
  let slot = base + pc.a
  d.value = slot.value
  slot.value = .nilValue
  release(old)
  go(pc.next, sp, base, fp)
}
@inline(__always) func loadKD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if d.value.isCounted { return slowLoadKD(pc, sp, base, fp) }
  let x = pc.literal
  retain(x)
  d.value = x
  go(pc.afterLiteral, sp, base, fp)
}
@inline(never) func slowLoadKD(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  let old = d.value
  let x = pc.literal
  retain(x)
  d.value = x
  release(old)
  go(pc.afterLiteral, sp, base, fp)
}
@inline(__always) func pop(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if (sp - 16).value.isCounted { return slowPop(pc, sp, base, fp) }
  go(pc.next, sp - 16, base, fp)
}
@inline(never) func slowPop(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  release((sp - 16).value)
  go(pc.next, sp - 16, base, fp)
}

// MARK: Globals. The literal word holds the address of the global and the address of its name.

@inline(__always) func loadGlobal(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = pc.pointer(Value.self).pointee
  if x.isAbsent { return undefinedGlobal(pc, sp, base, fp) }
  retain(x)
  sp.value = x
  go(pc.afterLiteral, sp + 16, base, fp)
}
@inline(never) func undefinedGlobal(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !loadByName(pc.secondPointer(StringObject.self), pc, sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.afterLiteral, sp + 16, base, fp)
}
/// The callee of a call with a list of arguments: a global that is not defined yet is nil.
@inline(never) func loadCallee(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = pc.pointer(Value.self).pointee
  retain(x)
  sp.value = x.isAbsent ? .nilValue : x
  go(pc.afterLiteral, sp + 16, base, fp)
}
@inline(never) func storeGlobal(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let slot = pc.pointer(Value.self)
  let old = slot.pointee
  slot.pointee = (sp - 16).value
  release(old)
  go(pc.afterLiteral, sp - 16, base, fp)
}
/// `a` is the local.
@inline(never) func exchangeGlobal(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let slot = pc.pointer(Value.self)
  let x = slot.pointee
  if x.isAbsent {
    refuseGlobal(pc, fp)
    return fail(pc, sp, base, fp)
  }
  slot.pointee = (base + pc.a).value
  (base + pc.a).value = x
  go(pc.afterLiteral, sp, base, fp)
}
@inline(never) private func refuseGlobal(_ pc: Raw, _ fp: Raw) {
  let name = String(decoding: pc.secondPointer(StringObject.self).buffer, as: UTF8.self)
  setError(.undefinedVariable(name, suggestion: fp.machine.vm.nearestVariable(name, at: pc)), fp)
}
/// A global name or builtin that was not known when the code was loaded; the literal word holds the name.
@inline(never) func loadName(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !loadByName(pc.pointer(StringObject.self), pc, sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.afterLiteral, sp + 16, base, fp)
}

// MARK: Truth as a value

@inline(never) func truth(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  (sp - 16).value = Value(bool: isTruthy(x))
  release(x)
  go(pc.next, sp, base, fp)
}
@inline(never) func not(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  (sp - 16).value = Value(bool: !isTruthy(x))
  release(x)
  go(pc.next, sp, base, fp)
}
@inline(__always) func negateS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  if x.isInt {
    (sp - 16).value = Value(int: 0 &- x.int)
    return go(pc.next, sp, base, fp)
  }
  slowNegate(pc, sp, base, fp)
}
@inline(never) func slowNegate(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !negateOnStack(sp, fp) { return fail(pc, sp, base, fp) }
  go(pc.next, sp, base, fp)
}
@inline(never) private func negateOnStack(_ sp: Raw, _ fp: Raw) -> Bool {
  do {
    (sp - 16).value = try negate((sp - 16).value)
    return true
  } catch {
    fp.machine.vm.pendingError = error
    return false
  }
}
