import Glibc

extension JSONParser {
  /// Reads a number: an int when it has neither fraction nor exponent and fits, else the nearest float (05 §15.1).
  mutating func parseNumber() throws(JSONError) -> Value {
    let first = cursor
    let isNegative = cursor.pointee == UInt8(ascii: "-")
    if isNegative { cursor += 1 }
    var decimal = DecimalNumber()
    if peek == UInt8(ascii: "0") {
      cursor += 1
      if isDigit(peek) { throw errorHere("invalid number") }
    } else {
      try parseDigits(into: &decimal)
    }
    let isWhole = peek != UInt8(ascii: ".") && peek | 0x20 != UInt8(ascii: "e")
    if isWhole, let int = decimal.int(isNegative: isNegative) { return Value(int: int) }
    if peek == UInt8(ascii: ".") {
      cursor += 1
      decimal.isFraction = true
      try parseDigits(into: &decimal)
    }
    if peek | 0x20 == UInt8(ascii: "e") { try parseExponent(into: &decimal) }
    let number = decimal.float(isNegative: isNegative) ?? convert(first, count: cursor - first)
    guard number.isFinite else { throw errorBefore("number out of range") }
    return Value(float: number)
  }

  @inline(__always) private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always) private mutating func parseDigits(
    into decimal: inout DecimalNumber
  ) throws(JSONError) {
    guard isDigit(peek) else { throw missingDigit }
    while cursor < end, isDigit(cursor.pointee) {
      decimal.append(digit: cursor.pointee &- 0x30)
      cursor += 1
    }
  }

  private var missingDigit: JSONError {
    errorHere(cursor == end ? "EOF while parsing a value" : "invalid number")
  }

  private mutating func parseExponent(into decimal: inout DecimalNumber) throws(JSONError) {
    cursor += 1
    let isNegative = peek == UInt8(ascii: "-")
    if isNegative || peek == UInt8(ascii: "+") { cursor += 1 }
    guard isDigit(peek) else { throw missingDigit }
    var exponent = 0
    while isDigit(peek) {
      // Beyond this the number is zero or infinite anyway; `convert` reads the digits themselves.
      if exponent < 100_000 { exponent = exponent * 10 + Int(cursor.pointee - 0x30) }
      cursor += 1
    }
    decimal.exponent += isNegative ? -exponent : exponent
  }

  /// The general case: correctly rounded by the C library, which reads exactly this notation.
  private func convert(_ bytes: UnsafePointer<UInt8>, count: Int) -> Double {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { copy in
      guard let target = copy.baseAddress else { return .nan }
      memcpy(target, bytes, count)
      target[count] = 0
      return strtod(target, nil)
    }
  }
}

/// The digits of a number as far as they fit into one word, and the power of ten behind them.
private struct DecimalNumber {
  private var digits: UInt64 = 0
  private var digitCount = 0
  var exponent = 0
  /// Whether the digits that come are behind the point.
  var isFraction = false

  @inline(__always) mutating func append(digit: UInt8) {
    digitCount &+= digits == 0 && digit == 0 ? 0 : 1
    digits = digits &* 10 &+ UInt64(digit)
    if isFraction { exponent &-= 1 }
  }

  /// The int, when it fits and is not the float `-0`.
  func int(isNegative: Bool) -> Int? {
    guard digitCount <= 19 else { return nil }
    if isNegative { return digits == 0 || digits > 1 << 63 ? nil : Int(truncatingIfNeeded: 0 &- digits) }
    return Int(exactly: digits)
  }

  /// The float, when digits and power of ten are both exact: then one rounding gives the nearest one.
  func float(isNegative: Bool) -> Double? {
    guard digitCount <= 19, digits <= 1 << 53, exponent.magnitude <= 22 else { return nil }
    let number = Double(digits)
    let result =
      exponent < 0 ? number / powersOfTen[-exponent] : number * powersOfTen[exponent]
    return isNegative ? -result : result
  }
}

/// The powers of ten that a float holds exactly.
private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]
