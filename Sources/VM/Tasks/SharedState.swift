/// Cells, maps and mailboxes by kind, scope and key: the shared state of a program (04 A11, A12).
final class SharedStateTable {
  /// One object.
  final class Entry {
    let kind: Kind
    let scope: String
    let key: String
    /// Of a cell; owned.
    var value = Value.nilValue
    /// Of a map: a dict, owned.
    var entries = Value.nilValue
    /// Of a mailbox.
    var mailbox: ChannelState?
    var version = 0
    var reads = 0
    var writes = 0
    var successes = 0
    var failures = 0
    var staleReads = 0
    var sent = 0
    var failedSends = 0
    var capacity = 0

    init(_ kind: Kind, scope: String, key: String) {
      self.kind = kind
      self.scope = scope
      self.key = key
    }

    deinit {
      release(value)
      release(entries)
      mailbox?.forEachHeldValue { release($0) }
    }

    /// The handle of 04 A11.
    var handle: Value {
      Value(dict: [
        "_type": Value(string: kind.rawValue), "key": Value(string: key), "scope": Value(string: scope),
      ])
    }
  }

  /// The kinds in the order of `shared_metrics`.
  enum Kind: String, CaseIterable {
    case cell = "shared_cell"
    case map = "shared_map"
    case mailbox
  }

  private struct Name: Hashable {
    var kind: Kind
    var scope: String
    var key: String
  }

  private var objects: [Name: Entry] = [:]

  /// The object of this name, if there is one.
  func find(_ kind: Kind, _ scope: String, _ key: String) -> Entry? {
    objects[Name(kind: kind, scope: scope, key: key)]
  }

  /// A new object under a name that none has.
  func add(_ kind: Kind, _ scope: String, _ key: String) -> Entry {
    let entry = Entry(kind, scope: scope, key: key)
    objects[Name(kind: kind, scope: scope, key: key)] = entry
    return entry
  }

  /// All objects of a kind by scope and key.
  func all(_ kind: Kind) -> [Entry] {
    objects.values.filter { $0.kind == kind }.sorted { ($0.scope, $0.key) < ($1.scope, $1.key) }
  }

  /// Forgets everything.
  func removeAll() { objects = [:] }
}

// MARK: Scopes (04 A11.1)

extension NativeCall {
  /// The scope of an object in the notation `name:id`.
  func sharedScope(_ name: String, options: Value, function: String) throws(HarnError) -> String {
    let task = vm.currentTask
    let id: String
    switch name {
    case "task_group", "task-group", "workflow", "workflow_local", "workflow-local":
      id = task.groupID ?? "task_root"
    case "task", "task_local", "task-local": id = task.id
    case "root_task", "root-task": id = "task_root"
    case "workflow_run", "workflow-run", "run": id = task.groupID ?? "task_root"
    case "agent_session", "agent-session", "session": id = "task_root"
    case "tenant", "tenant_scoped", "tenant-scoped":
      guard options.isDict, let tenant = options.entry("tenant_id"), !tenant.isNil else {
        throw .runtimeError("\(function): tenant scope requires tenant_id in options or runtime context")
      }
      id = displayText(tenant)
    case "process", "global": id = "process"
    case "durable", "event_log", "event-log":
      throw .runtimeError(
        "\(function): durable shared state is explicit; use store_* or agent_state_* APIs")
    case "external", "host":
      throw .runtimeError(
        "\(function): external shared state must be provided by a host/connector builtin")
    default: id = name
    }
    return "\(name):\(id)"
  }

  /// The scope that the options name, else the default one.
  private func scope(inOptions options: Value, _ function: String) throws(HarnError) -> String {
    var name = "task_group"
    if options.isDict, let given = options.entry("scope"), !given.isNil { name = displayText(given) }
    return try sharedScope(name, options: options, function: function)
  }

  /// Opens `(key, …)` or `({key, …})`: the object, and whether it is new.
  func openShared(
    _ kind: SharedStateTable.Kind, _ function: String
  ) throws(HarnError) -> (entry: SharedStateTable.Entry, isNew: Bool) {
    let first = value(0)
    var key = first
    if first.isDict {
      key = first.entry("key") ?? .nilValue
      if key.isNil { key = first.entry("name") ?? .nilValue }
    }
    let text = key.isNil ? "" : displayText(key)
    guard !text.isEmpty else { throw .runtimeError("\(function): key/name is required") }
    let scope = try scope(inOptions: first, function)
    let table = vm.scheduler.shared
    if let known = table.find(kind, scope, text) { return (known, false) }
    return (table.add(kind, scope, text), true)
  }

