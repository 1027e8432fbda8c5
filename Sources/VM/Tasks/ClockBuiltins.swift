/// Clock, mocked clock and timers (05 §21).
var clockBuiltins: [NativeBuiltin] {
  [
    .init("timestamp") { call throws(HarnError) in Value(float: Double(call.vm.clock.epochMilliseconds) / 1000) },
    .init("now_ms") { call throws(HarnError) in Value(int: call.vm.clock.epochMilliseconds) },
    .init("monotonic_ms") { call throws(HarnError) in Value(int: call.vm.clock.monotonicMilliseconds) },
    .init("elapsed") { call throws(HarnError) in Value(int: call.vm.clock.monotonicMilliseconds) },
    .init("sleep_ms", sleepMilliseconds),
    .init("mock_time") { call throws(HarnError) in
      guard let time = call.int(0) else {
        throw .thrown(text: "mock_time(ms): expected an integer millisecond timestamp")
      }
      call.vm.clock.mock(epochMilliseconds: time)
      return .nilValue
    },
    .init("advance_time") { call throws(HarnError) in
      guard let now = call.vm.clock.advance(milliseconds: call.milliseconds(0) ?? 0) else {
        throw .thrown(text: "advance_time: no mock active. Call mock_time(ms) first.")
      }
      return Value(int: now)
    },
    .init("unmock_time") { call throws(HarnError) in
      call.vm.clock.unmock()
      return .nilValue
    },
    .init("timer_start") { call throws(HarnError) in
      Value(dict: [
        "name": try call.textValue(0, default: "default"),
        "start_ms": Value(int: call.vm.clock.source.epochMilliseconds),
      ])
    },
    .init("timer_end", endTimer),
  ]
}

/// `sleep_ms(n)`: a mocked clock is put forward instead of waiting.
private func sleepMilliseconds(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard let milliseconds = call.int(0), milliseconds > 0 else { return .nilValue }
  if call.vm.clock.advance(milliseconds: milliseconds) != nil { return .nilValue }
  return try call.pause(milliseconds: milliseconds)
}

/// `timer_end(timer)` (04 A15.2).
private func endTimer(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.value(0).isDict else {
    throw .thrown(text: "timer_end: argument must be a timer dict from timer_start")
  }
  let now = call.vm.clock.source.epochMilliseconds
  var start = now
  if let given = call.value(0).entry("start_ms"), given.isInt { start = given.int }
  let (difference, overflows) = now.subtractingReportingOverflow(start)
  let elapsed = overflows ? 0 : max(0, difference)
  let name = call.value(0).entry("name").map { displayText($0) } ?? "default"
  call.vm.output.write("[timer] \(name): \(elapsed)ms\n")
  return Value(int: elapsed)
}
