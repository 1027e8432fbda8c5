/// The stable names of diagnostics.
package enum DiagnosticCode: String, CaseIterable, Sendable {
  /// A character that starts no token.
  case unexpectedCharacter = "unexpected-character"
  /// A string without its closing quotes.
  case unterminatedString = "unterminated-string"
  /// A block comment without its `*/`.
  case unterminatedComment = "unterminated-comment"
  /// A token where the grammar has none of its kind.
  case unexpectedToken = "unexpected-token"
  /// The text ends inside a construct.
  case unexpectedEndOfFile = "unexpected-end-of-file"
  /// Constructs inside constructs, beyond the limit.
  case nestingTooDeep = "nesting-too-deep"
  /// A call of a name that nothing defines.
  case unknownCallee = "unknown-callee"
  /// An attribute, or one of its arguments, that is not understood.
  case attribute = "attribute"
  /// A persona that calls a function without `@step`.
  case personaBody = "persona-body-must-call-steps"
  /// A hook for a persona or step that the file does not declare.
  case personaHookTarget = "persona-hook-target"
  /// A binding or destructuring alternative of an or-pattern.
  case orPatternAlternative = "or-pattern-alternative"
  /// `try*` outside every function.
  case misplacedTryStar = "misplaced-try-star"
  /// `yield` inside a stream function.
  case misplacedYield = "misplaced-yield"
  /// `emit` outside a stream function.
  case misplacedEmit = "misplaced-emit"
  /// An import that cannot be carried out, or that clashes with another one.
  case preflight = "preflight"
  /// An initialiser that does not fit the annotation of its binding.
  case wrongInitializer = "wrong-initializer"
  /// A returned value that does not fit the declared result.
  case wrongReturn = "wrong-return"
  /// An argument that does not fit its parameter.
  case wrongArgument = "wrong-argument"
  /// A value that does not fit the variable it is assigned to.
  case wrongAssignment = "wrong-assignment"
  /// An operator on values that it does not take.
  case wrongOperands = "wrong-operands"
  /// A type parameter that two arguments determine differently.
  case conflictingTypeArgument = "conflicting-type-argument"
  /// Explicit type arguments that the called function does not take.
  case wrongTypeArguments = "wrong-type-arguments"
  /// A type without the methods that a bound demands.
  case unsatisfiedBound = "unsatisfied-bound"
  /// A construction of a struct that nothing declares.
  case unknownStruct = "unknown-struct"
  /// A field value that does not fit the declared type.
  case wrongField = "wrong-field"
  /// A type parameter in a position that its marker forbids.
  case wrongVariance = "wrong-variance"
  /// A `match` that leaves out cases.
  case nonExhaustiveMatch = "non-exhaustive-match"
  /// An `unreachable` that can be reached.
  case reachable = "reachable"
  /// An emitted value that does not fit the stream.
  case wrongEmit = "wrong-emit"
  /// A stream function that declares another result.
  case nonStreamResult = "non-stream-result"
  /// A `max_concurrent` that is no int.
  case wrongConcurrency = "wrong-concurrency"
  /// A statement that cannot be reached.
  case unreachableCode = "unreachable-code"
  /// An assignment to what cannot be assigned.
  case assignmentToImmutable = "assignment-to-immutable"
  /// A call with too few or too many arguments.
  case wrongArgumentCount = "wrong-argument-count"
  /// An order comparison of values without a common order.
  case doubtfulComparison = "doubtful-comparison"
  /// A literal pattern that the matched value cannot be.
  case patternMismatch = "pattern-mismatch"
  /// A field that the struct does not have.
  case unknownField = "unknown-field"
  /// A field that the construction leaves out.
  case missingField = "missing-field"
  /// A method that the bound of a type parameter does not have.
  case methodNotInInterface = "method-not-in-interface"
  /// A place that claims that nothing is left of an `unknown` value, though something is.
  case uncoveredUnknown = "uncovered-unknown"
  /// A call of a deprecated function.
  case deprecated = "deprecated"
  /// What only the compiler finds: a misplaced `break`, `continue` or spread, a literal beyond its range, a limit.
  case uncompilable = "uncompilable"
}
