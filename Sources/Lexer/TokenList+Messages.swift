import Diagnostics

extension TokenList {
  /// The token as error messages show it (01 "One-line form", TOKEN).
  package func description(of token: Token, in file: SourceFile) -> String {
    switch token.kind {
    case .identifier: "id(\(file.text(of: token.range)))"
    case .int: "int(\(file.intValue(of: token)))"
    case .float: "float(\(positionalDigits(of: file.floatValue(of: token))))"
    case .duration: "duration(\(file.milliseconds(of: token) ?? Int.max)ms)"
    case .string: "str(\(strings[Int(token.payload)]))"
    case .rawString: "rstr(\(strings[Int(token.payload)]))"
    case .interpolatedString: "istr(...)"
    case .newline: "\\n"
    default: token.kind.rawValue
    }
  }
}

/// The shortest digits that read back as `value`, without exponent and without `.0`.
package func positionalDigits(of value: Double) -> String {
  let shortest = value.description
  let halves = shortest.split(separator: "e")
  let mantissa = halves[0].split(separator: ".")
  guard halves.count == 2, let exponent = Int(halves[1]) else {
    return mantissa.count == 2 && mantissa[1] == "0" ? String(mantissa[0]) : shortest
  }
  let fraction = mantissa.count == 2 && mantissa[1] != "0" ? mantissa[1] : ""
  let digits = mantissa[0] + fraction
  let point = mantissa[0].count + exponent
  if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
  if point >= digits.count { return digits + String(repeating: "0", count: point - digits.count) }
  return digits.prefix(point) + "." + digits.dropFirst(point)
}
