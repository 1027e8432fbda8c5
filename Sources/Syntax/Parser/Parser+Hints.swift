import Diagnostics
import Lexer

/// What helps people who know other languages: words and signs that mean something there.
extension Parser {
  /// What was probably meant where `expected` is missing at token `index`; nil when nothing is known.
  func hint(forMissing expected: String, at index: Int) -> String? {
    let token = source.tokens[index].kind
    if let word = word(at: index), let hint = foreignWords[word] { return hint }
    if token == .pipelineKeyword || token == .importKeyword, !["}", ")", "]"].contains(expected) {
      return "`\(token.rawValue)` stands at the top level of a file, outside of braces"
    }
    if expected.hasSuffix("separator (`;` or newline)") { return hint(forWrongEndAt: index) }
    let surroundings = Surroundings(
      before: index > 0 ? source.tokens[index - 1].kind : .newline,
      after: index + 1 < source.tokens.count ? source.tokens[index + 1].kind : .endOfFile,
      isJoined: index > 0 && source.tokens[index - 1].range.end == source.tokens[index].range.start,
      wordBefore: index > 0 ? word(at: index - 1) : nil)
    switch expected {
    case "expression": return hint(forMissingOperandAt: index, surroundings)
    case "{": return hint(forMissingBlock: token, surroundings)
    case "->":
      return token == .equal || surroundings.wordBefore == "case" ? "an arm is written `pattern -> { ... }`" : nil
    case ")": return isParameterList(endingAfter: index) ? closureHint : nil
    case ":" where token == .equal:
      return surroundings.after == .greater ? closureHint : "an entry is written `key: value`"
    case "=": return hint(forMissingValue: token, surroundings)
    default: return Self.hint(for: expected, token, surroundings)
    }
  }

  /// The tokens around the one that is wrong.
  private struct Surroundings {
    var before: TokenKind
    var after: TokenKind
    /// Whether nothing stands between the wrong token and the one before it.
    var isJoined: Bool
    var wordBefore: String?
  }

  private static func hint(for expected: String, _ token: TokenKind, _ surroundings: Surroundings) -> String? {
    switch (expected, token) {
    case ("(", .leftBrace): "parameters stand in parentheses, also when there are none: `()`"
    case (",", .inKeyword): "a loop has no parentheses: `for x in xs { ... }`"
    case ("pair pattern element", .letKeyword), ("pair pattern element", .varKeyword):
      "a loop goes over values: `for i in 0 to 3 exclusive { ... }`"
    case ("type name", .equal) where surroundings.isJoined: "leave the `:` out, or write a type behind it"
    case ("member name", .dot) where surroundings.isJoined: "a range is written `a to b`"
    case ("dict key", .int): "keys are texts: `\"1\": ...`"
    case ("variable name or destructuring pattern", .leftParenthesis):
      "lists are taken apart with `[a, b]`, dicts with `{a, b}`"
    case ("import path string", .identifier): importHint
    default: nil
    }
  }

  /// An operand is missing: mostly a sign of another language was begun.
  private func hint(forMissingOperandAt index: Int, _ surroundings: Surroundings) -> String? {
    let token = source.tokens[index].kind
    switch (token, surroundings.before) {
    case (.plus, .plus) where surroundings.isJoined, (.minus, .minus) where surroundings.isJoined:
      return "use `\(token.rawValue)= 1`"
    case (.newline, .minus) where index > 1 && source.tokens[index - 2].kind == .minus: return "use `-= 1`"
    case (.equal, .equalEqual) where surroundings.isJoined, (.equal, .notEqual) where surroundings.isJoined:
      return "use `\(surroundings.before.rawValue)`"
    case (.greater, .less) where surroundings.isJoined: return "use `!=`"
    case (.colon, .identifier) where index > 1 && [.leftParenthesis, .comma].contains(source.tokens[index - 2].kind):
      return "arguments have no names: they come in the order of the parameters"
    case (.fromKeyword, _): return importHint
    case (.requireKeyword, _) where surroundings.after == .leftParenthesis: return importHint
    default: return nil
    }
  }

