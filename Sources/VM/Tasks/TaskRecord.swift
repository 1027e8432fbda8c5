/// What a switch between tasks, a wait and its end touch: a trivial record, so that no Swift object is retained on the way.
/// The rest of a task is its `TaskState`.
struct TaskRecord {
  /// The task; it owns this record.
  var owner: Unmanaged<TaskState>!
  /// The place in a queue that serves while the task waits in one queue only.
  let ownNode: WaitNodePointer
  /// Where it continues; valid while the task is started and does not run.
  var registers: Registers

  // MARK: Place in the tree

  /// The machine of a task that was made by another one.
  var machine: UnsafeMutablePointer<Machine>?
  /// Unique in the machine; 0 for the entry task.
  var number = 0
  /// The creator; it outlives this task.
  var parent: TaskRecordPointer?
  /// The children, newest first.
  var firstChild: TaskRecordPointer?
  var previousSibling: TaskRecordPointer?
  var nextSibling: TaskRecordPointer?
  /// Tasks created by `spawn` so far.
  var spawnCount = 0
  /// Which of the tasks of its creator this is, and the number of the creator; 0 for those that `spawn` did not create.
  var position = 0
  var creator = 0
  /// See `TaskState.groupCount` and `TaskState.contextValues`.
  var groupCount = 0
  var contextValues = Value.nilValue

  // MARK: Execution

  /// What a task that has not started calls, and its argument; owned.
  var callee = Value.absent
  var argument = Value.absent
  /// Nil before the start, after the end, and for the entry task.
  var stack: TaskStack?
  /// Whether `registers` is valid.
  var isStarted = false
  /// A request to end was made, or a time limit is in force: its switches look closer.
  var isWatched = false
  /// Whether `TaskState` has more to say of what it waits for.
  var hasWait = false
  /// Whether its end concerns more than the task that awaits it: a group, a supervisor, or its spans.
  var hasEndDuties = false
  /// Whether what it prints is kept until its end.
  var hasOutput = false
  /// What the step runtime keeps for the task (06 §9), with a count: every call of a step asks for it.
  var stepContext: Unmanaged<AnyObject>?
  var hasContext: Bool { stepContext != nil }
  var status = TaskState.Status.ready
  /// How the task goes on.
  var resumption = TaskState.Resumption.value
  /// What a received item is for.
  var delivery = TaskState.Delivery.value
  /// The value of the resumption, owned.
  var resumptionValue = Value.nilValue
  /// The producer that runs in it.
  var coroutine: UnsafeMutablePointer<Coroutine>?
  var previousReady: TaskRecordPointer?
  var nextReady: TaskRecordPointer?
  /// Its places in queues.
  var firstNode: WaitNodePointer?
  /// Its position in the heap of timers, −1 when it has none.
  var timerIndex = -1
  /// When the wait itself is over, whatever the deadlines say.
  var timeout = Int.max
  /// What the wait results in then; never counted.
  var timeoutValue = Value.nilValue
  /// The item that `select` took, owned.
  var selected = Value.nilValue
  /// The task that awaits its end, and the task whose end it awaits.
  var awaiter: TaskRecordPointer?
  var awaited: TaskRecordPointer?
  /// The value that it ended with, owned, until somebody took it; else `absent`.
  var result = Value.absent
  /// No handle refers to it any more.
  var isDetached = false
  /// How many calls drop what it prints; see `MuteState`.
  var mutes = 0
}

typealias TaskRecordPointer = UnsafeMutablePointer<TaskRecord>

extension UnsafeMutablePointer where Pointee == TaskRecord {
  /// The task of this record.
  var state: TaskState { pointee.owner.takeUnretainedValue() }

  /// A record, with its place for queues behind it.
  static func make() -> TaskRecordPointer {
    let nodeOffset = MemoryLayout<TaskRecord>.stride
    let memory = Raw.allocate(byteCount: nodeOffset + MemoryLayout<WaitNode>.stride, alignment: 16)
    let record = memory.assumingMemoryBound(to: TaskRecord.self)
    let nowhere = Registers(
      pc: memory, sp: memory, base: memory, fp: memory, stackEnd: memory, framesStart: memory, framesEnd: memory,
      depthBase: 0)
    record.initialize(
      to: TaskRecord(
        ownNode: (memory + nodeOffset).assumingMemoryBound(to: WaitNode.self),
        registers: nowhere))
    return record
  }
}

