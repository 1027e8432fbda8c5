// Tail calls: the arguments move down over the frame that is left (02 §5.9). A `return` follows, which ends the call
// when it could not be one.

/// Literal word: [name]. As `call`, callee below the arguments.
@inline(never) func tailCall(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let callee = (sp - pc.b - 16).value
  if callee.isClosure, mayReuseFrame(callee.closure.pointee.function, pc, fp) {
    let function = callee.closure.pointee.function
    if function.pointee.plainArgumentBytes == pc.b { return replaceFrame(function, 16, pc, sp, base, fp) }
    return reuseFrame(callee.closure.pointee.function, sp - pc.b - 16, 16, pc, sp, base, fp)
  }
  tailCallInStep(pc, sp, base, fp)
}
/// `tailCall` where a frame may lie below the current one that goes with it.
@inline(never) private func tailCallInStep(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let callee = (sp - pc.b - 16).value
  if callee.isClosure, mayReuseTracedFrame(callee.closure.pointee.function, pc, fp) {
    return reuseFrame(callee.closure.pointee.function, sp - pc.b - 16, 16, pc, sp, base, fp)
  }
  call(pc, sp, base, fp)
}
/// The same with the arguments in a list, which are pushed in its place.
@inline(never) func tailCallSpread(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let callee = (sp - 32).value
  let bytes = (sp - 16).value.list.pointee.count * 16
  if callee.isClosure, mayReuseAnyFrame(callee.closure.pointee.function, pc, fp),
    sp + bytes + 64 <= fp.machine.pointee.stackEnd
  {
    pushItems((sp - 16).value, sp - 16)
    return reuseFrame(callee.closure.pointee.function, sp - 32, 16, pc, sp - 16 + bytes, base, fp)
  }
  callSpread(pc, sp, base, fp)
}
/// Literal word: [global, name].
@inline(__always) func tailCallGlobal(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let callee = pc.pointer(Value.self).pointee
  if callee.isClosure {
    let function = callee.closure.pointee.function
    if function.pointee.plainArgumentBytes == pc.b, mayReuseFrame(function, pc, fp) {
      return replaceFrame(function, 0, pc, sp, base, fp)
    }
  }
  tailCallGlobalSlowly(pc, sp, base, fp)
}
@inline(never) func tailCallGlobalSlowly(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let callee = pc.pointer(Value.self).pointee
  if callee.isClosure, mayReuseAnyFrame(callee.closure.pointee.function, pc, fp) {
    return reuseFrame(callee.closure.pointee.function, sp - pc.b, 0, pc, sp, base, fp)
  }
  callGlobal(pc, sp, base, fp)
}
@inline(never) func tailPipe(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let callee = (sp - 16).value
  if callee.isClosure, mayReuseAnyFrame(callee.closure.pointee.function, pc, fp) {
    (sp - 16).value = (sp - 32).value
    (sp - 32).value = callee
    return reuseFrame(callee.closure.pointee.function, sp - 32, 16, pc, sp, base, fp)
  }
  pipe(pc, sp, base, fp)
}
/// A frame of or for a tracked function is never reused (06 §4.3). Nor is that of a function of an imported file when the
/// callee is of the program or of the library: the folder of the file counts for all that the function calls (04 B6).
@inline(__always) private func mayReuseFrame(
  _ function: UnsafeMutablePointer<Function>, _ pc: Raw, _ fp: Raw
) -> Bool {
  mayTakeFrame(function, pc)
    && fp.frame.pointee.returnPC != fp.machine.pointee.stepReturn
    && fp.frame.pointee.returnPC != fp.machine.pointee.programEnd
}
@inline(__always) private func mayTakeFrame(_ function: UnsafeMutablePointer<Function>, _ pc: Raw) -> Bool {
  function.pointee.flags & FunctionFlags.noTailCall.rawValue == 0
    && (pc.c == 0 || function.pointee.flags & FunctionFlags.importedFile.rawValue != 0)
}
/// The frame of a function that is only traced is reused together with the step frame below it: its span ends.
@inline(never) private func mayReuseTracedFrame(
  _ function: UnsafeMutablePointer<Function>, _ pc: Raw, _ fp: Raw
) -> Bool {
  mayTakeFrame(function, pc) && fp.frame.pointee.returnPC == fp.machine.pointee.stepReturn
    && fp.machine.vm.isOnlyTraced(frame: fp)
}
@inline(never) private func mayReuseAnyFrame(
  _ function: UnsafeMutablePointer<Function>, _ pc: Raw, _ fp: Raw
) -> Bool {
  mayReuseFrame(function, pc, fp) || mayReuseTracedFrame(function, pc, fp)
}
/// Enters a function whose `plainArgumentBytes` equal the argument block in place of the current frame, of which only the
/// caller and the slot of the result are kept. `callee`: bytes of the callee value below the arguments.
@inline(__always) private func replaceFrame(
  _ function: UnsafeMutablePointer<Function>, _ callee: Int, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  let machine = fp.machine
  let result = fp.frame.pointee.result
  let newBase = result + callee
  if newBase + function.pointee.frameBytes > machine.pointee.stackEnd
    || fp + frameStride >= machine.pointee.framesEnd
  {
    // No room, or somebody wants the call to look closer.
    return reuseFrame(function, sp - pc.b - callee, callee, pc, sp, base, fp)
  }
  var source = sp - pc.b - callee
  var slot = source
  while slot > result {
    slot -= 16
    let x = slot.value
    if x.isCounted {
      if x.header.pointee.count == 1 { return reuseFrame(function, source, callee, pc, sp, base, fp) }
      x.header.pointee.count &-= 1
      slot.value = .nilValue
    }
  }
  while source < sp {
    slot.value = source.value
    slot += 16
    source += 16
  }
  let top = newBase + function.pointee.localBytes
  while slot < top {
    slot.value = .nilValue
    slot += 16
  }
  go(function.pointee.code, slot, newBase, fp)
}
/// Moves [from, sp) down to the result slot of the current frame and enters the function there. `callee`: bytes of the
/// callee value at `from`. A global callee stays alive in its global.
@inline(never) private func reuseFrame(
  _ function: UnsafeMutablePointer<Function>, _ from: Raw, _ callee: Int, _ pc: Raw, _ sp: Raw,
  _ base: Raw, _ fp: Raw
) {
  let closure = callee != 0 ? from.value : pc.pointer(Value.self).pointee
  let result = fp.frame.pointee.result
  releaseDown(from: from, to: result)
  let bytes = sp - from
  result.copyMemory(from: from, byteCount: bytes)
  let frame = fp.frame.pointee.returnPC == fp.machine.pointee.stepReturn ? leaveTracedFrame(fp) : fp
  let caller = frame - frameStride
  if !arrangeCall(
    function, closure, result + callee, callee, bytes - callee, frame.frame.pointee.returnPC,
    result + bytes, frame.frame.pointee.callerBase, caller)
  {
    return fail(frame.frame.pointee.returnPC - 1, result + bytes, frame.frame.pointee.callerBase, caller)
  }
  resume(fp)
}
/// Ends the span of the frame at `fp`, which is only traced; returns the step frame below it.
@inline(never) private func leaveTracedFrame(_ fp: Raw) -> Raw {
  let vm = fp.machine.vm
  _ = vm.endCallSpan(depth: vm.depth(ofFrame: fp))
  return fp - frameStride
}
