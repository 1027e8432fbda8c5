import Diagnostics

/// Comments (01 "Comments and doc comments").
extension Lexer {
  /// `// …` up to, not including, the line feed.
  mutating func scanLineComment() {
    let start = cursor.offset
    let isDoc = cursor.peek(2) == .slash && cursor.peek(3) != .slash
    cursor.skip { $0 == .lineFeed }
    addComment(isDoc ? .docLine : .line, from: start)
  }

  /// `/* … */`. Inner comments nest.
  mutating func scanBlockComment() throws(Diagnostic) {
    let start = cursor.offset
    let isDoc = cursor.peek(2) == .star && cursor.peek(3) != .star && cursor.peek(3) != .slash
    var depth = 0
    repeat {
      if cursor.isAtEnd { throw .unterminatedComment(at: start, in: file) }
      switch (cursor.current, cursor.peek()) {
      case (.slash, .star):
        depth += 1
        cursor.offset += 2
      case (.star, .slash):
        depth -= 1
        cursor.offset += 2
      default:
        cursor.offset += 1
      }
    } while depth > 0
    addComment(isDoc ? .docBlock : .block, from: start)
  }

  private mutating func addComment(_ kind: SourceComment.Kind, from start: Int) {
    output.comments.append(SourceComment(kind, at: SourceRange(start: start, end: cursor.offset)))
  }
}
