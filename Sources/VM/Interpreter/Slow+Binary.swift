// Slow paths of arithmetic and branches: one function each for all operand forms. A descriptor says where the operands
// are, so that fast paths stay small.

/// Where an operand is.
enum OperandPlace: UInt32 {
  case stack, local, literal, immediate
}

/// Bit of a descriptor: the result goes to local `c`.
@inline(__always) var toLocalBit: UInt32 { 1 << 12 }
/// Bit of a descriptor: a branch jumps when the comparison is true.
@inline(__always) var senseBit: UInt32 { 1 << 13 }

/// Packs operation and operand places: bits 0–7 operation, 8–9 left, 10–11 right.
@inline(__always) func descriptor(
  _ op: BinaryOperation, _ left: OperandPlace, _ right: OperandPlace, toLocal: Bool = false
) -> UInt32 {
  UInt32(op.rawValue) | left.rawValue << 8 | right.rawValue << 10 | (toLocal ? toLocalBit : 0)
}

extension UInt32 {
  @inline(__always) fileprivate var operation: BinaryOperation {
    BinaryOperation(rawValue: UInt8(truncatingIfNeeded: self)).unsafelyUnwrapped
  }
  @inline(__always) fileprivate var left: OperandPlace {
    OperandPlace(rawValue: self >> 8 & 3).unsafelyUnwrapped
  }
  @inline(__always) fileprivate var right: OperandPlace {
    OperandPlace(rawValue: self >> 10 & 3).unsafelyUnwrapped
  }
  /// How many operands are on the stack, in bytes.
  @inline(__always) fileprivate var stackBytes: Int {
    (left == .stack ? 16 : 0) + (right == .stack ? 16 : 0)
  }
  /// Distance to the next instruction.
  @inline(__always) fileprivate var length: Int {
    left == .literal || right == .literal ? 32 : 16
  }
}

@inline(__always) private func leftOperand(_ code: UInt32, _ pc: Raw, _ sp: Raw, _ base: Raw) -> Value {
  switch code.left {
  case .stack: (sp - code.stackBytes).value
  case .local: code & toLocalBit != 0 && code.right == .immediate ? (base + pc.c).value : (base + pc.a).value
  case .literal, .immediate: pc.literal
  }
}

@inline(__always) private func rightOperand(_ code: UInt32, _ pc: Raw, _ sp: Raw, _ base: Raw) -> Value {
  switch code.right {
  case .stack: (sp - 16).value
  case .local: (base + pc.b).value
  case .literal: pc.literal
  case .immediate: Value(int: pc.immediate)
  }
}

/// Any binary operation on operands anywhere.
@inline(never) func slowBinary(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw, _ code: UInt32) {
  if code & toLocalBit != 0 {
    if !computeToLocal(pc, sp, base, fp, code) { return fail(pc, sp, base, fp) }
    return go(pc + code.length, sp - code.stackBytes, base, fp)
  }
  if !computeToStack(pc, sp, base, fp, code) { return fail(pc, sp, base, fp) }
  go(pc + code.length, sp - code.stackBytes + 16, base, fp)
}

@inline(never) private func computeToStack(
  _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw, _ code: UInt32
) -> Bool {
  let l = leftOperand(code, pc, sp, base)
  let r = rightOperand(code, pc, sp, base)
  let result: Value
  do {
    result = try binary(code.operation, l, r, limits: fp.machine.vm.limits)
  } catch {
    fp.machine.vm.pendingError = error
    return false
  }
  if code.left == .stack { release(l) }
  if code.right == .stack { release(r) }
  (sp - code.stackBytes).value = result
  return true
}

@inline(never) private func computeToLocal(
  _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw, _ code: UInt32
) -> Bool {
  let target = base + pc.c
  let l = leftOperand(code, pc, sp, base)
  let r = rightOperand(code, pc, sp, base)
  // `s = s + t` and `xs = xs + ys`: the local is the left operand, so nobody reads its old value any more, and an unshared
  // container is extended in place.
  if code.operation == .add, code.left == .local, target == (base + pc.a), code.right != .immediate,
    l.isCounted, extend(target, by: r, limits: fp.machine.vm.limits)
  {
    if code.right == .stack { release(r) }
    return true
  }
  let result: Value
  do {
    result = try binary(code.operation, l, r, limits: fp.machine.vm.limits)
  } catch {
    fp.machine.vm.pendingError = error
    return false
  }
  // Store first, release after: the old value may be an operand.
  let old = target.value
  target.value = result
  release(old)
  if code.left == .stack { release(l) }
  if code.right == .stack { release(r) }
  return true
}

/// `slot = slot + r` in place for two strings or two lists; false when the general path must decide. Borrows `r`.
func extend(_ slot: Raw, by r: Value, limits: Limits) -> Bool {
  let value = slot.value
  guard value.header.pointee.count == 1, value.tag == r.tag else { return false }
  if value.isString {
    return (try? appendString(slot: slot.values, r.string, limits: limits)) != nil
  }
  if value.isList {
    guard value.list.pointee.count + r.list.pointee.count <= limits.listElements else {
      return false
    }
    appendItems(of: r.list, to: value.list)
    return true
  }
  return false
}

/// Compare-and-branch on operands anywhere.
@inline(never) func slowBranch(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw, _ code: UInt32) {
  let l = leftOperand(code, pc, sp, base)
  let r = rightOperand(code, pc, sp, base)
  let truth = comparison(code.operation, l, r)
  if code.left == .stack { release(l) }
  if code.right == .stack { release(r) }
  let taken = truth == (code & senseBit != 0)
  go(taken ? pc.jump : pc + code.length, sp - code.stackBytes, base, fp)
}

/// The comparison operators never raise (01 "Ordering").
@inline(never) private func comparison(_ op: BinaryOperation, _ l: Value, _ r: Value) -> Bool {
  if op == .equal { return areEqual(l, r) }
  if op == .notEqual { return !areEqual(l, r) }
  let order = compareValues(l, r)
  switch op {
  case .less: return order == .less
  case .greater: return order == .greater
  case .lessOrEqual: return order == .less || order == .equal
  default: return order == .greater || order == .equal
  }
}
