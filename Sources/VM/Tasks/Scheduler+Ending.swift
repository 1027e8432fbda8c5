// How tasks end (04 A1.5, A1.6, A5.1).

extension Scheduler {
  /// The body of the running task returned `value`, owned.
  func currentDidReturn(_ value: Value) {
    end(current, .value(value))
    parkForSwitch()
  }

  /// An error, in the form of 04 A1.5, left the body of the running task.
  func currentDidFail(_ error: HarnError) {
    end(current, .error(error))
    parkForSwitch()
  }

  /// Ends a task whose stack is empty.
  func end(_ task: TaskState, _ outcome: TaskOutcome) {
    abortChildren(of: task)
    vm.endSpans(of: task)
    if task.stepContext != nil { vm.stepHooks?.taskDidEnd(task) }
    if let stack = task.stack { vm.stacks.give(back: stack) }
    task.stack = nil
    task.registers = nil
    task.coroutine = nil
    task.status = .ended
    switch task.joiner {
    case .nobody:
      task.outcome = outcome
      if let waiter = task.record.pointee.awaiter {
        didEnd(task, awaitedBy: waiter.state)
      } else if task.record.pointee.isDetached {
        discard(task)
      }
    case .group(let group, let index): group.memberDidEnd(task, index, outcome, self)
    case .supervisor(let child):
      let output = task.output?.string
      task.joiner = .nobody
      unlink(task)
      child.task = nil
      supervisors.ends.append(SupervisorTable.End(child: child, outcome: outcome, output: output))
      lookCloser()
    }
  }

  private func didEnd(_ task: TaskState, awaitedBy parent: TaskState) {
    let isGraceful = if case .graceful = parent.wait { true } else { false }
    switch take(task, for: parent) {
    case .value(let value): wake(parent, .value, isGraceful ? newEnum(vm.types.ok, [value]) : value)
    case .error(let error) where isGraceful:
      wake(parent, .value, newEnum(vm.types.err, [Value(string: error.takeFullText())]))
    case .error(let error): wake(parent, with: error)
    }
  }

  /// Takes the outcome of a task that ended and forgets the task. What it printed goes to `parent` if it returned.
  func take(_ task: TaskState, for parent: TaskState) -> TaskOutcome {
    guard let outcome = task.outcome else { preconditionFailure("the outcome was taken before") }
    task.outcome = nil
    if case .value = outcome { vm.output.append(task.output, to: parent) }
    unlink(task)
    return outcome
  }

  /// Forgets a task that ended and whose outcome nobody will take.
  func discard(_ task: TaskState) {
    guard let outcome = task.outcome else { return }
    task.outcome = nil
    unlink(task)
    outcome.discard()
  }
}

// MARK: Abort

extension Scheduler {
  /// Stops all children of a task.
  func abortChildren(of task: TaskState) {
    while let child = task.firstChild { abort(child) }
  }

  /// Stops a task and everything below it: no code of it runs any more (04 A5.1).
  func abort(_ task: TaskState) {
    var family = [task]
    var next = 0
    while next < family.count {
      var child = family[next].firstChild
      while let sibling = child {
        family.append(sibling)
        child = sibling.nextSibling
      }
      next += 1
    }
    for member in family.reversed() {
      // What one member held may have been the last handle of another, which is unlinked then.
      guard member === task || member.parent != nil else { continue }
      stop(member)
      unlink(member)
    }
  }

  /// Takes away what a task holds and waits for.
  private func stop(_ task: TaskState) {
    // Its children were stopped before.
    if case .group(let group) = task.wait { group.endSpan() }
    switch task.status {
    case .ready: leaveLine(task)
    case .waiting: leaveWait(task, .abort)
    case .running, .ended: break
    }
    if task.status != .ended, task.stepContext != nil {
      vm.stepHooks?.didEnd(errorText: cancellationText, task: task)
      vm.stepHooks?.taskDidEnd(task)
    }
    vm.endSpans(of: task)
    if case .group(let group, _) = task.joiner { group.memberWasAborted(self) }
    task.status = .ended
    task.joiner = .nobody
    task.output = nil
    let outcome = task.outcome
    task.outcome = nil
    outcome?.discard()
    let record = task.record
    release(record.pointee.callee)
    release(record.pointee.argument)
    (record.pointee.callee, record.pointee.argument) = (.absent, .absent)
    record.pointee.awaiter = nil
    discardResumption(of: task)
    releaseStacks(of: task)
  }

