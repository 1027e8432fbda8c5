import Bytecode
import Glibc

// Raising and unwinding. `fail` is the end of every operation that cannot go on: the error is in `pendingError`, the
// operands are still on the operand stack. The unwinder is the only code that pops frames abnormally, and the only code
// that asks the step runtime about boundaries.

/// Ends an instruction with the pending error. Control goes back to the driver, which continues where the unwinder says.
@inline(never) func fail(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  park(pc, sp, base, currentFrame(fp))
  fp.machine.vm.unwind()
}

/// `fail` with the error of 02 §5.9.
///
/// When the limit of the frames was taken away, the call is a safepoint, and made again; so it is when there is more room.
@inline(never) func failWithStackOverflow(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if fp.machine.pointee.framesEnd != fp.machine.pointee.frameLimit {
    switch callAction(pc, sp, base, fp) {
    case .proceed: return go(pc, sp, base, fp)
    case .fail: return fail(pc, sp, base, fp)
    case .yield: return
    }
  }
  if let grown = growFrames(fp) { return go(pc, sp, base, grown) }
  setError(.stackOverflow, fp)
  fail(pc, sp, base, fp)
}

/// What the scheduler wants at a call that looks closer; a task that yields is parked in front of it. See `safepointAction`.
@inline(never) private func callAction(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) -> SafepointAction {
  let vm = fp.machine.vm
  let action = vm.passCall()
  if action == .yield {
    park(pc, sp, base, fp)
    vm.letOthersRun()
  }
  return action
}

/// The error of a `raise` instruction.
@inline(never) func raiseError(_ pc: Raw, _ fp: Raw) {
  let text = String(decoding: pc.pointer(StringObject.self).buffer, as: UTF8.self)
  let vm = fp.machine.vm
  switch RaisedError(rawValue: Int32(truncatingIfNeeded: pc.a)) {
  case .runtimeError: vm.pendingError = .runtimeError(text)
  case .immutableAssignment: vm.pendingError = .immutableAssignment(text)
  case .undefinedVariable:
    vm.pendingError = .undefinedVariable(text, suggestion: vm.nearestVariable(text, at: pc))
  case .thrown, nil: vm.pendingError = .thrown(text: text)
  }
}

/// What a safepoint does when there may be a request: of cancellation, or because a time limit is over.
@inline(never) func atSafepoint(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  switch safepointAction(pc, sp, base, fp) {
  case .proceed: go(pc.next, sp, base, fp)
  case .fail: fail(pc, sp, base, fp)
  case .yield: return
  }
}

/// What the scheduler wants at a safepoint; a task that yields is parked. A function of its own, so that the handler holds no
/// object and ends in a jump.
@inline(never) private func safepointAction(
  _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) -> SafepointAction {
  let scheduler = fp.machine.vm.scheduler!
  let action = scheduler.passSafepoint()
  if action == .yield {
    park(pc.next, sp, base, fp)
    fp.machine.vm.letOthersRun()
  }
  return action
}

extension VirtualMachine {
  /// Gives the limit of the frames back that was taken away to make the next call look closer, and looks what the scheduler
  /// wants there.
  func passCall() -> SafepointAction {
    machine.pointee.framesEnd = machine.pointee.frameLimit
    return scheduler.passSafepoint(cost: 100)
  }

  /// Puts the running task, which goes on at the parked registers, at the end of the line of those that can run.
  func letOthersRun() {
    machine.save(machine.pointee.pc, machine.pointee.sp, machine.pointee.base, machine.pointee.fp)
    machine.pointee.current.pointee.resumption = .again
    machine.enqueue(machine.pointee.current)
    scheduler.parkForSwitch()
  }

