// Growing a list or string that is a part of a container: `x.items = x.items.push(v)`, `d[k] = d[k] + [v]`, `x.text += "t"`.
//
// These instructions stand in front of the ordinary form, which is an addition or a call of `push` and then an assignment to
// the part. The part itself and the operand stack are the only holders of the left operand, or the ordinary form runs.
// Operands: local `a` is the root of the path; `b` is where the right operand is, a local or `pushItem` for the stack; `c` is
// the distance beyond the ordinary form. Literal word: the path and its number of index steps.

/// In front of an addition.
@inline(__always) func extendPart(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let operands = pc.b == pushItem ? sp - 32 : sp - 16
  if operands.value.isCounted { return extendPartSlowly(pc, sp, base, fp) }
  go(pc.afterLiteral, sp, base, fp)
}
@inline(never) func extendPartSlowly(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let isOnStack = pc.b == pushItem
  let operands = isOnStack ? sp - 32 : sp - 16
  let keys = operands - pc.secondNumber * 16
  guard let slot = takePart(operands.value, base + pc.a, pc, keys, fp) else {
    return go(pc.afterLiteral, sp, base, fp)
  }
  let right = isOnStack ? (sp - 16).value : (base + pc.b).value
  guard extend(Raw(slot), by: right, limits: fp.machine.vm.limits) else {
    retain(operands.value)
    return go(pc.afterLiteral, sp, base, fp)
  }
  if isOnStack { release(right) }
  releaseDown(from: operands, to: keys)
  go(pc.jump, keys, base, fp)
}

/// In front of a call of `push` with one argument, which is on the stack.
@inline(never) func pushPart(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let operands = sp - 32
  let keys = operands - pc.secondNumber * 16
  let x = operands.value
  guard x.isList, x.list.pointee.count < fp.machine.vm.limits.listElements,
    takePart(x, base + pc.a, pc, keys, fp) != nil
  else { return go(pc.afterLiteral, sp, base, fp) }
  append((sp - 16).value, to: x.list)
  releaseDown(from: operands, to: keys)
  go(pc.jump, keys, base, fp)
}

/// The slot of the part that holds `x`, when that slot, reached through containers that nobody else sees, and the operand
/// stack are its only holders. The operand's count is given up then.
@inline(never) private func takePart(
  _ x: Value, _ root: Raw, _ pc: Raw, _ keys: Raw, _ fp: Raw
) -> ValuePointer? {
  guard x.header.pointee.count == 2 else { return nil }
  guard let slot = unsharedSlot(root, pc, keys), slot.value.tag == x.tag, slot.value.bits == x.bits
  else { return nil }
  release(x)
  return slot.values
}
