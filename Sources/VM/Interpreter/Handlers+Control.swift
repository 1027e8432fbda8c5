// Errors, patterns, destructuring and iteration.

// MARK: Errors

@inline(never) func throwValue(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  setError(.thrown((sp - 16).value), fp)
  fail(pc, sp - 16, base, fp)
}
@inline(never) func rethrow(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  takeException((sp - 16).value, fp)
  fail(pc, sp - 16, base, fp)
}
@inline(never) func caughtValue(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let exception = (sp - 16).value
  (sp - 16).value = boundValue(of: exception)
  release(exception)
  go(pc.next, sp, base, fp)
}
/// Literal word: [name of the enum].
@inline(never) func jumpUnlessThrown(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if isThrownEnum((sp - 16).value, pc.pointer(StringObject.self)) {
    return go(pc.afterLiteral, sp, base, fp)
  }
  go(pc.jump, sp, base, fp)
}
/// Literal word: [text]; `a` is the `RaisedError`.
@inline(never) func raise(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  raiseError(pc, fp)
  fail(pc, sp, base, fp)
}
/// Result.Ok(v) → v; Result.Err jumps and stays. Literal word: [case Ok, case Err].
@inline(never) func jumpIfError(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  if x.isEnum {
    if x.enumCase == pc.pointer(EnumCase.self) {
      let payload = enumPayload(x, 0)
      retain(payload)
      (sp - 16).value = payload
      release(x)
      return go(pc.afterLiteral, sp, base, fp)
    }
    if x.enumCase == pc.secondPointer(EnumCase.self) { return go(pc.jump, sp, base, fp) }
  }
  refuseTry(x, fp)
  fail(pc, sp, base, fp)
}

// MARK: Patterns and destructuring

/// Literal word: [case].
@inline(never) func isEnumCase(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  (sp - 16).value = Value(bool: x.isEnum && x.enumCase == pc.pointer(EnumCase.self))
  release(x)
  go(pc.afterLiteral, sp, base, fp)
}
@inline(never) func enumField(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  let payload = enumPayload(x, pc.c)
  retain(payload)
  (sp - 16).value = payload
  release(x)
  go(pc.next, sp, base, fp)
}
@inline(never) func isDict(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  (sp - 16).value = Value(bool: x.isDict)
  release(x)
  go(pc.next, sp, base, fp)
}
@inline(never) func isList(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  (sp - 16).value = Value(bool: x.isList && x.list.pointee.count >= pc.c)
  release(x)
  go(pc.next, sp, base, fp)
}
@inline(never) func checkList(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if (sp - 16).value.isList { return go(pc.next, sp, base, fp) }
  refuseDestructuring((sp - 16).value, "[...] pattern — expected list", fp)
  fail(pc, sp, base, fp)
}
@inline(never) func checkDict(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if (sp - 16).value.isDict { return go(pc.next, sp, base, fp) }
  refuseDestructuring((sp - 16).value, "{...} pattern — expected dict", fp)
  fail(pc, sp, base, fp)
}
@inline(never) func listRest(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  (sp - 16).value = rest(of: x.list, from: pc.c)
  release(x)
  go(pc.next, sp, base, fp)
}
/// Literal word: [list of names as a value].
@inline(never) func dictRest(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  (sp - 16).value = rest(of: x.dict, without: pc.literal)
  release(x)
  go(pc.afterLiteral, sp, base, fp)
}
/// `b` is the set of accepted tags as bits, 0 when only the slow path can tell; literal word: [number of the check].
@inline(__always) func checkParameter(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if pc.b >> Int(truncatingIfNeeded: (base + pc.a).value.tag) & 1 != 0 {
    return go(pc.afterLiteral, sp, base, fp)
  }
  checkParameterSlowly(pc, sp, base, fp)
}
@inline(never) func checkParameterSlowly(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !isAcceptable((base + pc.a).value, pc, fp) { return fail(pc, sp, base, fp) }
  go(pc.afterLiteral, sp, base, fp)
}

// MARK: Iteration. Local `a` holds the iterable, the local behind it the position: the next index of a list, dict or set, the
// next int of a range. Operand b says where the item goes: the offset of a local or `pushItem`, plus 1 in the form at the
// bottom of a loop, `forNextBack`, which jumps when there is an item; `forNext` jumps when there is none.

/// Operand `b` of `forNext`: push the item. No local has this offset, because there are at most 4095.
@inline(__always) var pushItem: Int { 0xfff0 }

/// Where a `forNext` at `pc` puts its item.
@inline(__always) func itemPlace(_ pc: Raw) -> Int { pc.b & ~1 }
/// Where control goes from a `forNext` at `pc` with an item.
@inline(__always) func itemTarget(_ pc: Raw) -> Raw { pc.b & 1 != 0 ? pc.jump : pc.next }
/// Where control goes from a `forNext` at `pc` at the end.
@inline(__always) func endTarget(_ pc: Raw) -> Raw { pc.b & 1 != 0 ? pc.next : pc.jump }

