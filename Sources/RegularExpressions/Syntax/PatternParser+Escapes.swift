extension PatternParser {
  /// What an escape outside of classes stands for.
  mutating func parseEscape() throws(PatternError) -> Pattern {
    switch peek(1) {
    case "A":
      position += 2
      return .look(.startOfText)
    case "z":
      position += 2
      return .look(.endOfText)
    case "b":
      position += 2
      return .look(try parseBoundary())
    case "B":
      position += 2
      return .look(flags.isUnicode ? .notWordBoundary : .asciiNotWordBoundary)
    case "<":
      position += 2
      return .look(.wordStart)
    case ">":
      position += 2
      return .look(.wordEnd)
    default:
      if let set = try parseClassEscape() { return .set(set) }
      return literal(try parseScalarEscape())
    }
  }

  /// `\b`, perhaps with one of the words in braces.
  private mutating func parseBoundary() throws(PatternError) -> Look {
    if take(text: "{start}") { return .wordStart }
    if take(text: "{end}") { return .wordEnd }
    if take(text: "{start-half}") { return .wordStartHalf }
    if take(text: "{end-half}") { return .wordEndHalf }
    return flags.isUnicode ? .wordBoundary : .asciiWordBoundary
  }

  /// `\d`, `\w`, `\s`, `\p…` and their complements at the position; nil when something else stands there.
  mutating func parseClassEscape() throws(PatternError) -> ScalarSet? {
    guard let letter = peek(1) else { return nil }
    let set: ScalarSet
    switch letter {
    case "d", "D": set = flags.isUnicode ? UnicodeSets.digit : UnicodeSets.asciiDigit
    case "s", "S": set = flags.isUnicode ? UnicodeSets.space : UnicodeSets.asciiSpace
    case "w", "W": set = flags.isUnicode ? UnicodeSets.word : UnicodeSets.asciiWord
    case "p", "P":
      position += 2
      return try parseProperty(isNegated: letter == "P")
    default: return nil
    }
    position += 2
    return letter.properties.isUppercase ? set.complement : set
  }

  private mutating func parseProperty(isNegated: Bool) throws(PatternError) -> ScalarSet {
    guard let first = next else {
      throw PatternError(message: "incomplete escape sequence, reached end of pattern prematurely")
    }
    position += 1
    var isNegated = isNegated
    var name = String(first)
    if first == "{" {
      guard let end = scalars[position...].firstIndex(of: "}") else {
        throw PatternError(message: "incomplete escape sequence, reached end of pattern prematurely")
      }
      var text = scalars[position..<end]
      position = end + 1
      if text.first == "^" {
        isNegated.toggle()
        text = text.dropFirst()
      }
      if let sign = text.firstIndex(of: "!"), sign + 1 < end, text[sign + 1] == "=" {
        isNegated.toggle()
        text.remove(at: sign)
      }
      name = String(String.UnicodeScalarView(text))
    }
    guard let set = UnicodeSets.property(name) else { throw PatternError(message: "Unicode property not found") }
    return isNegated ? cased(set).complement : cased(set)
  }

  /// The scalar that an escape stands for.
  mutating func parseScalarEscape() throws(PatternError) -> Unicode.Scalar {
    guard let letter = peek(1) else {
      throw PatternError(message: "incomplete escape sequence, reached end of pattern prematurely")
    }
    position += 2
    switch letter {
    case "t": return "\t"
    case "n": return "\n"
    case "r": return "\r"
    case "f": return "\u{c}"
    case "v": return "\u{b}"
    case "a": return "\u{7}"
    case "x": return try parseHexadecimal(digits: 2)
    case "u": return try parseHexadecimal(digits: 4)
    case "U": return try parseHexadecimal(digits: 8)
    case "0"..."9": throw PatternError(message: "backreferences are not supported")
    default: break
    }
    let isWord = ("a"..."z").contains(letter) || ("A"..."Z").contains(letter)
    guard letter.isASCII, !isWord, letter != "<", letter != ">" else {
      throw PatternError(message: "unrecognized escape sequence")
    }
    return letter
  }

  /// `{H…}` or exactly this many digits.
  private mutating func parseHexadecimal(digits: Int) throws(PatternError) -> Unicode.Scalar {
    var text = ""
    if take("{") {
      while let scalar = next, scalar != "}" {
        text.unicodeScalars.append(scalar)
        position += 1
      }
      guard take("}") else {
        throw PatternError(message: "incomplete escape sequence, reached end of pattern prematurely")
      }
      guard !text.isEmpty else { throw PatternError(message: "hexadecimal literal empty") }
    } else {
      for _ in 0..<digits {
        guard let scalar = next else {
          throw PatternError(message: "incomplete escape sequence, reached end of pattern prematurely")
        }
        text.unicodeScalars.append(scalar)
        position += 1
      }
    }
    guard text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw PatternError(message: "invalid hexadecimal digit")
    }
    guard let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw PatternError(message: "hexadecimal literal is not a Unicode scalar value")
    }
    return scalar
  }
}
