// What a task knows about itself (04 A14).

extension TaskState {
  /// The task whose identity this one has: a member of a race and a draw have that of their creator (04 A4.7).
  var identity: TaskState {
    var task = self
    while let other = task.lender { task = other }
    return task
  }

  private var lender: TaskState? {
    switch origin {
    case .member(let group, _): group.form == .race ? parent : nil
    case .draw(let creator): creator
    case .root, .spawn, .supervised: nil
    }
  }

  /// The id of 04 A14.1. O(depth).
  var id: String {
    var parts: [String] = []
    var task = identity
    // Tasks may be nested deeply.
    while let parent = task.parent {
      switch task.origin {
      case .root, .draw: return "task_root"
      case .spawn:
        parts.append("spawn:\(task.record.pointee.position)")
        task = parent.identity
      case .member(let group, let index):
        parts.append("\(group.name):\(index)")
        task = group.creator.identity
      case .supervised(let child): return ([child.taskID] + parts.reversed()).joined(separator: ":")
      }
    }
    return (["task_root"] + parts.reversed()).joined(separator: ":")
  }

  /// The id of the group that the task is a member of.
  var groupID: String? {
    switch identity.origin {
    case .member(let group, _): group.id
    case .supervised(let child): child.supervisor.id
    case .root, .spawn, .draw: nil
    }
  }

  /// The id of its creator.
  var parentID: String? {
    let task = identity
    if case .supervised(let child) = task.origin { return child.supervisor.creatorID }
    return task.parent?.id
  }

  /// The construct that created it.
  var constructName: String {
    switch identity.origin {
    case .root, .draw: "root"
    case .spawn: "spawn"
    case .member(let group, _): group.constructName
    case .supervised(let child): "supervisor \(child.kind)"
    }
  }
}

extension TaskGroup {
  /// The id of 04 A14.1.
  var id: String { "\(creator.id):\(name)" }

  /// The last part of the id.
  fileprivate var name: String {
    let form =
      switch form {
      case .count, .race: "parallel"
      case .each: "parallel_each"
      case .stream: "parallel_each_stream"
      case .settle: "parallel_settle"
      }
    return "\(form):\(number)"
  }

  var constructName: String {
    switch form {
    case .count, .race: "parallel"
    case .each: "parallel each"
    case .stream: "parallel each as stream"
    case .settle: "parallel settle"
    }
  }
}

/// Runtime context and task-local values (04 A14).
var contextBuiltins: [NativeBuiltin] {
  [
    .init("runtime_context") { call throws(HarnError) in runtimeContext(call.vm) },
    .init("task_current") { call throws(HarnError) in runtimeContext(call.vm) },
    .init("runtime_context_values") { call throws(HarnError) in contextValues(call.vm.currentTask) },
    .init("runtime_context_get") { call throws(HarnError) in
      let key = try call.contextKey("runtime_context_get")
      return call.vm.currentTask.contextValues.dictEntry(key)?.retained() ?? call.owned(1)
    },
    .init("runtime_context_set") { call throws(HarnError) in
      let key = try call.contextKey("runtime_context_set")
      let task = call.vm.currentTask
      let old = task.contextValues.dictEntry(key)?.retained() ?? .nilValue
      if !task.contextValues.isDict {
        release(task.contextValues)
        task.contextValues = Value(newDict())
      }
      set(key, of: unsharedDict(&task.contextValues), call.owned(1))
      return old
    },
    .init("runtime_context_clear") { call throws(HarnError) in
      let key = try call.contextKey("runtime_context_clear")
      let task = call.vm.currentTask
      guard let old = task.contextValues.dictEntry(key)?.retained() else { return .nilValue }
      task.contextValues.removeEntry(key)
      return old
    },
  ]
}

extension Value {
  /// The value of a key, borrowed, if this is a dict that has it.
  fileprivate func dictEntry(_ key: String) -> Value? { isDict ? entry(key) : nil }
}

extension NativeCall {
  fileprivate func contextKey(_ name: String) throws(HarnError) -> String {
    guard value(0).isString else {
      throw .runtimeError("\(name): first argument must be a string key")
    }
    return text(0)
  }
}

/// The task-local values as a dict, owned.
private func contextValues(_ task: TaskState) -> Value {
  task.contextValues.isDict ? task.contextValues.retained() : Value(dict: [:])
}

/// The keys of the context that have no value outside orchestration.
private let orchestrationKeys = [
  "trace_id", "span_id", "scope_id", "workflow_id", "run_id", "stage_id", "worker_id",
  "agent_session_id", "parent_agent_session_id", "root_agent_session_id", "agent_name", "trigger_id",
  "trigger_event_id", "binding_key", "tenant_id", "provider", "scheduler_key", "runner",
  "capacity_class",
]

private func runtimeContext(_ vm: VirtualMachine) -> Value {
  let task = vm.currentTask
  var entries: [String: Value] = [:]
  for key in orchestrationKeys { entries[key] = .nilValue }
  if let identity = vm.spanIdentity {
    entries["trace_id"] = Value(string: identity.traceID)
    entries["span_id"] = Value(text: identity.spanID)
  }
  entries["task_id"] = Value(string: task.id)
  entries["parent_task_id"] = Value(text: task.parentID)
  entries["root_task_id"] = Value(string: "task_root")
  entries["task_name"] = Value(string: task.constructName)
  entries["task_group_id"] = Value(text: task.groupID)
  entries["context_values"] = contextValues(task)
  entries["cancelled"] = Value(bool: task.isCancelled)
  entries["debug"] = Value(dict: [
    "active_task_ids": Value(list: task.outstandingHandles.map { Value(string: "vm_task_\($0)") }),
    "cancelled": Value(bool: task.isCancelled), "held_synchronization": Value(list: []),
    "supervisors": Value(list: vm.scheduler.supervisors.all.map(\.state)), "waiting_reason": .nilValue,
  ])
  return Value(byName: entries)
}

extension TaskState {
  /// The numbers of the spawned children that were neither awaited nor cancelled, in order.
  fileprivate var outstandingHandles: [Int] {
    var positions: [Int] = []
    var child = firstChild
    while let task = child {
      if task.record.pointee.position > 0 { positions.append(task.record.pointee.position) }
      child = task.nextSibling
    }
    return positions.reversed()
  }
}
