// Arithmetic. A handler is a fast path for two ints or two floats that falls into `slowBinary`.
//
// Names: the operation, then where the operands are: S operand stack, L local `a` or `b`, K literal word, I immediate `b`;
// then D when the result goes to local `c` instead of the stack.

/// `+ - *` on int/int and float/float; writes `out` without looking at what it held. False: the slow path decides.
/// Ints wrap (01 "Numeric semantics").
@inline(__always) func arithmetic(_ op: BinaryOperation, _ l: Value, _ r: Value, _ out: Raw) -> Bool {
  if Value.bothInt(l, r) {
    switch op {
    case .add: out.value = Value(int: l.int &+ r.int)
    case .subtract: out.value = Value(int: l.int &- r.int)
    default: out.value = Value(int: l.int &* r.int)
    }
    return true
  }
  if Value.bothFloat(l, r) {
    switch op {
    case .add: out.value = Value(float: l.float + r.float)
    case .subtract: out.value = Value(float: l.float - r.float)
    default: out.value = Value(float: l.float * r.float)
    }
    return true
  }
  return false
}

// MARK: The forms

@inline(__always) func opSS(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if arithmetic(op, (sp - 32).value, (sp - 16).value, sp - 32) {
    return go(pc.next, sp - 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .stack, .stack))
}
@inline(__always) func opSL(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if arithmetic(op, (sp - 16).value, (base + pc.b).value, sp - 16) {
    return go(pc.next, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .stack, .local))
}
@inline(__always) func opSK(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if arithmetic(op, (sp - 16).value, pc.literal, sp - 16) {
    return go(pc.afterLiteral, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .stack, .literal))
}
@inline(__always) func opLS(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if arithmetic(op, (base + pc.a).value, (sp - 16).value, sp - 16) {
    return go(pc.next, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .local, .stack))
}
@inline(__always) func opLL(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if arithmetic(op, (base + pc.a).value, (base + pc.b).value, sp) {
    return go(pc.next, sp + 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .local, .local))
}
@inline(__always) func opLK(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if arithmetic(op, (base + pc.a).value, pc.literal, sp) {
    return go(pc.afterLiteral, sp + 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .local, .literal))
}
@inline(__always) func opKL(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if arithmetic(op, pc.literal, (base + pc.b).value, sp) {
    return go(pc.afterLiteral, sp + 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .literal, .local))
}
@inline(__always) func opKS(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if arithmetic(op, pc.literal, (sp - 16).value, sp - 16) {
    return go(pc.afterLiteral, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .literal, .stack))
}
@inline(__always) func opLI(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let l = (base + pc.a).value
  if l.isInt {
    let x = op == .add ? l.int &+ pc.immediate : l.int &- pc.immediate
    sp.value = Value(int: x)
    return go(pc.next, sp + 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .local, .immediate))
}

// Result into a local. A counted value in the destination goes to the slow path, which releases it.

@inline(__always) func opSSD(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if !d.value.isCounted, arithmetic(op, (sp - 32).value, (sp - 16).value, d) {
    return go(pc.next, sp - 32, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .stack, .stack, toLocal: true))
}
@inline(__always) func opSLD(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if !d.value.isCounted, arithmetic(op, (sp - 16).value, (base + pc.b).value, d) {
    return go(pc.next, sp - 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .stack, .local, toLocal: true))
}
@inline(__always) func opSKD(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if !d.value.isCounted, arithmetic(op, (sp - 16).value, pc.literal, d) {
    return go(pc.afterLiteral, sp - 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .stack, .literal, toLocal: true))
}
@inline(__always) func opLSD(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if !d.value.isCounted, arithmetic(op, (base + pc.a).value, (sp - 16).value, d) {
    return go(pc.next, sp - 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .local, .stack, toLocal: true))
}
@inline(__always) func opLLD(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if !d.value.isCounted, arithmetic(op, (base + pc.a).value, (base + pc.b).value, d) {
    return go(pc.next, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .local, .local, toLocal: true))
}
@inline(__always) func opLKD(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if !d.value.isCounted, arithmetic(op, (base + pc.a).value, pc.literal, d) {
    return go(pc.afterLiteral, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(op, .local, .literal, toLocal: true))
}

/// `local = local + immediate`.
@inline(__always) func increment(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if d.value.isInt {
    d.value = Value(int: d.value.int &+ pc.immediate)
    return go(pc.next, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.add, .local, .immediate, toLocal: true))
}
/// `local = local - immediate`; its own handler only so that errors name the right operation.
@inline(__always) func decrement(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + pc.c
  if d.value.isInt {
    d.value = Value(int: d.value.int &- pc.immediate)
    return go(pc.next, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.subtract, .local, .immediate, toLocal: true))
}
/// `l % positive immediate`.
@inline(__always) func remainderLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let l = (base + pc.a).value
  let r = pc.immediate
  if l.isInt, r > 0 {
    sp.value = Value(int: l.int % r)
    return go(pc.next, sp + 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.remainder, .local, .immediate))
}
@inline(__always) func remainderLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let l = (base + pc.a).value
  let r = (base + pc.b).value
  if Value.bothInt(l, r), r.int > 0 {
    sp.value = Value(int: l.int % r.int)
    return go(pc.next, sp + 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.remainder, .local, .local))
}
@inline(__always) func remainderSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let l = (sp - 32).value
  let r = (sp - 16).value
  if Value.bothInt(l, r), r.int > 0 {
    (sp - 32).value = Value(int: l.int % r.int)
    return go(pc.next, sp - 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.remainder, .stack, .stack))
}
/// `popped % positive immediate`.
@inline(__always) func remainderSI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let l = (sp - 16).value
  let r = pc.immediate
  if l.isInt, r > 0 {
    (sp - 16).value = Value(int: l.int % r)
    return go(pc.next, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.remainder, .stack, .immediate))
}
@inline(__always) func divideSI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let l = (sp - 16).value
  let r = pc.immediate
  if l.isInt, r > 0 {
    (sp - 16).value = Value(int: l.int / r)
    return go(pc.next, sp, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.divide, .stack, .immediate))
}
@inline(__always) func divideSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let l = (sp - 32).value
  let r = (sp - 16).value
  if Value.bothInt(l, r), r.int > 0 {
    (sp - 32).value = Value(int: l.int / r.int)
    return go(pc.next, sp - 16, base, fp)
  }
  if Value.bothFloat(l, r) {
    (sp - 32).value = Value(float: l.float / r.float)
    return go(pc.next, sp - 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.divide, .stack, .stack))
}
@inline(__always) func divideLL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let l = (base + pc.a).value
  let r = (base + pc.b).value
  if Value.bothInt(l, r), r.int > 0 {
    sp.value = Value(int: l.int / r.int)
    return go(pc.next, sp + 16, base, fp)
  }
  if Value.bothFloat(l, r) {
    sp.value = Value(float: l.float / r.float)
    return go(pc.next, sp + 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.divide, .local, .local))
}
@inline(__always) func divideLI(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let l = (base + pc.a).value
  let r = pc.immediate
  if l.isInt, r > 0 {
    sp.value = Value(int: l.int / r)
    return go(pc.next, sp + 16, base, fp)
  }
  slowBinary(pc, sp, base, fp, descriptor(.divide, .local, .immediate))
}
/// Any other operation on two stack operands; `a` is the `BinaryOperation`.
@inline(never) func binarySS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  slowBinary(
    pc, sp, base, fp,
    descriptor(BinaryOperation(rawValue: UInt8(truncatingIfNeeded: pc.a)).unsafelyUnwrapped, .stack, .stack))
}