  /// Takes a task that can run out of the line of those, and gives up the item that a channel called it for.
  private func leaveLine(_ task: TaskState) {
    machine.dequeue(task.record)
    task.record.leaveQueues(.abort, machine)
  }

  /// Releases what a task would have gone on with.
  private func discardResumption(of task: TaskState) {
    release(task.record.pointee.resumptionValue)
    release(task.selected)
    task.record.pointee.resumptionValue = .nilValue
    task.selected = .nilValue
    if case .thrown(let value)? = task.resumptionError { release(value) }
    task.resumptionError = nil
  }

  /// Releases everything on the stacks of a suspended task and of the producers that run in it.
  private func releaseStacks(of task: TaskState) {
    guard let registers = task.registers else { return }
    task.registers = nil
    var top = registers.sp
    var pieces: [(from: Raw, top: Raw)] = []
    var stacks: [TaskStack] = []
    var coroutine = task.coroutine
    task.coroutine = nil
    // Producers are finished first: releasing what lies on a stack may free them.
    while let producer = coroutine {
      pieces.append((producer.pointee.stack.start, top))
      producer.pointee.status = .finished
      producer.wakeConsumers(self)
      stacks.append(producer.pointee.stack)
      top = producer.pointee.consumer.sp
      coroutine = producer.pointee.parent
    }
    pieces.append((task.stack?.start ?? vm.entryStackStart, top))
    for piece in pieces { releaseDown(from: piece.top, to: piece.from) }
    // Stacks go back when nothing on them is needed any more: their memory may go back to the system.
    for stack in stacks { vm.stacks.give(back: stack) }
    if let stack = task.stack { vm.stacks.give(back: stack) }
    task.stack = nil
  }

  /// Ends the program: aborts everything that is left.
  func finishProgram(errorText: String?) {
    // The task that runs is aborted with the others.
    let running = current
    if running !== root {
      // It left by `exit`: its stacks are empty.
      if let stack = running.stack { vm.stacks.give(back: stack) }
      running.stack = nil
      running.registers = nil
      running.coroutine = nil
    }
    abortChildren(of: root)
    supervisors.abandonAll()
    if running !== root {
      if root.status == .ready { leaveLine(root) }
      if root.status == .waiting { leaveWait(root, .abort) }
      if let errorText { vm.stepHooks?.didEnd(errorText: errorText, task: root) }
      releaseStacks(of: root)
      current = root
    }
    discardResumption(of: root)
    vm.endSpans(of: root)
    root.deadlines = []
    root.registers = nil
    root.coroutine = nil
    abandonedGroups = []
    supervisors.removeAll()
    precondition(machine.pointee.liveTasks == 0, "a task outlived the program")
  }

  /// Aborts the children of groups that nobody can draw from.
  func abortAbandonedGroups() {
    while let group = abandonedGroups.popLast() { group.abortMembers(self) }
  }
}

// MARK: Errors on their way out of a task

extension VirtualMachine {
  /// An error as it arrives behind the boundary of a task (04 A1.5): errors of the engine name their line. That of a draw is
  /// the same as without a task (02 §13.2).
  func crossingBoundary(_ error: HarnError, _ trace: [TraceEntry]) -> HarnError {
    if case .draw = scheduler.current.origin { return error }
    guard error.namesLine else { return error }
    var text = error.message
    if let line = firstLine(of: trace) { text += " (line \(line))" }
    if case .typeError = error { return .typeError(text) }
    return .runtimeError(text)
  }

  private func firstLine(of trace: [TraceEntry]) -> Int? {
    for entry in trace {
      guard let (number, instruction) = location(entry.pc) else { continue }
      let function = functions[number]
      if function.code.isHidden { continue }
      return sourceLine(function.unit.path, Int(function.code.ranges[instruction].start))
    }
    return nil
  }
}

extension HarnError {
  /// The full rendered form of an error that crossed the boundary of a task (04 A1.5); consumes the error.
  func takeFullText() -> String {
    let text = uncaughtText
    if case .thrown(let value) = self { release(value) }
    return text
  }
}
