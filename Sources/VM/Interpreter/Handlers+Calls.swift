// Calls and returns.
//
//     operand stack:  … [callee] arg0 arg1 | captures | local … | temporaries …
//                                ^base                           ^sp
//
// The caller pushes the arguments, behind the callee for `call`, behind the receiver for a method; they become the first
// locals of the callee, nothing is copied. `Frame.result` is the slot that gets the result and from where everything is
// released: `base`, or one slot lower when there is a callee value.

/// Enters a function whose `plainArgumentBytes` equal the argument block. `result`: bytes from `base` down to the slot of
/// the result; `next`: where the caller continues.
@inline(__always) func enter(
  _ function: UnsafeMutablePointer<Function>, _ result: Int, _ next: Raw, _ pc: Raw, _ sp: Raw,
  _ base: Raw, _ fp: Raw
) {
  enter(function, result, next, sp - pc.b, pc, sp, base, fp)
}
/// The same with the first local of the callee at `newBase`.
@inline(__always) func enter(
  _ function: UnsafeMutablePointer<Function>, _ result: Int, _ next: Raw, _ newBase: Raw, _ pc: Raw,
  _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  let machine = fp.machine
  let newFrame = fp + frameStride
  if newBase + function.pointee.frameBytes > machine.pointee.stackEnd
    || newFrame >= machine.pointee.framesEnd
  {
    return failWithStackOverflow(pc, sp, base, fp)
  }
  newFrame.frame.pointee.returnPC = next
  newFrame.frame.pointee.callerBase = base
  newFrame.frame.pointee.result = newBase - result
  newFrame.frame.pointee.machine = machine
  var slot = sp
  let top = newBase + function.pointee.localBytes
  while slot < top {
    slot.value = .nilValue
    slot += 16
  }
  go(function.pointee.code, slot, newBase, newFrame)
}

/// Call of a function known when the code was loaded. Literal word: the function.
@inline(__always) func callDirect(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let function = pc.pointer(Function.self)
  if function.pointee.plainArgumentBytes == pc.b {
    return enter(function, 0, pc.afterLiteral, pc, sp, base, fp)
  }
  callDirectSlowly(pc, sp, base, fp)
}
@inline(never) func callDirectSlowly(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !arrangeCall(pc.pointer(Function.self), .nilValue, sp - pc.b, 0, pc.b, pc.afterLiteral, sp, base, fp) {
    return fail(pc, sp, base, fp)
  }
  resume(fp)
}
/// First execution of a direct call: the function must have been defined by now (02 §5.7), and then stays so, hence the
/// instruction turns itself into `callDirect`. Literal words: [function], [global, name].
@inline(never) func callFirst(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let global = (pc + 32).load(as: ValuePointer.self)
  if global.pointee.isAbsent {
    let outcome = callByName((pc + 40).load(as: StringPointer.self), pc.b, sp, fp)
    return afterNative(outcome, pc + 48, sp - pc.b, pc, sp, base, fp)
  }
  pc.storeBytes(of: handlerAddress(callDefined), as: UInt.self)
  callDefined(pc, sp, base, fp)
}
/// `callDirect` with the second literal word that `callFirst` needed.
@inline(__always) func callDefined(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let function = pc.pointer(Function.self)
  if function.pointee.plainArgumentBytes == pc.b {
    return enter(function, 0, pc + 48, pc, sp, base, fp)
  }
  callDefinedSlowly(pc, sp, base, fp)
}
@inline(never) func callDefinedSlowly(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !arrangeCall(pc.pointer(Function.self), .nilValue, sp - pc.b, 0, pc.b, pc + 48, sp, base, fp) {
    return fail(pc, sp, base, fp)
  }
  resume(fp)
}

