/// The rule at the end of a zone file, `CET-1CEST,M3.5.0,M10.5.0/3`: what holds in all years to come.
struct TimeZoneRule {
  /// A day of every year and a time of that day.
  private enum Day {
    case month(Int, week: Int, weekday: Int)
    /// The day from 1 to 365; the leap day is never counted.
    case julian(Int)
    /// The day from 0 to 365.
    case ordinal(Int)
  }

  private let standard: TimeZone.Kind
  private let daylight: TimeZone.Kind?
  private var start: (day: Day, seconds: Int) = (.month(3, week: 2, weekday: 0), 7200)
  private var end: (day: Day, seconds: Int) = (.month(11, week: 1, weekday: 0), 7200)

  /// Reads a rule; nil when the text is none.
  init?(_ text: String) {
    var parser = Parser(rest: Substring(text))
    guard let name = parser.name(), let offset = parser.time() else { return nil }
    standard = TimeZone.Kind(offset: -offset, isDaylight: false, abbreviation: name)
    guard let daylightName = parser.name() else {
      daylight = nil
      return
    }
    let daylightOffset = parser.rest.first == "," || parser.rest.isEmpty ? nil : parser.time()
    daylight = TimeZone.Kind(
      offset: daylightOffset.map { -$0 } ?? 3600 - offset, isDaylight: true, abbreviation: daylightName)
    guard parser.take(",") else { return }
    guard let first = parser.day(), parser.take(","), let last = parser.day() else { return nil }
    (start, end) = (first, last)
  }

  /// What holds at a time.
  func kind(at seconds: Int) -> TimeZone.Kind {
    guard let daylight else { return standard }
    let year = CivilDate(daysSinceEpoch: floorDivide(seconds + standard.offset, 86_400).quotient).year
    let starts = moment(start, in: year) - standard.offset
    let ends = moment(end, in: year) - daylight.offset
    // South of the equator the year starts with daylight saving time.
    let isDaylight = starts < ends ? starts <= seconds && seconds < ends : seconds < ends || starts <= seconds
    return isDaylight ? daylight : standard
  }

  /// The time of a moment on a clock of that year, in seconds since 1970-01-01T00:00:00.
  private func moment(_ moment: (day: Day, seconds: Int), in year: Int) -> Int {
    let newYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
    let day: Int
    switch moment.day {
    case .julian(let number): day = newYear + number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0)
    case .ordinal(let number): day = newYear + number
    case .month(let month, let week, let weekday):
      let first = CivilDate(year: year, month: month, day: 1)
      var dayOfMonth = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
      while dayOfMonth > CivilDate.daysIn(month: month, of: year) { dayOfMonth -= 7 }
      day = first.daysSinceEpoch + dayOfMonth - 1
    }
    return day * 86_400 + moment.seconds
  }

  private struct Parser {
    var rest: Substring

    mutating func take(_ character: Character) -> Bool {
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }

    mutating func name() -> String? {
      if take("<") {
        let name = rest.prefix { $0 != ">" }
        rest = rest.dropFirst(name.count + 1)
        return String(name)
      }
      let name = rest.prefix(while: \.isLetter)
      rest = rest.dropFirst(name.count)
      return name.isEmpty ? nil : String(name)
    }

    mutating func number() -> Int? {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return Int(digits)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
      let isNegative = rest.first == "-"
      if isNegative || rest.first == "+" { rest.removeFirst() }
      guard let hours = number(), hours < 200 else { return nil }
      var seconds = hours * 3600
      for unit in [60, 1] where take(":") { seconds += (number() ?? 0) % 60 * unit }
      return isNegative ? -seconds : seconds
    }

    mutating func day() -> (day: Day, seconds: Int)? {
      let day: Day
      if take("M") {
        guard let month = number(), take("."), let week = number(), take("."), let weekday = number(),
          1...12 ~= month, 1...5 ~= week, 0...6 ~= weekday
        else { return nil }
        day = .month(month, week: week, weekday: weekday)
      } else if take("J") {
        guard let number = number(), 1...365 ~= number else { return nil }
        day = .julian(number)
      } else {
        guard let number = number(), 0...365 ~= number else { return nil }
        day = .ordinal(number)
      }
      guard take("/") else { return (day, 7200) }
      return time().map { (day, $0) }
    }
  }
}
