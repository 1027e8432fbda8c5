import RegularExpressions

/// A pattern for paths (05 §23): `?`, `*`, `**/`, `[…]`, `{…,…}` and `\`.
struct GlobPattern {
  /// What is wrong with a pattern.
  struct Failure: Error {
    var text: String
  }

  private let expression: RegularExpression

  init(_ pattern: String) throws(Failure) {
    var translation = Translation(pattern: Array(pattern.unicodeScalars))
    try translation.run()
    do throws(PatternError) {
      expression = try RegularExpression("(?s)\\A(?:\(translation.result))\\z")
    } catch {
      throw Failure(text: "error parsing glob '\(pattern)': \(error.message)")
    }
  }

  /// Whether the whole path matches.
  func matches(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { expression.firstMatch(in: $0, from: 0) != nil }
  }

  /// The way from a glob to a regular expression.
  private struct Translation {
    let pattern: [Unicode.Scalar]
    var result = ""
    var position = 0
    /// Braces that are open.
    var depth = 0

    init(pattern: [Unicode.Scalar]) { self.pattern = pattern }

    mutating func run() throws(Failure) {
      while position < pattern.count {
        let scalar = pattern[position]
        position += 1
        switch scalar {
        case "?": result += "."
        case "*": translateStars()
        case "[": try translateClass()
        case "{":
          depth += 1
          result += "(?:"
        case "}" where depth > 0:
          depth -= 1
          result += ")"
        case "," where depth > 0: result += "|"
        case "\\":
          guard position < pattern.count else { throw failure("dangling '\\'") }
          append(literal: pattern[position])
          position += 1
        default: append(literal: scalar)
        }
      }
      if depth > 0 { throw failure("unclosed alternate group; missing '}'") }
    }

    private func failure(_ text: String) -> Failure {
      Failure(text: "error parsing glob '\(String(String.UnicodeScalarView(pattern)))': \(text)")
    }

    private mutating func append(literal scalar: Unicode.Scalar) {
      if scalar.isASCII, !("a"..."z").contains(scalar), !("A"..."Z").contains(scalar), !("0"..."9").contains(scalar),
        scalar.value > 0x20, scalar.value < 0x7f, scalar != "<", scalar != ">"
      {
        result += "\\"
      }
      result.unicodeScalars.append(scalar)
    }

    /// The first star is read. `**/` at the start of a part of the path stands for any number of directories.
    private mutating func translateStars() {
      let isAtStart = position == 1 || "/{,".unicodeScalars.contains(pattern[position - 2])
      if isAtStart, position + 1 < pattern.count, pattern[position] == "*", pattern[position + 1] == "/" {
        position += 2
        result += "(?:.*/)?"
        return
      }
      while position < pattern.count, pattern[position] == "*" { position += 1 }
      result += ".*"
    }

    private mutating func translateClass() throws(Failure) {
      result += "["
      if position < pattern.count, pattern[position] == "!" || pattern[position] == "^" {
        result += "^"
        position += 1
      }
      var isFirst = true
      while position < pattern.count, isFirst || pattern[position] != "]" {
        let scalar = pattern[position]
        position += 1
        isFirst = false
        if scalar == "-", position < pattern.count, pattern[position] != "]", result.last != "[", result.last != "^" {
          result += "-"
        } else {
          append(literal: scalar)
        }
      }
      guard position < pattern.count else { throw failure("unclosed character class; missing ']'") }
      position += 1
      result += "]"
    }
  }
}