/// Call of a global whose function is not known: it has captures, or is defined more than once. Literal word:
/// [global, name].
@inline(never) func callGlobal(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let callee = pc.pointer(Value.self).pointee
  if callee.isClosure {
    let function = callee.closure.pointee.function
    if function.pointee.plainArgumentBytes == pc.b {
      return enter(function, 0, pc.afterLiteral, pc, sp, base, fp)
    }
    if !arrangeCall(function, callee, sp - pc.b, 0, pc.b, pc.afterLiteral, sp, base, fp) {
      return fail(pc, sp, base, fp)
    }
    return resume(fp)
  }
  let outcome = callByName(pc.secondPointer(StringObject.self), pc.b, sp, fp)
  afterNative(outcome, pc.afterLiteral, sp - pc.b, pc, sp, base, fp)
}

/// Call of a value below the arguments. Literal word: [name as written or nil].
@inline(__always) func call(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let callee = (sp - pc.b - 16).value
  if callee.isClosure {
    let function = callee.closure.pointee.function
    if function.pointee.plainArgumentBytes == pc.b {
      return enter(function, 16, pc.afterLiteral, pc, sp, base, fp)
    }
    if function.pointee.capturingArgumentBytes == pc.b {
      return enterCapturing(pc, sp, base, fp)
    }
  }
  callSlowly(pc, sp, base, fp)
}
/// A closure with captures or a name for itself, otherwise plain: both are copied behind the arguments.
@inline(never) func enterCapturing(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let newBase = sp - pc.b
  let closure = (newBase - 16).value.closure
  let function = closure.pointee.function
  let machine = fp.machine
  let newFrame = fp + frameStride
  if newBase + function.pointee.frameBytes > machine.pointee.stackEnd
    || newFrame >= machine.pointee.framesEnd
  {
    return failWithStackOverflow(pc, sp, base, fp)
  }
  newFrame.frame.pointee.returnPC = pc.afterLiteral
  newFrame.frame.pointee.callerBase = base
  newFrame.frame.pointee.result = newBase - 16
  newFrame.frame.pointee.machine = machine
  var slot = sp
  var source = closure.captures
  let end = source + function.pointee.captureCount
  while source < end {
    let x = source.pointee
    retain(x)
    slot.value = x
    slot += 16
    source += 1
  }
  if function.pointee.selfOffset >= 0 {
    closure.pointee.header.count &+= 1
    slot.value = (newBase - 16).value
    slot += 16
  }
  let top = newBase + function.pointee.localBytes
  while slot < top {
    slot.value = .nilValue
    slot += 16
  }
  go(function.pointee.code, slot, newBase, newFrame)
}
@inline(never) func callSlowly(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let arguments = sp - pc.b
  let callee = (arguments - 16).value
  if callee.isClosure {
    if !arrangeCall(
      callee.closure.pointee.function, callee, arguments, 16, pc.b, pc.afterLiteral, sp, base, fp)
    {
      return fail(pc, sp, base, fp)
    }
    return resume(fp)
  }
  fp.machine.pointee.callSite = pc
  let outcome = callNotClosure(callee, pc.pointer(StringObject.self), pc.b, sp, fp)
  if outcome == .failed { return fail(pc, sp, base, fp) }
  release(callee)
  (arguments - 16).value = arguments.value
  afterNative(outcome, pc.afterLiteral, arguments - 16, pc, sp, base, fp)
}
/// Call with the arguments in a list: they are pushed in its place and the call is made as by `callSlowly`.
@inline(never) func callSpread(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let list = (sp - 16).value
  let count = list.list.pointee.count
  if sp + count * 16 + 64 > fp.machine.pointee.stackEnd {
    return failWithStackOverflow(pc, sp, base, fp)
  }
  let arguments = sp - 16
  pushItems(list, arguments)
  let top = arguments + count * 16
  let callee = (arguments - 16).value
  if callee.isClosure {
    if !arrangeCall(
      callee.closure.pointee.function, callee, arguments, 16, count * 16, pc.afterLiteral, top,
      base, fp)
    {
      return fail(pc, top, base, fp)
    }
    return resume(fp)
  }
  fp.machine.pointee.callSite = pc
  let outcome = callNotClosure(callee, pc.pointer(StringObject.self), count * 16, top, fp)
  if outcome == .failed { return fail(pc, top, base, fp) }
  release(callee)
  (arguments - 16).value = arguments.value
  afterNative(outcome, pc.afterLiteral, arguments - 16, pc, top, base, fp)
}
/// `v |> f`: the callee is above the argument. The swap is not undone, so the call must not be executed again from this
/// instruction, as `call` may do when it finds no room or a pending interruption: `callSlowly` settles both in place.
@inline(never) func pipe(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let callee = (sp - 16).value
  if !callee.isClosure && !callee.isBuiltin {
    refusePipe(callee, fp)
    return fail(pc, sp, base, fp)
  }
  (sp - 16).value = (sp - 32).value
  (sp - 32).value = callee
  callSlowly(pc, sp, base, fp)
}

