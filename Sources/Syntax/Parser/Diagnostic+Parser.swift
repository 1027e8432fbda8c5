import Diagnostics

/// The messages of the parser (01 "One-line form", "Rendered form").
extension Diagnostic {
  /// The text ends where something is missing.
  static func unexpectedEndOfFile(
    expected: String, notes: [Note], at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unexpectedEndOfFile, .error, "Unexpected end of file, expected \(expected)", at: range,
      label: "file ends here", help: help(forMissing: expected), notes: notes)
  }

  /// A token that is not what the grammar wants.
  static func unexpectedToken(
    _ code: DiagnosticCode, expected: String, got: String, isNewline: Bool,
    position: SourcePosition, hint: String? = nil, notes: [Note] = [], at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code, .error, "Expected \(expected), got \(got) at \(position.line):\(position.column)",
      at: range, label: isNewline ? "line break not allowed here" : "unexpected token",
      help: hint ?? help(forMissing: expected), notes: notes)
  }

  private static func help(forMissing expected: String) -> String? {
    switch expected {
    case "}": "add a closing `}` to finish this block"
    case ")": "add a closing `)` to finish this expression or parameter list"
    case "]": "add a closing `]` to finish this list or subscript"
    default: nil
    }
  }
}
