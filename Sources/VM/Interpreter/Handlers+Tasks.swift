// Switches between tasks, and what channels do without asking the scheduler (04 A1.3, A7).

/// The handler of the word that makes the next task run.
///
/// The first task of the line continues at once when nothing else is to be looked at.
@inline(never) func switchToNextTask(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let machine = fp.machine
  machine.pointee.switches &+= 1
  guard let task = machine.pointee.firstReady, mayContinue(task, machine) else {
    return askScheduler(pc, sp, base, fp)
  }
  if !task.pointee.isStarted { return startTask(pc, sp, base, fp) }
  machine.dequeue(task)
  task.pointee.status = .running
  machine.pointee.current = task
  machine.pointee.coroutine = task.pointee.coroutine
  machine.pointee.use(task.pointee.registers)
  var value = task.pointee.resumptionValue
  task.pointee.resumptionValue = .nilValue
  var isItem = task.pointee.resumption == .item
  if task.pointee.resumption == .receive {
    value = machine.receive(task)
    isItem = task.pointee.delivery == .item
  }
  let top = task.pointee.registers.sp
  if isItem {
    return deliver(value, task.pointee.registers.pc, top, task.pointee.registers.base, task.pointee.registers.fp)
  }
  top.value = value
  go(task.pointee.registers.pc, top + 16, task.pointee.registers.base, task.pointee.registers.fp)
}

@inline(__always) private func mayContinue(
  _ task: TaskRecordPointer, _ machine: UnsafeMutablePointer<Machine>
) -> Bool {
  if machine.pointee.attention || machine.pointee.interrupt != 0 { return false }
  if machine.pointee.hasTimers && machine.pointee.isTurnOfTimers { return false }
  if machine.pointee.hasResults?.pointee.load(ordering: .acquiring) != false { return false }
  if task.pointee.isWatched { return false }
  switch task.pointee.resumption {
  case .value, .item: return true
  case .receive: return task.isReceiving
  case .end, .again, .error: return false
  }
}

/// Starts the first task of the line, if only the task itself is concerned.
@inline(never) private func startTask(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let machine = fp.machine
  guard let task = machine.pointee.firstReady, !task.pointee.hasEndDuties,
    let slot = machine.pointee.freeStacks.pointee.take()
  else { return askScheduler(pc, sp, base, fp) }
  machine.dequeue(task)
  task.pointee.status = .running
  machine.pointee.current = task
  machine.pointee.coroutine = nil
  let registers = machine.layOut(task, on: TaskStack(slot: slot))
  machine.pointee.use(registers)
  go(registers.pc, registers.sp, registers.base, registers.fp)
}

/// The handler of the word behind the call of the body of a task: it ended with the value on the stack.
@inline(never) func taskEnd(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  if fp.machine.endCurrent((sp - 16).value) { return switchToNextTask(pc, sp, base, fp) }
  fp.machine.vm.scheduler.currentDidReturn((sp - 16).value)
}

@inline(never) private func askScheduler(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let scheduler = fp.machine.vm.scheduler!
  scheduler.parkForSwitch()
  scheduler.switchToNext()
}

/// Suspends the running task in a call whose result goes to the slot `result`; it goes on at `next`. What it waits for is
/// noted by now.
@inline(never) func suspendCall(_ next: Raw, _ result: Raw, _ base: Raw, _ fp: Raw) {
  fp.machine.save(next, result, base, fp)
  switchToNextTask(next, result, base, fp)
}

// MARK: Spawned tasks (04 A3)

/// `spawn`: a handle of a new task in the place of the closure.
@inline(never) func spawnTask(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let machine = fp.machine
  if machine.pointee.current.pointee.hasContext || machine.pointee.isTracing { return callBuiltin(pc, sp, base, fp) }
  let place = sp - 16
  place.value = machine.spawn(place.value)
  go(pc.afterLiteral, sp, base, fp)
}

