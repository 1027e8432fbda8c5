import Diagnostics

/// Numbers and durations (01 "Numbers").
extension Lexer {
  /// A number, with its duration unit when one touches it.
  mutating func scanNumber() {
    let start = cursor.offset
    cursor.skip { !$0.isASCIIDigit }
    if cursor.current == .dot, cursor.peek().isASCIIDigit {
      cursor.offset += 1
      cursor.skip { !$0.isASCIIDigit }
      return add(.float, from: start)
    }
    if let unit = durationUnit() {
      cursor.offset += unit.spelling.utf8.count
      return add(.duration, from: start)
    }
    let isExact = decimalValue(of: cursor.bytes[start..<cursor.offset]) != nil
    add(isExact ? .int : .float, from: start)
  }

  /// The unit at the cursor. A one-letter unit must not run into a longer word.
  private func durationUnit() -> DurationUnit? {
    if cursor.current == UInt8(ascii: "m"), cursor.peek() == UInt8(ascii: "s") {
      return .milliseconds
    }
    guard let unit = DurationUnit(byte: cursor.current) else { return nil }
    var next = cursor
    next.offset += 1
    return next.scalar().value.isLetterOrDigit && !next.isAtEnd ? nil : unit
  }
}

/// The units of duration literals.
enum DurationUnit: Int, CaseIterable {
  case milliseconds = 1
  case seconds = 1000
  case minutes = 60_000
  case hours = 3_600_000
  case days = 86_400_000
  case weeks = 604_800_000

  /// The unit of one letter.
  init?(byte: UInt8) {
    guard
      let unit = Self.allCases.first(where: {
        $0 != .milliseconds && $0.spelling.utf8.first == byte
      })
    else { return nil }
    self = unit
  }

  var spelling: String {
    switch self {
    case .milliseconds: "ms"
    case .seconds: "s"
    case .minutes: "m"
    case .hours: "h"
    case .days: "d"
    case .weeks: "w"
    }
  }
}

/// The value of decimal digits, or nil when it does not fit.
func decimalValue(of digits: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for digit in digits {
    let (tens, overflowsTens) = value.multipliedReportingOverflow(by: 10)
    let (sum, overflowsSum) = tens.addingReportingOverflow(Int(digit &- UInt8(ascii: "0")))
    guard !overflowsTens, !overflowsSum else { return nil }
    value = sum
  }
  return value
}

extension SourceFile {
  /// The value of an int token.
  package func intValue(of token: Token) -> Int {
    decimalValue(of: bytes[Int(token.range.start)..<Int(token.range.end)]) ?? Int.max
  }

  /// The value of a float token: the nearest double.
  package func floatValue(of token: Token) -> Double {
    Double(text(of: token.range)) ?? .infinity
  }

  /// The value of a duration token, nil when it is beyond the 64-bit range.
  package func milliseconds(of token: Token) -> Int? {
    let literal = bytes[Int(token.range.start)..<Int(token.range.end)]
    let digits = literal.prefix(while: \.isASCIIDigit)
    let suffix = literal[digits.endIndex...]
    let unit = suffix.count == 2 ? DurationUnit.milliseconds : DurationUnit(byte: suffix.first ?? 0)
    guard let count = decimalValue(of: digits), let unit else { return nil }
    let (value, overflows) = count.multipliedReportingOverflow(by: unit.rawValue)
    return overflows ? nil : value
  }
}
