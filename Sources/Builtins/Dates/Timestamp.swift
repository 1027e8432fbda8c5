/// A point in time: seconds since 1970-01-01T00:00:00Z and the part of a second behind them.
struct Timestamp: Equatable {
  var seconds: Int
  /// 0 to 999,999,999.
  var nanoseconds: Int

  /// Years from about -262,000 to 262,000, the range of other implementations.
  static let range = -8_334_601_228_800...8_210_266_876_799

  init(seconds: Int, nanoseconds: Int) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// The time of this many seconds, rounded to microseconds; nil when out of range.
  init?(seconds: Double) {
    let whole = seconds.rounded(.down)
    guard whole.magnitude < 1e13 else { return nil }
    let microseconds = Int(((seconds - whole) * 1e6).rounded())
    self.init(seconds: Int(whole) + microseconds / 1_000_000, nanoseconds: microseconds % 1_000_000 * 1000)
    guard Timestamp.range.contains(self.seconds) else { return nil }
  }

  /// The seconds with their fraction.
  var double: Double {
    // One rounding only, wherever the fraction has no more digits than a float can tell apart.
    nanoseconds % 1000 == 0
      ? Double(seconds * 1_000_000 + nanoseconds / 1000) / 1e6 : Double(seconds) + Double(nanoseconds) / 1e9
  }
}

/// Date and time of day at some place.
struct LocalTime {
  var date: CivilDate
  var hour: Int
  var minute: Int
  var second: Int
  var nanosecond: Int
  /// How far the place is ahead of UTC, in seconds.
  var offset: Int
  /// The abbreviation of the zone, `CEST`.
  var abbreviation: String
  var timestamp: Timestamp

  /// The time at a place with this offset.
  init(_ timestamp: Timestamp, offset: Int, abbreviation: String) {
    let (days, seconds) = floorDivide(timestamp.seconds + offset, 86_400)
    date = CivilDate(daysSinceEpoch: days)
    hour = seconds / 3600
    minute = seconds / 60 % 60
    second = seconds % 60
    nanosecond = timestamp.nanoseconds
    self.offset = offset
    self.abbreviation = abbreviation
    self.timestamp = timestamp
  }

  /// `2031-05-06T09:08:09+02:00`, with 3, 6 or 9 digits of a fraction if there is one.
  var rfc3339: String {
    "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(padded(hour, 2)):\(padded(minute, 2))"
      + ":\(padded(second, 2))\(fractionText(nanosecond))\(offsetText(offset, colon: true))"
  }
}

/// `.250`, `.250001` or `.250001002`; empty when there is no fraction.
func fractionText(_ nanoseconds: Int) -> String {
  if nanoseconds == 0 { return "" }
  if nanoseconds % 1_000_000 == 0 { return ".\(padded(nanoseconds / 1_000_000, 3))" }
  if nanoseconds % 1000 == 0 { return ".\(padded(nanoseconds / 1000, 6))" }
  return ".\(padded(nanoseconds, 9))"
}

/// `+02:00` or `+0200`.
func offsetText(_ offset: Int, colon: Bool) -> String {
  let minutes = abs(offset) / 60
  return "\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2))\(colon ? ":" : "")\(padded(minutes % 60, 2))"
}

/// The number with zeros in front up to a width; the sign comes first and does not count.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number.magnitude)
  return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
}
