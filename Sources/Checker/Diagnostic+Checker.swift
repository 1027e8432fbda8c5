import Diagnostics

/// The messages of the checker (03 §10), in the order of that section.
extension Diagnostic {
  /// No. 1.
  static func wrongInitializer(
    _ name: String, declared: String, assigned: String, detail: String?, at range: SourceRange
  ) -> Diagnostic {
    let suffix = detail.map { " (\($0))" } ?? ""
    return Diagnostic(
      .wrongInitializer, .error, "'\(name)' declared as \(declared), but assigned \(assigned)\(suffix)",
      at: range)
  }

  /// No. 2.
  static func wrongReturn(expected: String, got: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongReturn, .error, "return type doesn't match: expected \(expected), got \(got)", at: range)
  }

  /// No. 3.
  static func wrongArgument(
    _ number: Int, _ parameter: String, expected: String, got: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .wrongArgument, .error, "Argument \(number) ('\(parameter)'): expected \(expected), got \(got)",
      at: range)
  }

  /// No. 4.
  static func wrongAssignment(
    _ name: String, declared: String, assigned: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .wrongAssignment, .error, "can't assign \(assigned) to '\(name)' (declared as \(declared))", at: range)
  }

  /// No. 5.
  static func wrongSum(_ left: String, _ right: String, fix: Fix?, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongOperands, .error, "can't add \(left) and \(right)", at: range, fixes: [fix].compactMap { $0 })
  }

  /// No. 6.
  static func nonNumericOperands(
    _ operation: String, _ left: String, _ right: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .wrongOperands, .error,
      "can't use '\(operation)' on \(left) and \(right) (needs numeric operands)", at: range)
  }

  /// No. 7.
  static func wrongProduct(_ left: String, _ right: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongOperands, .error, "can't multiply \(left) and \(right) (try string * int)", at: range)
  }

  /// No. 8: a call names something that no scope defines.
  static func unknownCallee(
    _ name: String, at range: SourceRange, suggestion: String?
  ) -> Diagnostic {
    let message = "call target `\(name)` is not defined or imported"
    guard let suggestion else { return Diagnostic(.unknownCallee, .error, message, at: range) }
    let hint = "did you mean `\(suggestion)`?"
    return Diagnostic(.unknownCallee, .error, "\(message) — \(hint)", at: range, help: hint)
  }

  /// No. 9.
  static func conflictingBinding(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.conflictingTypeArgument, .error, message, at: range)
  }

  /// No. 10a to 10d. `callee` is the function with its kind.
  static func wrongTypeArguments(
    _ callee: String, expected: Int, got: Int, at range: SourceRange
  ) -> Diagnostic {
    let message =
      expected == 0
      ? "\(callee) does not declare type parameters"
      : "\(callee) expects \(expected) type arguments, got \(got)"
    return Diagnostic(.wrongTypeArguments, .error, message, at: range)
  }

  /// No. 11.
  static func unsatisfiedBound(
    _ type: String, interface: String, reason: String, parameter: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unsatisfiedBound, .error,
      "Type '\(type)' does not satisfy interface '\(interface)': \(reason) "
        + "(required by constraint `where \(parameter): \(interface)`)", at: range)
  }

  /// No. 12.
  static func unknownStruct(_ name: String, suggestion: String?, at range: SourceRange) -> Diagnostic {
    let message = "unknown struct type `\(name)`"
    guard let suggestion else {
      return Diagnostic(
        .unknownStruct, .error, message, at: range,
        help: "declare `struct \(name) { ... }` before constructing it")
    }
    return Diagnostic(
      .unknownStruct, .error, "\(message) — did you mean `\(suggestion)`?", at: range,
      help: "declare `struct \(suggestion) { ... }` or fix the type name")
  }

  /// No. 13.
  static func wrongField(
    _ field: String, of structure: String, expected: String, got: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .wrongField, .error, "Field '\(field)' in struct '\(structure)' expects \(expected), got \(got)",
      at: range)
  }

  /// No. 14, about variance.
  static func wrongVariance(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.wrongVariance, .error, message, at: range)
  }

  /// No. 14, about `match`. `missing` says on what, and what is missing.
  static func nonExhaustive(_ missing: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.nonExhaustiveMatch, .error, "Non-exhaustive match on \(missing)", at: range)
  }

  /// No. 15.
  static func reachable(_ type: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .reachable, .error, "unreachable() argument has type `\(type)` — not all cases are handled",
      at: range)
  }

  /// No. 16: an alternative of an or-pattern is no literal.
  static func alternativeIsNoLiteral(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .orPatternAlternative, .error,
      "Or-pattern alternatives must be literal patterns (string, int, float, bool, nil, or `_`). "
        + "Identifier bindings and destructuring patterns are not allowed inside `|`.",
      at: range)
  }

  /// No. 17: `try*` without a function around it.
  static func tryStarOutsideFunction(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .misplacedTryStar, .error,
      "try* requires an enclosing function (fn, tool, or pipeline) so the rethrow has a target",
      at: range)
  }

  /// No. 18: `yield` in a stream function.
  static func yieldInStream(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .misplacedYield, .error, "`yield` is not a stream emit; use `emit` inside `gen fn`", at: range)
  }

  /// No. 19: `emit` outside a stream function.
  static func emitOutsideStream(at range: SourceRange) -> Diagnostic {
    Diagnostic(.misplacedEmit, .error, "`emit` can only be used inside a `gen fn`", at: range)
  }

  /// No. 20.
  static func wrongEmit(expected: String, got: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongEmit, .error, "emit type doesn't match: expected \(expected), got \(got)", at: range)
  }

  /// No. 21.
  static func nonStreamResult(_ type: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.nonStreamResult, .error, "`gen fn` must return Stream<T>, got \(type)", at: range)
  }

  /// No. 22.
  static func wrongConcurrency(_ type: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongConcurrency, .error, "`max_concurrent` on `parallel` must be int, got \(type)", at: range)
  }
}

