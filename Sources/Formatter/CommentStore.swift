import Diagnostics
import Lexer

/// The comments of a text. Each is taken once, by the construct that it belongs to.
struct CommentStore {
  /// A comment and what stands beside it.
  struct Entry {
    var comment: SourceComment
    var firstLine: Int
    var lastLine: Int
    /// Whether code stands before it in its line.
    var followsCode: Bool
    /// Whether code that goes on stands behind it in its line: no separator, no closing bracket.
    var precedesCode: Bool
    /// Whether it is on one line, and no line break separates it from the code on both sides.
    var isInline: Bool
    fileprivate(set) var isTaken = false
  }

  private(set) var entries: [Entry] = []

  init(_ tokens: TokenList, _ file: SourceFile) {
    var next = 0
    for comment in tokens.comments {
      while tokens.tokens[next].range.start < comment.range.start, next < tokens.tokens.count - 1 { next += 1 }
      entries.append(Entry(comment, before: next, tokens.tokens, file))
    }
  }

  /// Index of the first comment that begins at `offset` or behind it.
  private func index(from offset: Int) -> Int {
    entries.partitioningIndex { Int($0.comment.range.start) >= offset }
  }

  /// Whether a comment that nobody took begins from `start` up to, not including, `end`.
  func hasAny(from start: Int, to end: Int) -> Bool {
    var index = index(from: start)
    while index < entries.count, Int(entries[index].comment.range.start) < end {
      if !entries[index].isTaken { return true }
      index += 1
    }
    return false
  }

  /// Takes the comments that begin from `start` up to, not including, `end`.
  mutating func take(from start: Int, to end: Int, where isWanted: (Entry) -> Bool = { _ in true }) -> [Entry] {
    var taken: [Entry] = []
    var index = index(from: start)
    while index < entries.count, Int(entries[index].comment.range.start) < end {
      if !entries[index].isTaken, isWanted(entries[index]) {
        entries[index].isTaken = true
        taken.append(entries[index])
      }
      index += 1
    }
    return taken
  }

  /// Takes the comments before `limit` that end the line in which what ends at `offset` ends.
  mutating func takeTrailing(after offset: Int, before limit: Int, _ file: SourceFile) -> [Entry] {
    var taken: [Entry] = []
    var index = index(from: offset)
    guard index < entries.count, Int(entries[index].comment.range.start) < limit else { return [] }
    var line = file.lineNumber(ofByte: max(0, offset - 1))
    while index < entries.count, Int(entries[index].comment.range.start) < limit, entries[index].firstLine == line,
      !entries[index].precedesCode
    {
      line = entries[index].lastLine
      if !entries[index].isTaken {
        entries[index].isTaken = true
        taken.append(entries[index])
      }
      index += 1
    }
    return taken
  }
}

extension CommentStore.Entry {
  /// `next` is the index of the first token behind the comment.
  fileprivate init(_ comment: SourceComment, before next: Int, _ tokens: [Token], _ file: SourceFile) {
    self.comment = comment
    let line = file.lineNumber(ofByte: Int(comment.range.start))
    firstLine = line
    lastLine = file.lineNumber(ofByte: Int(comment.range.end) - 1)
    let previous = next > 0 ? tokens[next - 1] : nil
    let hasPrevious = previous.map { $0.kind != .newline } ?? false
    followsCode = hasPrevious && previous.map { file.lineNumber(ofByte: Int($0.range.end) - 1) == line } ?? false
    let following = tokens[next]
    let hasNext = following.kind != .newline && following.kind != .endOfFile
    let isNextOnLine = hasNext && file.lineNumber(ofByte: Int(following.range.start)) == lastLine
    precedesCode = isNextOnLine && !following.kind.endsItem
    let isBlock = comment.kind == .block || comment.kind == .docBlock
    isInline = isBlock && firstLine == lastLine && hasPrevious && hasNext
  }

  var isLineComment: Bool { comment.kind == .line || comment.kind == .docLine }

  var isDoc: Bool { comment.kind == .docLine || comment.kind == .docBlock }

  /// Its text, without blanks at the end of lines.
  func text(_ file: SourceFile) -> String { file.text(of: comment.range).withoutTrailingBlanks }
}

extension TokenKind {
  /// Whether nothing of an item comes behind it.
  fileprivate var endsItem: Bool {
    switch self {
    case .comma, .semicolon, .rightBrace, .rightBracket, .rightParenthesis: true
    default: false
    }
  }
}