  private func hint(forMissingBlock token: TokenKind, _ surroundings: Surroundings) -> String? {
    switch (token, surroundings.before) {
    case (.equal, _): "compare with `==`"
    case (.colon, .rightParenthesis) where surroundings.after == .identifier: "the result type stands behind `->`"
    case (.colon, _): blockHint
    case (.bang, _) where surroundings.after == .inKeyword: "use `not in`"
    case (_, .arrow): "the body of an arm stands in braces: `-> { ... }`"
    default: surroundings.wordBefore == "not" ? "use `!`" : nil
    }
  }

  private func hint(forMissingValue token: TokenKind, _ surroundings: Surroundings) -> String? {
    switch token {
    case .question: "a value that may be missing has the type `T | nil`"
    case .leftBracket: "a list has the type `list<T>`"
    case .leftBrace where surroundings.before == .identifier: "write `type Name = { ... }`, or declare a `struct`"
    default: nil
    }
  }

  /// A statement should end, but something stands behind it.
  private func hint(forWrongEndAt index: Int) -> String? {
    let token = source.tokens[index].kind
    let next = index + 1 < source.tokens.count ? source.tokens[index + 1].kind : .endOfFile
    switch token {
    case .equal where next == .greater: return closureHint
    case .arrow: return "a closure stands in braces: `{ x -> ... }`"
    case .ifKeyword: return "a choice is written `condition ? a : b`"
    default: break
    }
    guard index > 0, let word = word(at: index - 1) else { return nil }
    if let hint = foreignOperands[word] { return hint }
    guard isAtStartOfStatement(index - 1) else { return nil }
    if let hint = foreignStatements[word] { return hint }
    if token == .identifier, typeWords.contains(word) { return "variables are declared with `let` or `var`" }
    let keywords = TokenKind.allCases.filter(\.isKeyword).map(\.rawValue)
    if word.utf8.count > 2, let keyword = keywords.first(where: { isSlip(of: $0, word) }) {
      return "did you mean `\(keyword)`?"
    }
    switch token {
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

  /// Whether names and commas follow up to a `)` with an arrow behind it, of one sort or another.
  private func isParameterList(endingAfter index: Int) -> Bool {
    let rest = source.tokens[index...].drop { $0.kind == .comma || $0.kind == .identifier }.prefix(3).map(\.kind)
    return rest.starts(with: [.rightParenthesis, .arrow]) || rest == [.rightParenthesis, .equal, .greater]
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

private let closureHint = "closures are written `{ x -> ... }` or `fn(x) { ... }`"
private let blockHint = "a block stands in braces: `{ ... }`"
private let importHint = "write `import \"path\"` or `import { name } from \"path\"`"
private let constructionHint = "there is no `new`: write `Name {field: value}`"

/// Words of other languages behind an operand or a block.
private let foreignWords: [String: String] = [
  "and": "use `&&`", "or": "use `||`", "elif": "use `else if`", "elsif": "use `else if`", "elseif": "use `else if`",
  "is": "use `==`, or `type_of(x) == \"int\"`", "as": "annotate a variable: `let x: T = ...`", "of": "use `in`",
  "then": blockHint, "do": blockHint, "except": "errors are caught with `catch`",
]

/// Words of other languages before an operand.
private let foreignOperands: [String: String] = ["not": "use `!`", "new": constructionHint, "lambda": closureHint]

/// Words of other languages at the start of a statement, and what Harn has instead.
private let foreignStatements: [String: String] = [
  "function": "functions are declared with `fn`", "func": "functions are declared with `fn`",
  "def": "functions are declared with `fn`", "const": "constants are declared with `let`",
  "val": "constants are declared with `let`", "class": "records are declared with `struct`",
  "switch": "use `match`", "do": "use `while`", "async": "use `spawn { ... }`",
  "foreach": "use `for x in xs { ... }`", "loop": "use `while true { ... }`", "unless": "use `if !( ... )`",
]

/// What stands before the name of a variable in other languages.
private let typeWords: Set<String> = ["int", "float", "double", "string", "bool", "list", "dict", "auto", "any"]
