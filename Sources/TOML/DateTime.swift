// The four forms of dates and times (TOML 1.0, RFC 3339).

/// Whether the text is a date `YYYY-MM-DD` that exists.
func isDate(_ text: String) -> Bool {
  var reader = DigitReader(text)
  return reader.takeDate() && reader.isAtEnd
}

/// Whether the text is a date, a time, or both with or without an offset.
func isDateTime(_ text: String) -> Bool {
  var reader = DigitReader(text)
  if reader.takeTime() { return reader.isAtEnd }
  reader = DigitReader(text)
  guard reader.takeDate() else { return false }
  if reader.isAtEnd { return true }
  guard reader.take("T") || reader.take("t") || reader.take(" "), reader.takeTime() else { return false }
  return reader.isAtEnd || (reader.takeOffset() && reader.isAtEnd)
}

/// Reads parts of a date from its start.
private struct DigitReader {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: scalar) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// A number of exactly `count` digits.
  private mutating func takeNumber(_ count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ isDigit($0) }) else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  mutating func takeDate() -> Bool {
    guard let year = takeNumber(4), take("-"), let month = takeNumber(2), take("-"), let day = takeNumber(2),
      (1...12).contains(month)
    else { return false }
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }

  mutating func takeTime() -> Bool {
    guard let hour = takeNumber(2), take(":"), let minute = takeNumber(2), take(":"), let second = takeNumber(2),
      hour < 24, minute < 60, second <= 60
    else { return false }
    guard take(".") else { return true }
    let fraction = rest.prefix { isDigit($0) }.count
    rest = rest.dropFirst(fraction)
    return fraction > 0
  }

  mutating func takeOffset() -> Bool {
    if take("Z") || take("z") { return true }
    guard take("+") || take("-"), let hour = takeNumber(2), take(":"), let minute = takeNumber(2) else { return false }
    return hour < 24 && minute < 60
  }
}
