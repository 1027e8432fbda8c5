import Glibc
import VM

/// Date and time (05 §19).
func dateBuiltins() -> BuiltinGroup {
  let zones = TimeZoneCache()
  return [
    .init("date_now") { call throws(HarnError) in nowDict() },
    .init("date_now_iso") { call throws(HarnError) in Value(string: isoText(now())) },
    .init("date_iso") { call throws(HarnError) in Value(string: isoText(now())) },
    .init("date_parse", parseDate),
    .init("date_format") { call throws(HarnError) in try formatDate(call, zones) },
    .init("date_in_zone") { call throws(HarnError) in try dateInZone(call, zones) },
    .init("date_to_zone") { call throws(HarnError) in
      let time = try call.timestamp("date_to_zone", 0)
      return Value(string: try call.requiredZone("date_to_zone", 1, zones).localTime(time).rfc3339)
    },
    .init("date_from_components") { call throws(HarnError) in try dateFromComponents(call, zones) },
    .init("date_add", addDuration),
    .init("date_diff", dateDifference),
    .init("weekday_name") { call throws(HarnError) in
      let time = try call.timestamp("weekday_name", 0)
      let local = try call.zone("weekday_name", 1, zones).localTime(time)
      return Value(string: DateFormat.weekdays[local.date.weekday])
    },
    .init("month_name") { call throws(HarnError) in
      let time = try call.timestamp("month_name", 0)
      let local = try call.zone("month_name", 1, zones).localTime(time)
      return Value(string: DateFormat.months[local.date.month - 1])
    },
  ]
}

/// The zones of one machine by name.
private final class TimeZoneCache {
  private var zones: [String: TimeZone] = [:]

  func zone(_ name: String) -> TimeZone? {
    if let known = zones[name] { return known }
    let zone = TimeZone.named(name)
    zones[name] = zone
    return zone
  }
}

// MARK: Arguments

extension NativeCall {
  /// The time of a number, or of a dict with an entry `timestamp`.
  fileprivate func timestamp(_ name: String, _ index: Int) throws(HarnError) -> Timestamp {
    guard index < count else { throw .thrown(text: "\(name): missing timestamp argument") }
    var number = self[index]
    if number.isDict { number = number.entry("timestamp") ?? .nilValue }
    if let seconds = number.intValue {
      guard Timestamp.range.contains(seconds) else { throw .thrown(text: "\(name): timestamp out of range") }
      return Timestamp(seconds: seconds, nanoseconds: 0)
    }
    guard number.isFloat else {
      throw .thrown(text: "\(name): expected timestamp number or date dict, got \(typeName(self[index]))")
    }
    guard number.float.isFinite else { throw .thrown(text: "\(name): timestamp must be finite") }
    guard let time = Timestamp(seconds: number.float) else { throw .thrown(text: "\(name): timestamp out of range") }
    return time
  }

  /// The zone of a name; UTC when absent or nil.
  fileprivate func zone(_ name: String, _ index: Int, _ zones: TimeZoneCache) throws(HarnError) -> TimeZone {
    value(index).isNil ? .utc : try requiredZone(name, index, zones)
  }

  /// The zone of a name.
  fileprivate func requiredZone(
    _ name: String, _ index: Int, _ zones: TimeZoneCache
  ) throws(HarnError) -> TimeZone {
    guard index < count else { throw .thrown(text: "\(name): missing timezone argument") }
    guard let zone = zones.zone(text(index)) else { throw .thrown(text: "\(name): unknown timezone '\(text(index))'") }
    return zone
  }

  fileprivate func duration(_ name: String, _ index: Int) throws(HarnError) -> Int {
    guard index < count else { throw .thrown(text: "\(name): missing duration argument") }
    guard self[index].isDuration else {
      throw .thrown(text: "\(name): expected duration, got \(typeName(self[index]))")
    }
    return self[index].int
  }
}

/// An int when whole, else a float.
private func number(_ time: Timestamp) -> Value {
  time.nanoseconds == 0 ? Value(int: time.seconds) : Value(float: time.double)
}

// MARK: Now

/// The time of the system, to the millisecond.
private func now() -> Timestamp {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Timestamp(seconds: time.tv_sec, nanoseconds: time.tv_nsec / 1_000_000 * 1_000_000)
}

/// `2031-05-06T07:08:09.123Z`.
private func isoText(_ time: Timestamp) -> String {
  let local = TimeZone.utc.localTime(time)
  return (try? DateFormat(local).text("%Y-%m-%dT%H:%M:%S.%3fZ")) ?? ""
}

