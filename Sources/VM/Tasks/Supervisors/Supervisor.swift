/// Children that are restarted by rules (04 A13). It belongs to the program, not to the task that started it.
final class Supervisor {
  let id: String
  let name: String
  let strategy: Strategy
  /// How long `supervisor_stop` waits by default.
  let shutdownMilliseconds: Int
  /// The id of the task that started it.
  let creatorID: String
  private(set) var children: [SupervisedChild] = []
  private(set) var status = Status.running
  private(set) var metrics = Metrics()
  private(set) var events = SupervisorEvents()
  /// Tasks that wait for the end of a stop.
  let stoppers = WaitQueuePointer.make()
  /// The parent of the tasks of the children. It never runs; it keeps what they inherit from the creator.
  private let keeper = TaskState()
  private unowned(unsafe) let scheduler: Scheduler

  /// What a failure means for the siblings (04 A13.2).
  enum Strategy: String {
    case oneForOne = "one_for_one"
    case oneForAll = "one_for_all"
    case restForOne = "rest_for_one"
    case escalate = "escalate_to_parent"

    /// The strategy of a word.
    init?(word: String) {
      if word == "escalate" { self = .escalate } else { self.init(rawValue: word) }
    }
  }

  /// The words of 04 A13.3.
  enum Status: String {
    case running, completed, draining, stopped, escalated
  }

  /// The figures of 04 A13.3.
  struct Metrics {
    var escalated = 0
    var failed = 0
    var restarted = 0
    var started = 0
    var stopped = 0
    var suppressed = 0
  }

  /// Children that start at the next suspension of the running task.
  init(_ specification: SupervisorSpecification, id: String, _ scheduler: Scheduler) {
    self.id = id
    name = specification.name ?? id
    strategy = specification.strategy
    shutdownMilliseconds = specification.shutdownMilliseconds
    creatorID = scheduler.current.id
    self.scheduler = scheduler
    keeper.status = .waiting
    scheduler.bequeath(to: keeper)
    children = specification.children.enumerated().map { SupervisedChild($1, index: $0, self) }
    note("supervisor_started")
    for child in children { launch(child) }
  }

  deinit { stoppers.deallocate() }

  /// Stops everything, at the end of the program.
  func abandon() { scheduler.abortChildren(of: keeper) }

  private func note(_ kind: String, _ child: SupervisedChild? = nil, _ message: String? = nil) {
    let time = scheduler.clock.source.epochMilliseconds
    events.add(kind, child: child?.name, message, at: time)
  }
}

// MARK: Runs of children

extension Supervisor {
  /// Makes the task of the next run, now or after a delay.
  private func launch(_ child: SupervisedChild, after milliseconds: Int? = nil) {
    let task = scheduler.makeTask(
      child.callee.retained(), child.context, origin: .supervised(child), parent: keeper)
    task.joiner = .supervisor(child)
    child.task = task
    guard let milliseconds else { return scheduler.enqueue(task) }
    child.isRestart = true
    child.nextRestart = scheduler.clock.source.epochMilliseconds + milliseconds
    scheduler.postpone(task, until: scheduler.time(inMilliseconds: milliseconds))
  }

  /// The body of a child begins.
  func didStart(_ child: SupervisedChild) {
    child.status = .running
    child.reason = nil
    child.nextRestart = nil
    metrics.started += 1
    note("child_started", child)
    if child.isRestart { note("child_restart_started", child) }
  }

  /// Whether a child has yet to start for the first time.
  var isStarting: Bool { children.contains { $0.status == .pending } }

  /// The body of a child ended, and its task is gone.
  func didEnd(_ child: SupervisedChild, _ outcome: TaskOutcome, _ output: String?) {
    if let output { note("child_output", child, output) }
    switch outcome {
    case .value(let value):
      release(value)
      didReturn(child)
    case .error(let error): didFail(child, error.takeFullText())
    }
    if status == .draining, !children.contains(where: \.isRunning) { finishStop("drained") }
    if status == .running, children.allSatisfy(\.isAtRest) {
      status = .completed
      note("supervisor_completed")
    }
  }

  private func didReturn(_ child: SupervisedChild) {
    metrics.stopped += 1
    child.status = .stopped
    child.lastError = nil
    note("child_stopped", child)
    if status == .running, child.policy.mode == .always { decide(child, hasFailed: false) }
  }

