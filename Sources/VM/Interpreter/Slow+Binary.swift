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
  @inline(__always) var operation: BinaryOperation {
    // The raw values count up from 0, as the cases do in memory. The initialiser would be a call.
    unsafeBitCast(UInt8(truncatingIfNeeded: self), to: BinaryOperation.self)
  }
  @inline(__always) var left: OperandPlace {
    OperandPlace(rawValue: self >> 8 & 3).unsafelyUnwrapped
  }
  @inline(__always) var right: OperandPlace {
    OperandPlace(rawValue: self >> 10 & 3).unsafelyUnwrapped
  }
  /// How many operands are on the stack, in bytes.
  @inline(__always) var stackBytes: Int {
    (left == .stack ? 16 : 0) + (right == .stack ? 16 : 0)
  }
  /// Distance to the next instruction.
  @inline(__always) var length: Int {
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
  let l = leftOperand(code, pc, sp, base)
  let r = rightOperand(code, pc, sp, base)
  // Exactly one of the two is a float, the other one an int.
  if l.tag ^ r.tag == Value.floatTag, l.tag | r.tag == Value.floatTag {
    let x = l.isInt ? Double(l.int) : l.float
    let y = r.isInt ? Double(r.int) : r.float
    let isToLocal = code & toLocalBit != 0
    let out = isToLocal ? base + pc.c : sp - code.stackBytes
    if !isToLocal || !out.value.isCounted, mixedArithmetic(code.operation, x, y, out) {
      return go(pc + code.length, isToLocal ? sp - code.stackBytes : out + 16, base, fp)
    }
  }
  if code & toLocalBit != 0 {
    if !computeToLocal(pc, sp, base, fp, code) { return fail(pc, sp, base, fp) }
    return go(pc + code.length, sp - code.stackBytes, base, fp)
  }
  if !computeToStack(pc, sp, base, fp, code) { return fail(pc, sp, base, fp) }
  go(pc + code.length, sp - code.stackBytes + 16, base, fp)
}

/// `+ - * /` on an int and a float (01 "Numeric semantics"); false for any other operation.
@inline(__always) private func mixedArithmetic(
  _ op: BinaryOperation, _ x: Double, _ y: Double, _ out: Raw
) -> Bool {
  switch op {
  case .add: out.value = Value(float: x + y)
  case .subtract: out.value = Value(float: x - y)
  case .multiply: out.value = Value(float: x * y)
  case .divide: out.value = Value(float: x / y)
  default: return false
  }
  return true
}

@inline(never) private func computeToStack(
  _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw, _ code: UInt32
) -> Bool {
  let l = leftOperand(code, pc, sp, base)
  let r = rightOperand(code, pc, sp, base)
  if code.operation == .add, l.isCounted, let slot = ownSlot(l, pc, sp, base, fp, code),
    extend(slot, by: r, limits: fp.machine.vm.limits)
  {
    let result = slot.value
    slot.value = .nilValue
    if code.right == .stack { release(r) }
    (sp - code.stackBytes).value = result
    return true
  }
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

/// The slot of the left operand of an addition when nobody else reads it, so that it may be extended in place: the operand
/// stack, or a local that is read for the last time.
@inline(__always) private func ownSlot(
  _ l: Value, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw, _ code: UInt32
) -> Raw? {
  if code.left == .stack {
    let slot = sp - code.stackBytes
    if l.header.pointee.count == 2, code & toLocalBit == 0,
      canExtend(l, by: rightOperand(code, pc, sp, base), limits: fp.machine.vm.limits)
    {
      takeElement(l, pc + code.length, base)
    }
    return l.header.pointee.count == 1 ? slot : nil
  }
  return code.left == .local && code & toLocalBit == 0 && pc.c == 1 ? base + pc.a : nil
}

/// `d[k] = d[k] + v`: when the next instruction stores to the element of a container from which `l` has just been read, the
/// element gives up its count, so that `l` may be extended in place. Nothing raises in between.
@inline(never) private func takeElement(_ l: Value, _ next: Raw, _ base: Raw) {
  let handler = next.load(as: UInt.self)
  let key: Value
  if handler == handlerAddress(setIndexLL) {
    key = (base + next.b).value
  } else if handler == handlerAddress(setIndexLK) {
    key = next.literal
  } else {
    return
  }
  let container = (base + next.a).value
  guard container.isCounted, container.header.pointee.count == 1 else { return }
  if container.isDict, key.isString {
    let entry = find(container.dict, key.string)
    guard entry >= 0 else { return }
    let value = container.dict.pointee.entries[entry].value
    guard value.tag == l.tag, value.bits == l.bits else { return }
    container.dict.pointee.entries[entry].value = .nilValue
    l.header.pointee.count &-= 1
  } else if container.isList, key.isInt, container.list.isInBounds(key.int) {
    let value = container.list.pointee.items[key.int]
    guard value.tag == l.tag, value.bits == l.bits else { return }
    container.list.pointee.items[key.int] = .nilValue
    l.header.pointee.count &-= 1
  }
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
  if code.operation == .add, code.left == .stack, l.isCounted {
    let slot = sp - code.stackBytes
    if extend(slot, by: r, limits: fp.machine.vm.limits) {
      let old = target.value
      target.value = slot.value
      release(old)
      if code.right == .stack { release(r) }
      return true
    }
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

/// `slot = slot + r` in place for two strings, lists or dicts; false when the general path must decide. Borrows `r`.
func extend(_ slot: Raw, by r: Value, limits: Limits) -> Bool {
  let value = slot.value
  guard value.header.pointee.count == 1, canExtend(value, by: r, limits: limits) else { return false }
  if value.isString {
    return (try? appendString(slot: slot.values, r.string, limits: limits)) != nil
  }
  if value.isList { appendItems(of: r.list, to: value.list) } else { mergeEntries(of: r.dict, into: value.dict) }
  return true
}

/// Whether an addition would make `l`, a counted value, longer within the limits.
private func canExtend(_ l: Value, by r: Value, limits: Limits) -> Bool {
  guard l.tag == r.tag else { return false }
  if l.isString { return l.string.length + r.string.length <= limits.stringBytes }
  if l.isList { return l.list.pointee.count + r.list.pointee.count <= limits.listElements }
  return l.isDict && l.dict.pointee.count + r.dict.pointee.count <= limits.dictEntries
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
