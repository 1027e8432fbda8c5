import Diagnostics

/// The messages of the lexer (01 "One-line form").
extension Diagnostic {
  /// A character that starts no token.
  static func unexpectedCharacter(
    _ character: Unicode.Scalar, at offset: Int, length: Int, in file: SourceFile
  ) -> Diagnostic {
    lexical(
      .unexpectedCharacter, "Unexpected character '\(character)'", at: offset, length: length,
      in: file)
  }

  /// A block comment without end; the place is that of the outermost `/*`.
  static func unterminatedComment(at offset: Int, in file: SourceFile) -> Diagnostic {
    lexical(.unterminatedComment, "Unterminated block comment", at: offset, length: 1, in: file)
  }

  /// A string without end; the place is that of the opening quote, or of the `r` before it.
  static func unterminatedString(at offset: Int, in file: SourceFile) -> Diagnostic {
    lexical(.unterminatedString, "Unterminated string", at: offset, length: 1, in: file)
  }

  /// A mistake without a help line: the reference has none here (03 §11.1). `harn explain` says what to do.
  private static func lexical(
    _ code: DiagnosticCode, _ message: String, at offset: Int, length: Int, in file: SourceFile
  ) -> Diagnostic {
    let position = file.position(ofByte: offset)
    return Diagnostic(
      code, .error, "\(message) at \(position.line):\(position.column)",
      at: SourceRange(start: offset, end: offset + length), label: "here")
  }
}
