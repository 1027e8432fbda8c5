import Manifest
import StepRuntime

// What `harn persona --json` prints (06 §17).

extension PersonaList {
  /// The array of `list` (06 §17.1).
  var listJSON: JSONValue { .array(personas.map { $0.json(path: path) }) }

  /// The object of a successful `check` (06 §17.3).
  var checkJSON: JSONValue {
    .object([
      "manifest_path": .string(path),
      "ok": .bool(true),
      "personas": .array(
        personas.map { persona in
          .object([
            "autonomy": .string(persona.autonomyTier), "name": .string(persona.name),
            "receipts": .string(persona.receiptPolicy), "tools": .texts(persona.tools),
            "triggers": .texts(persona.triggers),
          ])
        }),
    ])
  }

  /// The object of a failed `check` (06 §17.3).
  var faultsJSON: JSONValue {
    .object([
      "errors": .array(
        faults.map { fault in
          .object([
            "field_path": .string(fault.field), "manifest_path": .string(fault.path),
            "message": .string(fault.message),
          ])
        }),
      "ok": .bool(false),
    ])
  }
}

extension Persona {
  /// The object of `inspect` (06 §17.2): all keys, null where nothing is declared.
  func json(path: String) -> JSONValue {
    .object([
      "autonomy_tier": .string(autonomyTier),
      "budget": budgetJSON,
      "capabilities": .texts(capabilities),
      "context_packs": .texts(contextPacks),
      "description": .string(description),
      "entry_workflow": .string(entryWorkflow),
      "evals": .texts(evals),
      "handoffs": .texts(handoffs),
      "model_policy": .object([
        "default_model": .text(modelPolicy.defaultModel),
        "escalation_model": .text(modelPolicy.escalationModel),
        "fallback_models": .texts(modelPolicy.fallbackModels),
        "reasoning_effort": .text(modelPolicy.reasoningEffort),
      ]),
      "name": .string(name),
      "owner": .text(owner),
      "package_source": .object([
        "git": .text(packageSource.git), "package": .text(packageSource.package),
        "path": .text(packageSource.path), "rev": .text(packageSource.rev),
      ]),
      "receipt_policy": .string(receiptPolicy),
      "rollout_policy": .object([
        "cohorts": .texts(rolloutPolicy.cohorts), "mode": .text(rolloutPolicy.mode),
        "percentage": rolloutPolicy.percentage?.json ?? .null,
      ]),
      "schedules": .texts(schedules),
      "source": .object(["manifest_dir": .string(folder(of: path)), "manifest_path": .string(path)]),
      "stages": .array(stages.map(\.json)),
      "steps": .array(steps.map(\.json)),
      "tools": .texts(tools),
      "triggers": .texts(triggers),
      "version": .text(version),
    ])
  }

  private var budgetJSON: JSONValue {
    let members = BudgetLimit.allCases.map { limit in
      JSONMember(key: limit.rawValue, value: budget[limit].map { limit.isMoney ? .float($0.number) : $0.json } ?? .null)
    }
    return .object(members.sorted { $0.key < $1.key })
  }
}

extension Persona.BudgetLimit {
  /// Whether the amount is in US dollars.
  fileprivate var isMoney: Bool {
    switch self {
    case .dailyUSD, .hourlyUSD, .runUSD: true
    case .frontierEscalations, .maxTokens, .maxRuntimeSeconds: false
    }
  }
}

extension Persona.BudgetAmount {
  fileprivate var json: JSONValue {
    switch self {
    case .int(let int): .int(int)
    case .float(let number): .float(number)
    }
  }
}

extension Persona.Stage {
  /// The declared fields.
  fileprivate var json: JSONValue {
    .declared([
      "allowed_tools": allowedTools.map { .texts($0) },
      "max_iterations": maxIterations.map { .int($0) },
      "name": .string(name),
      "on_exit": onExit.map { exit in
        .declared([
          "on_complete": exit.onComplete.map { .string($0) }, "on_failure": exit.onFailure.map { .string($0) },
        ])
      },
      "side_effect_level": sideEffectLevel.map { .string($0) },
    ])
  }
}

extension Persona.Step {
  /// The declared metadata (06 §16.4).
  fileprivate var json: JSONValue {
    let budget: JSONValue? =
      maxTokens == nil && maxUSD == nil
      ? nil : .declared(["max_tokens": maxTokens.map { .int($0) }, "max_usd": maxUSD.map { .float($0) }])
    return .declared([
      "approval": approval.map { .string($0) },
      "budget": budget,
      "error_boundary": errorBoundary.map { .string($0) },
      "function": .string(function),
      "line": .int(line),
      "model": model.map { .string($0) },
      "name": .string(name),
      "receipt": receipt.map { .string($0) },
      "retry": maxAttempts.map { .object(["max_attempts": .int($0)]) },
    ])
  }
}

extension JSONValue {
  fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  fileprivate static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// An object of the members that have a value; they stand in key order.
  fileprivate static func declared(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(members.compactMap { member in member.value.map { JSONMember(key: member.key, value: $0) } })
  }
}

/// The folder of a file, `.` for the current one.
private func folder(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
}