  /// Continues the pending error from the parked registers: cuts the stacks down to the nearest handler and parks its
  /// registers, or ends the run.
  func unwind() {
    guard var error = pendingError else { return }
    pendingError = nil
    if case .interlude = error {
      guard let failure = interruptBuiltin() else { return }
      error = failure
    }
    if pendingTrace == nil, !error.isExit, !scheduler.current.isForcedOut,
      let place = simpleHandler()
    {
      return park(place, error.boundValue)
    }
    // An exception that is raised again keeps the trace of where it arose; a new one remembers the calls that it leaves.
    let known = pendingTrace
    pendingTrace = nil
    var left: [TraceEntry] = []
    var pc = machine.pointee.pc
    var sp = machine.pointee.sp
    var base = machine.pointee.base
    var fp = machine.pointee.fp
    let mayBeHandled = !error.isExit && !scheduler.current.isForcedOut
    while true {
      // Below the frame of a tracked function or of a handler of an interlude lies a frame that goes with it.
      while pc + 1 == machine.pointee.stepReturn || pc + 1 == machine.pointee.interludeReturn {
        let isStep = pc + 1 == machine.pointee.stepReturn
        let depth = depth(ofFrame: fp + frameStride)
        let frame = fp.frame.pointee
        releaseDown(from: sp, to: frame.result)
        sp = frame.result
        base = frame.callerBase
        pc = frame.returnPC - 1
        fp -= frameStride
        switch isStep ? leaveStep(error, depth) : .propagate(endInterlude(with: error)) {
        case .propagate(let next): error = next
        case .resume(let value):
          sp.value = value
          return park(frame.returnPC, sp + 16, base, fp)
        }
      }
      if mayBeHandled, let (number, instruction) = location(pc),
        let handler = functions[number].handler(at: instruction)
      {
        let function = functions[number]
        let trace =
          known ?? (function.catchesAll(handler) ? nil : Trace(left + captureTrace(pc, fp)))
        let depth = base + function.record.pointee.localBytes + handler.depth * 16
        releaseDown(from: sp, to: depth)
        depth.value = newException(error, trace)
        return park(function.address(ofInstruction: handler.target), depth + 16, base, fp)
      }
      let frame = fp.frame.pointee
      if frame.returnPC == programEndWord {
        releaseDown(from: sp, to: frame.result + (inputLocalBytes ?? 0))
        return finish(error, known?.entries ?? left + captureTrace(pc, fp))
      }
      if frame.returnPC == machine.pointee.taskBottom {
        releaseDown(from: sp, to: frame.result)
        if error.isExit { return finish(error, []) }
        return scheduler.currentDidFail(
          crossingBoundary(error, known?.entries ?? left + captureTrace(pc, fp)))
      }
      if known == nil { left.append(TraceEntry(pc: pc)) }
      releaseDown(from: sp, to: frame.result)
      if frame.returnPC == machine.pointee.producerEnd {
        // The error surfaces at the demand (02 §13.2).
        let consumer = leaveProducer(machine)
        (pc, sp, base, fp) = (consumer.pc, consumer.sp, consumer.base, consumer.fp)
        continue
      }
      sp = frame.result
      base = frame.callerBase
      pc = frame.returnPC - 1
      fp -= frameStride
    }
  }

  /// The registers of a handler that binds or drops the error.
  struct SimpleHandler {
    var range: HandlerRange
    var base: Raw
    var fp: Raw
  }

  /// The nearest handler when it ends the error, and only ordinary calls have to be left on the way to it: then nobody asks
  /// for the trace. Starts at the parked registers and changes nothing.
  private func simpleHandler() -> SimpleHandler? {
    if handlerRanges.isEmpty { return nil }
    var pc = machine.pointee.pc
    var base = machine.pointee.base
    var fp = machine.pointee.fp
    if pc + 1 == machine.pointee.stepReturn || pc + 1 == machine.pointee.interludeReturn { return nil }
    while true {
      if let range = handlerRange(at: pc) {
        return range.kind == .other ? nil : SimpleHandler(range: range, base: base, fp: fp)
      }
      let frame = fp.frame.pointee
      if frame.returnPC == programEndWord || frame.returnPC == machine.pointee.taskBottom
        || frame.returnPC == machine.pointee.producerEnd
        || frame.returnPC == machine.pointee.stepReturn
        || frame.returnPC == machine.pointee.interludeReturn
      {
        return nil
      }
      pc = frame.returnPC - 1
      base = frame.callerBase
      fp -= frameStride
    }
  }

  /// Continues in a handler with the value that it binds, owned.
  private func park(_ handler: SimpleHandler, _ value: Value) {
    // The values of the calls that are left lie one after the other above the depth of the handler.
    let depth = handler.base + handler.range.depthBytes
    releaseDown(from: machine.pointee.sp, to: depth)
    if handler.range.kind == .binds {
      depth.value = value
      return park(handler.range.target + 16, depth + 16, handler.base, handler.fp)
    }
    release(value)
    park(handler.range.target + 16, depth, handler.base, handler.fp)
  }