@inline(never) func iterate(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  startIteration(base + pc.a, (sp - 16).value)
  go(pc.next, sp - 16, base, fp)
}
@inline(__always) func forNext(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  nextOfRangeOrList(pc.b, pc.next, pc, sp, base, fp)
}
@inline(__always) func forNextBack(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  nextOfRangeOrList(pc.b &- 1, pc.jump, pc, sp, base, fp)
}
/// The fast path of both forms: the item goes to the local at `place`, whose old value is not freed by that.
@inline(__always) private func nextOfRangeOrList(
  _ place: Int, _ target: Raw, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  let slot = base + pc.a
  let x = slot.value
  let next = (slot + 16).value.int
  let d = base + place
  if x.isA(.range), place != pushItem, !d.value.isCounted {
    // `startIteration` has made the upper bound exclusive.
    if next < x.range.pointee.upTo {
      (slot + 16).value = Value(int: next &+ 1)
      d.value = Value(int: next)
      return go(target, sp, base, fp)
    }
  } else if x.isList, place != pushItem, next < x.list.pointee.count {
    let old = d.value
    if old.isCounted {
      // The list most often still holds the item of the turn before.
      if old.header.pointee.count == 1 { return slowForNext(pc, sp, base, fp) }
      old.header.pointee.count &-= 1
    }
    (slot + 16).value = Value(int: next &+ 1)
    let item = x.list.pointee.items[next]
    retain(item)
    d.value = item
    return go(target, sp, base, fp)
  }
  slowForNext(pc, sp, base, fp)
}
// In front of a `forNext` whose item is taken apart at once: the parts go to their locals without the item being made, and
// control to the instruction behind its taking apart. Literal word: two offsets of locals, or `pushItem` for a part that
// nobody wants. Where this cannot be done, `forNext` is next.
@inline(__always) func forNextPair(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  go(
    nextPair(base + pc.a, partPlace(base, pc.literal.tag), partPlace(base, pc.literal.bits))
      ? pc.jump : pc.afterLiteral, sp, base, fp)
}
@inline(__always) func forNextEntry(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  go(
    nextKeyAndValue(base + pc.a, partPlace(base, pc.literal.tag), partPlace(base, pc.literal.bits))
      ? pc.jump : pc.afterLiteral, sp, base, fp)
}
@inline(__always) private func partPlace(_ base: Raw, _ offset: UInt64) -> Raw? {
  offset == UInt64(pushItem) ? nil : base + Int(truncatingIfNeeded: offset)
}
@inline(never) func slowForNext(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let slot = base + pc.a
  if slot.value.isA(.handle) { return forNextOfHandle(pc, sp, base, fp) }
  if slot.value.isDict, let entry = nextEntry(slot) {
    if itemPlace(pc) != pushItem, refill(base + itemPlace(pc), with: entry, fp) {
      return go(itemTarget(pc), sp, base, fp)
    }
    return deliver(newEntryItem(entry, fp), pc, sp, base, fp)
  }
  if !nextItem(slot, sp) { return go(endTarget(pc), sp, base, fp) }
  deliver(sp.value, pc, sp, base, fp)
}
/// The next item of a generator, stream or iterator.
@inline(never) func forNextOfHandle(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if (base + pc.a).value.channelRecord != nil { return forNextOfChannel(pc, sp, base, fp) }
  if let producer = (base + pc.a).value.suspendedProducer { return resumeProducer(producer, pc, sp, base, fp) }
  nextOfHandle(pc, sp, base, fp)
}
@inline(never) func nextOfHandle(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  switch nextItemOfHandle(base + pc.a, sp, fp) {
  case .item: deliver(sp.value, pc, sp, base, fp)
  case .end: endIteration(pc, sp, base, fp)
  case .resume(let coroutine): resumeProducer(coroutine, pc, sp, base, fp)
  case .fail: fail(pc, sp, base, fp)
  case .suspend: suspendCall(pc, sp, base, fp)
  }
}
/// Clears the iterator of the `forNext` at `pc` and leaves the loop.
@inline(never) func endIteration(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  clearIterator(base + pc.a)
  go(endTarget(pc), sp, base, fp)
}
@inline(never) func clearL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let slot = base + pc.a
  let old = slot.value
  slot.value = .nilValue
  release(old)
  go(pc.next, sp, base, fp)
}
/// Literal word: [struct type, method number]; pops the closure.
@inline(never) func defineMethod(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  fp.machine.vm.setMethod(
    pc.pointer(StructType.self), number: pc.secondNumber, (sp - 16).value)
  go(pc.afterLiteral, sp - 16, base, fp)
}
