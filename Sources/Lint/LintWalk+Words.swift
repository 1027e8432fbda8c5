import Diagnostics
import Lexer
import Syntax

/// Pieces of text as their tokens: blanks, line breaks and comments between them make no difference.
extension LintWalk {
  /// The text of the tokens in a range.
  func words(of range: SourceRange) -> String {
    var words: [UInt8] = []
    for token in tokens(in: range) where token.kind != .newline {
      words += file.bytes[Int(token.range.start)..<Int(token.range.end)]
      words.append(UInt8(ascii: " "))
    }
    return String(decoding: words, as: UTF8.self)
  }

  /// Whether two ranges hold the same tokens. Whatever their length, it ends at the first difference.
  func haveSameWords(_ first: SourceRange, _ second: SourceRange) -> Bool {
    let (first, second) = (tokens(in: first), tokens(in: second))
    guard !first.isEmpty else { return false }
    return first.lazy.filter { $0.kind != .newline }
      .elementsEqual(second.lazy.filter { $0.kind != .newline }) { a, b in
        a.kind == b.kind
          && file.bytes[Int(a.range.start)..<Int(a.range.end)] == file.bytes[Int(b.range.start)..<Int(b.range.end)]
      }
  }

  private func tokens(in range: SourceRange) -> ArraySlice<Token> {
    let all = tokens.tokens
    let first = all.partitioningIndex { $0.range.start >= range.start }
    // A piece of an interpolation has no tokens in the list: the whole string is one.
    if first > 0, all[first - 1].range.end > range.start {
      guard case .success(let inner) = Lexer(file: file, range: range).tokenize() else { return [] }
      return inner.tokens.dropLast()
    }
    return all[first..<all.partitioningIndex { $0.range.start >= range.end }]
  }
}
