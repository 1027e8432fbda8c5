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
  /// A look into data from outside that nothing has checked, under strict types.
  case unvalidatedAccess = "unvalidated-access"
  /// What only the compiler finds: a misplaced `break`, `continue` or spread, a literal beyond its range, a limit.
  case uncompilable = "uncompilable"

  // Rules of `harn lint` (03 §16).
  /// A variable that nothing reads.
  case unusedVariable = "unused-variable"
  /// A name of a pattern that nothing reads.
  case unusedPatternBinding = "unused-pattern-binding"
  /// A parameter that nothing reads.
  case unusedParameter = "unused-parameter"
  /// An imported name that nothing uses.
  case unusedImport = "unused-import"
  /// A function that nothing calls.
  case unusedFunction = "unused-function"
  /// A struct, enum or interface that nothing names.
  case unusedType = "unused-type"
  /// A call of a name that nothing defines, as `harn lint` says it.
  case undefinedFunction = "undefined-function"
  /// A `var` that keeps its first value.
  case mutableNeverReassigned = "mutable-never-reassigned"
  /// A variable with the name of another one around it.
  case shadowVariable = "shadow-variable"
  /// A statement behind one that ends the block.
  case deadCode = "dead-code-after-return"
  /// A variable that is only returned.
  case letThenReturn = "let-then-return"
  /// A comparison with `true` or `false`.
  case comparisonToBool = "comparison-to-bool"
  /// A comparison or condition whose outcome is known.
  case pointlessComparison = "pointless-comparison"
  /// A ternary that says what `??` says.
  case redundantNilTernary = "redundant-nil-ternary"
  /// An `else` behind a branch that returns.
  case unnecessaryElseReturn = "unnecessary-else-return"
  /// A block without statements.
  case emptyBlock = "empty-block"
  /// A `match` arm that an equal one above hides.
  case duplicateMatchArm = "duplicate-match-arm"
  /// A `break` or `continue` without a loop.
  case breakOutsideLoop = "break-outside-loop"
  /// Arithmetic with `true`, `false` or `nil`.
  case invalidBinaryOperandLiteral = "invalid-binary-op-literal"
  /// A conversion of what has the type already.
  case unnecessaryCast = "unnecessary-cast"
  /// A copy that is only passed on.
  case redundantClone = "redundant-clone"
  /// An iterator where a collection is declared.
  case eagerCollectionConversion = "eager-collection-conversion"
  /// A look into data from outside that nothing has checked.
  case untypedDictAccess = "untyped-dict-access"
  /// A name in another style than Harn programs use.
  case namingConvention = "naming-convention"
  /// A public function without a doc comment.
  case missingDocComment = "missing-harndoc"
  /// A public pipeline that does not declare its result.
  case pipelineReturnType = "pipeline-return-type"
  /// A function with many branches.
  case cyclomaticComplexity = "cyclomatic-complexity"
  /// An assertion outside of tests.
  case assertOutsideTest = "assert-outside-test"
  /// A `require` in a test.
  case requireInTest = "require-in-test"
  /// A comment of lines above a declaration.
  case legacyDocComment = "legacy-doc-comment"
  /// Declarations without a blank line between them.
  case blankLineBetweenItems = "blank-line-between-items"
  /// A list over several lines without a comma at its end.
  case trailingComma = "trailing-comma"
  /// Imports out of order.
  case importOrder = "import-order"
  /// A file without a doc comment at its top.
  case requireFileHeader = "require-file-header"
}

extension DiagnosticCode {
  /// The name of the lint rule that this is, nil for what is no lint rule (03 §16, 06 §18).
  package var lintRule: String? {
    switch self {
    case .personaBody, .personaHookTarget: return rawValue
    default: return DiagnosticCode.lintCodes.contains(self) ? rawValue : nil
    }
  }

  private static let lintCodes: Set<DiagnosticCode> = [
    .unusedVariable, .unusedPatternBinding, .unusedParameter, .unusedImport, .unusedFunction, .unusedType,
    .undefinedFunction, .mutableNeverReassigned, .shadowVariable, .deadCode, .letThenReturn, .comparisonToBool,
    .pointlessComparison, .redundantNilTernary, .unnecessaryElseReturn, .emptyBlock, .duplicateMatchArm,
    .breakOutsideLoop, .invalidBinaryOperandLiteral, .unnecessaryCast, .redundantClone, .eagerCollectionConversion,
    .untypedDictAccess, .namingConvention, .missingDocComment, .pipelineReturnType, .cyclomaticComplexity,
    .assertOutsideTest, .requireInTest, .legacyDocComment, .blankLineBetweenItems, .trailingComma, .importOrder,
    .requireFileHeader,
  ]
}
