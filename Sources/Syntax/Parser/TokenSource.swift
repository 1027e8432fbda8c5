import Lexer

/// Tokens with what the parser knows about them in advance.
struct TokenSource {
  let list: TokenList
  let tokens: [Token]
  /// For each token whether it is a `{` with a `->` between it and its `}`, not deeper (01 "Dict or closure").
  let holdsArrow: [Bool]
  /// For each token whether it is a `<` that may begin the type arguments of a call (03 §2). Found by the first use.
  private var mayBeginTypes: [Bool]?
  /// Whether the end of the tokens is the `}` of an interpolation.
  let isInterpolation: Bool

  init(_ list: TokenList, isInterpolation: Bool) {
    self.list = list
    self.isInterpolation = isInterpolation
    tokens = list.tokens
    holdsArrow = TokenSource.bracesWithArrow(in: list.tokens)
  }

  private static func bracesWithArrow(in tokens: [Token]) -> [Bool] {
    var marks = [Bool](repeating: false, count: tokens.count)
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .leftBrace, .leftParenthesis, .leftBracket: open.append(index)
      case .rightBrace, .rightParenthesis, .rightBracket: _ = open.popLast()
      case .arrow: if let innermost = open.last { marks[innermost] = true }
      default: break
      }
    }
    return marks
  }

  /// Whether the `<` at `index` may begin the type arguments of a call: its `>` stands before a `(`, and nothing between
  /// them is foreign to types.
  ///
  /// Whoever tries reads only such a piece of text; two of them never overlap, because the `(` of the inner one is no part
  /// of a type. So all tries together take linear time.
  mutating func mayBeginTypeArguments(at index: Int) -> Bool {
    let marks = mayBeginTypes ?? TokenSource.typeArgumentStarts(in: tokens)
    mayBeginTypes = marks
    return marks[index]
  }

  private static func typeArgumentStarts(in tokens: [Token]) -> [Bool] {
    var marks = [Bool](repeating: false, count: tokens.count)
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .leftBrace, .leftBracket, .less: open.append(index)
      case .leftParenthesis:
        if index == 0 || tokens[index - 1].kind != .fnKeyword { open.removeAll(keepingCapacity: true) }
        open.append(index)
      case .rightBrace: close(.leftBrace)
      case .rightBracket: close(.leftBracket)
      case .rightParenthesis: close(.leftParenthesis)
      case .greater:
        guard let start = open.popLast(), tokens[start].kind == .less else {
          open.removeAll(keepingCapacity: true)
          continue
        }
        marks[start] = index + 1 < tokens.count && tokens[index + 1].kind == .leftParenthesis
      case .newline, .comma, .colon, .question, .bar, .arrow, .minus, .string, .rawString, .int: break
      default: if !token.kind.isWord { open.removeAll(keepingCapacity: true) }
      }
    }
    return marks

    func close(_ kind: TokenKind) {
      while let start = open.popLast(), tokens[start].kind != kind {}
    }
  }
}
