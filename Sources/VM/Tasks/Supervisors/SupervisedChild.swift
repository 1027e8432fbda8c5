/// A child of a supervisor: what it runs, and what became of it (04 A13).
final class SupervisedChild {
  let name: String
  let kind: String
  let policy: RestartPolicy
  /// The position in the specification.
  let index: Int
  /// Who looks after it; it lives as long as the child.
  unowned(unsafe) let supervisor: Supervisor
  /// What it runs; owned.
  let callee: Value
  /// What the specification says of a lease; owned.
  let activeLease: Value

  var status = Status.pending
  /// Why the next run has to wait.
  var reason: WaitReason?
  /// The task of the current run, or of the next one, which waits for its time.
  unowned(unsafe) var task: TaskState?
  /// The rendered error of the last failure.
  var lastError: String?
  var restartCount = 0
  /// When it failed, on the clock of the scheduler.
  var failures: [Int] = []
  /// When the next run begins, in milliseconds since the epoch.
  var nextRestart: Int?
  /// The next start is not the first one.
  var isRestart = false

  init(_ specification: SupervisorSpecification.Child, index: Int, _ supervisor: Supervisor) {
    name = specification.name
    kind = specification.kind
    policy = specification.policy
    callee = specification.task.retained()
    activeLease = specification.activeLease.retained()
    self.index = index
    self.supervisor = supervisor
  }

  deinit {
    release(callee)
    release(activeLease)
  }

  /// The words of 04 A13.3.
  enum Status: String {
    case pending, running, waiting, draining, stopped, failed, suppressed
    case circuitOpen = "circuit_open"
  }

  /// The words of 04 A13.2.
  enum WaitReason: String {
    case restartBackoff = "restart_backoff"
    case restartCapExceeded = "restart_cap_exceeded"
    case circuitOpen = "circuit_open"
    case propagationRestart = "propagation_restart"
    case shutdown
  }

  /// Whether nothing will happen to it any more.
  var isAtRest: Bool { status == .stopped || status == .failed || status == .suppressed }

  /// Whether its body runs.
  var isRunning: Bool { status == .running || status == .draining }

  /// Whether its body runs or is about to: a restart that is scheduled is not.
  var isUnderWay: Bool { task != nil && (status == .pending || isRunning) }

  /// The id of its task (04 A13.3).
  var taskID: String { "\(supervisor.creatorID):supervisor:\(supervisor.id):\(name)" }

  /// What its task is called with (04 A13.1).
  var context: Value {
    Value(dict: [
      "attempt": Value(int: restartCount + 1), "child_kind": Value(string: kind),
      "child_name": Value(string: name), "restart_count": Value(int: restartCount),
      "supervisor_id": Value(string: supervisor.id),
    ])
  }

  /// Notes a failure, forgets those out of the window and says how many are left.
  func rememberFailure(_ now: Int) -> Int {
    failures.append(now)
    failures.removeAll { (now - $0) / 1_000_000 > policy.window }
    return failures.count
  }

  /// The dict of 04 A13.3.
  var state: Value {
    let isWaiting =
      switch status {
      case .waiting, .circuitOpen, .draining, .suppressed: true
      case .pending, .running, .stopped, .failed: false
      }
    return Value(dict: [
      "active_lease": activeLease.retained(),
      "current_wait_reason": isWaiting ? Value(text: reason?.rawValue) : .nilValue,
      "kind": Value(string: kind), "last_error": Value(text: lastError), "name": Value(string: name),
      "next_restart_time": nextRestart.map { Value(int: $0) } ?? .nilValue,
      "restart_count": Value(int: restartCount), "status": Value(string: status.rawValue),
    ])
  }
}

extension Value {
  /// A string, or nil.
  init(text: String?) { self = text.map { Value(string: $0) } ?? .nilValue }
}
