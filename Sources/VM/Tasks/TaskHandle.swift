// The handle that `spawn` returns (04 A2, A3): its state is the task.

extension Value {
  /// The task of a handle; nil for any other value.
  @inline(__always) var taskRecord: TaskRecordPointer? {
    guard isA(.handle), handle.pointee.header.spare == HandleObject.taskMark else { return nil }
    return handle.pointee.record.assumingMemoryBound(to: TaskRecord.self)
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A handle of a new task below the running one, which has no step context; takes over the count of the callee.
  @inline(__always) func spawn(_ callee: Value) -> Value {
    let parent = pointee.current
    let task = makeTask(callee, .absent, parent: parent)
    parent.pointee.spawnCount &+= 1
    task.pointee.position = parent.pointee.spawnCount
    task.pointee.creator = parent.pointee.number
    enqueue(task)
    let handle = newHandle(task.state)
    handle.header.pointee.spare = HandleObject.taskMark
    handle.handle.pointee.record = Raw(task)
    return handle
  }
}

extension NativeCall {
  /// The task of the handle that is the first argument; nil when the argument is none, or a handle of another task.
  private func ownTask() -> TaskState? {
    guard let task = value(0).taskRecord, task.pointee.creator == machine.pointee.current.pointee.number else {
      return nil
    }
    return task.state
  }

  /// `spawn` (04 A3): a handle of a new task that calls the closure.
  fileprivate func spawn() -> Value {
    let handle = machine.spawn(owned(0))
    guard let task = handle.taskRecord?.state else { return handle }
    let parent = vm.currentTask
    if parent.stepContext != nil { vm.stepHooks?.didCreate(task, by: parent) }
    vm.openSpan(ofSpawned: task)
    return handle
  }

  /// `await(h)` (04 A3).
  fileprivate func join() throws(HarnError) -> Value {
    guard value(0).taskRecord != nil else { return owned(0) }
    guard let task = ownTask() else { return .nilValue }
    let scheduler = vm.scheduler!
    guard task.status == .ended else {
      try scheduler.mayWait()
      scheduler.beginWait()
      machine.await(task.record)
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
    if let task = ownTask(), task.status != .ended || task.outcome != nil {
      scheduler.abort(task)
    }
    return .nilValue
  }

  /// `cancel_graceful(h, timeout?)` (04 A5.2).
  fileprivate func cancelGracefully() throws(HarnError) -> Value {
    guard value(0).taskRecord != nil else { return .nilValue }
    let scheduler = vm.scheduler!
    let types = vm.types
    guard let task = ownTask() else { return newEnum(types.ok, [.nilValue]) }
    guard task.status == .ended else {
      scheduler.requestCancellation(of: task)
      try scheduler.mayWait()
      scheduler.beginWait(
        .graceful(task), until: scheduler.time(inMilliseconds: milliseconds(1) ?? 5000))
      machine.await(task.record)
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
    .init("__task_spawn") { call throws(HarnError) in call.spawn() },
    .init("await") { call throws(HarnError) in try call.join() },
    .init("cancel") { call throws(HarnError) in call.cancel() },
    .init("cancel_graceful") { call throws(HarnError) in try call.cancelGracefully() },
    .init("is_cancelled") { call throws(HarnError) in Value(bool: call.vm.currentTask.isCancelled) },
    .init("sleep") { call throws(HarnError) in try call.pause(milliseconds: call.milliseconds(0) ?? 0) },
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
