// A call of a tracked function, or of a traced one (`TaskSpans.swift`), has two frames: the step frame, which remembers where
// the caller continues, and above it the frame of the function, which returns to the word `stepReturn`. So a normal return
// passes through the step runtime without any cost for other calls, and the unwinder recognises that an error leaves a step
// (06 §4.4).

/// The step frame below the frame of a tracked or traced function.
func pushStepFrame(
  _ frame: Raw, _ next: Raw, _ result: Raw, _ base: Raw, _ machine: UnsafeMutablePointer<Machine>
) {
  frame.frame.pointee = Frame(returnPC: next, callerBase: base, result: result, machine: machine)
}

/// The handler of the word that tracked functions return to: `sp − 16` holds the result, `fp` is the step frame.
@inline(never) func stepReturn(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if !passThroughSteps(sp, fp) {
    if let top = advanceInterlude(after: nil, sp - 16, fp) { failInterlude(top, fp) }
    return
  }
  go(fp.frame.pointee.returnPC, sp, fp.frame.pointee.callerBase, fp - frameStride)
}

/// Shows the result of a tracked call to the step runtime; false when an interlude has begun, which took it over.
@inline(never) private func passThroughSteps(_ sp: Raw, _ fp: Raw) -> Bool {
  let machine = fp.machine
  return machine.pointee.host._withUnsafeGuaranteedRef { vm in
    let depth = vm.depth(ofFrame: fp + frameStride)
    if vm.endCallSpan(depth: depth) { return true }
    if machine.pointee.hasStepHandlers {
      return vm.stepHooks?.didReturn((sp - 16).value, depth: depth, task: vm.currentTask) ?? true
    }
    if let context = machine.pointee.current.pointee.stepContext {
      vm.stepEntries?.didReturn(context.toOpaque(), depth)
    }
    return true
  }
}

extension VirtualMachine {
  /// The number of frames of the task up to and including this one (06 §4.1).
  func depth(ofFrame frame: Raw) -> Int {
    machine.pointee.depthBase + (frame - machine.pointee.framesStart) / frameStride
  }

  /// Announces that the frame of a tracked function is pushed with these arguments, borrowed.
  func didPushTracked(_ function: UnsafeMutablePointer<Function>, frame: Raw, _ arguments: Raw, _ bytes: Int) {
    guard let entries = stepEntries else { return }
    let task = machine.pointee.current
    if !task.pointee.hasContext { stepHooks?.prepare(task.state) }
    guard let context = task.pointee.stepContext, let registration = function.pointee.registration else {
      preconditionFailure("a tracked function is registered, and its task is prepared")
    }
    entries.didPush(
      context.toOpaque(), registration.toOpaque(), depth(ofFrame: frame), arguments, bytes / MemoryLayout<Value>.stride)
  }
}
