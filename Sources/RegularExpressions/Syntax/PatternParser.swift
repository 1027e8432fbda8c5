/// Turns the text of a pattern into a tree (05 §18).
struct PatternParser {
  /// What inline flags switch.
  struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = false
    var ignoresBlanks = false
    var swapsGreed = false
    var isUnicode = true
    var isCRLF = false
  }

  /// Deepest nesting of groups and classes.
  static let maximumNesting = 250

  let scalars: [Unicode.Scalar]
  var position = 0
  var flags = Flags()
  /// The names of the groups by number; group 0 is the whole match.
  var groupNames: [String?] = [nil]
  private var nesting = 0

  init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

  /// Parses the whole text.
  mutating func parse() throws(PatternError) -> Pattern {
    let pattern = try parseAlternation()
    guard position == scalars.count else { throw PatternError(message: "unopened group") }
    return pattern
  }

  // MARK: Reading

  var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  func peek(_ offset: Int) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  mutating func take(text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  /// Skips blanks and comments where the flag `x` ignores them.
  mutating func skipIgnored() {
    guard flags.ignoresBlanks else { return }
    while let scalar = next {
      if scalar.properties.isWhitespace {
        position += 1
      } else if scalar == "#" {
        while let inComment = next, inComment != "\n" { position += 1 }
      } else {
        return
      }
    }
  }

  mutating func nested<Result>(
    _ body: (inout PatternParser) throws(PatternError) -> Result
  ) throws(PatternError) -> Result {
    guard nesting < PatternParser.maximumNesting else {
      throw PatternError(message: "groups are nested too deeply (at most \(PatternParser.maximumNesting))")
    }
    nesting += 1
    defer { nesting -= 1 }
    return try body(&self)
  }

  // MARK: Structure

  private mutating func parseAlternation() throws(PatternError) -> Pattern {
    let outer = flags
    defer { flags = outer }
    var branches = [try parseConcatenation()]
    while take("|") { branches.append(try parseConcatenation()) }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  private mutating func parseConcatenation() throws(PatternError) -> Pattern {
    var parts: [Pattern] = []
    while true {
      skipIgnored()
      guard let scalar = next, scalar != "|", scalar != ")" else { break }
      guard let atom = try parseAtom() else { continue }
      let part = try parseRepetitions(of: atom)
      if case .empty = part { continue }
      parts.append(part)
    }
    return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .concatenation(parts)
  }

  /// One atom; nil for a group that only sets flags.
  private mutating func parseAtom() throws(PatternError) -> Pattern? {
    let scalar = scalars[position]
    switch scalar {
    case "(": return try parseGroup()
    case "[": return .set(try nested { parser throws(PatternError) in try parser.parseClass() })
    case "\\": return try parseEscape()
    case "*", "+", "?", "{": throw PatternError(message: "repetition operator missing expression")
    case ".":
      position += 1
      return .set(dotSet)
    case "^":
      position += 1
      return .look(!flags.isMultiline ? .startOfText : flags.isCRLF ? .startOfLineCRLF : .startOfLine)
    case "$":
      position += 1
      return .look(!flags.isMultiline ? .endOfText : flags.isCRLF ? .endOfLineCRLF : .endOfLine)
    default:
      position += 1
      return literal(scalar)
    }
  }

  private var dotSet: ScalarSet {
    if flags.dotMatchesNewline { return .all }
    return ScalarSet(flags.isCRLF ? [0x0a...0x0a, 0x0d...0x0d] : [0x0a...0x0a]).complement
  }

  func literal(_ scalar: Unicode.Scalar) -> Pattern { .set(cased(ScalarSet(scalar.value))) }

  /// The set with all cases of its members, when case is ignored.
  func cased(_ set: ScalarSet) -> ScalarSet {
    guard flags.ignoresCase else { return set }
    guard !flags.isUnicode else { return CaseFolding.folded(set) }
    let ascii = CaseFolding.folded(set.intersection(ScalarSet([0...0x7f]))).intersection(ScalarSet([0...0x7f]))
    return set.union(ascii)
  }

  // MARK: Repetition

  private mutating func parseRepetitions(of atom: Pattern) throws(PatternError) -> Pattern {
    var pattern = atom
    while true {
      skipIgnored()
      let bounds: (minimum: Int, maximum: Int?)
      switch next {
      case "*": bounds = (0, nil)
      case "+": bounds = (1, nil)
      case "?": bounds = (0, 1)
      case "{":
        bounds = try parseCounts()
        position -= 1
      default: return pattern
      }
      position += 1
      var isGreedy = !flags.swapsGreed
      if take("?") { isGreedy.toggle() }
      if next == "+" { throw PatternError(message: "possessive quantifiers are not supported") }
      if case .empty = pattern { continue }
      pattern =
        bounds.maximum == 0
        ? .empty
        : .repetition(pattern, minimum: bounds.minimum, maximum: bounds.maximum, isGreedy: isGreedy)
    }
  }

  /// `{n}`, `{n,}` or `{n,m}`.
  private mutating func parseCounts() throws(PatternError) -> (minimum: Int, maximum: Int?) {
    position += 1
    let minimum = try parseCount()
    var maximum: Int? = minimum
    if take(",") {
      skipBlanks()
      maximum = next == "}" ? nil : try parseCount()
    }
    guard take("}") else { throw PatternError(message: "unclosed counted repetition") }
    if let maximum, maximum < minimum {
      throw PatternError(message: "invalid repetition count range, the start must be <= the end")
    }
    return (minimum, maximum)
  }

  private mutating func skipBlanks() {
    while let scalar = next, scalar.properties.isWhitespace { position += 1 }
  }

  private mutating func parseCount() throws(PatternError) -> Int {
    skipBlanks()
    var count: Int?
    while let digit = next, ("0"..."9").contains(digit) {
      count = (count ?? 0) * 10 + Int(digit.value - 0x30)
      if (count ?? 0) > Int(UInt32.max) { throw PatternError(message: "decimal literal invalid") }
      position += 1
    }
    skipBlanks()
    if next == nil { throw PatternError(message: "unclosed counted repetition") }
    guard let count else { throw PatternError(message: "repetition quantifier expects a valid decimal") }
    return count
  }

  // MARK: Groups

  private mutating func parseGroup() throws(PatternError) -> Pattern? {
    position += 1
    for start in ["?=", "?!", "?<=", "?<!"] where take(text: start) {
      throw PatternError(message: "look-around, including look-ahead and look-behind, is not supported")
    }
    if take(text: "?>") { throw PatternError(message: "atomic groups are not supported") }
    if take(text: "?P<") || take(text: "?<") {
      let name = try parseGroupName()
      return try parseCapture(named: name)
    }
    guard take("?") else { return try parseCapture(named: nil) }
    let outer = flags
    try parseFlags()
    if take(")") { return nil }
    position += 1
    let body = try nested { parser throws(PatternError) in try parser.parseAlternation() }
    flags = outer
    guard take(")") else { throw PatternError(message: "unclosed group") }
    return body
  }

  private mutating func parseCapture(named name: String?) throws(PatternError) -> Pattern {
    let number = groupNames.count
    guard number < 10_000 else { throw PatternError(message: "too many capture groups") }
    groupNames.append(name)
    let body = try nested { parser throws(PatternError) in try parser.parseAlternation() }
    guard take(")") else { throw PatternError(message: "unclosed group") }
    return .group(body, number: number)
  }

  private mutating func parseGroupName() throws(PatternError) -> String {
    var name = String.UnicodeScalarView()
    while let scalar = next, scalar != ">" {
      let isStart = scalar == "_" || scalar.properties.isAlphabetic
      let isLater = scalar.properties.numericType != nil || scalar == "." || scalar == "[" || scalar == "]"
      guard isStart || !name.isEmpty && isLater else {
        throw PatternError(message: "invalid capture group character")
      }
      name.append(scalar)
      position += 1
    }
    guard take(">") else { throw PatternError(message: "unclosed capture group name") }
    guard !name.isEmpty else { throw PatternError(message: "empty capture group name") }
    let text = String(name)
    guard !groupNames.contains(text) else { throw PatternError(message: "duplicate capture group name") }
    return text
  }

  /// The flags behind `(?`, up to `)` or `:`, which is left.
  private mutating func parseFlags() throws(PatternError) {
    var isOn = true
    var count = 0
    var isEmptyAfterMinus = false
    while let scalar = next, scalar != ")", scalar != ":" {
      position += 1
      count += 1
      isEmptyAfterMinus = false
      switch scalar {
      case "-":
        guard isOn else { throw PatternError(message: "flag negation operator repeated") }
        isOn = false
        isEmptyAfterMinus = true
      case "i": flags.ignoresCase = isOn
      case "m": flags.isMultiline = isOn
      case "s": flags.dotMatchesNewline = isOn
      case "x": flags.ignoresBlanks = isOn
      case "U": flags.swapsGreed = isOn
      case "u": flags.isUnicode = isOn
      case "R": flags.isCRLF = isOn
      default: throw PatternError(message: "unrecognized flag")
      }
    }
    guard next != nil else { throw PatternError(message: "unclosed group") }
    if isEmptyAfterMinus { throw PatternError(message: "dangling flag negation operator") }
    if count == 0, next == ")" { throw PatternError(message: "repetition operator missing expression") }
  }
}
