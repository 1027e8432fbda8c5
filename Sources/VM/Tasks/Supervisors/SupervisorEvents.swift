/// What happened to a supervisor, in order (04 A13.4).
struct SupervisorEvents {
  private var events: [Event] = []
  private var count = 0

  private struct Event {
    var number: Int
    var time: Int
    var kind: String
    var child: String?
    var message: String?
  }

  /// So many events are kept at least: a child that fails again and again must not fill the memory.
  private static let kept = 50_000

  /// Adds an event at a time in milliseconds since the epoch.
  mutating func add(_ kind: String, child: String?, _ message: String?, at time: Int) {
    if events.count >= 2 * SupervisorEvents.kept { events.removeFirst(SupervisorEvents.kept) }
    events.append(Event(number: count, time: time, kind: kind, child: child, message: message))
    count += 1
  }

  /// The result of `supervisor_events`.
  func value(_ supervisor: String) -> Value {
    Value(
      list: events.map { event in
        Value(dict: [
          "at_ms": Value(int: event.time), "child": Value(text: event.child),
          "kind": Value(string: event.kind), "message": Value(text: event.message),
          "seq": Value(int: event.number), "supervisor_id": Value(string: supervisor),
        ])
      })
  }
}
