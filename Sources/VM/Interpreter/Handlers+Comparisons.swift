// Comparisons whose result is a value. Forms as in `Handlers+Arithmetic.swift`.

/// The result goes to `out`, the new top of the stack; `after` is the distance to the next instruction.
@inline(__always) func comparison(
  _ op: BinaryOperation, _ l: Value, _ r: Value, _ out: Raw, _ after: Int, _ code: UInt32,
  _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  if Value.bothInt(l, r) {
    out.value = Value(bool: compare(op, l.int, r.int))
    return go(pc + after, out + 16, base, fp)
  }
  if Value.bothFloat(l, r) {
    out.value = Value(bool: compare(op, l.float, r.float))
    return go(pc + after, out + 16, base, fp)
  }
  if op == .equal || op == .notEqual {
    let equality = quickEquality(l, r)
    if equality >= 0, dropShared(l, r, code) {
      out.value = Value(bool: equality == (op == .equal ? 1 : 0))
      return go(pc + after, out + 16, base, fp)
    }
  }
  slowBinary(pc, sp, base, fp, code)
}

// MARK: The forms

@inline(__always) func comparisonSS(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  comparison(
    op, (sp - 32).value, (sp - 16).value, sp - 32, 16, descriptor(op, .stack, .stack), pc, sp, base, fp)
}
@inline(__always) func comparisonSL(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  comparison(
    op, (sp - 16).value, (base + pc.b).value, sp - 16, 16, descriptor(op, .stack, .local), pc, sp, base, fp)
}
@inline(__always) func comparisonSK(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  comparison(
    op, (sp - 16).value, pc.literal, sp - 16, 32, descriptor(op, .stack, .literal), pc, sp, base, fp)
}
@inline(__always) func comparisonLS(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  comparison(
    op, (base + pc.a).value, (sp - 16).value, sp - 16, 16, descriptor(op, .local, .stack), pc, sp, base, fp)
}
@inline(__always) func comparisonLL(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  comparison(
    op, (base + pc.a).value, (base + pc.b).value, sp, 16, descriptor(op, .local, .local), pc, sp, base, fp)
}
@inline(__always) func comparisonLK(_ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  comparison(op, (base + pc.a).value, pc.literal, sp, 32, descriptor(op, .local, .literal), pc, sp, base, fp)
}