  /// The scope and key that a handle or a name says.
  func sharedTarget(
    _ index: Int, _ kind: SharedStateTable.Kind, _ function: String
  ) throws(HarnError) -> (scope: String, key: String) {
    let target = value(index)
    if target.isDict {
      guard let type = target.entry("_type"), type.stringValue == kind.rawValue,
        let scope = target.entry("scope"), let key = target.entry("key")
      else { throw .runtimeError("\(function): expected \(kind.rawValue) handle") }
      return (displayText(scope), displayText(key))
    }
    let name = displayText(target)
    guard !name.isEmpty else { throw .runtimeError("\(function): name must not be empty") }
    return (try scope(inOptions: .nilValue, function), name)
  }

  /// The object that a handle or a name says, made if it does not exist.
  fileprivate func shared(
    _ kind: SharedStateTable.Kind, _ function: String
  ) throws(HarnError) -> SharedStateTable.Entry {
    let (scope, key) = try sharedTarget(0, kind, function)
    let table = vm.scheduler.shared
    return table.find(kind, scope, key) ?? table.add(kind, scope, key)
  }
}

// MARK: Builtins

/// Shared cells and maps (04 A11).
var sharedStateBuiltins: [NativeBuiltin] {
  [
    .init("shared_scope_id") { call throws(HarnError) in try call.scopeID() },
    .init("shared_cell") { call throws(HarnError) in try call.openCell() },
    .init("shared_get") { call throws(HarnError) in
      let cell = try call.cell("shared_get")
      cell.reads += 1
      return cell.value.retained()
    },
    .init("shared_snapshot") { call throws(HarnError) in
      let cell = try call.cell("shared_snapshot")
      cell.reads += 1
      return snapshot(cell.value.retained(), cell.version)
    },
    .init("shared_set") { call throws(HarnError) in
      let cell = try call.cell("shared_set")
      defer {
        cell.value = call.owned(1)
        cell.version += 1
        cell.writes += 1
      }
      return cell.value
    },
    .init("shared_cas") { call throws(HarnError) in try call.compareAndSetCell() },
    .init("shared_map") { call throws(HarnError) in try call.openMap() },
    .init("shared_map_get") { call throws(HarnError) in
      let map = try call.map("shared_map_get", 2, "handle and key")
      map.reads += 1
      return map.entries.mapEntry(call.text(1))?.retained() ?? call.owned(2)
    },
    .init("shared_map_set") { call throws(HarnError) in try call.setMapEntry() },
    .init("shared_map_delete") { call throws(HarnError) in try call.deleteMapEntry() },
    .init("shared_map_entries") { call throws(HarnError) in
      guard call.count > 0 else { throw .runtimeError("shared_map_entries: handle is required") }
      let map = try call.shared(.map, "shared_map_entries")
      map.reads += 1
      return map.entries.isDict ? map.entries.retained() : Value(dict: [:])
    },
    .init("shared_map_snapshot") { call throws(HarnError) in
      let map = try call.map("shared_map_snapshot", 2, "handle and key")
      map.reads += 1
      return snapshot(map.entries.mapEntry(call.text(1))?.retained() ?? .nilValue, map.version)
    },
    .init("shared_map_cas") { call throws(HarnError) in try call.compareAndSetMapEntry() },
    .init("shared_metrics") { call throws(HarnError) in try call.sharedMetrics() },
  ]
}

/// The dict of a snapshot; takes over the count of the value.
private func snapshot(_ value: Value, _ version: Int) -> Value {
  Value(dict: [
    "_type": Value(string: "shared_snapshot"), "value": value, "version": Value(int: version),
  ])
}

extension Value {
  /// The value of a key, borrowed, if this is a dict that has it.
  fileprivate func mapEntry(_ key: String) -> Value? { isDict ? entry(key) : nil }
}

extension SharedStateTable.Entry {
  /// Whether a compare-and-set may happen: the expected value, or the expected snapshot with its version (04 A11.2).
  fileprivate func matches(_ current: Value, _ expected: Value) -> Bool {
    var isMatch = areEqual(current, expected)
    if expected.isDict, expected.entry("_type")?.stringValue == "shared_snapshot" {
      let isFresh = expected.entry("version").map { $0.isInt && $0.int == version } ?? false
      if !isFresh { staleReads += 1 }
      isMatch = isFresh && areEqual(current, expected.entry("value") ?? .nilValue)
    }
    if isMatch { successes += 1 } else { failures += 1 }
    return isMatch
  }

  /// Stores a value, taken over, under a key of a map.
  fileprivate func put(_ key: String, _ value: Value) {
    if !entries.isDict {
      release(entries)
      entries = Value(newDict())
    }
    set(key, of: unsharedDict(&entries), value)
    version += 1
    writes += 1
  }

  /// Removes a key of a map that has it.
  fileprivate func remove(_ key: String) {
    entries.removeEntry(key)
    version += 1
    writes += 1
  }
}

extension NativeCall {
  fileprivate func scopeID() throws(HarnError) -> Value {
    let name = value(0).isNil ? "task_group" : text(0)
    return Value(string: try sharedScope(name, options: value(1), function: "shared_scope_id"))
  }