/// The parts that all date dicts have.
private func parts(_ local: LocalTime) -> [(String, Value)] {
  [
    ("year", Value(int: local.date.year)), ("month", Value(int: local.date.month)),
    ("day", Value(int: local.date.day)), ("hour", Value(int: local.hour)), ("minute", Value(int: local.minute)),
    ("second", Value(int: local.second)), ("weekday", Value(int: local.date.weekday)),
  ]
}

private func nowDict() -> Value {
  let time = now()
  return Value(
    dict: parts(TimeZone.utc.localTime(time)) + [
      ("timestamp", Value(float: time.double)), ("iso8601", Value(string: isoText(time))),
    ])
}

// MARK: Functions

private func parseDate(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  do throws(DateParser.Failure) {
    return number(try DateParser.parse(call.text(0)))
  } catch {
    throw .thrown(text: error.text)
  }
}

private func formatDate(_ call: borrowing NativeCall, _ zones: TimeZoneCache) throws(HarnError) -> Value {
  let time = try call.timestamp("date_format", 0)
  let zone = call.count > 2 ? try call.requiredZone("date_format", 2, zones) : .utc
  do throws(DateFormat.Failure) {
    let text = try DateFormat(zone.localTime(time)).text(call.text(1, default: "%Y-%m-%d %H:%M:%S"))
    return Value(string: text)
  } catch {
    throw .thrown(text: "date_format: unknown format code '\(error.code)'")
  }
}

private func dateInZone(_ call: borrowing NativeCall, _ zones: TimeZoneCache) throws(HarnError) -> Value {
  let time = try call.timestamp("date_in_zone", 0)
  let local = try call.requiredZone("date_in_zone", 1, zones).localTime(time)
  return Value(
    dict: parts(local) + [
      ("offset_seconds", Value(int: local.offset)), ("timestamp", number(time)),
      ("iso8601", Value(string: local.rfc3339)), ("zone", Value(string: call.text(1))),
    ])
}

private func dateFromComponents(_ call: borrowing NativeCall, _ zones: TimeZoneCache) throws(HarnError) -> Value {
  let name = "date_from_components"
  guard call.value(0).isDict else {
    throw .thrown(text: "\(name): expected dict, got \(typeName(call.value(0)))")
  }
  let dict = call[0]
  func part(_ key: String, _ fallback: Int?) throws(HarnError) -> Int {
    guard let value = dict.entry(key), !value.isNil || fallback == nil else {
      if let fallback { return fallback }
      throw .thrown(text: "\(name): missing \(key)")
    }
    if let int = value.intValue { return int }
    if value.isFloat, let int = Int(exactly: value.float) { return int }
    throw .thrown(text: "\(name): \(key) must be an integer, got \(typeName(value))")
  }
  let components = DateParser.Components(
    year: try part("year", nil), month: try part("month", nil), day: try part("day", nil),
    hour: try part("hour", 0), minute: try part("minute", 0), second: try part("second", 0))
  let zone = try call.zone(name, 1, zones)
  let local: Int
  do throws(DateParser.Failure) {
    local = try components.seconds()
  } catch {
    throw .thrown(text: error.text)
  }
  guard let seconds = zone.earliestTime(showing: local) else {
    throw .thrown(text: "\(name): local time does not exist in that timezone")
  }
  return Value(int: seconds)
}

private func addDuration(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let time = try call.timestamp("date_add", 0)
  let milliseconds = try call.duration("date_add", 1)
  let (seconds, rest) = floorDivide(milliseconds, 1000)
  let part = rest + nearestMillisecond(time.nanoseconds)
  let sum = time.seconds + seconds + part / 1000
  guard Timestamp.range.contains(sum) else { throw .thrown(text: "date_add: timestamp out of range") }
  return number(Timestamp(seconds: sum, nanoseconds: part % 1000 * 1_000_000))
}

private func dateDifference(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let first = try call.timestamp("date_diff", 0)
  let second = try call.timestamp("date_diff", 1)
  let milliseconds = nearestMillisecond(first.nanoseconds - second.nanoseconds)
  return Value(milliseconds: (first.seconds - second.seconds) * 1000 + milliseconds)
}

/// Nanoseconds in milliseconds, to the nearest one: a time that is a float is rarely exact.
private func nearestMillisecond(_ nanoseconds: Int) -> Int {
  Int((Double(nanoseconds) / 1e6).rounded())
}