// MARK: The line of tasks that can run

extension UnsafeMutablePointer where Pointee == Machine {
  /// Puts a task at the end of the line of those that can run.
  @inline(__always) func enqueue(_ task: TaskRecordPointer) {
    task.pointee.status = .ready
    let last = pointee.lastReady
    task.pointee.previousReady = last
    if let last { last.pointee.nextReady = task } else { pointee.firstReady = task }
    pointee.lastReady = task
  }

  /// Puts a task in front of that line.
  func enqueueFirst(_ task: TaskRecordPointer) {
    task.pointee.status = .ready
    let first = pointee.firstReady
    task.pointee.nextReady = first
    if let first { first.pointee.previousReady = task } else { pointee.lastReady = task }
    pointee.firstReady = task
  }

  /// Takes a task out of that line.
  @inline(__always) func dequeue(_ task: TaskRecordPointer) {
    let (previous, next) = (task.pointee.previousReady, task.pointee.nextReady)
    if let previous { previous.pointee.nextReady = next } else { pointee.firstReady = next }
    if let next { next.pointee.previousReady = previous } else { pointee.lastReady = previous }
    task.pointee.previousReady = nil
    task.pointee.nextReady = nil
  }

  /// Saves the registers of the running task, which goes on at `pc`.
  @inline(__always) func save(_ pc: Raw, _ sp: Raw, _ base: Raw, _ fp: Raw) {
    let task = pointee.current
    task.pointee.registers = pointee.registers(pc, sp, base, fp)
    task.pointee.isStarted = true
    task.pointee.coroutine = pointee.coroutine
  }

  /// Ends the wait of a task and makes it ready; takes over the count of the value.
  @inline(__always) func wake(
    _ task: TaskRecordPointer, _ resumption: TaskState.Resumption, _ value: Value = .nilValue
  ) {
    task.pointee.awaited = nil
    if task.pointee.timerIndex >= 0 || task.pointee.hasWait {
      endWait(task)
    } else if let node = task.pointee.firstNode {
      if node == task.pointee.ownNode && node.pointee.nextOfTask == nil {
        task.pointee.firstNode = nil
        node.leave()
      } else {
        endWait(task)
      }
    }
    task.pointee.resumption = resumption
    task.pointee.resumptionValue = value
    enqueue(task)
  }

  /// `wake` for tasks that wait for more than one thing.
  @inline(never) private func endWait(_ task: TaskRecordPointer) {
    task.leaveQueues(nil, self)
    vm.scheduler.endWait(task)
  }

  /// Gives an item, owned, to the task that waits for one in `node`.
  func deliver(_ item: Value, to node: WaitNodePointer) {
    let task = node.pointee.task
    wake(task, task.pointee.delivery == .item ? .item : .value, item)
  }

  /// Lets the receiver that waits in `node` go on; it keeps its place until it has its turn.
  @inline(__always) func call(_ node: WaitNodePointer) {
    let task = node.pointee.task
    if task.pointee.firstNode == task.pointee.ownNode && task.pointee.timerIndex < 0 {
      node.call()
    } else {
      callEverywhere(task)
    }
    task.pointee.resumption = .receive
    enqueue(task)
  }

  /// `call` for a task that waits at several channels, or for a limited time.
  @inline(never) private func callEverywhere(_ task: TaskRecordPointer) {
    var node = task.pointee.firstNode
    while let place = node {
      place.call()
      node = place.pointee.nextOfTask
    }
    vm.scheduler.endWait(task)
  }

  /// What the receiver `task`, which was called and waits at one channel, gets; the channel has an item.
  @inline(__always) func receive(_ task: TaskRecordPointer) -> Value {
    let node = task.pointee.firstNode.unsafelyUnwrapped
    let channel = node.channel
    task.pointee.firstNode = nil
    let item = channel.take(self)
    channel.didAnswerCall(self)
    release(node.pointee.owner)
    return item
  }
}

