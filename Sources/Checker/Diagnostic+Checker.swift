import Diagnostics

extension Diagnostic {
  /// An attribute or one of its arguments is not as 06 §1 says.
  static func attribute(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.attribute, .warning, message, at: range)
  }

  /// `emit` outside a stream function (03 §10.1 no. 19).
  static func emitOutsideStream(at range: SourceRange) -> Diagnostic {
    Diagnostic(.misplacedEmit, .error, "`emit` can only be used inside a `gen fn`", at: range)
  }

  /// A name or a destructuring inside an or-pattern (03 §10.1 no. 16).
  static func orPatternAlternative(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .orPatternAlternative, .error,
      "Or-pattern alternatives must be literal patterns (string, int, float, bool, nil, or `_`). "
        + "Identifier bindings and destructuring patterns are not allowed inside `|`.",
      at: range)
  }

  /// `try*` without a function around it (03 §10.1 no. 17).
  static func tryStarOutsideFunction(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .misplacedTryStar, .error,
      "try* requires an enclosing function (fn, tool, or pipeline) so the rethrow has a target",
      at: range)
  }

  /// A call names something that no scope defines (03 §10.1 no. 8).
  static func unknownCallee(
    _ name: String, at range: SourceRange, suggestion: String?
  ) -> Diagnostic {
    let message = "call target `\(name)` is not defined or imported"
    guard let suggestion else { return Diagnostic(.unknownCallee, .error, message, at: range) }
    let hint = "did you mean `\(suggestion)`?"
    return Diagnostic(.unknownCallee, .error, "\(message) — \(hint)", at: range, help: hint)
  }

  /// `yield` in a stream function (03 §10.1 no. 18).
  static func yieldInStream(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .misplacedYield, .error, "`yield` is not a stream emit; use `emit` inside `gen fn`", at: range)
  }
}
