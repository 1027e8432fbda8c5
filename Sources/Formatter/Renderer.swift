import Diagnostics
import Lexer
import Syntax

/// Writes a tree in canonical form (07 §6).
///
/// Every construct is rendered to text once, for the level that it stands on, and the text decides about the constructs
/// around it: nothing is rendered twice. A text never ends in a line comment; whoever puts texts together takes the
/// comments between them from `comments` and places them. A text begins without indentation.
struct Renderer {
  let file: SourceFile
  let tokens: TokenList
  let options: FormatOptions
  /// The comments that are not yet placed.
  var comments: CommentStore
  /// Whether parentheses and `else if` stay as they are, because the canonical ones would change the tree.
  var isCareful = false
  /// Whether what is rendered is part of an expression, at any depth.
  var isInExpression = false
  /// The block form at the start of the statement, which needs parentheses there.
  var leftmostBlock: SourceRange?
  /// The ends of the parentheses around what is rendered, and of others that were met before.
  var groupEnds: Set<Int32> = []

  init(file: SourceFile, tokens: TokenList, options: FormatOptions) {
    self.file = file
    self.tokens = tokens
    self.options = options
    comments = CommentStore(tokens, file)
  }

  /// What a line on this level begins with.
  func indent(_ level: Int) -> String { String(repeating: "  ", count: level) }

  /// The text of a range of the source.
  func source(_ range: SourceRange) -> String { file.text(of: range) }

  /// The line that holds byte `offset`.
  func line(_ offset: Int) -> Int { file.lineNumber(ofByte: offset) }
}

// MARK: - Tokens

extension Renderer {
  /// Index of the first token that begins at `offset` or behind it, or of the last one.
  func tokenIndex(from offset: Int) -> Int {
    min(tokens.tokens.partitioningIndex { Int($0.range.start) >= offset }, tokens.tokens.count - 1)
  }

  /// The first token of this kind from `offset` on. The parser has seen that there is one.
  func token(_ kind: TokenKind, from offset: Int) -> Token {
    var index = tokenIndex(from: offset)
    while tokens.tokens[index].kind != kind, index < tokens.tokens.count - 1 { index += 1 }
    return tokens.tokens[index]
  }

  /// The end of the first token of this kind from `offset` on.
  func end(of kind: TokenKind, from offset: Int) -> Int { Int(token(kind, from: offset).range.end) }

  /// The start of the first token of this kind from `offset` on.
  func start(of kind: TokenKind, from offset: Int) -> Int { Int(token(kind, from: offset).range.start) }
}

extension String {
  /// Whether there is a line feed in it.
  var hasLineBreak: Bool { utf8.contains(UInt8(ascii: "\n")) }

  /// Its width (07 §6.1).
  var width: Int { utf8.count }

  /// The text without blanks at the end of its lines, carriage returns included.
  var withoutTrailingBlanks: String {
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    func isBlank(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
    for byte in utf8 {
      if byte == UInt8(ascii: "\n") {
        while let last = result.last, isBlank(last) { result.removeLast() }
      }
      result.append(byte)
    }
    while let last = result.last, isBlank(last) { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }
}

extension SourceRange {
  /// The offset of the first byte.
  var startOffset: Int { Int(start) }
  /// The offset behind the last byte.
  var endOffset: Int { Int(end) }
}
