// Interludes: handlers, written in Harn, that the step runtime runs between two instructions of a program - before the call
// of a step, after its return, or before a builtin has its result (06 §7).
//
// An interlude has a frame below the frame of the handler that runs, which returns to the word `interludeReturn`. The frame
// says where the program goes on and where the result goes. An interlude before a call keeps that call on the operand
// stack, above its arguments: the closure, the bytes of the arguments, the bytes of the callee.
//
// Control always goes through the driver here, so nothing of this needs to end in a tail call.

/// Makes `argumentBytes` of arguments at `arguments` wait for an interlude and parks the registers at its first handler; the
/// parameters are those of `arrangeCall`. False with the pending error set when that fails; the stack is unchanged then.
@inline(never) func interruptCall(
  _ function: UnsafeMutablePointer<Function>, _ closure: Value, _ arguments: Raw,
  _ calleeBytes: Int, _ argumentBytes: Int, _ next: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) -> Bool {
  let callee =
    closure.isClosure
    ? closure.retained()
    : Value(object: Raw(newClosure(function, captures: 0)), .closure)
  sp.value = callee
  (sp + 16).value = Value(int: argumentBytes)
  (sp + 32).value = Value(int: calleeBytes)
  let frame = fp + frameStride
  frame.frame.pointee = Frame(
    returnPC: next, callerBase: base, result: arguments - calleeBytes, machine: fp.machine)
  guard let top = advanceInterlude(after: nil, sp + 48, frame) else { return true }
  releaseDown(from: top, to: sp)
  return false
}

/// Bytes that `interruptCall` needs on the operand stack.
let interruptedCallBytes = 48 + 32 + 64

/// Whether handlers want the call of a tracked function (06 §4.2 step 2); an interlude has begun then.
@inline(never) func isInterrupted(
  _ function: UnsafeMutablePointer<Function>, _ arguments: Raw, _ argumentBytes: Int, _ fp: Raw
) -> Bool {
  let vm = fp.machine.vm
  guard let hooks = vm.stepHooks, hooks.hasHandlers else { return false }
  let passed = (0..<argumentBytes / 16).map { (arguments + $0 * 16).value }
  return hooks.willCall(
    function: vm.functions[Int(function.pointee.number)].code.declaredName ?? "",
    arguments: passed, task: vm.currentTask)
}

/// The handler of the word that handlers of an interlude return to: `sp − 16` holds the result, `fp` is the interlude frame.
@inline(never) func interludeReturn(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let result = (sp - 16).value
  if let top = advanceInterlude(after: result, sp - 16, fp) { failInterlude(top, fp) }
}

/// Raises the pending error where the interlude in frame `fp` interrupted the program. The interlude has ended.
func failInterlude(_ top: Raw, _ fp: Raw) {
  let frame = fp.frame.pointee
  fail(frame.returnPC - 1, top, frame.callerBase, fp - frameStride)
}

/// Lets the step runtime take the result of a handler, nil at the start, and parks the registers at whatever comes next.
/// Otherwise the interlude has ended with the pending error: returns the first free slot.
func advanceInterlude(after result: Value?, _ sp: Raw, _ fp: Raw) -> Raw? {
  let vm = fp.machine.vm
  let frame = fp.frame.pointee
  guard let hooks = vm.stepHooks else { preconditionFailure("an interlude without step runtime") }
  do throws(HarnError) {
    switch try hooks.continueInterlude(after: result, task: vm.currentTask) {
    case .call(let handler, let payload):
      sp.value = handler
      (sp + 16).value = payload
      if arrangeCall(
        handler.closure.pointee.function, handler, sp + 16, 16, 16, fp.machine.pointee.interludeReturn,
        sp + 32, frame.callerBase, fp)
      {
        return nil
      }
      releaseDown(from: sp + 32, to: sp)
      throw vm.endInterlude(with: vm.takePendingError())
    case .enter(let arguments):
      return enterInterruptedCall(arguments, sp, fp)
    case .resume(let value):
      releaseDown(from: sp, to: frame.result)
      frame.result.value = value
      park(frame.returnPC, frame.result + 16, frame.callerBase, fp - frameStride)
      return nil
    }
  } catch {
    setError(error, fp)
    return sp
  }
}

/// Makes the call that waits below `sp`, with these arguments if there are any. The interlude has ended. As
/// `advanceInterlude`.
private func enterInterruptedCall(_ arguments: Value?, _ sp: Raw, _ fp: Raw) -> Raw? {
  let frame = fp.frame.pointee
  let closure = (sp - 48).value
  let calleeBytes = (sp - 16).value.int
  let from = frame.result + calleeBytes
  var top = sp - 48
  defer { release(closure) }
  if let arguments {
    releaseDown(from: top, to: from)
    top = from
    let bytes = arguments.list.pointee.count * 16
    guard from + bytes + 64 <= fp.machine.pointee.stackEnd else {
      release(arguments)
      setError(.stackOverflow, fp)
      return top
    }
    pushItems(arguments, from)
    top = from + bytes
  }
  let isArranged = arrangeCall(
    closure.closure.pointee.function, closure, from, calleeBytes, top - from, frame.returnPC, top,
    frame.callerBase, fp - frameStride, isAdmitted: true)
  return isArranged ? nil : top
}

/// How an instruction calls a native function.
private struct NativeCallShape {
  /// Bytes of the callee or receiver below the arguments, whose place the result takes.
  let calleeBytes: Int
  /// Bytes of the instruction.
  let length: Int

  /// The shape of the instruction at `pc`.
  init(_ pc: Raw) {
    switch pc.load(as: UInt.self) {
    case handlerAddress(callMethod), handlerAddress(callMethodOptional),
      handlerAddress(callMethodSpread), handlerAddress(callMethodSpreadOptional):
      (calleeBytes, length) = (16, 48)
    case handlerAddress(callFirst): (calleeBytes, length) = (0, 48)
    case handlerAddress(call), handlerAddress(callSpread), handlerAddress(pipe),
      handlerAddress(tailCall), handlerAddress(tailCallSpread), handlerAddress(tailPipe):
      (calleeBytes, length) = (16, 32)
    default: (calleeBytes, length) = (0, 32)
    }
  }
}

extension VirtualMachine {
  /// Lets an interlude say what the builtin at the parked registers yields, and parks the registers at its first handler.
  /// Otherwise returns the error that is raised in its place.
  func interruptBuiltin() -> HarnError? {
    let pc = machine.pointee.pc
    let call = NativeCallShape(pc)
    let result = machine.pointee.failedArguments - call.calleeBytes
    releaseDown(from: machine.pointee.sp, to: result)
    machine.pointee.sp = result
    guard result + 96 <= machine.pointee.stackEnd,
      let fp = machine.pointee.fp + frameStride < machine.pointee.frameLimit
        ? machine.pointee.fp : growFrames(machine.pointee.fp)
    else { return endInterlude(with: .stackOverflow) }
    machine.pointee.fp = fp
    let frame = fp + frameStride
    frame.frame.pointee = Frame(
      returnPC: pc + call.length, callerBase: machine.pointee.base, result: result,
      machine: machine)
    return advanceInterlude(after: nil, result, frame) == nil ? nil : takePendingError()
  }

  /// Tells the step runtime that `error` leaves the running interlude; what goes on in its place.
  func endInterlude(with error: HarnError) -> HarnError {
    stepHooks?.interludeFailed(error, task: currentTask) ?? error
  }

  /// The pending error, which is no longer pending.
  func takePendingError() -> HarnError {
    defer { pendingError = nil }
    return pendingError ?? .stackOverflow
  }
}
