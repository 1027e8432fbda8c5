/// The supervisors of a program by id.
final class SupervisorTable {
  private var supervisors: [String: Supervisor] = [:]
  private var count = 0
  /// Ends of children that their supervisors have not yet seen, in order.
  var ends: [End] = []

  /// How a run of a child ended.
  struct End {
    var child: SupervisedChild
    var outcome: TaskOutcome
    var output: String?
  }

  /// Lets supervisors see the ends of their children: once all of them have started, so that a strategy concerns runs.
  func settleEnds() {
    var index = 0
    while index < ends.count {
      let end = ends[index]
      if end.child.supervisor.isStarting {
        index += 1
      } else {
        ends.remove(at: index)
        end.child.supervisor.didEnd(end.child, end.outcome, end.output)
      }
    }
  }

  /// All supervisors by id.
  var all: [Supervisor] { supervisors.values.sorted { $0.id < $1.id } }

  /// The supervisor of this id.
  func find(_ id: String) -> Supervisor? { supervisors[id] }

  /// Starts a supervisor.
  func start(
    _ specification: SupervisorSpecification, _ scheduler: Scheduler
  ) throws(HarnError) -> Supervisor {
    let id = specification.id ?? nextID()
    guard supervisors[id] == nil else {
      throw .runtimeError("supervisor_start: supervisor '\(id)' already exists")
    }
    let supervisor = Supervisor(specification, id: id, scheduler)
    supervisors[id] = supervisor
    return supervisor
  }

  private func nextID() -> String {
    count += 1
    return "supervisor_\(count)"
  }

  /// Stops all children.
  func abandonAll() { for supervisor in supervisors.values { supervisor.abandon() } }

  /// Forgets all supervisors, whose children have ended.
  func removeAll() {
    ends.forEach { $0.outcome.discard() }
    ends = []
    supervisors = [:]
  }
}

/// Supervisors (04 A13).
var supervisorBuiltins: [NativeBuiltin] {
  [
    .init("supervisor_start") { call throws(HarnError) in
      let specification = try SupervisorSpecification(call.value(0))
      let scheduler = call.vm.scheduler!
      return try scheduler.supervisors.start(specification, scheduler).handle
    },
    .init("supervisor_state") { call throws(HarnError) in try call.supervisor("supervisor_state").state },
    .init("supervisor_metrics") { call throws(HarnError) in try call.supervisor("supervisor_metrics").metrics.value },
    .init("supervisor_events") { call throws(HarnError) in
      let supervisor = try call.supervisor("supervisor_events")
      return supervisor.events.value(supervisor.id)
    },
    .init("supervisor_stop") { call throws(HarnError) in try call.stopSupervisor() },
  ]
}

extension NativeCall {
  /// The supervisor that the first argument names: a handle, or an id.
  fileprivate func supervisor(_ name: String) throws(HarnError) -> Supervisor {
    let given = value(0)
    guard !given.isNil else { throw .runtimeError("\(name): supervisor handle or id is required") }
    var id = given
    if given.isDict {
      guard let entry = given.entry("id"), !entry.isNil else {
        throw .runtimeError("\(name): supervisor handle missing id")
      }
      id = entry
    }
    let text = displayText(id)
    guard !text.isEmpty else { throw .runtimeError("\(name): supervisor id must not be empty") }
    guard let supervisor = vm.scheduler.supervisors.find(text) else {
      throw .runtimeError("\(name): unknown supervisor '\(text)'")
    }
    return supervisor
  }

  fileprivate func stopSupervisor() throws(HarnError) -> Value {
    let supervisor = try supervisor("supervisor_stop")
    let scheduler = vm.scheduler!
    guard supervisor.beginStop() else { return supervisor.state }
    // A child that stops its supervisor has been asked to end as well.
    try scheduler.mayWait()
    let limit = milliseconds(1) ?? supervisor.shutdownMilliseconds
    scheduler.beginWait(.supervisor(supervisor), until: scheduler.time(inMilliseconds: limit))
    supervisor.stoppers.append(scheduler.current.record)
    return .absent
  }
}
