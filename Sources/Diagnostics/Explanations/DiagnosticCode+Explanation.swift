/// The pages of `harn explain`.
extension DiagnosticCode {
  /// The page of this kind of diagnostic.
  package var explanation: Explanation {
    switch self {
    case .unexpectedCharacter: .unexpectedCharacter
    case .unterminatedString: .unterminatedString
    case .unterminatedComment: .unterminatedComment
    case .unexpectedToken: .unexpectedToken
    case .unexpectedEndOfFile: .unexpectedEndOfFile
    case .nestingTooDeep: .nestingTooDeep
    case .unknownCallee: .unknownCallee
    case .attribute: .attribute
    case .personaBody: .personaBody
    case .personaHookTarget: .personaHookTarget
    case .preflight: .preflight
    case .orPatternAlternative: .orPatternAlternative
    case .misplacedTryStar: .misplacedTryStar
    case .misplacedYield: .misplacedYield
    case .misplacedEmit: .misplacedEmit
    case .wrongInitializer: .wrongInitializer
    case .wrongReturn: .wrongReturn
    case .wrongArgument: .wrongArgument
    case .wrongAssignment: .wrongAssignment
    case .wrongOperands: .wrongOperands
    case .conflictingTypeArgument: .conflictingTypeArgument
    case .wrongTypeArguments: .wrongTypeArguments
    case .unsatisfiedBound: .unsatisfiedBound
    case .unknownStruct: .unknownStruct
    case .wrongField: .wrongField
    case .wrongVariance: .wrongVariance
    case .nonExhaustiveMatch: .nonExhaustiveMatch
    case .reachable: .reachable
    case .wrongEmit: .wrongEmit
    case .nonStreamResult: .nonStreamResult
    case .wrongConcurrency: .wrongConcurrency
    case .unreachableCode: .unreachableCode
    case .assignmentToImmutable: .assignmentToImmutable
    case .wrongArgumentCount: .wrongArgumentCount
    case .doubtfulComparison: .doubtfulComparison
    case .patternMismatch: .patternMismatch
    case .unknownField: .unknownField
    case .missingField: .missingField
    case .methodNotInInterface: .methodNotInInterface
    case .uncoveredUnknown: .uncoveredUnknown
    case .deprecated: .deprecated
    case .uncompilable: .uncompilable
    }
  }
}
