/// Decides which task runs (04 A1.3). One thread runs all of them; a task runs until it waits or ends.
///
/// A suspended task is its four registers, its stack and a note of what it waits for. A switch exchanges the registers of the
/// machine; it is no Swift call. Whoever suspends or ends the running task parks the registers at `Machine.switchTask`,
/// whose handler asks for the next one: so nothing recurses.
final class Scheduler {
  /// The entry task.
  let root = TaskState()
  /// The task whose code runs.
  var current: TaskState
  /// Tasks alive, the entry task left out.
  private(set) var liveTasks = 0
  /// The clock of the program.
  let clock: ProgramClock
  /// The named locks of the program.
  let locks = LockTable()
  /// Its cells, maps and mailboxes.
  let shared = SharedStateTable()
  /// Its circuit breakers.
  let circuits = CircuitTable()
  /// Its rate limits.
  let rateLimits = RateLimits()
  /// Its supervisors.
  let supervisors = SupervisorTable()
  /// Interrupts code that computes when a time limit is over.
  let watchdog = Watchdog()
  /// Deadlines begun so far.
  var deadlineCount = 0
  /// Completions of what other threads did, and the way to wake this one.
  let completions = CompletionQueue()
  /// Groups whose stream nobody can draw from any more; their children are aborted before the next task runs.
  var abandonedGroups: [TaskGroup] = []
  /// Chooses among tasks that are runnable at the same time; nil: first come first served. For tests.
  var shuffle: (any RandomNumberGenerator)?

  unowned(unsafe) let vm: VirtualMachine
  private var taskCount = 0
  private var timers = TimerHeap()
  private unowned(unsafe) var firstReady: TaskState?
  private unowned(unsafe) var lastReady: TaskState?
  private var switches = 0

  /// A scheduler whose entry task is about to run.
  init(_ vm: VirtualMachine, time: any TimeSource) {
    self.vm = vm
    clock = ProgramClock(time)
    current = root
    root.status = .running
  }

  /// Now, on the clock of all waits.
  var now: Int { clock.source.nanoseconds }

  /// Makes the entry task the running one, for the next run.
  func reset() {
    current = root
    root.status = .running
    root.isCancelled = false
  }
}

// MARK: Ready tasks

extension Scheduler {
  /// Puts a task at the end of the line of those that can run, or in front of it.
  func enqueue(_ task: TaskState, first: Bool = false) {
    task.status = .ready
    if first {
      task.nextReady = firstReady
      if let next = firstReady { next.previousReady = task } else { lastReady = task }
      firstReady = task
    } else {
      task.previousReady = lastReady
      if let last = lastReady { last.nextReady = task } else { firstReady = task }
      lastReady = task
    }
  }

  /// Takes a task out of that line.
  func dequeue(_ task: TaskState) {
    if let previous = task.previousReady {
      previous.nextReady = task.nextReady
    } else {
      firstReady = task.nextReady
    }
    if let next = task.nextReady {
      next.previousReady = task.previousReady
    } else {
      lastReady = task.previousReady
    }
    task.previousReady = nil
    task.nextReady = nil
  }

  private func nextReady() -> TaskState? {
    guard let task = shuffle == nil ? firstReady : shuffledReady() else { return nil }
    dequeue(task)
    return task
  }

  /// Any task that has run before, or the first one that has not: tasks start in the order of their creation.
  private func shuffledReady() -> TaskState? {
    var candidates: [TaskState] = []
    var isFirstStart = true
    var task = firstReady
    while let candidate = task {
      if candidate.registers != nil || isFirstStart { candidates.append(candidate) }
      if candidate.registers == nil { isFirstStart = false }
      task = candidate.nextReady
    }
    guard !candidates.isEmpty, var generator = shuffle else { return candidates.first }
    defer { shuffle = generator }
    return candidates[Int(generator.next() % UInt64(candidates.count))]
  }
}

// MARK: Switching

extension Scheduler {
  /// Saves the registers of the running task, which goes on at `pc`.
  func save(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
    current.registers = vm.machine.pointee.registers(pc, sp, base, fp)
    current.coroutine = vm.machine.pointee.coroutine
  }

