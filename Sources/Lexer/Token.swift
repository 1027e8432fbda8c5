import Diagnostics

/// One token: its kind and its place. Its text stays in the file.
package struct Token: Equatable, Sendable {
  /// What it is.
  package var kind: TokenKind
  /// Index of its value among the strings or templates of the `TokenList`.
  package var payload: Int32
  /// Its text.
  package var range: SourceRange

  /// A token of this kind and place.
  package init(_ kind: TokenKind, at range: SourceRange, payload: Int32 = -1) {
    self.kind = kind
    self.range = range
    self.payload = payload
  }
}

/// A comment and its place. Comments produce no tokens; tools find them here.
package struct SourceComment: Equatable, Sendable {
  /// What it is.
  package var kind: Kind
  /// From the first slash to the end of the line, or to `*/`.
  package var range: SourceRange

  /// A comment of this kind and place.
  package init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  /// The kinds of comment (01 "Comments and doc comments").
  package enum Kind: Sendable { case line, docLine, block, docBlock }
}

/// A piece of a string with interpolations.
package enum TemplatePart: Equatable, Sendable {
  /// Literal text, after escape and indent processing.
  case text(String)
  /// The text between `${` and `}`. `braceDepth` is the deepest nesting of braces in it, its own pair included: a
  /// reader that limits nesting can refuse it without looking inside.
  case source(SourceRange, braceDepth: Int)
}

/// The tokens of a text with the values that do not fit into a token.
package struct TokenList: Sendable {
  /// The tokens in source order; the last one is the end of the file.
  package var tokens: [Token] = []
  /// The values of plain, triple and raw strings.
  package var strings: [String] = []
  /// The parts of strings with interpolations.
  package var templates: [[TemplatePart]] = []
  /// The comments in source order.
  package var comments: [SourceComment] = []

  /// No tokens at all.
  package init() {}
}
