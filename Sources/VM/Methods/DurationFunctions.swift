/// The functions of durations that need no clock (05 §20).
var durationFunctions: [NativeBuiltin] {
  let constructors: [NativeBuiltin] = durationUnits.map { name, unit in
    .init(name) { call throws(HarnError) in try makeDuration(call, name, unit) }
  }
  return constructors + [
    .init("duration_to_seconds") { call throws(HarnError) in
      Value(int: try milliseconds(call, "duration_to_seconds") / 1000)
    },
    .init("duration_to_human") { call throws(HarnError) in
      Value(string: humanText(try milliseconds(call, "duration_to_human")))
    },
  ]
}

private let durationUnits: [(name: String, milliseconds: Int)] = [
  ("duration_ms", 1), ("duration_seconds", 1000), ("duration_minutes", 60_000),
  ("duration_hours", 3_600_000), ("duration_days", 86_400_000),
]

private func makeDuration(
  _ call: borrowing NativeCall, _ name: String, _ unit: Int
) throws(HarnError) -> Value {
  guard call.count > 0 else { throw .thrown(text: "\(name): missing value argument") }
  if let count = call.int(0) {
    let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit)
    if overflow { throw .thrown(text: "\(name): duration overflow") }
    return Value(milliseconds: milliseconds)
  }
  guard call[0].isFloat else {
    throw .thrown(text: "\(name): expected number, got \(typeName(call[0]))")
  }
  let milliseconds = (call[0].float * Double(unit)).rounded()
  guard let exact = Int(exactly: milliseconds) else {
    throw .thrown(text: "\(name): duration overflow")
  }
  return Value(milliseconds: exact)
}

private func milliseconds(_ call: borrowing NativeCall, _ name: String) throws(HarnError) -> Int {
  guard call.count > 0 else { throw .thrown(text: "\(name): missing value argument") }
  guard call[0].isDuration else {
    throw .thrown(text: "\(name): expected duration, got \(typeName(call[0]))")
  }
  return call[0].int
}

/// The three largest parts that are not zero.
private func humanText(_ milliseconds: Int) -> String {
  if milliseconds == 0 { return "0s" }
  var rest = milliseconds.magnitude
  var parts: [String] = []
  let units: [(UInt, String)] = [
    (86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms"),
  ]
  for (unit, suffix) in units where rest >= unit {
    parts.append("\(rest / unit)\(suffix)")
    rest %= unit
  }
  return (milliseconds < 0 ? "-" : "") + parts.prefix(3).joined(separator: " ")
}
