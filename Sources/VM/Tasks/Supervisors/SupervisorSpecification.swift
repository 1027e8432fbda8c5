/// What `supervisor_start` is asked for (04 A13.1). The tasks are borrowed from the given dict.
struct SupervisorSpecification {
  var id: String?
  var name: String?
  var strategy: Supervisor.Strategy
  var shutdownMilliseconds: Int
  var children: [Child]

  /// One child.
  struct Child {
    var name: String
    var kind: String
    var task: Value
    var policy: RestartPolicy
    var activeLease: Value
  }

  /// Reads the argument of `supervisor_start`.
  ///
  /// - Throws: the errors at the end of 04 A13.4.
  init(_ given: Value) throws(HarnError) {
    guard !given.isNil else { throw .runtimeError("supervisor_start: spec is required") }
    guard given.isDict else { throw .runtimeError("supervisor_start: expected a dict") }
    id = given.text("id")
    name = given.text("name")
    let strategy = given.text("strategy") ?? "one_for_one"
    guard let known = Supervisor.Strategy(word: normalized(strategy)) else {
      throw .runtimeError("supervisor_start: unknown strategy '\(strategy)'")
    }
    self.strategy = known
    shutdownMilliseconds = given.time("shutdown_ms", "drain_ms") ?? 5000
    let policy = try RestartPolicy(given.given("restart"), default: RestartPolicy())
    guard let list = given.given("children"), list.isList else {
      throw .runtimeError("supervisor_start: children must be a list")
    }
    guard list.itemCount > 0 else {
      throw .runtimeError("supervisor_start: children must include at least one child")
    }
    children = []
    for (index, child) in list.listItems.enumerated() {
      children.append(try Child(child, index: index, policy: policy))
    }
  }
}

extension SupervisorSpecification.Child {
  fileprivate init(_ given: Value, index: Int, policy: RestartPolicy) throws(HarnError) {
    guard given.isDict else { throw .runtimeError("supervisor_start child: expected a dict") }
    name = given.text("name") ?? "child_\(index)"
    kind = given.text("kind") ?? "task"
    guard let task = given.given("task", "handler"), task.isCallable else {
      throw .runtimeError("supervisor_start: child '\(name)' requires a task closure")
    }
    self.task = task
    self.policy = try RestartPolicy(given.given("restart"), default: policy)
    activeLease = given.given("active_lease", "lease") ?? .nilValue
  }
}

extension RestartPolicy {
  /// Reads a policy: a mode, or a dict.
  fileprivate init(_ given: Value?, default policy: RestartPolicy) throws(HarnError) {
    guard let given else {
      self = policy
      return
    }
    self.init()
    if let word = given.stringValue {
      mode = try RestartPolicy.mode(word)
      return
    }
    guard given.isDict else {
      throw .runtimeError(
        "supervisor_start: restart policy must be a string or dict, got \(typeName(given))")
    }
    if let word = given.text("mode", "policy") { mode = try RestartPolicy.mode(word) }
    if let number = given.given("max_restarts", "max")?.numberValue {
      maximum = Int(clamping: number)
    }
    window = given.time("window_ms", "window") ?? window
    backoff = given.time("backoff_ms", "backoff", "initial_backoff_ms") ?? backoff
    if let number = given.given("factor", "backoff_factor")?.numberValue { factor = max(1, number) }
    maximumBackoff = given.time("max_backoff_ms", "max_backoff") ?? maximumBackoff
    jitter = given.time("jitter_ms", "jitter") ?? jitter
    circuitOpen = given.time("circuit_open_ms", "circuit_open")
  }

  private static func mode(_ word: String) throws(HarnError) -> Mode {
    guard let mode = Mode(word: normalized(word)) else {
      throw .runtimeError("supervisor_start: unknown restart mode '\(word)'")
    }
    return mode
  }
}

/// A word in the form in which strategies and modes are compared.
private func normalized(_ word: String) -> String {
  String(word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
}

extension Value {
  /// The entry under the first of these keys that has one other than nil, borrowed.
  fileprivate func given(_ keys: String...) -> Value? { given(keys) }

  private func given(_ keys: [String]) -> Value? {
    for key in keys {
      if let value = entry(key), !value.isNil { return value }
    }
    return nil
  }

  fileprivate func text(_ keys: String...) -> String? { given(keys).map { displayText($0) } }

  /// A time in milliseconds under one of these keys; nil when there is none.
  fileprivate func time(_ keys: String...) -> Int? {
    guard let value = given(keys) else { return nil }
    if let text = value.stringValue { return milliseconds(text) }
    if value.isDuration { return min(max(0, value.int), longestTime) }
    return value.numberValue.map { Int(clamping: $0) }
  }
}

/// No time is longer, so that sums of times fit.
private let longestTime = 1 << 53

extension Int {
  /// A number as a time or a count, at least 0.
  fileprivate init(clamping number: Double) {
    self = number < Double(longestTime) ? number > 0 ? Int(number) : 0 : longestTime
  }
}

/// The milliseconds of `40ms`, `2s`, `1m`, `1h` or `40`.
private func milliseconds(_ text: String) -> Int? {
  let units: [(suffix: String, factor: Double)] = [
    ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("", 1),
  ]
  let bytes = text.utf8.filter { $0 != UInt8(ascii: " ") }
  guard let unit = units.first(where: { bytes.suffix($0.suffix.utf8.count).elementsEqual($0.suffix.utf8) })
  else { return nil }
  let digits = String(decoding: bytes.dropLast(unit.suffix.utf8.count), as: UTF8.self)
  guard let number = Double(digits), number.isFinite else { return nil }
  return Int(clamping: number * unit.factor)
}
