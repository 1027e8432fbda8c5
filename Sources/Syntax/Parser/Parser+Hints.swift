import Diagnostics
import Lexer

/// What helps people who know other languages: words and signs that mean something there.
extension Parser {
  /// Words of other languages at the start of a statement, and what Harn has instead.
  private static let foreignStatements: [String: String] = [
    "function": "functions are declared with `fn`", "func": "functions are declared with `fn`",
    "def": "functions are declared with `fn`", "const": "constants are declared with `let`",
    "val": "constants are declared with `let`", "class": "records are declared with `struct`",
    "switch": "use `match`", "do": "use `while`", "async": "use `spawn { ... }`",
    "foreach": "use `for x in xs { ... }`",
  ]

  /// Words of other languages behind an operand or a block.
  private static let foreignOperators: [String: String] = [
    "and": "use `&&`", "or": "use `||`", "elif": "use `else if`", "elsif": "use `else if`", "elseif": "use `else if`",
    "is": "use `==`, or `type_of(x) == \"int\"`", "as": "annotate a variable: `let x: T = ...`",
  ]

  /// What was probably meant where `expected` is missing at token `index`; nil when nothing is known.
  func hint(forMissing expected: String, at index: Int) -> String? {
    let token = source.tokens[index]
    if expected == "{", token.kind == .equal { return "compare with `==`" }
    if let word = word(at: index), let hint = Self.foreignOperators[word] { return hint }
    if token.kind == .pipelineKeyword || token.kind == .importKeyword {
      return "`\(token.kind.rawValue)` stands at the top level of a file, outside of braces"
    }
    if token.kind == .plus || token.kind == .minus, expected == "expression", index > 0,
      source.tokens[index - 1].kind == token.kind, source.tokens[index - 1].range.end == token.range.start
    {
      return "use `\(token.kind.rawValue)= 1`"
    }
    guard expected.hasSuffix("separator (`;` or newline)") || expected == "{" else { return nil }
    if token.kind == .equal, index + 1 < source.tokens.count, source.tokens[index + 1].kind == .greater {
      return "closures are written `{ x -> ... }` or `fn(x) { ... }`"
    }
    if token.kind == .arrow { return "a closure stands in braces: `{ x -> ... }`" }
    return index > 0 ? hint(behind: index - 1, next: token.kind) : nil
  }

  /// The hint when the token behind the word at `index` cannot follow it.
  private func hint(behind index: Int, next: TokenKind) -> String? {
    guard let word = word(at: index) else { return nil }
    if word == "not" { return "use `!`" }
    guard isAtStartOfStatement(index) else { return nil }
    if let hint = Self.foreignStatements[word] { return hint }
    let keywords = TokenKind.allCases.filter(\.isKeyword).map(\.rawValue)
    if word.utf8.count > 2, let keyword = keywords.first(where: { isSlip(of: $0, word) }) {
      return "did you mean `\(keyword)`?"
    }
    switch next {
    case .string, .interpolatedString, .rawString, .int, .float:
      return "arguments stand in parentheses: `\(word)(...)`"
    default: return nil
    }
  }

  private func word(at index: Int) -> String? {
    let token = source.tokens[index]
    return token.kind == .identifier ? file.text(of: token.range) : nil
  }

  private func isAtStartOfStatement(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    switch source.tokens[index - 1].kind {
    case .newline, .semicolon, .leftBrace, .rightBrace: return true
    default: return false
    }
  }

  /// Whether one letter of `keyword` was left out, added or replaced in `word`, or two neighbours changed places.
  private func isSlip(of keyword: String, _ word: String) -> Bool {
    let (a, b) = (Array(keyword.utf8), Array(word.utf8))
    guard a != b, abs(a.count - b.count) <= 1 else { return false }
    let start = zip(a, b).prefix { $0 == $1 }.count
    let end = zip(a[start...].reversed(), b[start...].reversed()).prefix { $0 == $1 }.count
    let (left, right) = (a.count - start - end, b.count - start - end)
    return left <= 1 && right <= 1 || left == 2 && right == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]
  }
}