/// `await(handle)`; everything unusual goes to the builtin.
@inline(never) func awaitTask(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let place = sp - 16
  let machine = fp.machine
  let current = machine.pointee.current
  guard let task = place.value.taskRecord, task.pointee.creator == current.pointee.number, !current.pointee.isWatched
  else { return callBuiltin(pc, sp, base, fp) }
  let handle = place.value
  if task.pointee.status != .ended {
    machine.await(task)
    current.pointee.status = .waiting
    current.pointee.delivery = .value
    current.pointee.timeout = .max
    place.value = .nilValue
    release(handle)
    return suspendCall(pc.afterLiteral, place, base, fp)
  }
  if task.pointee.result.isAbsent || task.pointee.hasOutput { return callBuiltin(pc, sp, base, fp) }
  place.value = task.pointee.result
  task.pointee.result = .absent
  machine.unlink(task)
  release(handle)
  go(pc.afterLiteral, sp, base, fp)
}

// MARK: Channels

/// `send(channel, value)`; everything unusual goes to the builtin.
@inline(never) func sendToChannel(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let place = sp - 32
  guard let channel = place.value.channelRecord, !channel.pointee.isClosed else {
    return callBuiltin(pc, sp, base, fp)
  }
  let machine = fp.machine
  if !channel.put((sp - 16).value, machine) {
    if machine.pointee.current.pointee.isWatched { return callBuiltin(pc, sp, base, fp) }
    machine.pointee.current.waitInLine(
      channel.pointee.senders, owner: place.value, item: (sp - 16).value, delivery: .value)
    return suspendCall(pc.afterLiteral, place, base, fp)
  }
  let handle = place.value
  place.value = Value(bool: true)
  release(handle)
  go(pc.afterLiteral, sp - 16, base, fp)
}

/// `receive(channel)`; everything unusual goes to the builtin.
@inline(never) func receiveFromChannel(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  let place = sp - 16
  guard let channel = place.value.channelRecord else { return callBuiltin(pc, sp, base, fp) }
  let machine = fp.machine
  let item = channel.take(machine)
  if item.isAbsent {
    if channel.pointee.isClosed || machine.pointee.current.pointee.isWatched {
      return callBuiltin(pc, sp, base, fp)
    }
    machine.pointee.current.waitInLine(channel.pointee.receivers, owner: place.value, delivery: .value)
    return suspendCall(pc.afterLiteral, place, base, fp)
  }
  let handle = place.value
  place.value = item
  release(handle)
  go(pc.afterLiteral, sp, base, fp)
}

/// The next item of a loop over a channel, whose handle stays in local `a`.
@inline(never) func forNextOfChannel(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
  guard let channel = (base + pc.a).value.channelRecord else { return nextOfHandle(pc, sp, base, fp) }
  let machine = fp.machine
  let item = channel.take(machine)
  if !item.isAbsent { return deliver(item, pc, sp, base, fp) }
  if channel.pointee.isClosed || machine.pointee.current.pointee.isWatched {
    return nextOfHandle(pc, sp, base, fp)
  }
  machine.pointee.current.waitInLine(channel.pointee.receivers, delivery: .item)
  suspendCall(pc, sp, base, fp)
}

extension UnsafeMutablePointer where Pointee == TaskRecord {
  /// Notes that the task waits in a queue, without limit of time. Takes over the counts of `owner` and `item`.
  @inline(__always) fileprivate func waitInLine(
    _ queue: WaitQueuePointer, owner: Value = .nilValue, item: Value = .nilValue, delivery: TaskState.Delivery
  ) {
    pointee.status = .waiting
    pointee.delivery = delivery
    pointee.timeout = .max
    queue.append(self, owner: owner, item: item)
  }
}

/// The handlers that do what builtins of these names do, by name and number of arguments.
func taskHandler(_ name: String, _ count: Int) -> Handler? {
  switch (name, count) {
  case ("send", 2): sendToChannel
  case ("receive", 1): receiveFromChannel
  case ("__task_spawn", 1): spawnTask
  case ("await", 1): awaitTask
  default: nil
  }
}
