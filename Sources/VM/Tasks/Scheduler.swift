/// Decides which task runs (04 A1.3). One thread runs all of them; a task runs until it waits or ends.
///
/// A suspended task is its four registers, its stack and a note of what it waits for. A switch exchanges the registers of the
/// machine; it is no Swift call. Whoever suspends the running task goes to the handler `switchToNextTask`, which takes the
/// first of the tasks that can run and asks the scheduler only when there is more to it. Who ends the running task parks the
/// registers at the word of that handler: so nothing recurses.
final class Scheduler {
  /// The entry task.
  let root: TaskState
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
  var abandonedGroups: [TaskGroup] = [] { didSet { lookCloser() } }
  /// Chooses among tasks that are runnable at the same time; nil: first come first served. For tests.
  var shuffle: (any RandomNumberGenerator)? { didSet { lookCloser() } }

  /// How often it had a choice.
  private(set) var choices = 0

  unowned(unsafe) let vm: VirtualMachine
  let machine: UnsafeMutablePointer<Machine>
  private var timers = TimerHeap()

  /// A scheduler whose entry task, the current one of the machine, is about to run.
  init(_ vm: VirtualMachine, root: TaskState, time: any TimeSource) {
    self.vm = vm
    self.root = root
    machine = vm.machine
    clock = ProgramClock(time)
    machine.pointee.hasResults = completions.hasResults
    root.status = .running
  }

  /// The task whose code runs.
  var current: TaskState {
    get { machine.pointee.current.state }
    set { machine.pointee.current = newValue.record }
  }

  /// Makes the next switch look at what happened meanwhile.
  func lookCloser() { machine.pointee.attention = true }

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
    if first { machine.enqueueFirst(task.record) } else { machine.enqueue(task.record) }
  }

  private func nextReady() -> TaskState? {
    guard let task = shuffle == nil ? machine.pointee.firstReady : shuffledReady() else { return nil }
    machine.dequeue(task)
    return task.state
  }

  /// Any task that has run before, or the first one that has not: tasks start in the order of their creation.
  private func shuffledReady() -> TaskRecordPointer? {
    var candidates: [TaskRecordPointer] = []
    var isFirstStart = true
    var task = machine.pointee.firstReady
    while let candidate = task {
      if candidate.pointee.isStarted || isFirstStart { candidates.append(candidate) }
      if !candidate.pointee.isStarted { isFirstStart = false }
      task = candidate.pointee.nextReady
    }
    guard candidates.count > 1, var generator = shuffle else { return candidates.first }
    choices += 1
    defer { shuffle = generator }
    return candidates[Int(generator.next() % UInt64(candidates.count))]
  }
}

// MARK: Switching

extension Scheduler {
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
        let hasResumed = resume(task)
        machine.pointee.attention =
          shuffle != nil || task.record.pointee.isWatched || !abandonedGroups.isEmpty || !supervisors.ends.isEmpty
        if hasResumed { return }
        continue
      }
      vm.output.flush()
      clock.source.wait(until: timers.firstTime, bell: completions.bell)
      machine.pointee.switches = 0
    }
  }

  /// What happened meanwhile: requests to stop, completions, timers.
  private func collectEvents() {
    if machine.pointee.stopRequested != 0, !root.isCancelled { stop() }
    for result in completions.take() { finish(result) }
    abortAbandonedGroups()
    if !supervisors.ends.isEmpty { supervisors.settleEnds() }
    guard machine.pointee.hasTimers, machine.pointee.firstReady == nil || machine.pointee.isTurnOfTimers else { return }
    let now = now
    while let task = timers.popDue(now) { timeIsOver(task.state, now: now) }
    machine.pointee.hasTimers = timers.firstTime != nil
  }

  /// Parks the registers of a task; false when it ended at once.
  private func resume(_ task: TaskState) -> Bool {
    current = task
    task.status = .running
    machine.pointee.coroutine = task.coroutine
    guard let registers = task.registers else { return start(task) }
    if task.record.pointee.resumption == .receive, !receive(task) { return false }
    machine.pointee.use(registers)
    armInterrupt()
    resume(task, registers)
    return true
  }

  private func resume(_ task: TaskState, _ registers: Registers) {
    let (pc, sp, base, fp) = (registers.pc, registers.sp, registers.base, registers.fp)
    let value = task.record.pointee.resumptionValue
    task.record.pointee.resumptionValue = .nilValue
    switch task.record.pointee.resumption {
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
    case .receive, .again: vm.park(pc, sp, base, fp)
    case .error:
      vm.pendingError = task.resumptionError
      task.resumptionError = nil
      // The error belongs to the instruction that waits; a call is resumed behind it.
      vm.park(task.record.pointee.delivery == .item ? pc : pc - 1, sp, base, fp)
      vm.unwind()
    }
  }
}