  /// Makes the driver ask for the next task.
  func parkForSwitch() {
    let bottom = vm.bottomFrame
    vm.machine.pointee.pc = vm.machine.pointee.switchTask
    vm.machine.pointee.fp = bottom
    vm.machine.pointee.sp = bottom
    vm.machine.pointee.base = bottom
  }

  /// Parks the registers of the next task that can run; waits for one when there is none.
  func switchToNext() {
    while true {
      collectEvents()
      if let task = nextReady() {
        if resume(task) { return }
        continue
      }
      vm.output.flush()
      clock.source.wait(until: timers.firstTime, bell: completions.bell)
      switches = 0
    }
  }

  /// What happened meanwhile: requests to stop, completions, timers.
  private func collectEvents() {
    if vm.machine.pointee.stopRequested != 0 { requestCancellation(of: root) }
    for result in completions.take() { finish(result) }
    abortAbandonedGroups()
    if !supervisors.ends.isEmpty { supervisors.settleEnds() }
    switches &+= 1
    guard timers.firstTime != nil, firstReady == nil || switches & 31 == 1 else { return }
    let now = now
    while let task = timers.popDue(now) { timeIsOver(task, now: now) }
  }

  /// Parks the registers of a task; false when it ended at once.
  private func resume(_ task: TaskState) -> Bool {
    current = task
    task.status = .running
    enterOutput()
    let machine = vm.machine
    machine.pointee.coroutine = task.coroutine
    guard let registers = task.registers else { return start(task) }
    machine.pointee.use(registers)
    armInterrupt()
    resume(task, registers)
    return true
  }

  private func resume(_ task: TaskState, _ registers: Registers) {
    let (pc, sp, base, fp) = (registers.pc, registers.sp, registers.base, registers.fp)
    let value = task.resumptionValue
    task.resumptionValue = .nilValue
    switch task.resumption {
    case .value:
      sp.value = value
      vm.park(pc, sp + 16, base, fp)
    case .item:
      let place = itemPlace(pc)
      if place == pushItem {
        sp.value = value
        return vm.park(itemTarget(pc), sp + 16, base, fp)
      }
      let old = (base + place).value
      (base + place).value = value
      release(old)
      vm.park(itemTarget(pc), sp, base, fp)
    case .end:
      clearIterator(base + pc.a)
      vm.park(endTarget(pc), sp, base, fp)
    case .again: vm.park(pc, sp, base, fp)
    case .error:
      vm.pendingError = task.resumptionError
      task.resumptionError = nil
      // The error belongs to the instruction that waits; a call is resumed behind it.
      vm.park(task.delivery == .item ? pc : pc - 1, sp, base, fp)
      vm.unwind()
    }
  }
}

extension Scheduler {
  /// Makes the output of the running task the current one: the entry task prints directly unless it is muted.
  func enterOutput() { vm.output.enter(current === root && root.mutes == 0 ? nil : current) }
}

// MARK: Creation

extension Scheduler {
  /// A new task below the running one that calls `callee` with `argument`; takes over the counts of both. `absent`: without
  /// arguments. It is in no line yet.
  func makeTask(_ callee: Value, _ argument: Value, origin: TaskOrigin, parent: TaskState) -> TaskState {
    taskCount += 1
    liveTasks += 1
    let task = TaskState()
    task.number = taskCount
    task.callee = callee
    task.argument = argument
    task.origin = origin
    bequeath(from: parent, to: task)
    task.parent = parent
    task.nextSibling = parent.firstChild
    parent.firstChild?.previousSibling = task
    parent.firstChild = task
    _ = Unmanaged.passRetained(task)
    return task
  }

  /// Gives a new task what it inherits: the count of groups, the task-local values, the step context.
  func bequeath(from parent: TaskState, to task: TaskState) {
    task.groupCount = parent.groupCount
    task.contextValues = parent.contextValues.retained()
    if parent.stepContext != nil { vm.stepHooks?.didCreate(task, by: parent) }
  }

  /// Takes a task out of the family; it may go away.
  func unlink(_ task: TaskState) {
    if let previous = task.previousSibling {
      previous.nextSibling = task.nextSibling
    } else {
      task.parent?.firstChild = task.nextSibling
    }
    task.nextSibling?.previousSibling = task.previousSibling
    task.previousSibling = nil
    task.nextSibling = nil
    task.parent = nil
    liveTasks -= 1
    Unmanaged.passUnretained(task).release()
  }

