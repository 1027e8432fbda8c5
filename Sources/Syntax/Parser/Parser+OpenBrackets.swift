import Diagnostics
import Lexer

/// Where the bracket was opened whose other half is missing.
extension Parser {
  /// The note of a mistake at token `index`, where `expected` is missing, that a bracket without its other half explains,
  /// if one does.
  ///
  /// The tokens of the item are read once more; each item has at most one mistake, so all notes take linear time.
  func openBracketNotes(forMissing expected: String, at index: Int) -> [Diagnostic.Note] {
    guard !source.isInterpolation else { return [] }
    let brackets = openBrackets(before: index)
    guard let innermost = brackets.open.last,
      isExplained(by: brackets.open, at: index) || expected == ":" && isStatement(inEntriesAt: index)
    else { return [] }
    let line = line(ofToken: index)
    if let misaligned = brackets.misaligned, self.line(ofToken: misaligned) != line {
      return [Diagnostic.Note("the missing `}` probably belongs to the `{`", at: source.tokens[misaligned].range)]
    }
    let distance = line - self.line(ofToken: innermost)
    guard distance >= (source.tokens[index].kind == .endOfFile ? farFromOpening : 1) else { return [] }
    let spelling = source.tokens[innermost].kind.rawValue
    return [Diagnostic.Note("`\(spelling)` was opened", at: source.tokens[innermost].range)]
  }

  /// Whether the token at `index` cannot stand inside the brackets that are open before it.
  private func isExplained(by open: [Int], at index: Int) -> Bool {
    switch source.tokens[index].kind {
    case .endOfFile, .pipelineKeyword, .importKeyword: return true
    case .letKeyword, .varKeyword, .forKeyword, .whileKeyword, .structKeyword, .enumKeyword, .guardKeyword, .pubKeyword:
      return open.last.map { source.tokens[$0].kind != .leftBrace } ?? false
    case let closing:
      guard let opening = closing.opening, let innermost = open.last else { return false }
      return source.tokens[innermost].kind != opening && open.contains { source.tokens[$0].kind == opening }
    }
  }

  /// Whether a statement was taken for an entry of a dict: its first word stands at the start of a line, and the token at
  /// `index`, where the `:` is missing, follows.
  private func isStatement(inEntriesAt index: Int) -> Bool {
    guard index > itemStart, isFirstOnLine(index - 1) else { return false }
    switch source.tokens[index - 1].kind {
    case .identifier: return source.tokens[index].kind == .leftParenthesis
    case .letKeyword, .varKeyword, .fnKeyword, .forKeyword, .ifKeyword, .whileKeyword, .returnKeyword, .matchKeyword,
      .structKeyword, .enumKeyword, .tryKeyword, .throwKeyword:
      return true
    default: return false
    }
  }

  /// The brackets of the current item that are open before the token at `end`, outermost first, and the first `{` whose
  /// line is not indented like that of the `}` that closed it: such a `}` was probably meant for another one.
  private func openBrackets(before end: Int) -> (open: [Int], misaligned: Int?) {
    var open: [Int] = []
    var misaligned: Int?
    for index in itemStart..<end {
      let kind = source.tokens[index].kind
      if kind.isOpeningBracket { open.append(index) }
      guard let opening = kind.opening, let last = open.last, source.tokens[last].kind == opening else { continue }
      open.removeLast()
      guard kind == .rightBrace, misaligned == nil, isFirstOnLine(index) else { continue }
      if column(ofToken: index) != indentation(ofLine: line(ofToken: last)) { misaligned = last }
    }
    return (open, misaligned)
  }

  private func line(ofToken index: Int) -> Int {
    file.lineNumber(ofByte: Int(source.tokens[index].range.start))
  }

  private func column(ofToken index: Int) -> Int {
    file.position(ofByte: Int(source.tokens[index].range.start)).column - 1
  }

  private func isFirstOnLine(_ index: Int) -> Bool {
    column(ofToken: index) == indentation(ofLine: line(ofToken: index))
  }

  /// The number of blanks and tabs that a line begins with.
  private func indentation(ofLine number: Int) -> Int {
    guard let range = file.lineRange(number) else { return 0 }
    return file.bytes[Int(range.start)..<Int(range.end)].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      .count
  }
}

/// At the end of a file, a bracket that was opened fewer lines above is in sight, and the frame is the one that the reference
/// shows (01 "Rendered form").
private let farFromOpening = 4

extension TokenKind {
  fileprivate var isOpeningBracket: Bool {
    switch self {
    case .leftBrace, .leftParenthesis, .leftBracket: true
    default: false
    }
  }

  /// The bracket that this one closes.
  fileprivate var opening: TokenKind? {
    switch self {
    case .rightBrace: .leftBrace
    case .rightParenthesis: .leftParenthesis
    case .rightBracket: .leftBracket
    default: nil
    }
  }
}
