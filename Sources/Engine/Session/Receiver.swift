import Diagnostics
import Lexer

/// What stands before a dot, as far as it is known without running anything.
enum Receiver: Equatable {
  /// A binding, and fields of it: `a.b`.
  case path([String])
  /// A literal of this kind; a dict has keys.
  case literal(kind: String, keys: [String])

  /// The receiver at the end of `text`; nil when something else stands there.
  init?(endOf text: String) {
    guard let last = text.last else { return nil }
    if "\"]}".contains(last) {
      guard let literal = Receiver.literal(endOf: text) else { return nil }
      self = literal
    } else {
      let path = text.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "?" }
      let before = text.dropLast(path.count).last
      if let before, ")]}\"".contains(before) { return nil }
      let names = String(path.reversed()).split(separator: ".", omittingEmptySubsequences: false)
      self = .path(names.map { String($0.last == "?" ? $0.dropLast() : $0) })
    }
  }

  private static func literal(endOf text: String) -> Receiver? {
    let file = SourceFile(path: "", text: text)
    guard case .success(let list) = Lexer(file: file).tokenize() else { return nil }
    let tokens = Array(list.tokens.reversed().drop { $0.kind == .endOfFile || $0.kind == .newline }.reversed())
    guard let last = tokens.last else { return nil }
    switch last.kind {
    case .string, .interpolatedString, .rawString: return .literal(kind: "string", keys: [])
    case .rightBracket, .rightBrace: break
    default: return nil
    }
    guard let start = openingBracket(tokens) else { return nil }
    // Behind an operand the bracket is an index, the brace that of a struct value or a block.
    if start > 0, tokens[start - 1].kind.endsOperand { return nil }
    if last.kind == .rightBracket { return .literal(kind: "list", keys: []) }
    let body = tokens[(start + 1)..<(tokens.count - 1)].filter { $0.kind != .newline }
    guard let keys = keys(ofDict: body, in: file) else { return nil }
    return .literal(kind: "dict", keys: keys)
  }

  /// The place of the bracket that the last token closes.
  private static func openingBracket(_ tokens: [Token]) -> Int? {
    var depth = 0
    for place in tokens.indices.reversed() {
      depth -= bracketChange(tokens[place].kind)
      if depth == 0 { return place }
    }
    return nil
  }

  /// The keys that are written as words or strings; nil when the tokens between the braces are no dict.
  private static func keys(ofDict body: [Token], in file: SourceFile) -> [String]? {
    var keys: [String] = []
    var depth = 0
    for (place, token) in body.enumerated() {
      let isStart = depth == 0 && (place == 0 || body[place - 1].kind == .comma)
      depth += bracketChange(token.kind)
      guard isStart else { continue }
      let isKey = place + 1 < body.count && body[place + 1].kind == .colon
      if isKey, token.kind.isWord {
        keys.append(file.text(of: token.range))
      } else if isKey, token.kind == .string {
        keys.append(String(file.text(of: token.range).dropFirst().dropLast()))
      } else if place == 0, token.kind != .leftBracket, token.kind != .dot {
        return nil
      }
    }
    return keys
  }
}

extension TokenKind {
  /// Whether an operand may end with this token.
  fileprivate var endsOperand: Bool {
    switch self {
    case .identifier, .string, .interpolatedString, .rawString, .rightParenthesis, .rightBracket, .rightBrace,
      .question:
      true
    default: false
    }
  }
}