  /// Gives a task its stack and parks it in front of the call of its body.
  private func start(_ task: TaskState) -> Bool {
    guard let stack = vm.stacks.take() else {
      release(task.callee)
      release(task.argument)
      (task.callee, task.argument) = (.absent, .absent)
      noteStart(task)
      end(task, .error(.runtimeError("too many tasks are alive")))
      return false
    }
    task.stack = stack
    let machine = vm.machine
    let bottom = stack.frames
    bottom.frame.pointee = Frame(
      returnPC: machine.pointee.taskBottom, callerBase: stack.start, result: stack.start,
      machine: machine)
    stack.start.value = task.callee
    var sp = stack.start + 16
    var pc = machine.pointee.taskStart
    if !task.argument.isAbsent {
      sp.value = task.argument
      sp += 16
      pc = machine.pointee.taskStartWithArgument
    }
    (task.callee, task.argument) = (.absent, .absent)
    noteStart(task)
    let registers = Registers(
      pc: pc, sp: sp, base: stack.start, fp: bottom, stackEnd: stack.end, framesStart: stack.frames,
      framesEnd: stack.framesEnd, depthBase: 0)
    task.registers = registers
    machine.pointee.use(registers)
    armInterrupt()
    vm.park(pc, sp, stack.start, bottom)
    return true
  }

  private func noteStart(_ task: TaskState) {
    switch task.origin {
    case .member(let group, _): group.memberDidStart(self)
    case .supervised(let child): child.supervisor.didStart(child)
    case .root, .spawn: break
    }
  }
}

// MARK: Waiting

extension Scheduler {
  /// Refuses a wait of the running task after a request to end (04 A5.2).
  func mayWait() throws(HarnError) {
    if current.isCancelled { throw .thrown(text: cancellationText) }
  }

  /// Notes that the running task waits, at most until `timeout`. The caller suspends it.
  func beginWait(
    _ wait: TaskState.Wait, until timeout: Int = .max, else value: Value = .nilValue,
    delivery: TaskState.Delivery = .value
  ) {
    let task = current
    task.status = .waiting
    task.wait = wait
    task.delivery = delivery
    task.timeout = timeout
    task.timeoutValue = value
    let limit = min(timeout, task.deadlines.lazy.map(\.time).min() ?? .max)
    if limit != .max { timers.insert(task, at: limit) }
  }

  /// Keeps a new task from starting before `time`.
  func postpone(_ task: TaskState, until time: Int) {
    task.status = .waiting
    task.wait = .queue
    task.timeout = time
    timers.insert(task, at: time)
  }

  /// Ends the wait of a task and makes it ready.
  func wake(_ task: TaskState, _ resumption: TaskState.Resumption, _ value: Value = .nilValue) {
    if task.firstNode != nil { task.leaveQueues(nil) }
    endWait(task)
    task.resumption = resumption
    task.resumptionValue = value
    enqueue(task)
  }

  /// Ends the wait of a task with an error.
  func wake(_ task: TaskState, with error: HarnError) {
    wake(task, .error)
    task.resumptionError = error
  }

  /// Gives an item, owned, to a task that waits for one in `node`.
  func deliver(_ item: Value, to node: WaitNodePointer) {
    let task = node.pointee.task.takeUnretainedValue()
    switch task.delivery {
    case .value: wake(task, .value, item)
    case .item: wake(task, .item, item)
    case .choice:
      task.selected = item
      wake(task, .value, Value(int: node.pointee.choice))
    case .selection:
      wake(task, .value, selection(of: item, at: node.pointee.choice, in: node.pointee.owner))
    }
  }

  private func finish(_ result: CompletionQueue.Result) {
    guard result.completion.takeInterest() else { return }
    do throws(HarnError) {
      wake(result.completion.task, .value, try result.value())
    } catch {
      wake(result.completion.task, with: error)
    }
  }

  /// Forgets what a task waits for.
  func endWait(_ task: TaskState) {
    if task.timerIndex >= 0 { timers.remove(task) }
    task.wait = .nothing
  }
}
