/// Reads dates and times (05 §19.1).
enum DateParser {
  /// Why a text is no date.
  struct Failure: Error {
    var text: String
  }

  /// The parts of a date and time, not yet checked.
  struct Components {
    var year: Int
    var month: Int
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0
    var nanosecond = 0

    /// Seconds since 1970-01-01T00:00:00 on a clock that shows this.
    func seconds() throws(Failure) -> Int {
      try check("month", month, 1...12)
      try check("day", day, 1...31)
      try check("hour", hour, 0...23)
      try check("minute", minute, 0...59)
      try check("second", second, 0...59)
      guard year.magnitude <= 262_000, day <= CivilDate.daysIn(month: month, of: year) else {
        throw Failure(text: "Invalid date: \(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))")
      }
      let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
      return days * 86_400 + hour * 3600 + minute * 60 + second
    }

    private func check(_ part: String, _ value: Int, _ range: ClosedRange<Int>) throws(Failure) {
      guard range.contains(value) else {
        throw Failure(text: "Invalid \(part): \(value) (must be \(range.lowerBound)-\(range.upperBound))")
      }
    }
  }

  /// The time that a text means.
  static func parse(_ text: String) throws(Failure) -> Timestamp {
    let trimmed = text.trimmed
    if let (components, offset) = standardForm(trimmed), let seconds = try? components.seconds() {
      return Timestamp(seconds: seconds - offset, nanoseconds: components.nanosecond)
    }
    let components = try digitRuns(trimmed)
    return Timestamp(seconds: try components.seconds(), nanoseconds: 0)
  }

  /// RFC 3339, or one of the forms without offset, which are UTC; nil for any other text.
  private static func standardForm(_ text: String) -> (Components, offset: Int)? {
    var reader = Reader(rest: text.utf8[...])
    guard let year = reader.signedNumber(), reader.take("-"), let month = reader.number(1...2), reader.take("-"),
      let day = reader.number(1...2)
    else { return nil }
    var components = Components(year: year, month: month, day: day)
    if reader.rest.isEmpty { return (components, 0) }
    guard reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.number(1...2), reader.take(":"),
      let minute = reader.number(1...2)
    else { return nil }
    components.hour = hour
    components.minute = minute
    if reader.rest.isEmpty { return (components, 0) }
    guard reader.take(":"), let second = reader.number(1...2) else { return nil }
    components.second = second
    if reader.take(".") {
      guard let fraction = reader.fraction() else { return nil }
      components.nanosecond = fraction
    }
    if reader.rest.isEmpty { return (components, 0) }
    return reader.offset().map { (components, $0) }
  }

  /// All runs of digits in order as year, month, day, hour, minute, second.
  private static func digitRuns(_ text: String) throws(Failure) -> Components {
    let runs = text.utf8.split { !(0x30...0x39).contains($0) }
    let numbers = runs.prefix(6).map { Int(String(Substring($0))) ?? .max }
    guard numbers.count >= 3 else { throw Failure(text: "Cannot parse date: \(text)") }
    var components = Components(year: numbers[0], month: numbers[1], day: numbers[2])
    if numbers.count > 3 { components.hour = numbers[3] }
    if numbers.count > 4 { components.minute = numbers[4] }
    if numbers.count > 5 { components.second = numbers[5] }
    return components
  }

  private struct Reader {
    var rest: Substring.UTF8View

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first.map(UInt32.init) == character.value else { return false }
      rest.removeFirst()
      return true
    }

    mutating func digits(_ count: ClosedRange<Int>) -> String? {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard count.contains(digits.count) else { return nil }
      rest = rest.dropFirst(digits.count)
      return String(Substring(digits))
    }

    mutating func number(_ count: ClosedRange<Int>) -> Int? { digits(count).flatMap { Int($0) } }

    mutating func signedNumber() -> Int? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      return number(1...6).map { isNegative ? -$0 : $0 }
    }

    /// Nanoseconds; further digits are dropped.
    mutating func fraction() -> Int? {
      guard let digits = digits(1...100) else { return nil }
      return Int(digits.prefix(9)).map { value in
        (0..<max(0, 9 - digits.count)).reduce(value) { scaled, _ in scaled * 10 }
      }
    }

    /// `Z` or `±hh:mm` up to the end, in seconds.
    mutating func offset() -> Int? {
      if take("Z") || take("z") { return rest.isEmpty ? 0 : nil }
      let isNegative = take("-")
      guard isNegative || take("+"), let hours = number(2...2), take(":"), let minutes = number(2...2), rest.isEmpty,
        hours < 24, minutes < 60
      else { return nil }
      let seconds = hours * 3600 + minutes * 60
      return isNegative ? -seconds : seconds
    }
  }
}