/// Goes on behind a call of a native function whose result belongs in the slot `result`.
@inline(__always) private func afterNative(
  _ outcome: NativeOutcome, _ next: Raw, _ result: Raw, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  if _fastPath(outcome == .done) { return go(next, result + 16, base, fp) }
  if outcome == .suspended { return suspendCall(next, result, base, fp) }
  fail(pc, sp, base, fp)
}

// MARK: Builtins. Literal word: [number, name]; number −1: not known when the code was loaded.

@inline(never) func callBuiltin(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let from = sp - pc.b
  afterNative(invokeBuiltin(pc, from, pc.b, sp, fp), pc.afterLiteral, from, pc, sp, base, fp)
}
@inline(never) func callBuiltinSpread(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let list = (sp - 16).value
  let count = list.list.pointee.count
  if sp + count * 16 + 64 > fp.machine.pointee.stackEnd {
    return failWithStackOverflow(pc, sp, base, fp)
  }
  let from = sp - 16
  pushItems(list, from)
  let top = from + count * 16
  let outcome = invokeBuiltin(pc, from, count * 16, top, fp)
  afterNative(outcome, pc.afterLiteral, from, pc, top, base, fp)
}
/// `len` of a local that is a list or an ASCII string; everything else goes to the builtin.
@inline(__always) func lengthL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (base + pc.a).value
  if x.isList {
    sp.value = Value(int: x.list.pointee.count)
    return go(pc.next, sp + 16, base, fp)
  }
  if x.isString, x.string.isASCII {
    sp.value = Value(int: x.string.length)
    return go(pc.next, sp + 16, base, fp)
  }
  slowLengthL(pc, sp, base, fp)
}
@inline(never) func slowLengthL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  sp.value = Value(int: itemCount((base + pc.a).value))
  go(pc.next, sp + 16, base, fp)
}
@inline(never) func lengthS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let x = (sp - 16).value
  (sp - 16).value = Value(int: itemCount(x))
  release(x)
  go(pc.next, sp, base, fp)
}

// MARK: Methods. Literal words: [method number, name], [struct type, closure] as inline cache.