  /// The protected code around an address. O(log n) in the number of handlers of all code.
  private func handlerRange(at pc: Raw) -> HandlerRange? {
    let next = handlerRanges.partitioningIndex { $0.from > pc }
    guard next > 0, pc < handlerRanges[next - 1].to else { return nil }
    return handlerRanges[next - 1]
  }

  /// Asks the step runtime what becomes of an error that leaves the tracked function at `depth` (06 §5.2); that of a traced
  /// one goes on.
  private func leaveStep(_ error: HarnError, _ depth: Int) -> BoundaryDecision {
    if endCallSpan(depth: depth) { return .propagate(error) }
    return stepHooks?.isLeaving(depth: depth, error: error, task: currentTask) ?? .propagate(error)
  }

  /// Stores the registers for the driver.
  func park(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
    machine.pointee.pc = pc
    machine.pointee.sp = sp
    machine.pointee.base = base
    machine.pointee.fp = fp
  }

  /// The instructions of the active calls, innermost first, step frames left out. O(depth).
  func captureTrace(_ pc: Raw, _ fp: Raw) -> [TraceEntry] {
    var entries = [TraceEntry(pc: pc)]
    var frame = fp
    var coroutine = machine.pointee.coroutine
    while frame.frame.pointee.returnPC != programEndWord,
      frame.frame.pointee.returnPC != machine.pointee.taskBottom
    {
      let returnPC = frame.frame.pointee.returnPC
      if returnPC == machine.pointee.producerEnd, let producer = coroutine {
        entries.append(TraceEntry(pc: producer.pointee.consumer.pc))
        frame = producer.pointee.consumer.fp
        coroutine = producer.pointee.parent
        continue
      }
      if returnPC != machine.pointee.stepReturn && returnPC != machine.pointee.interludeReturn {
        entries.append(TraceEntry(pc: returnPC - 1))
      }
      frame -= frameStride
    }
    return entries
  }
}

extension HarnError {
  /// Whether this is `exit`, which no handler sees.
  var isExit: Bool {
    if case .exit = self { return true }
    return false
  }
}

// MARK: Exceptions: errors as values on the operand stack of a handler

/// The kinds of error that an exception object tells apart.
enum ErrorKind: UInt8 {
  case thrown, runtimeError, typeError, undefinedVariable, undefinedBuiltin, immutableAssignment
  case divisionByZero, stackOverflow, categorized, exit
}

/// An exception object for an error; takes over the count of a thrown value.
func newException(_ error: HarnError, _ trace: Trace?) -> Value {
  let object = allocate(MemoryLayout<ExceptionObject>.stride, .exception)
    .assumingMemoryBound(to: ExceptionObject.self)
  let (kind, value) = error.parts
  object.pointee.kind = kind.rawValue
  object.pointee.value = value
  let held = trace.map { Unmanaged.passRetained($0) }
  (Raw(object) + MemoryLayout<ExceptionObject>.offset(of: \ExceptionObject.trace).unsafelyUnwrapped)
    .initializeMemory(as: Unmanaged<Trace>?.self, to: held)
  return Value(object: Raw(object), .exception)
}

extension HarnError {
  /// The kind, and the thrown value or the text as a value, owned.
  fileprivate var parts: (ErrorKind, Value) {
    switch self {
    case .thrown(let value): (.thrown, value)
    case .runtimeError(let text): (.runtimeError, Value(string: text))
    case .typeError(let text): (.typeError, Value(string: text))
    case .undefinedVariable(let name, nil): (.undefinedVariable, Value(string: name))
    case .undefinedBuiltin(let name, nil): (.undefinedBuiltin, Value(string: name))
    case .undefinedVariable, .undefinedBuiltin: (.runtimeError, Value(string: message))
    case .immutableAssignment(let name): (.immutableAssignment, Value(string: name))
    case .divisionByZero: (.divisionByZero, .nilValue)
    case .stackOverflow: (.stackOverflow, .nilValue)
    case .categorized(let category, let text):
      (.categorized, newPair(Value(string: category), Value(string: text)))
    case .exit(let status): (.exit, Value(int: Int(status)))
    case .interlude: preconditionFailure("an interlude is no error")
    }
  }

