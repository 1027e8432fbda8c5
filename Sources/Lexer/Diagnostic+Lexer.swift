import Diagnostics

/// The messages of the lexer (01 "One-line form").
extension Diagnostic {
  /// A character that starts no token.
  static func unexpectedCharacter(
    _ character: Unicode.Scalar, at offset: Int, length: Int, in file: SourceFile
  ) -> Diagnostic {
    lexical(
      .unexpectedCharacter, "Unexpected character '\(character)'", at: offset, length: length,
      help: hint(for: character), in: file)
  }

  /// What Harn has instead of a character of other languages.
  private static func hint(for character: Unicode.Scalar) -> String? {
    switch character {
    case "'", "`", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}": "strings stand in plain double quotes: `\"...\"`"
    case "#": "comments begin with `//`"
    case "&": "use `&&`"
    case "^": "use `**` for powers"
    case "$": "`${...}` inserts a value inside a string; names stand without `$`"
    case "\u{2013}", "\u{2014}", "\u{2212}": "use the plain minus sign `-`"
    case "\u{00A0}": "use a plain blank"
    default: nil
    }
  }

  /// A block comment without end; the place is that of the outermost `/*`.
  static func unterminatedComment(at offset: Int, in file: SourceFile) -> Diagnostic {
    lexical(
      .unterminatedComment, "Unterminated block comment", at: offset, length: 1,
      help: "add `*/`; comments nest, so each `/*` needs its own end", in: file)
  }

  /// A string without end; the place is that of the opening quote, or of the `r` before it.
  static func unterminatedString(at offset: Int, in file: SourceFile) -> Diagnostic {
    let isTriple = file.bytes[offset...].starts(with: "\"\"\"".utf8)
    return lexical(
      .unterminatedString, "Unterminated string", at: offset, length: 1,
      help: isTriple
        ? "add the closing `\"\"\"`"
        : "add the closing quote on the same line; text of several lines stands in `\"\"\"`", in: file)
  }

  private static func lexical(
    _ code: DiagnosticCode, _ message: String, at offset: Int, length: Int, help: String? = nil, in file: SourceFile
  ) -> Diagnostic {
    let position = file.position(ofByte: offset)
    return Diagnostic(
      code, .error, "\(message) at \(position.line):\(position.column)",
      at: SourceRange(start: offset, end: offset + length), label: "here", help: help)
  }
}
