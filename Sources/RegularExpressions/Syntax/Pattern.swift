/// The tree of a pattern. Flags are resolved: a class that ignores case holds all cases.
indirect enum Pattern {
  /// Matches the empty text.
  case empty
  /// One scalar of a set.
  case set(ScalarSet)
  /// A condition on the place.
  case look(Look)
  /// One after the other.
  case concatenation([Pattern])
  /// The first that matches.
  case alternation([Pattern])
  /// Between `minimum` and `maximum` times, as often as possible or as seldom.
  case repetition(Pattern, minimum: Int, maximum: Int?, isGreedy: Bool)
  /// A group that remembers what it matched.
  case group(Pattern, number: Int)

  /// Whether the empty text can match.
  var matchesEmpty: Bool {
    switch self {
    case .empty, .look: true
    case .set: false
    case .concatenation(let parts): parts.allSatisfy(\.matchesEmpty)
    case .alternation(let branches): branches.contains(where: \.matchesEmpty)
    case .repetition(let body, let minimum, _, _): minimum == 0 || body.matchesEmpty
    case .group(let body, _): body.matchesEmpty
    }
  }

  /// Whether every match starts at the start of the text.
  var isAnchoredAtStart: Bool {
    switch self {
    case .look(let look): look == .startOfText
    case .concatenation(let parts): parts.first?.isAnchoredAtStart ?? false
    case .alternation(let branches): branches.allSatisfy(\.isAnchoredAtStart)
    case .repetition(let body, let minimum, _, _): minimum > 0 && body.isAnchoredAtStart
    case .group(let body, _): body.isAnchoredAtStart
    case .empty, .set: false
    }
  }

  /// The text that every match starts with, and whether it is the whole pattern.
  var literalPrefix: (text: String.UnicodeScalarView, isWhole: Bool) {
    var text = String.UnicodeScalarView()
    let isWhole = appendLiteral(to: &text)
    return (text, isWhole)
  }

  /// Appends the scalars that every match has here; false when something else may follow.
  private func appendLiteral(to text: inout String.UnicodeScalarView) -> Bool {
    switch self {
    case .empty: return true
    case .set(let set):
      guard let scalar = set.onlyMember.flatMap(Unicode.Scalar.init) else { return false }
      text.append(scalar)
      return true
    case .concatenation(let parts): return parts.allSatisfy { $0.appendLiteral(to: &text) }
    case .repetition(let body, let minimum, _, _):
      if minimum > 0 { _ = body.appendLiteral(to: &text) }
      return false
    case .group(let body, _):
      _ = body.appendLiteral(to: &text)
      return false
    case .look, .alternation: return false
    }
  }
}

/// A condition on the place between two scalars.
enum Look: UInt8 {
  case startOfText, endOfText
  case startOfLine, endOfLine
  /// The same where `\r\n` ends lines, too.
  case startOfLineCRLF, endOfLineCRLF
  case wordBoundary, notWordBoundary
  case wordStart, wordEnd, wordStartHalf, wordEndHalf
  /// Boundaries of words of ASCII characters.
  case asciiWordBoundary, asciiNotWordBoundary
}

/// What a look asks about one side of a place.
struct Surroundings: OptionSet, Hashable {
  var rawValue: UInt8
  /// There is nothing.
  static let edge = Surroundings(rawValue: 1)
  static let newline = Surroundings(rawValue: 2)
  static let carriageReturn = Surroundings(rawValue: 4)
  static let word = Surroundings(rawValue: 8)
  static let asciiWord = Surroundings(rawValue: 16)
}

extension Look {
  /// What it asks about.
  var relevant: Surroundings {
    switch self {
    case .startOfText, .endOfText: .edge
    case .startOfLine, .endOfLine: [.edge, .newline]
    case .startOfLineCRLF, .endOfLineCRLF: [.edge, .newline, .carriageReturn]
    case .wordBoundary, .notWordBoundary, .wordStart, .wordEnd, .wordStartHalf, .wordEndHalf: .word
    case .asciiWordBoundary, .asciiNotWordBoundary: .asciiWord
    }
  }

  /// Whether it holds between these sides.
  func holds(before: Surroundings, after: Surroundings) -> Bool {
    switch self {
    case .startOfText: before.contains(.edge)
    case .endOfText: after.contains(.edge)
    case .startOfLine: !before.isDisjoint(with: [.edge, .newline])
    case .endOfLine: !after.isDisjoint(with: [.edge, .newline])
    case .startOfLineCRLF:
      !before.isDisjoint(with: [.edge, .newline]) || before.contains(.carriageReturn) && !after.contains(.newline)
    case .endOfLineCRLF:
      !after.isDisjoint(with: [.edge, .carriageReturn]) || after.contains(.newline) && !before.contains(.carriageReturn)
    case .wordBoundary: before.contains(.word) != after.contains(.word)
    case .notWordBoundary: before.contains(.word) == after.contains(.word)
    case .wordStart: !before.contains(.word) && after.contains(.word)
    case .wordEnd: before.contains(.word) && !after.contains(.word)
    case .wordStartHalf: !before.contains(.word)
    case .wordEndHalf: !after.contains(.word)
    case .asciiWordBoundary: before.contains(.asciiWord) != after.contains(.asciiWord)
    case .asciiNotWordBoundary: before.contains(.asciiWord) == after.contains(.asciiWord)
    }
  }
}