  /// The text without the prefix of its class (02 §14.1); the display form of a thrown value.
  var message: String {
    switch self {
    case .thrown(let value): displayText(value)
    case .runtimeError(let text), .typeError(let text): text
    case .undefinedVariable(let name, let suggestion):
      "Undefined variable: \(name)" + HarnError.hint(suggestion)
    case .undefinedBuiltin(let name, let suggestion):
      "Undefined builtin: \(name)" + HarnError.hint(suggestion)
    case .immutableAssignment(let name): "Cannot assign to immutable binding: \(name)"
    case .divisionByZero: "Division by zero"
    case .stackOverflow: "Stack overflow: too many nested calls"
    case .categorized(let category, let text): "Error [\(category)]: \(text)"
    case .exit(let status): "exit(\(status))"
    case .interlude: preconditionFailure("an interlude is no error")
    }
  }

  private static func hint(_ suggestion: String?) -> String {
    suggestion.map { " (did you mean `\($0)`?)" } ?? ""
  }

  /// What `catch` binds, as text (02 §14.1, third column).
  package var caughtText: String {
    switch self {
    case .runtimeError, .undefinedVariable(_, .some), .undefinedBuiltin(_, .some):
      "Runtime error: \(message)"
    case .typeError: "Type error: \(message)"
    default: message
    }
  }

  /// The text of an uncaught error without the line suffix (02 §14.1, fourth column).
  var uncaughtText: String {
    switch self {
    case .thrown: "Thrown: \(message)"
    case .typeError: "Type error: \(message)"
    case .categorized, .exit: message
    default: "Runtime error: \(message)"
    }
  }

  /// Whether the uncaught text ends in ` (line N)`.
  var namesLine: Bool {
    switch self {
    case .thrown, .categorized, .exit: false
    default: true
    }
  }
}

/// The error that an exception object holds; its thrown value is borrowed.
func error(of exception: Value) -> HarnError {
  let object = exception.exception.pointee
  let value = object.value
  switch ErrorKind(rawValue: object.kind) ?? .thrown {
  case .thrown: return .thrown(value)
  case .runtimeError: return .runtimeError(value.stringValue ?? "")
  case .typeError: return .typeError(value.stringValue ?? "")
  case .undefinedVariable: return .undefinedVariable(value.stringValue ?? "", suggestion: nil)
  case .undefinedBuiltin: return .undefinedBuiltin(value.stringValue ?? "", suggestion: nil)
  case .immutableAssignment: return .immutableAssignment(value.stringValue ?? "")
  case .divisionByZero: return .divisionByZero
  case .stackOverflow: return .stackOverflow
  case .categorized:
    return .categorized(
      category: value.pair.pointee.first.stringValue ?? "",
      message: value.pair.pointee.second.stringValue ?? "")
  case .exit: return .exit(status: Int32(truncatingIfNeeded: value.int))
  }
}

extension HarnError {
  /// What `catch` binds, owned; takes over the count of a thrown value (02 §14.1).
  var boundValue: Value {
    if case .thrown(let value) = self { return value }
    return Value(string: caughtText)
  }
}

/// What `catch` binds for an exception, owned (02 §14.1).
@inline(never) func boundValue(of exception: Value) -> Value {
  if exception.exception.pointee.kind == ErrorKind.thrown.rawValue {
    return exception.exception.pointee.value.retained()
  }
  return Value(string: error(of: exception).caughtText)
}

/// Makes an exception the pending error again, with its trace; consumes it.
@inline(never) func takeException(_ exception: Value, _ fp: Raw) {
  let vm = fp.machine.vm
  let error = error(of: exception)
  if case .thrown(let value) = error { retain(value) }
  vm.pendingError = error
  vm.pendingTrace = exception.exception.pointee.trace?.takeUnretainedValue() ?? Trace([])
  release(exception)
}

/// Whether the thrown value is an enum value of the enum of this name (02 §14.3), or, for `transientErrors`, the error is
/// worth another attempt (04 A15.4).
@inline(never) func isThrownEnum(_ exception: Value, _ name: StringPointer) -> Bool {
  let object = exception.exception.pointee
  if object.kind == ErrorKind.thrown.rawValue, object.value.isEnum {
    return object.value.enumCase.pointee.enumName == name
  }
  guard name.buffer.elementsEqual(transientErrors.utf8) else { return false }
  let bound = boundValue(of: exception)
  defer { release(bound) }
  return transientCategories.contains(category(of: bound))
}
