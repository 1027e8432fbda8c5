// The general form of a call: everything that the fast paths in `Handlers+Calls.swift` leave out.

/// Makes `argumentBytes` of arguments at `arguments` the frame of a call of `function` and parks the registers at its first
/// instruction. `closure` supplies captures; the result goes to the slot `calleeBytes` below the arguments; `next` is
/// where the caller continues. False with the pending error set when the call cannot be made; the stack is unchanged then.
///
/// Sequence of 06 §4.2 for a tracked function; handlers have already seen an admitted call.
@inline(never) func arrangeCall(
  _ function: UnsafeMutablePointer<Function>, _ closure: Value, _ arguments: Raw,
  _ calleeBytes: Int, _ argumentBytes: Int, _ next: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw,
  isAdmitted: Bool = false
) -> Bool {
  let machine = fp.machine
  if machine.pointee.framesEnd != machine.pointee.frameLimit {
    return arrangeCallAtSafepoint(
      function, closure, arguments, calleeBytes, argumentBytes, next, sp, base, fp, isAdmitted: isAdmitted)
  }
  let flags = FunctionFlags(rawValue: function.pointee.flags)
  // A call of a generator function activates nothing (06 §4.2).
  let isTracked = flags.contains(.tracked) && !flags.contains(.generator)
  let hasStepFrame = !flags.isDisjoint(with: .stepFrame) && !flags.contains(.generator)
  let frames = frameStride * (hasStepFrame ? 2 : 1)
  let room = max(
    function.pointee.frameBytes, argumentBytes + (isTracked ? interruptedCallBytes : 64))
  guard arguments + room <= machine.pointee.stackEnd,
    let fp = fp + frames < machine.pointee.frameLimit ? fp : growFrames(fp)
  else {
    setError(.stackOverflow, fp)
    return false
  }
  let newFrame = fp + frames
  if isTracked, !isAdmitted, machine.pointee.hasStepHandlers, isInterrupted(function, arguments, argumentBytes, fp) {
    return interruptCall(
      function, closure, arguments, calleeBytes, argumentBytes, next, sp, base, fp)
  }
  let producerStack = flags.contains(.generator) ? takeStack(function, fp) : nil
  if flags.contains(.generator), producerStack == nil { return false }
  // The activation gets the arguments as passed, before parameters are made of them.
  if isTracked {
    machine.pointee.host._withUnsafeGuaranteedRef {
      $0.didPushTracked(function, frame: newFrame, arguments, argumentBytes)
    }
  }
  if hasStepFrame, flags.contains(.traced) { machine.vm.openCallSpan(function, frame: newFrame) }
  var top = arrangeArguments(function.pointee, flags, arguments, argumentBytes)
  if closure.isClosure {
    for index in 0..<function.pointee.captureCount {
      top.value = closure.closure.captures[index].retained()
      top += 16
    }
  }
  if function.pointee.selfOffset >= 0 {
    top.value = closure.retained()
    top += 16
  }
  if let producerStack {
    let code = machine.vm.functions[Int(function.pointee.number)].code
    let producer = makeProducer(
      function, arguments, top, producerStack, isStream: code.kind == .stream, machine)
    if calleeBytes > 0 { release((arguments - calleeBytes).value) }
    (arguments - calleeBytes).value = producer
    park(next, arguments - calleeBytes + 16, base, fp)
    return true
  }
  let end = arguments + function.pointee.localBytes
  while top < end {
    top.value = .nilValue
    top += 16
  }
  if hasStepFrame {
    pushStepFrame(fp + frameStride, next, arguments - calleeBytes, base, machine)
    newFrame.frame.pointee = Frame(
      returnPC: machine.pointee.stepReturn, callerBase: base, result: arguments - calleeBytes,
      machine: machine)
    park(function.pointee.code, top, arguments, newFrame)
    return true
  }
  newFrame.frame.pointee = Frame(
    returnPC: next, callerBase: base, result: arguments - calleeBytes, machine: machine)
  park(function.pointee.code, top, arguments, newFrame)
  return true
}

/// `arrangeCall` when the limit of the frames was taken away: the task looks what the scheduler wants. When others are to
/// run, the call begins after them.
@inline(never) private func arrangeCallAtSafepoint(
  _ function: UnsafeMutablePointer<Function>, _ closure: Value, _ arguments: Raw,
  _ calleeBytes: Int, _ argumentBytes: Int, _ next: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw, isAdmitted: Bool
) -> Bool {
  let vm = fp.machine.vm
  let action = vm.passCall()
  guard action != .fail,
    arrangeCall(
      function, closure, arguments, calleeBytes, argumentBytes, next, sp, base, fp, isAdmitted: isAdmitted)
  else { return false }
  if action == .yield { vm.letOthersRun() }
  return true
}

/// A stack for a producer; nil with the pending error set when there is none.
private func takeStack(_ function: UnsafeMutablePointer<Function>, _ fp: Raw) -> TaskStack? {
  guard let stack = fp.machine.vm.stacks.take() else {
    setError(.runtimeError("too many generators are alive"), fp)
    return nil
  }
  if stack.start + function.pointee.frameBytes <= stack.end { return stack }
  fp.machine.vm.stacks.give(back: stack)
  setError(.stackOverflow, fp)
  return nil
}

/// What the step runtime keeps for a tracked function.
func registration(of function: UnsafeMutablePointer<Function>) -> AnyObject {
  guard let registration = function.pointee.registration else {
    preconditionFailure("a tracked function is registered")
  }
  return registration.takeUnretainedValue()
}

/// Drops surplus arguments, collects rest arguments and fills in missing ones (02 §5.2). Returns the end of the parameters.
private func arrangeArguments(
  _ function: Function, _ flags: FunctionFlags, _ arguments: Raw, _ argumentBytes: Int
) -> Raw {
  let end = arguments + argumentBytes
  let parametersEnd = arguments + function.parameterBytes
  if flags.contains(.rest) {
    let rest = parametersEnd - 16
    let list = newList(capacity: max(4, (end - rest) / 16))
    var slot = rest
    while slot < end {
      append(slot.value, to: list)
      slot += 16
    }
    fillMissing(function, arguments, from: end, to: rest)
    rest.value = Value(list)
    return parametersEnd
  }
  if end > parametersEnd {
    releaseDown(from: end, to: parametersEnd)
  } else {
    fillMissing(function, arguments, from: end, to: parametersEnd)
  }
  return parametersEnd
}

private func fillMissing(_ function: Function, _ arguments: Raw, from: Raw, to: Raw) {
  var slot = from
  while slot < to {
    slot.value = function.missingArguments[(slot - arguments) / 16]
    slot += 16
  }
}

/// Replaces the list value in the slot `target` by its items, pushed from there on. The caller has checked the room.
@inline(never) func pushItems(_ list: Value, _ target: Raw) {
  for index in 0..<list.list.pointee.count {
    (target + index * 16).value = list.list.pointee.items[index].retained()
  }
  release(list)
}
