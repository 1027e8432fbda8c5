// Draws: demands that a task of their own makes, so that who needs an item of several sources can go on with the first that
// comes (02 §13.3: `merge`, `race`, `debounce`). What the body of a producer waits for is not known before it runs.

extension NativeCall {
  /// The task of the draw that is the first argument.
  private func draw() -> TaskState {
    guard let task = value(0).taskRecord else { preconditionFailure("the prelude passes a draw") }
    return task.state
  }

  /// A handle of a new task that calls the argument. It is below the entry task: another task than the one that begins the draw
  /// may be the one that wants its result.
  fileprivate func beginDraw() -> Value {
    let scheduler = vm.scheduler!
    let task = machine.makeTask(owned(0), .absent, parent: scheduler.root.record).state
    release(task.contextValues)
    scheduler.bequeath(to: task)
    task.origin = .draw(scheduler.current)
    scheduler.enqueue(task)
    let handle = newHandle(task)
    handle.header.pointee.spare = HandleObject.taskMark
    handle.handle.pointee.record = Raw(task.record)
    return handle
  }

  /// Whether the draw has come to its end, or has to wait for something. Lets other tasks run before it answers no.
  fileprivate func hasPaused() throws(HarnError) -> Value {
    switch draw().status {
    case .waiting, .ended: return Value(bool: true)
    case .ready, .running:
      let scheduler = vm.scheduler!
      try scheduler.mayWait()
      scheduler.beginWait()
      scheduler.machine.wake(scheduler.current.record, .value, Value(bool: false))
      return .absent
    }
  }

  /// The result of a draw, for which the running task waits; nil when somebody else took it.
  fileprivate func drawResult() throws(HarnError) -> Value {
    let task = draw()
    let scheduler = vm.scheduler!
    guard task.status == .ended else {
      try scheduler.mayWait()
      scheduler.beginWait()
      scheduler.machine.await(task.record)
      return .absent
    }
    guard task.outcome != nil else { return .nilValue }
    switch scheduler.take(task, for: scheduler.current) {
    case .value(let value): return value
    case .error(let error): throw error
    }
  }
}

/// What the prelude needs to draw from several sources.
var drawBuiltins: [NativeBuiltin] {
  [
    .init("__draw") { call throws(HarnError) in call.beginDraw() },
    .init("__draw_has_paused") { call throws(HarnError) in try call.hasPaused() },
    .init("__draw_has_ended") { call throws(HarnError) in
      Value(bool: call.value(0).taskRecord?.pointee.status == .ended)
    },
    .init("__draw_result") { call throws(HarnError) in try call.drawResult() },
    .init("__is_ready") { call throws(HarnError) in Value(bool: call.value(0).sequence?.isReady ?? true) },
    .init("__runs_code") { call throws(HarnError) in Value(bool: call.value(0).sequence?.runsCode ?? false) },
  ]
}
