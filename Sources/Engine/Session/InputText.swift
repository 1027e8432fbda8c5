import Diagnostics
import Lexer

/// Whether `text` is a whole input of a session; if not, more lines belong to it (07 §8.2). O(n).
public func isCompleteInput(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  if bytes.last == UInt8(ascii: "\\") { return false }
  let file = SourceFile(path: "", bytes: bytes)
  switch Lexer(file: file).tokenize() {
  case .failure(let diagnostic):
    switch diagnostic.code {
    case .unterminatedComment: return false
    case .unterminatedString: return !isOpenString(bytes, from: Int(diagnostic.range.start))
    default: return true
    }
  case .success(let list):
    let tokens = list.tokens.filter { $0.kind != .newline && $0.kind != .endOfFile }
    guard let last = tokens.last else { return true }
    return openBrackets(tokens) <= 0 && !last.kind.wantsOperand && !endsInAttributes(list.tokens)
  }
}

/// Whether a string that is not closed can still be closed on a later line: a triple-quoted one, or one with an open
/// interpolation. The others end with their line.
private func isOpenString(_ bytes: [UInt8], from start: Int) -> Bool {
  let quotes = [UInt8](repeating: UInt8(ascii: "\""), count: 3)
  if bytes[start...].starts(with: quotes) { return true }
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

private func openBrackets(_ tokens: [Token]) -> Int {
  tokens.reduce(0) { depth, token in
    switch token.kind {
    case .leftBrace, .leftParenthesis, .leftBracket: depth + 1
    case .rightBrace, .rightParenthesis, .rightBracket: depth - 1
    default: depth
    }
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
    byte < 0x80 && !(byte == UInt8(ascii: "_") || (byte | 0x20) &- UInt8(ascii: "a") < 26
      || byte &- UInt8(ascii: "0") < 10)
  }
  return Set(pieces.map { String(decoding: $0, as: UTF8.self) })
}