  fileprivate func cell(_ name: String) throws(HarnError) -> SharedStateTable.Entry {
    guard count > 0 else { throw .runtimeError("\(name): handle is required") }
    return try shared(.cell, name)
  }

  fileprivate func map(
    _ name: String, _ arguments: Int, _ wanted: String
  ) throws(HarnError) -> SharedStateTable.Entry {
    guard count >= arguments else { throw .runtimeError("\(name): requires \(wanted)") }
    return try shared(.map, name)
  }

  fileprivate func openCell() throws(HarnError) -> Value {
    let (cell, isNew) = try openShared(.cell, "shared_cell")
    if isNew {
      cell.value = self[0].isDict ? (self[0].entry("initial") ?? .nilValue).retained() : owned(1)
    }
    return cell.handle
  }

  fileprivate func compareAndSetCell() throws(HarnError) -> Value {
    guard count >= 3 else {
      throw .runtimeError("shared_cas: requires handle, expected, and new value")
    }
    let cell = try shared(.cell, "shared_cas")
    guard cell.matches(cell.value, self[1]) else { return Value(bool: false) }
    let old = cell.value
    cell.value = owned(2)
    release(old)
    cell.version += 1
    cell.writes += 1
    return Value(bool: true)
  }

  fileprivate func openMap() throws(HarnError) -> Value {
    let (map, isNew) = try openShared(.map, "shared_map")
    if isNew {
      let initial = self[0].isDict ? self[0].entry("initial") ?? .nilValue : value(1)
      map.entries = initial.isDict ? initial.retained() : Value(dict: [:])
    }
    return map.handle
  }

  fileprivate func setMapEntry() throws(HarnError) -> Value {
    let map = try map("shared_map_set", 3, "handle, key, and value")
    let old = map.entries.mapEntry(text(1))?.retained() ?? .nilValue
    map.put(text(1), owned(2))
    return old
  }

  fileprivate func deleteMapEntry() throws(HarnError) -> Value {
    let map = try map("shared_map_delete", 2, "handle and key")
    guard let old = map.entries.mapEntry(text(1))?.retained() else { return .nilValue }
    map.remove(text(1))
    return old
  }

  fileprivate func compareAndSetMapEntry() throws(HarnError) -> Value {
    let map = try map("shared_map_cas", 4, "handle, key, expected, and new value")
    let key = text(1)
    let current = map.entries.mapEntry(key)
    guard map.matches(current ?? .nilValue, self[2]) else { return Value(bool: false) }
    if !self[3].isNil {
      map.put(key, owned(3))
    } else if current != nil {
      map.remove(key)
    }
    return Value(bool: true)
  }

  fileprivate func sharedMetrics() throws(HarnError) -> Value {
    let table = vm.scheduler.shared
    guard count > 0, !self[0].isNil else {
      let all = SharedStateTable.Kind.allCases.flatMap { table.all($0) }
      return Value(list: all.map { Value(byName: $0.metrics.merging($0.name) { first, _ in first }) })
    }
    guard self[0].isDict, let type = self[0].entry("_type")?.stringValue else {
      throw .runtimeError("shared_metrics: handle missing _type")
    }
    guard let kind = SharedStateTable.Kind(rawValue: type) else { return .nilValue }
    let (scope, key) = try sharedTarget(0, kind, "shared_metrics")
    guard let entry = table.find(kind, scope, key) else { return .nilValue }
    return Value(byName: entry.metrics)
  }
}

extension Value {
  /// A new dict; takes over the counts of the values.
  init(byName entries: [String: Value]) { self.init(dict: entries.map { ($0.key, $0.value) }) }
}

extension SharedStateTable.Entry {
  fileprivate var metrics: [String: Value] {
    if kind == .mailbox { return mailboxMetrics }
    return [
      "cas_failure_count": Value(int: failures), "cas_success_count": Value(int: successes),
      "read_count": Value(int: reads), "stale_read_count": Value(int: staleReads),
      "version": Value(int: version), "write_count": Value(int: writes),
    ]
  }

  /// The figures of a mailbox (04 A12).
  var mailboxMetrics: [String: Value] {
    let sent = sent + (mailbox?.record.pointee.acceptedSenders ?? 0)
    let depth = mailbox?.record.pointee.count ?? 0
    return [
      "capacity": Value(int: capacity), "closed": Value(bool: mailbox?.record.pointee.isClosed ?? false),
      "depth": Value(int: depth), "failed_send_count": Value(int: failedSends),
      "received_count": Value(int: sent - depth), "sent_count": Value(int: sent),
    ]
  }

  fileprivate var name: [String: Value] {
    ["_type": Value(string: kind.rawValue), "key": Value(string: key), "scope": Value(string: scope)]
  }
}
