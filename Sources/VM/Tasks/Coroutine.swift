import Glibc

// Generators and streams (02 §13) are coroutines: a stack and four registers. A demand exchanges the registers of the consumer
// for those of the producer, `yield` exchanges them back; neither is a Swift call.
//
// Who demands is always an instruction `forNext`. The registers of the consumer point at it, so that whoever ends the demand
// - `yield`, the end of the body, an error - knows where the item goes and where to continue.

/// The registers and stack bounds of a place in a running program.
struct Registers {
  var pc: Raw
  var sp: Raw
  var base: Raw
  var fp: Raw
  var stackEnd: Raw
  var framesStart: Raw
  var framesEnd: Raw
  /// Frames below `framesStart` that belong to the same task: those of its consumers.
  var depthBase: Int
}

/// A producer of items: a suspended call of a function with `yield` or `emit`.
struct Coroutine {
  /// Where the producer continues at the next demand.
  var registers: Registers
  /// Where its consumer waits while it runs.
  var consumer: Registers
  /// The producer that demands from this one, while it runs.
  var parent: UnsafeMutablePointer<Coroutine>?
  var status: Status
  var stack: TaskStack
  /// Tasks that want the next item while another one draws.
  var consumers: WaitQueuePointer?

  enum Status: UInt8 {
    case suspended, running, finished
  }
}

extension Machine {
  /// The registers that a demand has to come back to.
  @inline(__always) func registers(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) -> Registers {
    Registers(
      pc: pc, sp: sp, base: base, fp: fp, stackEnd: stackEnd, framesStart: framesStart,
      framesEnd: frameLimit, depthBase: depthBase)
  }

  /// Makes the stack of other registers the current one.
  @inline(__always) mutating func use(_ registers: Registers) {
    stackEnd = registers.stackEnd
    framesStart = registers.framesStart
    frameLimit = registers.framesEnd
    framesEnd = registers.framesEnd
    depthBase = registers.depthBase
  }
}

// MARK: Demand

/// Continues the producer in local `a` of the `forNext` at `pc` up to its next item.
@inline(never) func resumeProducer(
  _ coroutine: UnsafeMutablePointer<Coroutine>, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw
) {
  let machine = fp.machine
  if !mayResume(coroutine, machine, fp) { return fail(pc, sp, base, fp) }
  let depth = machine.pointee.depthBase + (fp - machine.pointee.framesStart) / frameStride
  coroutine.pointee.consumer = machine.pointee.registers(pc, sp, base, fp)
  coroutine.pointee.parent = machine.pointee.coroutine
  coroutine.pointee.status = .running
  coroutine.pointee.registers.depthBase = depth
  machine.pointee.coroutine = coroutine
  machine.pointee.use(coroutine.pointee.registers)
  go(
    coroutine.pointee.registers.pc, coroutine.pointee.registers.sp,
    coroutine.pointee.registers.base, coroutine.pointee.registers.fp)
}

@inline(never) private func mayResume(
  _ coroutine: UnsafeMutablePointer<Coroutine>, _ machine: UnsafeMutablePointer<Machine>, _ fp: Raw
) -> Bool {
  if coroutine.pointee.status == .running {
    setError(.runtimeError("generator is already running"), fp)
    return false
  }
  // Producers that demand from producers count as nested calls.
  let depth = machine.pointee.depthBase + (fp - machine.pointee.framesStart) / frameStride
  if depth + 1 >= machine.vm.limits.callDepth {
    setError(.stackOverflow, fp)
    return false
  }
  return true
}

/// `yield`: hands the popped value to the consumer.
@inline(__always) func yieldValue(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let machine = fp.machine
  guard let coroutine = machine.pointee.coroutine else { return pop(pc, sp, base, fp) }
  let value = (sp - 16).value
  coroutine.pointee.registers.pc = pc.next
  coroutine.pointee.registers.sp = sp - 16
  coroutine.pointee.registers.base = base
  coroutine.pointee.registers.fp = fp
  coroutine.pointee.status = .suspended
  machine.pointee.coroutine = coroutine.pointee.parent
  machine.pointee.use(coroutine.pointee.consumer)
  if coroutine.pointee.consumers != nil { return deliverContended(value, coroutine, machine) }
  deliver(
    value, coroutine.pointee.consumer.pc, coroutine.pointee.consumer.sp,
    coroutine.pointee.consumer.base, coroutine.pointee.consumer.fp)
}

/// The end of `yieldValue` when other tasks want items of the producer too.
@inline(never) private func deliverContended(
  _ value: Value, _ coroutine: UnsafeMutablePointer<Coroutine>, _ machine: UnsafeMutablePointer<Machine>
) {
  coroutine.wakeConsumers(machine.vm.scheduler)
  let consumer = coroutine.pointee.consumer
  deliver(value, consumer.pc, consumer.sp, consumer.base, consumer.fp)
}

extension UnsafeMutablePointer where Pointee == Coroutine {
  /// Lets the tasks that wait for their turn make their demands again.
  func wakeConsumers(_ scheduler: Scheduler) {
    guard let consumers = pointee.consumers else { return }
    while let node = consumers.first { scheduler.machine.wake(node.pointee.task, .again) }
  }
}

/// Gives an item to the `forNext` at `pc`.
@inline(__always) func deliver(_ value: Value, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let place = itemPlace(pc)
  if place == pushItem {
    sp.value = value
    return go(itemTarget(pc), sp + 16, base, fp)
  }
  let d = base + place
  if d.value.isCounted { return deliverSlowly(value, pc, sp, base, fp) }
  d.value = value
  go(itemTarget(pc), sp, base, fp)
}
@inline(never) func deliverSlowly(_ value: Value, _ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let d = base + itemPlace(pc)
  let old = d.value
  d.value = value
  release(old)
  go(itemTarget(pc), sp, base, fp)
}

