// Builtins on numbers that are cheaper than the call of a builtin (05 §13). Each of these instructions stands in front of the
// ordinary call and goes beyond it when the arguments are of the ordinary kind; else it does nothing.

/// From such an instruction to the one behind the call: one word for itself, two for the call.
@inline(__always) private func behindCall(_ pc: Raw) -> Raw { pc + 48 }

@inline(__always) func sqrtS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  if x.isFloat {
    (sp - 16).value = Value(float: x.float.squareRoot())
    return go(behindCall(pc), sp, base, fp)
  }
  go(pc.next, sp, base, fp)
}
@inline(__always) func absS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  if x.isInt, x.int != .min {
    (sp - 16).value = Value(int: x.int < 0 ? 0 &- x.int : x.int)
    return go(behindCall(pc), sp, base, fp)
  }
  if x.isFloat {
    (sp - 16).value = Value(float: x.float.magnitude)
    return go(behindCall(pc), sp, base, fp)
  }
  go(pc.next, sp, base, fp)
}
@inline(__always) func minSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { extremeSS(.less, pc, sp, base, fp) }
@inline(__always) func maxSS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) { extremeSS(.greater, pc, sp, base, fp) }
/// The second of two numbers when it compares so with the first one, else the first one. NaN and zeros
/// of both signs are left to the builtin.
@inline(__always) private func extremeSS(
  _ op: BinaryOperation, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  let x = (sp - 32).value
  let y = (sp - 16).value
  if Value.bothInt(x, y) {
    if compare(op, y.int, x.int) { (sp - 32).value = y }
    return go(behindCall(pc), sp - 16, base, fp)
  }
  if Value.bothFloat(x, y), x.float < y.float || x.float > y.float {
    if compare(op, y.float, x.float) { (sp - 32).value = y }
    return go(behindCall(pc), sp - 16, base, fp)
  }
  go(pc.next, sp, base, fp)
}

/// The instruction that goes in front of a call of this builtin with so many arguments; nil for most.
func numberHandler(_ builtin: String, arguments count: Int) -> Handler? {
  switch (builtin, count) {
  case ("sqrt", 1): sqrtS
  case ("abs", 1): absS
  case ("min", 2): minSS
  case ("max", 2): maxSS
  default: nil
  }
}
