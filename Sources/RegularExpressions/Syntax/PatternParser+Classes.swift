extension PatternParser {
  /// A class from its `[` to its `]`. The operators `&&`, `--` and `~~` bind weaker than putting members side by side and
  /// group from the left.
  mutating func parseClass() throws(PatternError) -> ScalarSet {
    position += 1
    let isNegated = take("^")
    var result: ScalarSet?
    var pending = ""
    var members = ScalarSet()
    var isFirst = true
    func combined() -> ScalarSet {
      guard let result else { return members }
      switch pending {
      case "&&": return result.intersection(members)
      case "--": return result.subtracting(members)
      default: return result.symmetricDifference(members)
      }
    }
    while true {
      skipIgnored()
      guard let scalar = next else { throw PatternError(message: "unclosed character class") }
      if scalar == "]", !isFirst { break }
      if let operation = takeOperator(isFirst: isFirst) {
        result = combined()
        pending = operation
        members = ScalarSet()
      } else if scalar == "[" {
        members = members.union(try parseNestedClass())
      } else {
        members = members.union(cased(try parseRange()))
      }
      isFirst = false
    }
    position += 1
    let set = combined()
    return isNegated ? set.complement : set
  }

  private mutating func takeOperator(isFirst: Bool) -> String? {
    for operation in ["&&", "~~"] where take(text: operation) { return operation }
    // A `-` at the start of a class stands for itself.
    if !isFirst, take(text: "--") { return "--" }
    return nil
  }

  private mutating func parseNestedClass() throws(PatternError) -> ScalarSet {
    if let set = try parsePosixClass() { return set }
    return try nested { parser throws(PatternError) in try parser.parseClass() }
  }

  /// `[:name:]` or `[:^name:]`; nil, and nothing read, when something else stands there.
  private mutating func parsePosixClass() throws(PatternError) -> ScalarSet? {
    let start = position
    guard take(text: "[:") else { return nil }
    let isNegated = take("^")
    var name = ""
    while let scalar = next, scalar != ":", scalar != "]" {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard take(text: ":]"), let set = UnicodeSets.posix(name) else {
      position = start
      return nil
    }
    return isNegated ? cased(set).complement : cased(set)
  }

  /// One member: a scalar, a range of scalars or an escaped class.
  private mutating func parseRange() throws(PatternError) -> ScalarSet {
    if next == "\\", let set = try parseClassEscape() { return set }
    let first = try parseMember()
    skipIgnored()
    guard next == "-", let after = peek(1), after != "]", after != "-" else { return ScalarSet(first.value) }
    position += 1
    skipIgnored()
    guard next != nil else { throw PatternError(message: "unclosed character class") }
    if next == "\\", try parseClassEscape() != nil {
      throw PatternError(message: "invalid range boundary, must be a literal")
    }
    let last = try parseMember()
    guard first <= last else {
      throw PatternError(message: "invalid character class range, the start must be <= the end")
    }
    return ScalarSet([first.value...last.value])
  }

  private mutating func parseMember() throws(PatternError) -> Unicode.Scalar {
    guard let scalar = next else { throw PatternError(message: "unclosed character class") }
    if scalar == "\\" {
      if let letter = peek(1), "bBAz<>".unicodeScalars.contains(letter) {
        throw PatternError(message: "invalid escape sequence found in character class")
      }
      return try parseScalarEscape()
    }
    position += 1
    return scalar
  }
}
