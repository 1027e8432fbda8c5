// Compare-and-branch, and branches on truth. Forms as in `Handlers+Arithmetic.swift`.

@inline(__always) func compare(_ op: BinaryOperation, _ a: Int, _ b: Int) -> Bool {
  switch op {
  case .less: a < b
  case .lessOrEqual: a <= b
  case .greater: a > b
  case .greaterOrEqual: a >= b
  case .equal: a == b
  default: a != b
  }
}
@inline(__always) func compare(_ op: BinaryOperation, _ a: Double, _ b: Double) -> Bool {
  switch op {
  case .less: a < b
  case .lessOrEqual: a <= b
  case .greater: a > b
  case .greaterOrEqual: a >= b
  case .equal: a == b
  default: a != b
  }
}

/// What `==` says of two values that are not both ints or both floats, without a call: 1 equal, 0 different, −1 when the slow
/// path has to look (01 "Equality").
@inline(__always) func quickEquality(_ l: Value, _ r: Value) -> Int {
  if l.tag != r.tag { return l.tag | r.tag > Value.floatTag ? 0 : -1 }
  if !l.isCounted { return l.bits == r.bits ? 1 : 0 }
  if !l.isString { return -1 }
  if l.bits == r.bits { return 1 }
  let length = l.string.pointee.length
  if length != r.string.pointee.length { return 0 }
  if length == 0 { return 1 }
  if l.string.bytes.pointee != r.string.bytes.pointee { return 0 }
  return length == 1 ? 1 : -1
}

/// Gives up the counts of the operands that the descriptor places on the stack; false, with nothing changed, when one of them
/// would be freed.
@inline(__always) func dropShared(_ l: Value, _ r: Value, _ code: UInt32) -> Bool {
  let isLeftDropped = code.left == .stack && l.isCounted
  if isLeftDropped {
    if l.header.pointee.count == 1 { return false }
    l.header.pointee.count &-= 1
  }
  if code.right == .stack, r.isCounted {
    if r.header.pointee.count == 1 {
      if isLeftDropped { l.header.pointee.count &+= 1 }
      return false
    }
    r.header.pointee.count &-= 1
  }
  return true
}

/// `drop` bytes of stack operands are consumed; `after` is the distance to the next instruction.
@inline(__always) func branch(
  _ op: BinaryOperation, _ sense: Bool, _ l: Value, _ r: Value, _ drop: Int, _ after: Int,
  _ code: UInt32, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  if Value.bothInt(l, r) {
    if compare(op, l.int, r.int) == sense { return go(pc.jump, sp - drop, base, fp) }
    return go(pc + after, sp - drop, base, fp)
  }
  if Value.bothFloat(l, r) {
    if compare(op, l.float, r.float) == sense { return go(pc.jump, sp - drop, base, fp) }
    return go(pc + after, sp - drop, base, fp)
  }
  if op == .equal || op == .notEqual {
    let equality = quickEquality(l, r)
    if equality >= 0, dropShared(l, r, code) {
      if (equality == (op == .equal ? 1 : 0)) == sense { return go(pc.jump, sp - drop, base, fp) }
      return go(pc + after, sp - drop, base, fp)
    }
  }
  slowBranch(pc, sp, base, fp, code | (sense ? senseBit : 0))
}

@inline(__always) func branchLL(
  _ op: BinaryOperation, _ sense: Bool, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  branch(
    op, sense, (base + pc.a).value, (base + pc.b).value, 0, 16, descriptor(op, .local, .local), pc,
    sp, base, fp)
}
@inline(__always) func branchLK(
  _ op: BinaryOperation, _ sense: Bool, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  branch(
    op, sense, (base + pc.a).value, pc.literal, 0, 32, descriptor(op, .local, .literal), pc, sp,
    base, fp)
}
@inline(__always) func branchSS(
  _ op: BinaryOperation, _ sense: Bool, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  branch(
    op, sense, (sp - 32).value, (sp - 16).value, 32, 16, descriptor(op, .stack, .stack), pc, sp,
    base, fp)
}
@inline(__always) func branchSK(
  _ op: BinaryOperation, _ sense: Bool, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  branch(
    op, sense, (sp - 16).value, pc.literal, 16, 32, descriptor(op, .stack, .literal), pc, sp, base,
    fp)
}
@inline(__always) func branchSL(
  _ op: BinaryOperation, _ sense: Bool, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  branch(
    op, sense, (sp - 16).value, (base + pc.b).value, 16, 16, descriptor(op, .stack, .local), pc, sp,
    base, fp)
}
@inline(__always) func branchLS(
  _ op: BinaryOperation, _ sense: Bool, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  branch(
    op, sense, (base + pc.a).value, (sp - 16).value, 16, 16, descriptor(op, .local, .stack), pc, sp,
    base, fp)
}
@inline(__always) func branchLI(
  _ op: BinaryOperation, _ sense: Bool, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  let l = (base + pc.a).value
  if l.isInt {
    if compare(op, l.int, pc.immediate) == sense { return go(pc.jump, sp, base, fp) }
    return go(pc.next, sp, base, fp)
  }
  slowBranch(
    pc, sp, base, fp, descriptor(op, .local, .immediate) | (sense ? senseBit : 0))
}

// MARK: Branches on truth (01 "Truthiness")

@inline(__always) func jumpIfFalse(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  if x.isTrue { return go(pc.next, sp - 16, base, fp) }
  if x.isFalse { return go(pc.jump, sp - 16, base, fp) }
  slowJumpOnTruth(pc, sp, base, fp, false)
}
@inline(__always) func jumpIfTrue(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  if x.isTrue { return go(pc.jump, sp - 16, base, fp) }
  if x.isFalse { return go(pc.next, sp - 16, base, fp) }
  slowJumpOnTruth(pc, sp, base, fp, true)
}
@inline(__always) func jumpIfFalseL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  if x.isTrue { return go(pc.next, sp, base, fp) }
  if x.isFalse { return go(pc.jump, sp, base, fp) }
  slowJumpOnTruthL(pc, sp, base, fp, false)
}
@inline(__always) func jumpIfTrueL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  if x.isTrue { return go(pc.jump, sp, base, fp) }
  if x.isFalse { return go(pc.next, sp, base, fp) }
  slowJumpOnTruthL(pc, sp, base, fp, true)
}
@inline(never) func slowJumpOnTruth(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw, _ sense: Bool) {
  let x = (sp - 16).value
  let truth = isTruthy(x)
  release(x)
  go(truth == sense ? pc.jump : pc.next, sp - 16, base, fp)
}
@inline(never) func slowJumpOnTruthL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw, _ sense: Bool) {
  go(isTruthy((base + pc.a).value) == sense ? pc.jump : pc.next, sp, base, fp)
}
@inline(__always) func jump(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  go(pc.jump, sp, base, fp)
}
/// Keeps a value that is not nil and jumps; drops nil.
@inline(__always) func jumpIfNotNil(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if (sp - 16).value.isNil { return go(pc.next, sp - 16, base, fp) }
  go(pc.jump, sp, base, fp)
}
@inline(__always) func jumpIfGiven(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let slot = base + pc.a
  if !slot.value.isAbsent { return go(pc.jump, sp, base, fp) }
  slot.value = .nilValue
  go(pc.next, sp, base, fp)
}
/// The head of every loop: a safepoint, where another thread's request to stop is seen.
@inline(__always) func loopHead(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if _slowPath(fp.machine.pointee.interrupt != 0) { return atSafepoint(pc, sp, base, fp) }
  go(pc.next, sp, base, fp)
}
