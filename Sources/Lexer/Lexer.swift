import Diagnostics

/// Turns a text, or a piece of one, into tokens (01 "Lexical structure").
///
/// It stops at the first mistake: a text has either tokens or exactly one diagnostic.
package struct Lexer {
  let file: SourceFile
  var cursor: Cursor
  var output = TokenList()
  let keywords = KeywordTable.shared

  /// A lexer of `range` of `file`, by default of all of it.
  package init(file: SourceFile, range: SourceRange? = nil) {
    self.file = file
    let range = range ?? file.range
    cursor = Cursor(file.bytes, in: range)
    output.tokens.reserveCapacity((Int(range.end) - Int(range.start)) / 4 + 2)
  }

  /// The tokens of the text, or what is wrong with it.
  package consuming func tokenize() -> Result<TokenList, Diagnostic> {
    do throws(Diagnostic) {
      skipInterpreterLine()
      while !cursor.isAtEnd {
        let before = cursor.offset
        try scanToken()
        assert(cursor.offset > before, "every turn consumes text")
      }
    } catch {
      return .failure(error)
    }
    add(.endOfFile, from: cursor.end)
    return .success(output)
  }
}

extension KeywordTable {
  static let shared = KeywordTable()
}

extension Lexer {
  /// Adds a token that reaches from `start` to the cursor.
  mutating func add(_ kind: TokenKind, from start: Int, payload: Int = -1) {
    let range = SourceRange(start: start, end: cursor.offset)
    output.tokens.append(Token(kind, at: range, payload: Int32(truncatingIfNeeded: payload)))
  }

  /// `#!` at the very start of the file hides the first line.
  private mutating func skipInterpreterLine() {
    guard cursor.offset == 0, cursor.current == UInt8(ascii: "#"),
      cursor.peek() == UInt8(ascii: "!")
    else { return }
    cursor.skip { $0 == .lineFeed }
  }

  /// One turn of the rules of 01 "Lexical structure".
  private mutating func scanToken() throws(Diagnostic) {
    let start = cursor.offset
    let byte = cursor.current
    switch byte {
    case .space, .tab, .carriageReturn:
      cursor.offset += 1
    case .lineFeed:
      cursor.offset += 1
      add(.newline, from: start)
    case .backslash where cursor.peek() == .lineFeed:
      cursor.offset += 2
    case .slash where cursor.peek() == .slash:
      scanLineComment()
    case .slash where cursor.peek() == .star:
      try scanBlockComment()
    case .quote:
      try scanString()
    case UInt8(ascii: "r") where cursor.peek() == .quote:
      try scanRawString()
    default:
      if byte.isASCIIDigit {
        scanNumber()
      } else if byte.isASCIILetter || byte == UInt8(ascii: "_") || byte >= 0x80 {
        try scanWord()
      } else {
        try scanOperator()
      }
    }
  }

  private mutating func scanWord() throws(Diagnostic) {
    let start = cursor.offset
    if cursor.current >= 0x80, !cursor.scalar().value.isLetter { throw unexpectedCharacter() }
    let isASCII = skipIdentifier()
    let keyword = isASCII ? keywords.kind(of: cursor.bytes, from: start, to: cursor.offset) : nil
    add(keyword ?? .identifier, from: start)
  }

  /// Moves behind the identifier at the cursor and tells whether it is all ASCII.
  private mutating func skipIdentifier() -> Bool {
    var isASCII = true
    while true {
      cursor.skip { !$0.isIdentifierByte }
      guard cursor.current >= 0x80 else { return isASCII }
      let (scalar, length) = cursor.scalar()
      guard scalar.isLetterOrDigit else { return isASCII }
      isASCII = false
      cursor.offset += length
    }
  }

  private mutating func scanOperator() throws(Diagnostic) {
    let start = cursor.offset
    guard let (kind, length) = operatorKind(cursor.current, cursor.peek()) else {
      throw unexpectedCharacter()
    }
    cursor.offset += length
    add(kind, from: start)
  }

  /// What is wrong with the character at the cursor.
  private func unexpectedCharacter() -> Diagnostic {
    let (scalar, length) = cursor.scalar()
    return .unexpectedCharacter(scalar, at: cursor.offset, length: length, in: file)
  }
}

/// The operator or delimiter that starts with these two bytes, the longer one first.
private func operatorKind(_ first: UInt8, _ second: UInt8) -> (kind: TokenKind, length: Int)? {
  func choose(_ next: Character, _ long: TokenKind, else short: TokenKind) -> (TokenKind, Int) {
    second == next.asciiValue ? (long, 2) : (short, 1)
  }
  switch Unicode.Scalar(first) {
  case "{": return (.leftBrace, 1)
  case "}": return (.rightBrace, 1)
  case "(": return (.leftParenthesis, 1)
  case ")": return (.rightParenthesis, 1)
  case "[": return (.leftBracket, 1)
  case "]": return (.rightBracket, 1)
  case ",": return (.comma, 1)
  case ":": return (.colon, 1)
  case ";": return (.semicolon, 1)
  case ".": return (.dot, 1)
  case "@": return (.at, 1)
  case "=": return choose("=", .equalEqual, else: .equal)
  case "!": return choose("=", .notEqual, else: .bang)
  case "+": return choose("=", .plusEqual, else: .plus)
  case "/": return choose("=", .slashEqual, else: .slash)
  case "%": return choose("=", .percentEqual, else: .percent)
  case "<": return choose("=", .lessEqual, else: .less)
  case ">": return choose("=", .greaterEqual, else: .greater)
  case "-":
    return second == UInt8(ascii: ">") ? (.arrow, 2) : choose("=", .minusEqual, else: .minus)
  case "*": return second == UInt8(ascii: "*") ? (.power, 2) : choose("=", .starEqual, else: .star)
  case "?":
    return second == UInt8(ascii: ".") ? (.questionDot, 2) : choose("?", .coalesce, else: .question)
  case "|": return second == UInt8(ascii: "|") ? (.orOr, 2) : choose(">", .pipe, else: .bar)
  case "&": return second == UInt8(ascii: "&") ? (.andAnd, 2) : nil
  default: return nil
  }
}
