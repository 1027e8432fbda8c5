/// The children of one `parallel` construct, or of one `parallel_race` (04 A4).
///
/// Children are made one at a time, each when the one before it starts: those that never wait need no more memory than one.
final class TaskGroup {
  /// Which construct it is.
  let form: Form
  /// The number of the construct in its creator (04 A14.1).
  let number: Int
  /// Its span, 0 without tracing.
  private(set) var span: UInt64 = 0
  /// Who opened it.
  private unowned(unsafe) var tracer: VirtualMachine?
  /// Who created it.
  let creator: TaskState
  /// The task that waits for the end.
  unowned(unsafe) var waiter: TaskState?
  /// Tasks that wait for an item of the stream.
  let readers = WaitQueuePointer.make()
  /// The stream is at its end, or the race is decided.
  private(set) var isOver = false

  private let callee: Value
  /// A list of the arguments, or the number of children.
  private let operand: Value
  private let count: Int
  /// How many may be in flight.
  private let limit: Int
  private var started = 0
  private var ended = 0
  /// A child was made and has not started.
  private var hasCandidate = false
  /// By child, for the forms that wait.
  private var results: [Value] = []
  private var outputs: [Int: TaskOutput] = [:]
  private var errors: [Int: HarnError] = [:]
  /// How the children of a race failed, in the order of their ends.
  private var messages: [String] = []
  /// What the children of a stream ended with, in the order of their ends, and how many of those were drawn.
  private var finished: [TaskOutcome?] = []
  private var firstFinished = 0
  private var drawn = 0

  /// The constructs.
  enum Form {
    case count, each, settle, stream, race
  }

  /// A group without children; takes over the counts of `callee` and `operand`. `limit` 0: unlimited.
  init(_ form: Form, _ callee: Value, over operand: Value, limit: Int, creator: TaskState) {
    self.form = form
    self.callee = callee
    self.operand = operand
    self.creator = creator
    self.limit = limit > 0 ? limit : .max
    number = creator.groupCount
    count = operand.isList ? operand.list.pointee.count : max(0, operand.int)
  }

  deinit {
    // Nobody waits any more, and the last child was stopped.
    endSpan()
    readers.deallocate()
    release(callee)
    release(operand)
    results.forEach { release($0) }
    for case .thrown(let value) in errors.values { release(value) }
    finished.forEach { $0?.discard() }
  }

  /// Opens its span, below that of the running task.
  func openSpan(_ scheduler: Scheduler) {
    tracer = scheduler.vm
    span = scheduler.vm.openSpan(.parallel, name: form == .race ? "parallel_race" : constructName)
    if isEmpty { endSpan() }
  }

  /// Ends its span: no child is left.
  func endSpan() {
    tracer?.endSpan(span)
    span = 0
  }

  /// Whether there is nothing to do.
  var isEmpty: Bool { count == 0 }
}

// MARK: Start

extension TaskGroup {
  /// Makes the next child if it may be in flight.
  func launch(_ scheduler: Scheduler, first: Bool = false) {
    guard !hasCandidate, !isOver, started < count, inFlight < limit, creator.status != .ended else { return }
    let argument = operand.isList ? operand.list.pointee.items[started].retained() : Value(int: started)
    let task = scheduler.makeTask(
      callee.retained(), argument, origin: .member(self, started), parent: creator)
    task.joiner = .group(self, started)
    task.isCancelled = creator.isCancelled
    if form != .stream, form != .race { results.append(.nilValue) }
    started += 1
    hasCandidate = true
    scheduler.enqueue(task, first: first)
  }

  /// A child has its stack: the next one follows it.
  func memberDidStart(_ scheduler: Scheduler) {
    hasCandidate = false
    launch(scheduler, first: true)
  }

  /// Children that hold a place. A result of a stream holds one until it is in the buffer, which has room for one.
  private var inFlight: Int { started - (form == .stream ? min(ended, drawn + 1) : ended) }

  /// Stops all children.
  func abortMembers(_ scheduler: Scheduler) {
    isOver = true
    defer { endSpan() }
    guard creator.status != .ended else { return }
    var members: [TaskState] = []
    var child = creator.firstChild
    while let task = child {
      if case .member(let group, _) = task.origin, group === self { members.append(task) }
      child = task.nextSibling
    }
    members.forEach { scheduler.abort($0) }
  }

  /// A child was stopped from outside: so are all others, and nothing comes any more.
  func memberWasAborted(_ scheduler: Scheduler) {
    guard form == .stream, !isOver else { return }
    isOver = true
    endSpan()
    endReaders(scheduler)
  }
}

// MARK: End

extension TaskGroup {
  /// A child ended.
  func memberDidEnd(
    _ task: TaskState, _ index: Int, _ outcome: TaskOutcome, _ scheduler: Scheduler
  ) {
    let output = task.output
    task.joiner = .nobody
    scheduler.unlink(task)
    ended += 1
    if ended == count { endSpan() }
    switch form {
    case .count, .each, .settle:
      outputs[index] = output
      switch outcome {
      case .value(let value): results[index] = value
      case .error(let error): errors[index] = error
      }
      if ended == count { return complete(scheduler) }
    case .race: memberOfRaceDidEnd(outcome, scheduler)
    case .stream: finish(outcome, scheduler)
    }
    launch(scheduler)
  }

