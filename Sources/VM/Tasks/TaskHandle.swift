/// The handle that `spawn` returns (04 A2, A3).
final class TaskHandleState: InternalState {
  let task: TaskState
  /// The number of the task in its creator, and that of the creator.
  let position: Int
  let creator: Int
  private unowned(unsafe) let scheduler: Scheduler

  /// A handle of a task that the running task has just created.
  init(_ task: TaskState, _ position: Int, _ scheduler: Scheduler) {
    self.task = task
    self.position = position
    self.scheduler = scheduler
    creator = scheduler.current.number
  }

  override var typeName: String { "task_handle" }
  override var display: String { "<task:vm_task_\(position)>" }

  override func isEqual(to other: HandleState) -> Bool {
    (other as? TaskHandleState)?.position == position
  }

  override var equalityHash: UInt64? { UInt64(truncatingIfNeeded: position) }

  override func forEachHeldValue(_ body: (Value) -> Void) {
    // Nobody can await the task any more.
    task.isDetached = true
    guard let outcome = task.outcome else { return }
    task.outcome = nil
    scheduler.unlink(task)
    switch outcome {
    case .value(let value), .error(.thrown(let value)): body(value)
    case .error: break
    }
  }
}

extension NativeCall {
  /// The task of the handle that is the first argument; nil when the argument is none, or a handle of another task.
  private func ownTask(_ scheduler: Scheduler) -> TaskState? {
    guard let handle = taskHandle, handle.creator == scheduler.current.number else { return nil }
    return handle.task
  }

  fileprivate var taskHandle: TaskHandleState? {
    guard count > 0, self[0].isA(.handle) else { return nil }
    return self[0].handle.pointee.state.takeUnretainedValue() as? TaskHandleState
  }

  /// `spawn` (04 A3): a handle of a new task that calls the closure.
  fileprivate func spawn() -> Value {
    let scheduler = vm.scheduler!
    let parent = scheduler.current
    parent.spawnCount += 1
    let task = scheduler.makeTask(owned(0), .absent, origin: .spawn(parent.spawnCount), parent: parent)
    scheduler.enqueue(task)
    return newHandle(TaskHandleState(task, parent.spawnCount, scheduler))
  }

  /// `await(h)` (04 A3).
  fileprivate func join() throws(HarnError) -> Value {
    guard taskHandle != nil else { return owned(0) }
    let scheduler = vm.scheduler!
    guard let task = ownTask(scheduler) else { return .nilValue }
    guard task.status == .ended else {
      try scheduler.mayWait()
      task.joiner = .awaiting(scheduler.current)
      scheduler.beginWait(.child(task))
      return .absent
    }
    guard task.outcome != nil else { return .nilValue }
    switch scheduler.take(task, for: scheduler.current) {
    case .value(let value): return value
    case .error(let error): throw error
    }
  }

  /// `cancel(h)` (04 A5.1).
  fileprivate func cancel() -> Value {
    let scheduler = vm.scheduler!
    if let task = ownTask(scheduler), task.status != .ended || task.outcome != nil {
      scheduler.abort(task)
    }
    return .nilValue
  }

  /// `cancel_graceful(h, timeout?)` (04 A5.2).
  fileprivate func cancelGracefully() throws(HarnError) -> Value {
    guard taskHandle != nil else { return .nilValue }
    let scheduler = vm.scheduler!
    let types = vm.types
    guard let task = ownTask(scheduler) else { return newEnum(types.ok, [.nilValue]) }
    guard task.status == .ended else {
      scheduler.requestCancellation(of: task)
      try scheduler.mayWait()
      task.joiner = .awaiting(scheduler.current)
      scheduler.beginWait(
        .graceful(task), until: scheduler.time(inMilliseconds: milliseconds(1) ?? 5000))
      return .absent
    }
    guard task.outcome != nil else { return newEnum(types.ok, [.nilValue]) }
    switch scheduler.take(task, for: scheduler.current) {
    case .value(let value): return newEnum(types.ok, [value])
    case .error(let error): return newEnum(types.err, [Value(string: error.takeFullText())])
    }
  }
}

/// Tasks and their handles (04 A3, A5). Names that start with `__task_` are what constructs compile to.
var taskBuiltins: [NativeBuiltin] {
  [
    ("__task_spawn", { call throws(HarnError) in call.spawn() }),
    ("await", { call throws(HarnError) in try call.join() }),
    ("cancel", { call throws(HarnError) in call.cancel() }),
    ("cancel_graceful", { call throws(HarnError) in try call.cancelGracefully() }),
    ("is_cancelled", { call throws(HarnError) in Value(bool: call.vm.currentTask.isCancelled) }),
    ("sleep", { call throws(HarnError) in try call.pause(milliseconds: call.milliseconds(0) ?? 0) }),
  ]
}

/// The names of builtins that are no values: they act on the task that calls them by name (04 A3).
let callOnlyBuiltins: Set<String> = ["await", "cancel", "cancel_graceful", "is_cancelled"]

/// An enum value with a payload that it takes over.
func newEnum(_ enumCase: EnumCasePointer, _ payload: [Value]) -> Value {
  let value = newEnum(enumCase, count: payload.count)
  for (index, part) in payload.enumerated() { value.enumeration.payload[index] = part }
  return value
}