// MARK: Creation

extension Scheduler {
  /// A new task below `parent`; see `makeTask` of the machine.
  func makeTask(_ callee: Value, _ argument: Value, origin: TaskOrigin, parent: TaskState) -> TaskState {
    let task = machine.makeTask(callee, argument, parent: parent.record).state
    task.origin = origin
    if case .member(let group, _) = origin, group.span != 0 { task.spans = TaskSpans(outermost: group.span) }
    if parent.stepContext != nil { vm.stepHooks?.didCreate(task, by: parent) }
    return task
  }

  /// Gives a task that was not made by `makeTask` what it inherits from the running one.
  func bequeath(to task: TaskState) {
    task.groupCount = current.groupCount
    task.contextValues = current.contextValues.retained()
    if current.stepContext != nil { vm.stepHooks?.didCreate(task, by: current) }
  }

  /// Takes a task out of the family; it may go away.
  func unlink(_ task: TaskState) { machine.unlink(task.record) }

  /// Gives a task its stack and parks it in front of the call of its body.
  private func start(_ task: TaskState) -> Bool {
    guard let stack = vm.stacks.take() else {
      let record = task.record
      release(record.pointee.callee)
      release(record.pointee.argument)
      (record.pointee.callee, record.pointee.argument) = (.absent, .absent)
      noteStart(task)
      end(task, .error(.runtimeError("too many tasks are alive")))
      return false
    }
    let registers = machine.layOut(task.record, on: stack)
    noteStart(task)
    machine.pointee.use(registers)
    armInterrupt()
    vm.park(registers.pc, registers.sp, registers.base, registers.fp)
    return true
  }

  private func noteStart(_ task: TaskState) {
    switch task.origin {
    case .member(let group, _): group.memberDidStart(self)
    case .supervised(let child): child.supervisor.didStart(child)
    case .root, .spawn, .draw: break
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
    _ wait: TaskState.Wait = .nothing, until timeout: Int = .max, else value: Value = .nilValue,
    delivery: TaskState.Delivery = .value
  ) {
    let task = current
    task.status = .waiting
    if case .nothing = wait {} else { task.wait = wait }
    task.record.pointee.delivery = delivery
    task.record.pointee.timeout = timeout
    task.record.pointee.timeoutValue = value
    startTimer(task)
  }

  /// Starts the timer of a task that waits, if there is a limit.
  func startTimer(_ task: TaskState) {
    let timeout = task.record.pointee.timeout
    let limit = task.deadlines.isEmpty ? timeout : min(timeout, task.deadlines.lazy.map(\.time).min() ?? .max)
    if limit != .max { startTimer(task, limit) }
  }

  private func startTimer(_ task: TaskState, _ time: Int) {
    timers.insert(task.record, at: time)
    machine.pointee.hasTimers = true
  }

  /// Keeps a new task from starting before `time`.
  func postpone(_ task: TaskState, until time: Int) {
    task.status = .waiting
    task.record.pointee.timeout = time
    startTimer(task, time)
  }

  /// Ends the wait of a task and makes it ready.
  func wake(_ task: TaskState, _ resumption: TaskState.Resumption, _ value: Value = .nilValue) {
    machine.wake(task.record, resumption, value)
  }

  /// Ends the wait of a task with an error.
  func wake(_ task: TaskState, with error: HarnError) {
    wake(task, .error)
    task.resumptionError = error
  }

  private func finish(_ result: CompletionQueue.Result) {
    guard result.completion.takeInterest() else { return }
    do throws(HarnError) {
      wake(result.completion.task, .value, try result.value())
    } catch {
      wake(result.completion.task, with: error)
    }
  }

  /// Forgets what a task waits for besides its places in queues.
  func endWait(_ task: TaskRecordPointer) {
    if task.pointee.timerIndex >= 0 { timers.remove(task) }
    if task.pointee.hasWait { task.state.wait = .nothing }
  }
}
