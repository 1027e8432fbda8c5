import Diagnostics
import Lexer

/// Whether `text` is a whole input of a session; if not, more lines belong to it (07 §8.2). O(n).
public func isCompleteInput(_ text: String) -> Bool { InputState(of: Array(text.utf8)) == .whole }

/// What the end of an input is inside of.
enum InputState: Equatable {
  case whole
  /// So many brackets, and no comment or string.
  case brackets(Int)
  case comment
  case tripleString
  /// Something else that more lines belong to.
  case open

  /// The state at the end of the text. O(n).
  init(of bytes: [UInt8]) {
    let file = SourceFile(path: "", bytes: bytes)
    switch Lexer(file: file).tokenize() {
    case .failure(let diagnostic): self = .init(unfinishedAt: diagnostic, in: bytes)
    case .success(let list):
      let tokens = list.tokens.filter { $0.kind != .newline && $0.kind != .endOfFile }
      let depth = openBrackets(tokens)
      if depth > 0 {
        self = .brackets(depth)
      } else if bytes.last == UInt8(ascii: "\\") || tokens.last?.kind.wantsOperand ?? false
        || endsInAttributes(list.tokens)
      {
        self = .open
      } else {
        self = .whole
      }
    }
  }

  private init(unfinishedAt diagnostic: Diagnostic, in bytes: [UInt8]) {
    let start = Int(diagnostic.range.start)
    switch diagnostic.code {
    case _ where bytes.last == UInt8(ascii: "\\"): self = .open
    case .unterminatedComment: self = .comment
    case .unterminatedString where isTripleQuoted(bytes, from: start): self = .tripleString
    case .unterminatedString: self = isOpenString(bytes, from: start) ? .open : .whole
    default: self = .whole
    }
  }
}

private func isTripleQuoted(_ bytes: [UInt8], from start: Int) -> Bool {
  bytes[start...].starts(with: [UInt8](repeating: UInt8(ascii: "\""), count: 3))
}

/// Whether a plain string that is not closed can still be closed on a later line, because an interpolation is open. The
/// others end with their line.
private func isOpenString(_ bytes: [UInt8], from start: Int) -> Bool {
  guard bytes[start] == UInt8(ascii: "\"") else { return false }
  var depth = 0
  var place = start + 1
  while place < bytes.count {
    switch bytes[place] {
    case UInt8(ascii: "\\") where depth == 0: place += 1
    case UInt8(ascii: "$")
    where depth == 0 && place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "{"):
      depth = 1
      place += 1
    case UInt8(ascii: "{") where depth > 0: depth += 1
    case UInt8(ascii: "}") where depth > 0: depth -= 1
    case UInt8(ascii: "\n") where depth == 0: return false
    default: break
    }
    place += 1
  }
  return depth > 0
}

/// How many more brackets are opened than closed.
func openBrackets(_ tokens: [Token]) -> Int {
  tokens.reduce(0) { $0 + bracketChange($1.kind) }
}

/// 1 for an opening bracket, -1 for a closing one.
func bracketChange(_ kind: TokenKind) -> Int {
  switch kind {
  case .leftBrace, .leftParenthesis, .leftBracket: 1
  case .rightBrace, .rightParenthesis, .rightBracket: -1
  default: 0
  }
}

/// Whether nothing stands behind the last attributes, so that what they belong to is still to come.
private func endsInAttributes(_ tokens: [Token]) -> Bool {
  var place = tokens.count - 1
  while place >= 0, tokens[place].kind == .newline || tokens[place].kind == .endOfFile { place -= 1 }
  guard place >= 0 else { return false }
  if tokens[place].kind == .rightParenthesis {
    var depth = 0
    repeat {
      if tokens[place].kind == .rightParenthesis { depth += 1 }
      if tokens[place].kind == .leftParenthesis { depth -= 1 }
      place -= 1
    } while place >= 0 && depth > 0
  }
  guard place >= 1, tokens[place].kind.isWord else { return false }
  return tokens[place - 1].kind == .at
}

extension TokenKind {
  /// Whether an expression cannot end with this token: an infix operator, `,` or `.` (07 §8.2).
  fileprivate var wantsOperand: Bool {
    switch self {
    case .equalEqual, .notEqual, .andAnd, .orOr, .pipe, .coalesce, .power, .questionDot, .arrow,
      .plusEqual, .minusEqual, .starEqual, .slashEqual, .percentEqual, .lessEqual, .greaterEqual,
      .comma, .dot, .equal, .plus, .minus, .star, .slash, .percent, .less, .greater, .bar,
      .toKeyword, .inKeyword:
      true
    default: false
    }
  }
}

/// The words of a text that could be identifiers, those in strings and comments included. O(n).
func words(in bytes: [UInt8]) -> Set<String> {
  let pieces = bytes.split { byte in
    byte < 0x80
      && !(byte == UInt8(ascii: "_") || (byte | 0x20) &- UInt8(ascii: "a") < 26
        || byte &- UInt8(ascii: "0") < 10)
  }
  return Set(pieces.map { String(decoding: $0, as: UTF8.self) })
}