@inline(__always) func callMethod(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let receiver = sp - pc.b - 16
  let x = receiver.value
  if x.isStruct,
    UInt(bitPattern: x.structure.pointee.shape) &+ fp.machine.pointee.methodEpoch
      == (pc + 32).load(as: UInt.self)
  {
    let function = (pc + 40).load(as: ClosurePointer.self).pointee.function
    if function.pointee.plainArgumentBytes == pc.b + 16 {
      return enter(function, 0, pc + 48, receiver, pc, sp, base, fp)
    }
  }
  callMethodSlowly(pc, sp, base, fp)
}
@inline(never) func callMethodSlowly(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  invokeMethod(sp - pc.b - 16, pc.b, pc, sp, base, fp)
}
@inline(never) func callMethodOptional(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let receiver = sp - pc.b - 16
  if receiver.value.isNil {
    releaseDown(from: sp, to: receiver)
    receiver.value = .nilValue
    return go(pc + 48, receiver + 16, base, fp)
  }
  invokeMethod(receiver, pc.b, pc, sp, base, fp)
}
@inline(never) func callMethodSpread(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let list = (sp - 16).value
  let count = list.list.pointee.count
  if sp + count * 16 + 64 > fp.machine.pointee.stackEnd {
    return failWithStackOverflow(pc, sp, base, fp)
  }
  let arguments = sp - 16
  pushItems(list, arguments)
  invokeMethod(arguments - 16, count * 16, pc, arguments + count * 16, base, fp)
}
@inline(never) func callMethodSpreadOptional(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if (sp - 32).value.isNil {
    release((sp - 16).value)
    (sp - 32).value = .nilValue
    return go(pc + 48, sp - 16, base, fp)
  }
  callMethodSpread(pc, sp, base, fp)
}
/// Calls the method of the instruction at `pc` on the receiver in its slot, with `bytes` of arguments above it (02 §5.8).
@inline(never) func invokeMethod(
  _ receiver: Raw, _ bytes: Int, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  let machine = fp.machine
  let x = receiver.value
  let row = x.isA(.handle) || x.isA(.range) ? methodRow(receiver, pc, machine) : Int(truncatingIfNeeded: x.tag)
  let entry =
    machine.pointee.methods + (row * machine.pointee.methodStride + (pc + 16).load(as: Int.self))
  if let function = entry.pointee.function {
    if !arrangeCall(function, .nilValue, receiver, 0, bytes + 16, pc + 48, sp, base, fp) {
      return fail(pc, sp, base, fp)
    }
    return resume(fp)
  }
  if entry.pointee.native >= 0 {
    let outcome = invokeNativeMethod(entry.pointee.native, receiver, bytes, sp, fp)
    return afterNative(outcome, pc + 48, receiver, pc, sp, base, fp)
  }
  let callee = findMethod(x, pc, fp)
  if callee.isClosure {
    // An impl method takes the receiver as first argument, a callable of a dict does not.
    let function = callee.closure.pointee.function
    if x.isStruct {
      if !arrangeCall(function, callee, receiver, 0, bytes + 16, pc + 48, sp, base, fp) {
        return fail(pc, sp, base, fp)
      }
      return resume(fp)
    }
    retain(callee)
    receiver.value = callee
    release(x)
    if !arrangeCall(function, callee, receiver + 16, 16, bytes, pc + 48, sp, base, fp) {
      return fail(pc, sp, base, fp)
    }
    return
  }
  if callee.isBuiltin {
    let number = callee.builtin.pointee.number
    let outcome = invokeNativeMethod(number, receiver, bytes, sp, fp)
    return afterNative(outcome, pc + 48, receiver, pc, sp, base, fp)
  }
  releaseDown(from: sp, to: receiver)
  receiver.value = .nilValue
  go(pc + 48, receiver + 16, base, fp)
}

// MARK: Returns

/// Releases [result, from) downwards, stores the value, continues in the caller.
@inline(__always) func leave(_ value: Value, _ from: Raw, _ sp: Raw, _ fp: Raw) {
  let result = fp.frame.pointee.result
  var slot = from
  while slot > result {
    slot -= 16
    let x = slot.value
    if x.isCounted {
      if x.header.pointee.count == 1 {
        sp.value = value
        return slowLeave(slot, sp, result, fp)
      }
      x.header.pointee.count &-= 1
    }
  }
  result.value = value
  go(fp.frame.pointee.returnPC, result + 16, fp.frame.pointee.callerBase, fp - frameStride)
}
/// The result is parked at `sp`, above everything.
@inline(never) func slowLeave(_ slot: Raw, _ sp: Raw, _ result: Raw, _ fp: Raw) {
  releaseDown(from: slot + 16, to: result)
  result.value = sp.value
  go(fp.frame.pointee.returnPC, result + 16, fp.frame.pointee.callerBase, fp - frameStride)
}
@inline(__always) func returnS(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  leave((sp - 16).value, sp - 16, sp, fp)
}
@inline(__always) func returnL(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let slot = base + pc.a
  let value = slot.value
  slot.value = .nilValue
  leave(value, sp, sp, fp)
}
@inline(__always) func returnNil(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  leave(.nilValue, sp, sp, fp)
}
