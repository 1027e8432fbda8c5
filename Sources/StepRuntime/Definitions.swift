import VM

/// What `@step` says about one function (06 §10.1 `StepDefinition`). Replaced as a whole, never changed.
///
/// One word that refers to shared fields: every activation and every summary has a copy.
package struct StepDefinition: Sendable {
  private let fields: Fields

  private final class Fields: Sendable {
    let name: String
    let function: String
    let model: String?
    let maxTokens: UInt64?
    let maxUSD: Double?
    let errorBoundary: String?

    init(
      _ name: String, _ function: String, _ model: String?, _ maxTokens: UInt64?, _ maxUSD: Double?,
      _ errorBoundary: String?
    ) {
      self.name = name
      self.function = function
      self.model = model
      self.maxTokens = maxTokens
      self.maxUSD = maxUSD
      self.errorBoundary = errorBoundary
    }
  }

  /// A definition with these fields.
  package init(
    name: String, function: String, model: String? = nil, maxTokens: UInt64? = nil,
    maxUSD: Double? = nil, errorBoundary: String? = nil
  ) {
    fields = Fields(name, function, model, maxTokens, maxUSD, errorBoundary)
  }

  /// The step's name; the function's name when the attribute gives none (06 §3.2).
  package var name: String { fields.name }
  /// Name of the declared function, which is the key of the registry (06 §3.1).
  package var function: String { fields.function }
  /// The default model of calls charged to the step (06 §6.1).
  package var model: String? { fields.model }
  /// Most tokens of one activation (06 §6.3).
  package var maxTokens: UInt64? { fields.maxTokens }
  /// Most money of one activation (06 §6.3).
  package var maxUSD: Double? { fields.maxUSD }
  /// The boundary as declared (06 §5.2).
  package var errorBoundary: String? { fields.errorBoundary }

  /// What happens when an exhausted budget leaves an activation (06 §5.2).
  package var boundary: StepErrorBoundary { StepErrorBoundary(text: errorBoundary) }
  /// Whether calls charged to the step are limited at all (06 §6.2).
  package var hasLimits: Bool { maxTokens != nil || maxUSD != nil }
}

extension StepDefinition: Equatable {
  /// Whether both are the same definition, so that nothing needs to be compared.
  func isIdentical(to other: StepDefinition) -> Bool { fields === other.fields }

  /// Equality of all fields.
  package static func == (a: StepDefinition, b: StepDefinition) -> Bool {
    a.fields === b.fields
      || a.name == b.name && a.function == b.function && a.model == b.model && a.maxTokens == b.maxTokens
        && a.maxUSD == b.maxUSD && a.errorBoundary == b.errorBoundary
  }
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
///
/// One word that refers to shared fields, as `StepDefinition`.
package struct PersonaDefinition: Sendable {
  private let fields: Fields

  private final class Fields: Sendable {
    let name: String
    let stages: [StageDeclaration]
    let outputStyle: PersonaOutputStyle?

    init(_ name: String, _ stages: [StageDeclaration], _ outputStyle: PersonaOutputStyle?) {
      self.name = name
      self.stages = stages
      self.outputStyle = outputStyle
    }
  }

  /// A definition with these fields.
  package init(
    name: String, stages: [StageDeclaration] = [], outputStyle: PersonaOutputStyle? = nil
  ) {
    fields = Fields(name, stages, outputStyle)
  }

  /// The persona's name; the function's name when the attribute gives none (06 §3.3).
  package var name: String { fields.name }
  /// The stages in declared order (06 §8.3).
  package var stages: [StageDeclaration] { fields.stages }
  /// How the persona wants to sound (06 §3.3).
  package var outputStyle: PersonaOutputStyle? { fields.outputStyle }
}

extension PersonaDefinition: Equatable {
  /// Equality of all fields.
  package static func == (a: PersonaDefinition, b: PersonaDefinition) -> Bool {
    a.fields === b.fields || a.name == b.name && a.stages == b.stages && a.outputStyle == b.outputStyle
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