extension UnsafeMutablePointer where Pointee == TaskRecord {
  /// Whether the task, a receiver that was called, needs nothing but `Machine.receive`.
  @inline(__always) var isReceiving: Bool {
    guard let node = pointee.firstNode, node == pointee.ownNode else { return false }
    return pointee.delivery != .choice && pointee.delivery != .selection && node.channel.pointee.count > 0
  }
}

// MARK: Start and end

extension UnsafeMutablePointer where Pointee == Machine {
  /// Notes that the running task waits for the end of another one.
  @inline(__always) func await(_ task: TaskRecordPointer) {
    task.pointee.awaiter = pointee.current
    pointee.current.pointee.awaited = task
  }

  /// Puts what a task that starts calls on its stack; the registers in front of that call.
  @inline(__always) func layOut(_ task: TaskRecordPointer, on stack: TaskStack) -> Registers {
    task.pointee.stack = stack
    stack.frames.frame.pointee = Frame(
      returnPC: pointee.taskBottom, callerBase: stack.start, result: stack.start, machine: self)
    stack.start.value = task.pointee.callee
    var sp = stack.start + 16
    var pc = pointee.taskStart
    if !task.pointee.argument.isAbsent {
      sp.value = task.pointee.argument
      sp += 16
      pc = pointee.taskStartWithArgument
    }
    (task.pointee.callee, task.pointee.argument) = (.absent, .absent)
    task.pointee.isStarted = true
    return Registers(
      pc: pc, sp: sp, base: stack.start, fp: stack.frames, stackEnd: stack.end, framesStart: stack.frames,
      framesEnd: stack.framesEnd, depthBase: 0)
  }

  /// Ends the running task with a value, owned, when nothing but the task that awaits it is concerned; false when there is
  /// more to do.
  @inline(__always) func endCurrent(_ value: Value) -> Bool {
    let task = pointee.current
    guard let waiter = task.pointee.awaiter, !waiter.pointee.hasWait, !task.pointee.hasEndDuties,
      !task.pointee.hasContext, !task.pointee.hasOutput, task.pointee.firstChild == nil,
      let slot = task.pointee.stack?.frames, slot == pointee.framesStart, pointee.freeStacks.pointee.keep(slot)
    else { return false }
    task.pointee.stack = nil
    task.pointee.isStarted = false
    task.pointee.status = .ended
    task.pointee.awaiter = nil
    wake(waiter, .value, value)
    unlink(task)
    return true
  }
}

// MARK: Family

extension UnsafeMutablePointer where Pointee == Machine {
  /// A new task below another one that calls `callee` with `argument`; takes over the counts of both. `absent`: without
  /// argument. It is in no line yet.
  func makeTask(_ callee: Value, _ argument: Value, parent: TaskRecordPointer) -> TaskRecordPointer {
    pointee.taskCount &+= 1
    pointee.liveTasks &+= 1
    // The family owns one count.
    let task = Unmanaged.passRetained(TaskState())._withUnsafeGuaranteedRef(\.record)
    task.pointee.machine = self
    task.pointee.number = pointee.taskCount
    task.pointee.callee = callee
    task.pointee.argument = argument
    task.pointee.groupCount = parent.pointee.groupCount
    task.pointee.contextValues = parent.pointee.contextValues
    retain(task.pointee.contextValues)
    task.pointee.parent = parent
    task.pointee.nextSibling = parent.pointee.firstChild
    if let sibling = parent.pointee.firstChild { sibling.pointee.previousSibling = task }
    parent.pointee.firstChild = task
    return task
  }

  /// Takes a task out of the family; it may go away.
  func unlink(_ task: TaskRecordPointer) {
    let (previous, next) = (task.pointee.previousSibling, task.pointee.nextSibling)
    if let previous { previous.pointee.nextSibling = next } else { task.pointee.parent?.pointee.firstChild = next }
    if let next { next.pointee.previousSibling = previous }
    task.pointee.previousSibling = nil
    task.pointee.nextSibling = nil
    task.pointee.parent = nil
    pointee.liveTasks &-= 1
    if pointee.current == task { pointee.current = pointee.root }
    task.pointee.owner.release()
  }
}
