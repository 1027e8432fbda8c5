// Requests to end, and time limits (04 A5.2, A6).

/// The text of the error of a cancelled task.
let cancellationText = "kind:cancelled:VM cancelled by host"

/// A time limit of a task.
struct Deadline {
  /// Tells it from others of the task.
  let number: Int
  /// On the clock of the scheduler; never, after it has fired.
  var time: Int
}

/// What the running task does at a safepoint.
enum SafepointAction {
  /// It goes on.
  case proceed
  /// It raises the pending error.
  case fail
  /// It lets others run.
  case yield
}

extension Scheduler {
  /// Asks a task to end (04 A5.2). The members of its `parallel` constructs share the request.
  func requestCancellation(of task: TaskState) {
    var pending = [task]
    while let task = pending.popLast() {
      guard !task.isCancelled, task.status != .ended else { continue }
      task.isCancelled = true
      task.grace = TaskState.firstGrace
      task.grantedGrace = TaskState.firstGrace
      var child = task.firstChild
      while let sibling = child {
        if case .member = sibling.origin { pending.append(sibling) }
        child = sibling.nextSibling
      }
      if task === current { armInterrupt() }
      guard task.status == .waiting else { continue }
      // The members of a group have the request too: the group ends when they have.
      if case .group = task.wait { continue }
      leaveWait(task, .cancellation)
      wake(task, with: .thrown(text: cancellationText))
    }
  }

  /// Asks the entry task to end, which gets its turn before all others: they need not end by themselves.
  func stop() {
    requestCancellation(of: root)
    guard root.status == .ready else { return }
    machine.dequeue(root.record)
    machine.enqueueFirst(root.record)
  }

  /// Withdraws what a task waits for; `wake` or the end of the task follows.
  func leaveWait(_ task: TaskState, _ reason: GivingUp) {
    task.record.leaveQueues(reason, machine)
    if let child = task.record.pointee.awaited {
      child.pointee.awaiter = nil
      task.record.pointee.awaited = nil
    }
    switch task.wait {
    case .completion(let completion): completion.giveUp()
    case .group(let group): group.waiter = nil
    case .nothing, .graceful, .supervisor: break
    }
    endWait(task.record)
  }

  /// The timer of a waiting task went off: its own limit, or a deadline.
  func timeIsOver(_ task: TaskState, now: Int) {
    if task.record.pointee.timeout > now, let deadline = task.deadlines.firstIndex(where: { $0.time <= now }) {
      task.deadlines[deadline].time = .max
      leaveWait(task, .abort)
      abortChildren(of: task)
      return wake(task, with: .thrown(text: deadlineText))
    }
    if case .supervisor(let supervisor) = task.wait { return supervisor.forceStop() }
    let graceful: TaskState? = if case .graceful(let child) = task.wait { child } else { nil }
    leaveWait(task, .timeout)
    if let graceful {
      abort(graceful)
      let text = "cancel_graceful: timeout, task forcefully aborted"
      return wake(task, .value, newEnum(vm.types.err, [Value(string: text)]))
    }
    wake(task, .value, task.record.pointee.timeoutValue)
  }
}

// MARK: Safepoints

/// The limit of the frames that makes the next call look closer; `interruptWords` has it as a number.
var noFrames: Raw { Raw(bitPattern: 1).unsafelyUnwrapped }

extension Scheduler {
  /// Makes safepoints look closer while the running task has reason to.
  func armInterrupt() {
    machine.pointee.interrupt = 0
    machine.pointee.framesEnd = machine.pointee.frameLimit
    // A request from another thread may have come in between.
    if machine.pointee.stopRequested != 0, !root.isCancelled {
      machine.pointee.interrupt = 1
      machine.pointee.framesEnd = noFrames
    }
    guard machine.pointee.current.pointee.isWatched else { return watchdog.rest() }
    let current = current
    if current.isCancelled {
      machine.pointee.interrupt = 1
      watchdog.watch(now + 1_000_000, words: vm.interruptWords)
    } else {
      watchDeadlines()
    }
  }

  /// What the running task does at a safepoint that looks closer.
  ///
  /// - Parameter cost: How much of the grace of a cancelled task it takes: calls look closer rarely.
  func passSafepoint(cost: Int = 1) -> SafepointAction {
    var action = SafepointAction.proceed
    if vm.machine.pointee.stopRequested != 0, !root.isCancelled {
      stop()
      if current !== root { action = .yield }
    }
    if current.isCancelled {
      current.grace -= cost
      if current.grace < 0 {
        // Handlers get some time as well, but less each time; in the end they are passed over.
        current.grantedGrace /= 2
        current.grace = current.grantedGrace
        vm.pendingError = .thrown(text: cancellationText)
        action = .fail
      }
    }
    if action == .proceed, takeExpiredDeadline() {
      vm.pendingError = .thrown(text: deadlineText)
      action = .fail
    }
    // The clock of the watchdog is not asked at every turn of a loop.
    if current.isCancelled { vm.machine.pointee.framesEnd = vm.machine.pointee.frameLimit } else { armInterrupt() }
    return action
  }
}
