/// Writes a time by a format with `%` codes (05 §19.2).
struct DateFormat {
  /// A code that means nothing.
  struct Failure: Error {
    var code: String
  }

  private enum Padding {
    case none, blank, zero
  }

  private let time: LocalTime

  init(_ time: LocalTime) { self.time = time }

  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  /// The text of a format.
  func text(_ format: String) throws(Failure) -> String {
    var text = ""
    var rest = Substring(format).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "%" { text += try code(&rest) } else { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  /// The text of the code behind a `%`, which is taken.
  private func code(_ rest: inout Substring.UnicodeScalarView.SubSequence) throws(Failure) -> String {
    for (code, text) in fractionCodes where rest.starts(with: code.unicodeScalars) {
      rest = rest.dropFirst(code.unicodeScalars.count)
      return text
    }
    if rest.starts(with: ":z".unicodeScalars) {
      rest = rest.dropFirst(2)
      return offsetText(time.offset, colon: true)
    }
    var padding: Padding?
    let start = rest
    switch rest.first {
    case "-": padding = Padding.none
    case "_": padding = .blank
    case "0": padding = .zero
    default: break
    }
    if padding != nil { rest = rest.dropFirst() }
    guard let letter = rest.popFirst() else { throw Failure(code: "%" + String(start)) }
    if let (number, width, usual) = number(letter) { return text(number, width, padding ?? usual) }
    guard let text = try word(letter) else { throw Failure(code: "%" + String(start.prefix(padding == nil ? 1 : 2))) }
    return text
  }

  private var fractionCodes: [(String, String)] {
    let digits = padded(time.nanosecond, 9)
    return [
      (".3f", "." + digits.prefix(3)), (".6f", "." + digits.prefix(6)), (".9f", "." + digits),
      (".f", fractionText(time.nanosecond)), ("3f", String(digits.prefix(3))), ("6f", String(digits.prefix(6))),
      ("9f", digits),
    ]
  }

  private func text(_ number: Int, _ width: Int, _ padding: Padding) -> String {
    switch padding {
    case .none: String(number)
    case .zero: padded(number, width)
    case .blank: String(repeating: " ", count: max(0, width - String(number).count)) + String(number)
    }
  }

  /// A numeric code: the number, its width and how it is filled up.
  private func number(_ letter: Unicode.Scalar) -> (Int, Int, Padding)? {
    let date = time.date
    let hour12 = (time.hour + 11) % 12 + 1
    switch letter {
    case "Y": return (date.year, 4, .zero)
    case "C": return (floorDivide(date.year, 100).quotient, 2, .zero)
    case "y": return (floorDivide(date.year, 100).remainder, 2, .zero)
    case "m": return (date.month, 2, .zero)
    case "d": return (date.day, 2, .zero)
    case "e": return (date.day, 2, .blank)
    case "w": return (date.weekday, 1, .zero)
    case "u": return ((date.weekday + 6) % 7 + 1, 1, .zero)
    case "j": return (date.dayOfYear, 3, .zero)
    case "U": return ((date.dayOfYear + 6 - date.weekday) / 7, 2, .zero)
    case "W": return ((date.dayOfYear + 6 - (date.weekday + 6) % 7) / 7, 2, .zero)
    case "G": return (date.isoWeek.year, 4, .zero)
    case "g": return (floorDivide(date.isoWeek.year, 100).remainder, 2, .zero)
    case "V": return (date.isoWeek.week, 2, .zero)
    case "H": return (time.hour, 2, .zero)
    case "k": return (time.hour, 2, .blank)
    case "I": return (hour12, 2, .zero)
    case "l": return (hour12, 2, .blank)
    case "M": return (time.minute, 2, .zero)
    case "S": return (time.second, 2, .zero)
    case "f": return (time.nanosecond, 9, .zero)
    case "s": return (time.timestamp.seconds, 1, .zero)
    default: return nil
    }
  }

  private func word(_ letter: Unicode.Scalar) throws(Failure) -> String? {
    let month = DateFormat.months[time.date.month - 1]
    let weekday = DateFormat.weekdays[time.date.weekday]
    switch letter {
    case "B": return month
    case "b", "h": return String(month.prefix(3))
    case "A": return weekday
    case "a": return String(weekday.prefix(3))
    case "p": return time.hour < 12 ? "AM" : "PM"
    case "P": return time.hour < 12 ? "am" : "pm"
    case "Z": return time.abbreviation
    case "z": return offsetText(time.offset, colon: false)
    case "D", "x": return try text("%m/%d/%y")
    case "F": return try text("%Y-%m-%d")
    case "T", "X": return try text("%H:%M:%S")
    case "R": return try text("%H:%M")
    case "r": return try text("%I:%M:%S %p")
    case "c": return try text("%a %b %e %H:%M:%S %Y")
    case "+": return time.rfc3339
    case "n": return "\n"
    case "t": return "\t"
    case "%": return "%"
    default: return nil
    }
  }
}
