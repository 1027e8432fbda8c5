import Diagnostics

extension Diagnostic {
  /// A finding of the rule that `code` is. `fix` replaces pieces of the text.
  static func lint(
    _ code: DiagnosticCode, _ message: String, _ suggestion: String, at range: SourceRange, fix: [Edit] = [],
    isError: Bool = false
  ) -> Diagnostic {
    Diagnostic(
      code, isError ? .error : .warning, message, at: range, label: "lint[\(code.rawValue)]", help: suggestion,
      fixes: fix.isEmpty ? [] : [Fix(title: suggestion, edits: fix)])
  }
}
