/// The circuit breakers of a program by name (04 A15.3).
final class CircuitTable {
  private var breakers: [String: Breaker] = [:]

  private struct Breaker {
    var threshold: Int
    var resetMilliseconds: Int
    var failures = 0
    /// When it opened, on the clock of the scheduler; nil while it is closed.
    var opened: Int?
  }

  /// Makes a closed breaker, in place of any of the same name.
  func define(_ name: String, threshold: Int, resetMilliseconds: Int) {
    breakers[name] = Breaker(threshold: threshold, resetMilliseconds: resetMilliseconds)
  }

  /// `closed`, `open` or `half_open`.
  func state(_ name: String, now: Int) -> StaticString {
    guard let breaker = breakers[name], let opened = breaker.opened else { return "closed" }
    return (now - opened) / 1_000_000 >= breaker.resetMilliseconds ? "half_open" : "open"
  }

  /// Counts a failure; whether it opened the breaker.
  func noteFailure(_ name: String, now: Int) -> Bool {
    guard var breaker = breakers[name] else { return false }
    breaker.failures += 1
    let opens = breaker.opened == nil && breaker.failures >= breaker.threshold
    if opens { breaker.opened = now }
    breakers[name] = breaker
    return opens
  }

  /// Closes a breaker.
  func close(_ name: String) {
    breakers[name]?.failures = 0
    breakers[name]?.opened = nil
  }
}

/// Circuit breakers (04 A15.3).
var circuitBuiltins: [NativeBuiltin] {
  let close: NativeFunction = { call throws(HarnError) in
    call.vm.scheduler.circuits.close(call.circuitName)
    return .nilValue
  }
  return [
    .init("circuit_breaker") { call throws(HarnError) in
      call.vm.scheduler.circuits.define(
        call.circuitName, threshold: call.int(1) ?? 5, resetMilliseconds: call.milliseconds(2) ?? 30_000)
      return Value(string: call.circuitName)
    },
    .init("circuit_check") { call throws(HarnError) in
      let scheduler = call.vm.scheduler!
      return Value(string: scheduler.circuits.state(call.circuitName, now: scheduler.now).description)
    },
    .init("circuit_record_failure") { call throws(HarnError) in
      let scheduler = call.vm.scheduler!
      return Value(bool: scheduler.circuits.noteFailure(call.circuitName, now: scheduler.now))
    },
    .init("circuit_record_success", close),
    .init("circuit_reset", close),
  ]
}

extension NativeCall {
  fileprivate var circuitName: String { value(0).isNil ? "default" : text(0) }
}