// MARK: - Warnings

extension Diagnostic {
  /// W1.
  static func unreachableCode(at range: SourceRange) -> Diagnostic {
    Diagnostic(.unreachableCode, .warning, "unreachable code", at: range)
  }

  /// W2.
  static func assignmentToImmutable(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .assignmentToImmutable, .warning,
      "Cannot assign to '\(name)': variable is immutable (declared with 'let')", at: range)
  }

  /// W3.
  static func wrongArgumentCount(
    _ function: String, expected: String, got: Int, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .wrongArgumentCount, .warning, "Function '\(function)' expects \(expected) arguments, got \(got)",
      at: range)
  }

  /// W4, for types that have no order.
  static func pointlessComparison(
    _ operation: String, _ left: String, _ right: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .doubtfulComparison, .warning,
      "Comparison '\(operation)' may not be meaningful for types \(left) and \(right)", at: range)
  }

  /// W4, for a string and a number.
  static func mixedComparison(
    _ operation: String, _ left: String, _ right: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .doubtfulComparison, .warning,
      "Comparing \(left) with \(right) using '\(operation)' may give unexpected results", at: range)
  }

  /// W5.
  static func patternMismatch(_ type: String, literal: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .patternMismatch, .warning,
      "Match pattern type mismatch: matching \(type) against \(literal) literal", at: range)
  }

  /// W6a.
  static func unknownField(_ field: String, of structure: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unknownField, .warning, "Unknown field '\(field)' in struct '\(structure)'", at: range)
  }

  /// W6b.
  static func missingField(_ field: String, of structure: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingField, .warning, "Missing field '\(field)' in struct '\(structure)' construction", at: range)
  }

  /// W7.
  static func methodNotInInterface(
    _ method: String, interface: String, parameter: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .methodNotInInterface, .warning,
      "Method '\(method)' not found in interface '\(interface)' (constraint on '\(parameter)')", at: range)
  }

  /// W8.
  static func uncoveredUnknown(
    _ name: String, site: String, missing: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .uncoveredUnknown, .warning,
      "`\(site)` reached but `\(name): unknown` was not fully narrowed — "
        + "uncovered concrete type(s): \(missing)", at: range)
  }

  /// W9.
  static func deprecatedCall(
    _ function: String, _ deprecation: Signature.Deprecation, at range: SourceRange
  ) -> Diagnostic {
    let since = deprecation.since.map { " (since \($0))" } ?? ""
    return Diagnostic(
      .deprecated, .warning, "`\(function)` is deprecated\(since)", at: range,
      help: deprecation.replacement.map { "use `\($0)` instead" })
  }

  /// W10: an attribute or one of its arguments is not as 06 §1 says.
  static func attribute(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.attribute, .warning, message, at: range)
  }
}