  private func didFail(_ child: SupervisedChild, _ error: String) {
    metrics.failed += 1
    child.lastError = error
    note("child_failed", child, error)
    guard status == .running else {
      child.status = .stopped
      return
    }
    child.status = .failed
    var affected = [child]
    switch strategy {
    case .oneForOne: break
    case .escalate: return escalate(child)
    case .oneForAll: affected = children.filter { $0 === child || $0.isUnderWay }
    case .restForOne: affected = children.filter { $0 === child || $0.index > child.index && $0.isUnderWay }
    }
    for sibling in affected where sibling !== child {
      stop(sibling, .waiting, "propagation restart")
      sibling.reason = .propagationRestart
    }
    for other in affected {
      switch other.policy.mode {
      case .always: decide(other, hasFailed: other === child)
      case .onFailure where other === child: decide(other, hasFailed: true)
      case .onFailure, .never: break
      }
    }
  }

  private func escalate(_ child: SupervisedChild) {
    status = .escalated
    metrics.escalated += 1
    note("child_escalated", child)
    for other in children {
      if other.task == nil { other.status = .stopped } else { stop(other, .stopped, "supervisor stop") }
    }
  }

  /// Ends the run of a child, or its next one, from outside.
  private func stop(_ child: SupervisedChild, _ status: SupervisedChild.Status, _ message: String) {
    if let task = child.task { scheduler.abort(task) }
    child.task = nil
    child.status = status
    child.nextRestart = nil
    note("child_stopped", child, message)
  }

  /// The restart decision (04 A13.2).
  private func decide(_ child: SupervisedChild, hasFailed: Bool) {
    let policy = child.policy
    guard isExceeded(child, hasFailed: hasFailed) else {
      let delay = policy.delay(index: child.index, restarts: child.restartCount)
      metrics.restarted += 1
      child.restartCount += 1
      child.status = .waiting
      child.reason = .restartBackoff
      note("child_restarted", child, "scheduled after \(delay)ms")
      return launch(child, after: delay)
    }
    metrics.suppressed += 1
    guard let pause = policy.circuitOpen else {
      child.status = .suppressed
      child.reason = .restartCapExceeded
      return note("child_suppressed", child, "restart cap reached")
    }
    child.status = .circuitOpen
    child.reason = .circuitOpen
    child.restartCount = 0
    child.failures = []
    note("child_suppressed", child, "restart cap reached; circuit opened")
    launch(child, after: pause)
  }

  private func isExceeded(_ child: SupervisedChild, hasFailed: Bool) -> Bool {
    guard let maximum = child.policy.maximum else { return false }
    guard hasFailed, child.policy.window > 0 else { return child.restartCount >= maximum }
    return child.rememberFailure(scheduler.now) > maximum
  }
}

// MARK: Stop (04 A13.3)

extension Supervisor {
  /// Asks everything to end; whether there is something to wait for.
  func beginStop() -> Bool {
    guard status != .stopped, status != .draining else { return status == .draining }
    status = .draining
    note("supervisor_stopping")
    for child in children where child.status != .running && !child.isAtRest {
      stop(child, .stopped, "supervisor stop")
    }
    for child in children where child.status == .running {
      child.status = .draining
      child.reason = .shutdown
      if let task = child.task { scheduler.requestCancellation(of: task) }
    }
    if children.contains(where: \.isRunning) { return true }
    finishStop("drained")
    return false
  }

  /// Stops what did not end in time.
  func forceStop() {
    guard status == .draining else { return }
    for child in children where child.isRunning { stop(child, .stopped, "supervisor stop") }
    finishStop("forced")
  }

  private func finishStop(_ message: String) {
    status = .stopped
    note("supervisor_stopped", nil, message)
    while let stopper = stoppers.first { scheduler.machine.wake(stopper.pointee.task, .value, state) }
  }
}

// MARK: What programs see (04 A13.3)

extension Supervisor {
  /// The handle.
  var handle: Value {
    Value(dict: [
      "_type": Value(string: "supervisor"), "id": Value(string: id), "name": Value(string: name),
    ])
  }

  /// The result of `supervisor_state`.
  var state: Value {
    Value(dict: [
      "_type": Value(string: "supervisor_state"), "children": Value(list: children.map(\.state)),
      "id": Value(string: id), "metrics": metrics.value, "name": Value(string: name),
      "status": Value(string: status.rawValue), "strategy": Value(string: strategy.rawValue),
    ])
  }
}

extension Supervisor.Metrics {
  /// The dict of these figures.
  var value: Value {
    Value(dict: [
      "escalated": Value(int: escalated), "failed": Value(int: failed), "restarted": Value(int: restarted),
      "started": Value(int: started), "stopped": Value(int: stopped), "suppressed": Value(int: suppressed),
    ])
  }
}
