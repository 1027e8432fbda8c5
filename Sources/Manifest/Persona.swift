/// A persona as a manifest or a program declares it (06 §16.2). It may have faults: `PersonaList.faults` tells.
package struct Persona: Equatable, Sendable {
  /// The name; empty when it is missing.
  package var name = ""
  /// The version.
  package var version: String?
  /// One line about it; empty when it is missing.
  package var description = ""
  /// The function or pipeline that it starts with; empty when it is missing.
  package var entryWorkflow = ""
  /// The tools that it may use.
  package var tools: [String] = []
  /// The host capabilities that it needs, `capability.operation`.
  package var capabilities: [String] = []
  /// What it may do alone.
  package var autonomyTier = ""
  /// Whether runs leave receipts.
  package var receiptPolicy = ""
  /// The events that start it, `provider.event`.
  package var triggers: [String] = []
  /// The times that start it, as cron expressions.
  package var schedules: [String] = []
  /// The personas that it hands work to.
  package var handoffs: [String] = []
  /// Context that it is given.
  package var contextPacks: [String] = []
  /// Evaluations that judge it.
  package var evals: [String] = []
  /// Who answers for it.
  package var owner: String?
  /// Which models it uses.
  package var modelPolicy = ModelPolicy()
  /// What it may spend: metadata.
  package var budget: [BudgetLimit: BudgetAmount] = [:]
  /// Where its package comes from.
  package var packageSource = PackageSource()
  /// Who gets it.
  package var rolloutPolicy = RolloutPolicy()
  /// Its stages.
  package var stages: [Stage] = []
  /// The steps that a persona in source calls (06 §16.4).
  package var steps: [Step] = []

  /// A persona without any field.
  package init() {}

  /// The values of `autonomy_tier`.
  package static let autonomyTiers = ["shadow", "suggest", "act_with_approval", "act_auto"]
  /// The values of `receipt_policy`.
  package static let receiptPolicies = ["optional", "required", "disabled"]

  /// Field `model_policy`.
  package struct ModelPolicy: Equatable, Sendable {
    /// The model to start with.
    package var defaultModel: String?
    /// The model for hard cases.
    package var escalationModel: String?
    /// The models to go on with.
    package var fallbackModels: [String] = []
    /// How much to reason.
    package var reasoningEffort: String?
  }

  /// A field of `budget`, in the order of the reference.
  package enum BudgetLimit: String, CaseIterable, Sendable {
    case dailyUSD = "daily_usd"
    case hourlyUSD = "hourly_usd"
    case runUSD = "run_usd"
    case frontierEscalations = "frontier_escalations"
    case maxTokens = "max_tokens"
    case maxRuntimeSeconds = "max_runtime_seconds"
  }

  /// A number as it was written.
  package enum BudgetAmount: Equatable, Sendable {
    case int(Int)
    case float(Double)

    /// The number.
    package var number: Double {
      switch self {
      case .int(let int): Double(int)
      case .float(let number): number
      }
    }
  }

  /// Field `package_source`.
  package struct PackageSource: Equatable, Sendable {
    /// The package.
    package var package: String?
    /// A folder.
    package var path: String?
    /// A repository.
    package var git: String?
    /// A revision.
    package var rev: String?
  }

  /// Field `rollout_policy`.
  package struct RolloutPolicy: Equatable, Sendable {
    /// How it is rolled out.
    package var mode: String?
    /// How many get it.
    package var percentage: BudgetAmount?
    /// Who gets it.
    package var cohorts: [String] = []
  }

  /// An entry of `stages`.
  package struct Stage: Equatable, Sendable {
    /// The name of the step that it applies to; empty when it is missing.
    package var name = ""
    /// The tools that may be used.
    package var allowedTools: [String]?
    /// The highest side effect level.
    package var sideEffectLevel: String?
    /// How often it may run.
    package var maxIterations: Int?
    /// What follows.
    package var onExit: OnExit?

    /// The side effect levels (06 §8.3).
    package static let sideEffectLevels = ["none", "read_only", "workspace_write", "process_exec", "network"]
  }

  /// Field `on_exit` of a stage.
  package struct OnExit: Equatable, Sendable {
    /// The stage behind success.
    package var onComplete: String?
    /// The stage behind a failure.
    package var onFailure: String?
  }

  /// The metadata of a step of a persona in source (06 §16.4).
  package struct Step: Equatable, Sendable {
    /// The name of the attribute, else of the function.
    package var name: String
    /// The function.
    package var function: String
    /// The line of the function, from 1.
    package var line: Int
    /// The default model.
    package var model: String?
    /// Metadata.
    package var approval: String?
    /// Metadata.
    package var receipt: String?
    /// What happens when the budget is exhausted.
    package var errorBoundary: String?
    /// Metadata.
    package var maxAttempts: Int?
    /// The limit of tokens.
    package var maxTokens: Int?
    /// The limit of money.
    package var maxUSD: Double?
  }
}

/// The personas of one source (06 §16.1).
package struct PersonaList: Equatable, Sendable {
  /// The file, as it was given.
  package var path: String
  /// The personas, in the order of the source.
  package var personas: [Persona]
  /// What is wrong with them, in the order of 06 §16.3.
  package var faults: [PersonaFault]
}

/// Something that is wrong with a persona (06 §16.3).
package struct PersonaFault: Equatable, Sendable {
  /// The file, as it was given.
  package var path: String
  /// The field: `[[personas]][0].name`.
  package var field: String
  /// What is wrong.
  package var message: String

  /// The line that is printed.
  package var line: String { "\(path) \(field): \(message)" }
}
