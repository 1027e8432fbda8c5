/// Splits the body of a directive into tokens.
struct TemplateLexer {
  enum Token: Equatable {
    case string(String)
    case int(Int)
    case float(Double)
    case identifier(String)
    /// An operator or a bracket.
    case symbol(String)
  }

  /// What is wrong with the body.
  struct Failure: Error {
    var message: String
  }

  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ body: String) { scalars = Array(body.unicodeScalars) }

  /// All tokens.
  static func tokens(of body: String) throws(Failure) -> [Token] {
    var lexer = TemplateLexer(body)
    var tokens: [Token] = []
    while let token = try lexer.next() { tokens.append(token) }
    return tokens
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// ASCII letters and `_`.
  static func isIdentifierStart(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
  }

  /// Whether a text is one identifier.
  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, isIdentifierStart(first) else { return false }
    return text.unicodeScalars.allSatisfy { isIdentifierStart($0) || isDigit($0) }
  }

  private func peek(_ offset: Int) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  private mutating func next() throws(Failure) -> Token? {
    while let scalar = peek(0), scalar.properties.isWhitespace { position += 1 }
    guard let scalar = peek(0) else { return nil }
    if scalar == "\"" || scalar == "'" { return try string(endingWith: scalar) }
    if TemplateLexer.isDigit(scalar) || scalar == "-" && peek(1).map(TemplateLexer.isDigit) == true { return number() }
    if TemplateLexer.isIdentifierStart(scalar) {
      return .identifier(take { TemplateLexer.isIdentifierStart($0) || TemplateLexer.isDigit($0) })
    }
    return .symbol(try symbol(scalar))
  }

  private mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = peek(0), condition(scalar) {
      text.append(scalar)
      position += 1
    }
    return String(text)
  }

  private mutating func string(endingWith quote: Unicode.Scalar) throws(Failure) -> Token {
    position += 1
    var text = String.UnicodeScalarView()
    while let scalar = peek(0) {
      position += 1
      if scalar == quote { return .string(String(text)) }
      guard scalar == "\\", let escaped = peek(0) else {
        text.append(scalar)
        continue
      }
      position += 1
      switch escaped {
      case "n": text.append("\n")
      case "t": text.append("\t")
      case "r": text.append("\r")
      default: text.append(escaped)
      }
    }
    throw Failure(message: "unterminated string literal")
  }

  private mutating func number() -> Token {
    var text = ""
    if peek(0) == "-" {
      text = "-"
      position += 1
    }
    text += take(while: TemplateLexer.isDigit)
    if peek(0) == ".", peek(1).map(TemplateLexer.isDigit) == true {
      position += 1
      text += "." + take(while: TemplateLexer.isDigit)
    } else if let int = Int(text) {
      return .int(int)
    }
    return .float(Double(text) ?? 0)
  }

  private mutating func symbol(_ scalar: Unicode.Scalar) throws(Failure) -> String {
    if let following = peek(1) {
      let pair = String(String.UnicodeScalarView([scalar, following]))
      if ["==", "!=", "<=", ">=", "&&", "||"].contains(pair) {
        position += 2
        return pair
      }
    }
    switch scalar {
    case "=": throw Failure(message: "unexpected `=` (use `==`)")
    case "&": throw Failure(message: "unexpected `&`")
    case "<", ">", "!", "|", ":", ",", ".", "[", "]", "(", ")":
      position += 1
      return String(scalar)
    default: throw Failure(message: "unexpected character `\(scalar)` in expression")
    }
  }
}
