import VM

/// What `@step` says about one function (06 §10.1 `StepDefinition`). Replaced as a whole, never changed.
package struct StepDefinition: Equatable, Sendable {
  /// The step's name; the function's name when the attribute gives none (06 §3.2).
  package var name: String
  /// Name of the declared function, which is the key of the registry (06 §3.1).
  package var function: String
  /// The default model of calls charged to the step (06 §6.1).
  package var model: String?
  /// Most tokens of one activation (06 §6.3).
  package var maxTokens: UInt64?
  /// Most money of one activation (06 §6.3).
  package var maxUSD: Double?
  /// The boundary as declared (06 §5.2).
  package var errorBoundary: String?

  /// A definition with these fields.
  package init(
    name: String, function: String, model: String? = nil, maxTokens: UInt64? = nil,
    maxUSD: Double? = nil, errorBoundary: String? = nil
  ) {
    self.name = name
    self.function = function
    self.model = model
    self.maxTokens = maxTokens
    self.maxUSD = maxUSD
    self.errorBoundary = errorBoundary
  }

  /// What happens when an exhausted budget leaves an activation (06 §5.2).
  package var boundary: StepErrorBoundary { StepErrorBoundary(text: errorBoundary) }
  /// Whether calls charged to the step are limited at all (06 §6.2).
  package var hasLimits: Bool { maxTokens != nil || maxUSD != nil }
}

/// The policy applied when a budget exhaustion leaves an activation (06 §5.2, §10.1 `StepErrorBoundary`).
package enum StepErrorBoundary: Sendable {
  /// The error goes on in the caller.
  case fail
  /// The call yields nil.
  case `continue`
  /// A marked error goes on in the caller.
  case escalate

  /// The boundary that a declared text selects; unknown texts fail (06 §3.2).
  package init(text: String?) {
    switch text {
    case "continue": self = .continue
    case "escalate": self = .escalate
    default: self = .fail
    }
  }
}

/// What `@persona` says about one function (06 §10.1 `PersonaDefinition`).
package struct PersonaDefinition: Equatable, Sendable {
  /// The persona's name; the function's name when the attribute gives none (06 §3.3).
  package var name: String
  /// The stages in declared order (06 §8.3).
  package var stages: [StageDeclaration]
  /// How the persona wants to sound (06 §3.3).
  package var outputStyle: PersonaOutputStyle?

  /// A definition with these fields.
  package init(
    name: String, stages: [StageDeclaration] = [], outputStyle: PersonaOutputStyle? = nil
  ) {
    self.name = name
    self.stages = stages
    self.outputStyle = outputStyle
  }
}

/// One stage of a persona (06 §8.3).
package struct StageDeclaration: Equatable, Sendable {
  /// The step name that the stage applies to.
  package var name: String
  /// The tools that may be dispatched; nil inherits, an empty list denies all (06 §3.3).
  package var allowedTools: [String]?
  /// The highest side effect level; nil inherits (06 §8.3).
  package var sideEffectLevel: String?
  /// Metadata (06 §8.3).
  package var maxIterations: UInt32?

  /// A stage with these fields.
  package init(
    name: String, allowedTools: [String]? = nil, sideEffectLevel: String? = nil,
    maxIterations: UInt32? = nil
  ) {
    self.name = name
    self.allowedTools = allowedTools
    self.sideEffectLevel = sideEffectLevel
    self.maxIterations = maxIterations
  }
}

/// The `output_style` of a persona (06 §3.3).
package struct PersonaOutputStyle: Equatable, Sendable {
  /// Name of the style.
  package var name: String?
  /// Instructions of the style.
  package var instructions: String?

  /// A style with these fields.
  package init(name: String? = nil, instructions: String? = nil) {
    self.name = name
    self.instructions = instructions
  }

  /// The dict that `__persona_output_style` returns (06 §3.4). Owned by the caller.
  package var value: Value {
    Value(dict: [
      "instructions": instructions.map { Value(string: $0) } ?? .nilValue,
      "name": name.map { Value(string: $0) } ?? .nilValue,
    ])
  }
}