/// The handler of the word that the bottom frame of a producer returns to: its body has ended.
@inline(never) func producerEnd(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  release((sp - 16).value)
  let consumer = leaveProducer(fp.machine)
  endIteration(consumer.pc, consumer.sp, consumer.base, consumer.fp)
}

/// Finishes the running producer and returns to the registers of its consumer.
func leaveProducer(_ machine: UnsafeMutablePointer<Machine>) -> Registers {
  guard let coroutine = machine.pointee.coroutine else {
    preconditionFailure("the bottom frame of a producer is left inside a producer")
  }
  coroutine.pointee.status = .finished
  coroutine.wakeConsumers(machine.vm.scheduler)
  machine.vm.stacks.give(back: coroutine.pointee.stack)
  machine.pointee.coroutine = coroutine.pointee.parent
  machine.pointee.use(coroutine.pointee.consumer)
  return coroutine.pointee.consumer
}

/// The state of a generator or stream value.
final class ProducerState: SequenceState {
  let coroutine: UnsafeMutablePointer<Coroutine>
  private let function: UnsafeMutablePointer<Function>
  private let isStream: Bool
  private let stacks: StackPool

  /// A call of `function` that has not started; `stacks` gets the stack back.
  init(
    _ coroutine: Coroutine, of function: UnsafeMutablePointer<Function>, isStream: Bool, stacks: StackPool
  ) {
    function.pointee.holders += 1
    self.function = function
    self.coroutine = .allocate(capacity: 1)
    self.coroutine.initialize(to: coroutine)
    self.isStream = isStream
    self.stacks = stacks
  }

  deinit {
    if coroutine.pointee.status != .finished { stacks.give(back: coroutine.pointee.stack) }
    coroutine.pointee.consumers?.deallocate()
    coroutine.deallocate()
    function.pointee.holders -= 1
  }

  override var typeName: String { isStream ? "stream" : "generator" }
  override var display: String {
    coroutine.pointee.status == .finished ? "<\(typeName) (done)>" : "<\(typeName)>"
  }
  override var methods: MethodReceiver { .generator }
  override var runsCode: Bool { true }

  override func forEachHeldValue(_ body: (Value) -> Void) {
    guard coroutine.pointee.status != .finished else { return }
    var slot = coroutine.pointee.stack.start
    while slot < coroutine.pointee.registers.sp {
      body(slot.value)
      slot += 16
    }
  }

  override func advance(_ scheduler: Scheduler) -> Advance {
    switch coroutine.pointee.status {
    case .finished: return .end
    case .running where !isInCurrentTask(scheduler): return waitForTurn(scheduler)
    case .running, .suspended: return .resume(coroutine)
    }
  }

  private func isInCurrentTask(_ scheduler: Scheduler) -> Bool {
    var running = scheduler.vm.machine.pointee.coroutine
    while let producer = running {
      if producer == coroutine { return true }
      running = producer.pointee.parent
    }
    return false
  }

  /// Another task draws the next item: this one has its turn afterwards.
  private func waitForTurn(_ scheduler: Scheduler) -> Advance {
    do throws(HarnError) {
      try scheduler.mayWait()
    } catch {
      return .failure(error)
    }
    let consumers = coroutine.pointee.consumers ?? .make()
    coroutine.pointee.consumers = consumers
    scheduler.beginWait(delivery: .item)
    consumers.append(scheduler.current.record)
    return .again
  }
}

/// Makes the frame that `arrangeCall` would enter a producer instead: its arguments move to a stack of its own, and a handle
/// takes the place of the result. `stack` is large enough for the function.
func makeProducer(
  _ function: UnsafeMutablePointer<Function>, _ arguments: Raw, _ top: Raw, _ stack: TaskStack, isStream: Bool,
  _ machine: UnsafeMutablePointer<Machine>
) -> Value {
  let vm = machine.vm
  stack.start.copyMemory(from: arguments, byteCount: top - arguments)
  var sp = stack.start + (top - arguments)
  let end = stack.start + function.pointee.localBytes
  while sp < end {
    sp.value = .nilValue
    sp += 16
  }
  let bottom = Frame(
    returnPC: machine.pointee.producerEnd, callerBase: stack.start, result: stack.start,
    machine: machine)
  stack.frames.frame.pointee = bottom
  (stack.frames + frameStride).frame.pointee = bottom
  let registers = Registers(
    pc: function.pointee.code, sp: sp, base: stack.start, fp: stack.frames + frameStride,
    stackEnd: stack.end, framesStart: stack.frames, framesEnd: stack.framesEnd, depthBase: 0)
  let coroutine = Coroutine(
    registers: registers, consumer: registers, parent: nil, status: .suspended, stack: stack)
  let state = ProducerState(coroutine, of: function, isStream: isStream, stacks: vm.stacks)
  let producer = newHandle(state)
  producer.handle.pointee.header.spare = HandleObject.producerMark
  producer.handle.pointee.record = Raw(state.coroutine)
  return producer
}

extension Value {
  /// The coroutine of a generator or stream, or of an iterator over one, if it waits for a demand; nil for any other value.
  @inline(__always) var suspendedProducer: UnsafeMutablePointer<Coroutine>? {
    var producer = self
    if let iterator = iteratorRecord, iterator.pointee.source == .sequence { producer = iterator.pointee.value }
    guard producer.isA(.handle), producer.handle.pointee.header.spare == HandleObject.producerMark else { return nil }
    let coroutine = producer.handle.pointee.record.assumingMemoryBound(to: Coroutine.self)
    return coroutine.pointee.status == .suspended ? coroutine : nil
  }
}
