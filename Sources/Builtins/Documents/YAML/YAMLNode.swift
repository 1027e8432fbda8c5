import VM

/// A node of a YAML document (05b §6).
indirect enum YAMLNode {
  case null
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(String)
  case sequence([YAMLNode])
  case mapping([(key: String, value: YAMLNode)])

  /// The value, owned by the caller. The parser limits the nesting and what aliases add.
  var value: Value {
    switch self {
    case .null: .nilValue
    case .bool(let bool): Value(bool: bool)
    case .int(let int): Value(int: int)
    case .float(let float): Value(float: float)
    case .string(let text): Value(string: text)
    case .sequence(let items): Value(list: items.map(\.value))
    case .mapping(let entries): Value(dict: entries.map { ($0.key, $0.value.value) })
    }
  }

  /// The key of a mapping that this node stands for: its text.
  var keyText: String {
    if case .string(let text) = self { return text }
    let value = self.value
    defer { value.released() }
    return displayText(value)
  }
}

extension YAMLNode {
  /// The node of a plain scalar.
  init(plain text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .bool(true)
    case "false", "False", "FALSE": self = .bool(false)
    case ".nan", ".NaN", ".NAN": self = .float(.nan)
    default:
      if let number = YAMLNode.number(text) {
        self = number
      } else {
        self = .string(text)
      }
    }
  }

  /// Whether a plain scalar with this text is the string.
  static func isPlainString(_ text: String) -> Bool {
    if case .string = YAMLNode(plain: text) { return true }
    return false
  }

  /// A number; nil for other texts. Decimal digits behind a leading zero are no number, so that codes keep their zeros.
  private static func number(_ text: String) -> YAMLNode? {
    var digits = Substring(text)
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
    if [".inf", ".Inf", ".INF"].contains(digits) { return .float(isNegative ? -.infinity : .infinity) }
    guard let first = digits.utf8.first, isDigit(first) || first == UInt8(ascii: ".") else { return nil }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] where digits.hasPrefix(prefix) {
      let body = digits.dropFirst(2)
      guard !body.hasPrefix("+"), !body.hasPrefix("-") else { return nil }
      return Int((isNegative ? "-" : "") + body, radix: radix).map { .int($0) }
    }
    let whole = digits.utf8.prefix(while: isDigit)
    if whole.count > 1, first == UInt8(ascii: "0") { return nil }
    if whole.count == digits.utf8.count, let int = Int((isNegative ? "-" : "") + digits) { return .int(int) }
    return isDecimal(digits) ? Double((isNegative ? "-" : "") + digits).map { .float($0) } : nil
  }

  /// Digits with a point, an exponent or both.
  private static func isDecimal(_ text: Substring) -> Bool {
    var rest = text.utf8[...]
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var digits = whole.count
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = rest.prefix(while: isDigit)
      rest = rest.dropFirst(fraction.count)
      digits += fraction.count
    }
    guard digits > 0 else { return false }
    guard let mark = rest.first else { return true }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
