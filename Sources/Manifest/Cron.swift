/// Why a text is no cron expression of five fields, nil when it is one (06 §16.3 row 12).
func cronFault(_ text: String) -> String? {
  let parts = text.split { $0 == " " || $0 == "\t" }
  guard parts.count == cronFields.count else {
    return "expected \(cronFields.count) fields, got \(parts.count)"
  }
  for (part, field) in zip(parts, cronFields) where !field.accepts(part) {
    return "invalid \(field.name) field '\(part)'"
  }
  return nil
}

/// One of the five fields.
private struct CronField {
  var name: String
  var values: ClosedRange<Int>
  /// Names of the values from the lowest on.
  var words: [String] = []

  /// Whether each part of a list is a value, a range or `*`, with or without a step.
  func accepts(_ text: Substring) -> Bool {
    text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
      let step = part.split(separator: "/", omittingEmptySubsequences: false)
      guard step.count <= 2 else { return false }
      if step.count == 2, step[1].utf8.contains(where: { !isDigit($0) }) || (Int(step[1]) ?? 0) < 1 { return false }
      if step[0] == "*" { return true }
      let bounds = step[0].split(separator: "-", omittingEmptySubsequences: false).map(value)
      switch (bounds.count, bounds.first ?? nil, bounds.last ?? nil) {
      case (1, .some, _): return true
      case (2, let low?, let high?): return low <= high
      default: return false
      }
    }
  }

  private func value(_ text: Substring) -> Int? {
    if let word = words.firstIndex(of: text.lowercased()) { return values.lowerBound + word }
    guard !text.isEmpty, text.utf8.allSatisfy(isDigit), let number = Int(text), values.contains(number) else {
      return nil
    }
    return number
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

private let cronFields = [
  CronField(name: "minute", values: 0...59), CronField(name: "hour", values: 0...23),
  CronField(name: "day-of-month", values: 1...31),
  CronField(
    name: "month", values: 1...12,
    words: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
  CronField(
    name: "day-of-week", values: 0...7, words: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
]