  private func complete(_ scheduler: Scheduler) {
    guard let waiter else { return }
    let failed = form == .settle ? nil : errors.keys.min()
    if !outputs.isEmpty {
      for index in 0..<(failed ?? count) {
        scheduler.vm.output.append(outputs[index], to: waiter)
      }
    }
    if let failed, let error = errors.removeValue(forKey: failed) {
      return scheduler.wake(waiter, with: error)
    }
    var values = results
    results = []
    if form == .settle { return scheduler.wake(waiter, .value, settled(&values, scheduler.vm.types)) }
    scheduler.wake(waiter, .value, Value(list: values))
  }

  /// The dict of 04 A4.4.
  private func settled(_ values: inout [Value], _ types: TypeTable) -> Value {
    let failed = errors.count
    for index in values.indices {
      if let error = errors.removeValue(forKey: index) {
        values[index] = newEnum(types.err, [Value(string: error.takeFullText())])
      } else {
        values[index] = newEnum(types.ok, [values[index]])
      }
    }
    return Value(dict: [
      "failed": Value(int: failed), "results": Value(list: values),
      "succeeded": Value(int: values.count - failed),
    ])
  }

  /// First success wins (04 A4.7).
  private func memberOfRaceDidEnd(_ outcome: TaskOutcome, _ scheduler: Scheduler) {
    switch outcome {
    case .error(let error): messages.append(error.takeFullText())
    case .value(let value):
      if let error = value.resultError {
        messages.append(displayText(error))
        release(value)
      } else {
        let winner =
          value.isEnum && value.enumCase == scheduler.vm.types.ok ? enumPayload(value, 0).retained() : value.retained()
        release(value)
        abortMembers(scheduler)
        guard let waiter else { return release(winner) }
        return scheduler.wake(waiter, .value, winner)
      }
    }
    guard messages.count == count, let waiter else { return }
    let text = messages.joined(separator: "; ")
    scheduler.wake(
      waiter, with: .runtimeError("parallel_race: all \(count) task(s) failed: \(text)"))
  }
}

// MARK: Streams (04 A4.6)

extension TaskGroup {
  private func finish(_ outcome: TaskOutcome, _ scheduler: Scheduler) {
    guard let reader = readers.first else { return finished.append(outcome) }
    drawn += 1
    switch outcome {
    case .value(let value):
      scheduler.machine.deliver(value, to: reader)
      if drawn == count { end(scheduler) }
    case .error(let error):
      scheduler.wake(reader.pointee.task.state, with: error)
      end(scheduler)
    }
  }

  /// The next result; nil when none is there. An error ends the stream.
  func draw(_ scheduler: Scheduler) -> TaskOutcome? {
    guard firstFinished < finished.count, let outcome = finished[firstFinished] else { return nil }
    finished[firstFinished] = nil
    firstFinished += 1
    // Places of drawn results are given back when they are half of all.
    if firstFinished * 2 > finished.count {
      finished.removeFirst(firstFinished)
      firstFinished = 0
    }
    drawn += 1
    if case .error = outcome { end(scheduler) }
    launch(scheduler)
    return outcome
  }

  /// Whether a result waits to be drawn.
  var hasResult: Bool { !finished.isEmpty }

  /// Whether every result was drawn.
  var isDrained: Bool { isOver && finished.isEmpty || drawn == count }

  private func end(_ scheduler: Scheduler) {
    isOver = true
    // The members are stopped at the next switch: the task that runs may be one of them.
    scheduler.abandonedGroups.append(self)
    finished.forEach { $0?.discard() }
    finished = []
    firstFinished = 0
    endReaders(scheduler)
  }

  private func endReaders(_ scheduler: Scheduler) {
    while let reader = readers.first { scheduler.machine.wake(reader.pointee.task, .end) }
  }
}

/// The handle of `parallel each … as stream`.
final class ParallelStreamState: SequenceState {
  private let group: TaskGroup
  private unowned(unsafe) let scheduler: Scheduler
  private var isExhausted = false

  /// A stream of the results of a group that has started.
  init(_ group: TaskGroup, _ scheduler: Scheduler) {
    self.group = group
    self.scheduler = scheduler
  }

  deinit { if !group.isOver { scheduler.abandonedGroups.append(group) } }

  override var typeName: String { "stream" }
  override var display: String { isExhausted || group.isOver ? "<stream (done)>" : "<stream>" }
  override var methods: MethodReceiver { .generator }

  override func advance(_ scheduler: Scheduler) -> Advance {
    switch group.draw(scheduler) {
    case .value(let value)?: return .item(value)
    case .error(let error)?: return .failure(error)
    case nil: break
    }
    if group.isDrained {
      isExhausted = true
      return .end
    }
    do throws(HarnError) {
      try scheduler.mayWait()
    } catch {
      return .failure(error)
    }
    scheduler.beginWait(delivery: .item)
    group.readers.append(scheduler.current.record)
    return .wait
  }

  override var isReady: Bool { group.hasResult || group.isDrained }

  override func didEnd() { isExhausted = true }
}

extension TaskGroup {
  /// The value of a construct without children.
  var emptyResult: Value {
    if form != .settle { return Value(list: []) }
    return Value(dict: ["failed": Value(int: 0), "results": Value(list: []), "succeeded": Value(int: 0)])
  }
}
