import TOML

extension PersonaDraft {
  /// Reads a table of `[[personas]]` (06 §16.2).
  init(_ table: TOMLTable) {
    let known = PersonaField.allCases.flatMap { [$0.rawValue] + $0.aliases }
    for entry in table.sortedEntries where !known.contains(entry.key) {
      report(.unknownField, entry.key, "unknown persona field")
    }
    func value(_ field: PersonaField) -> TOMLValue? {
      ([field.rawValue] + field.aliases).lazy.compactMap { table[$0] }.first
    }
    func text(_ field: PersonaField) -> String? {
      value(field).flatMap { self.text($0, field.rawValue, .unknownField) }
    }
    func list(_ field: PersonaField) -> [String] {
      value(field).flatMap { self.list($0, field.rawValue, .unknownField) } ?? []
    }
    persona.name = text(.name) ?? ""
    persona.description = text(.description) ?? ""
    persona.entryWorkflow = text(.entryWorkflow) ?? ""
    persona.version = text(.version)
    persona.owner = text(.owner)
    persona.autonomyTier = text(.autonomyTier) ?? ""
    persona.receiptPolicy = text(.receiptPolicy) ?? ""
    persona.tools = list(.tools)
    persona.capabilities = list(.capabilities)
    persona.triggers = list(.triggers)
    persona.schedules = list(.schedules)
    persona.handoffs = list(.handoffs)
    persona.contextPacks = list(.contextPacks)
    persona.evals = list(.evals)
    if let table = value(.budget).flatMap({ self.table($0, "budget", .budget) }) { readBudget(table) }
    if let value = value(.stages) { readStages(value) }
    if let table = value(.modelPolicy).flatMap({ self.table($0, "model_policy", .subTable) }) {
      readModelPolicy(table)
    }
    if let table = value(.packageSource).flatMap({ self.table($0, "package_source", .subTable) }) {
      readPackageSource(table)
    }
    if let table = value(.rolloutPolicy).flatMap({ self.table($0, "rollout_policy", .subTable) }) {
      readRolloutPolicy(table)
    }
  }

  // MARK: Tables

  private mutating func readBudget(_ table: TOMLTable) {
    for entry in table.sortedEntries where Persona.BudgetLimit(rawValue: entry.key) == nil {
      report(.budget, "budget.\(entry.key)", "unknown budget field")
    }
    for limit in Persona.BudgetLimit.allCases {
      guard let value = table[limit.rawValue] else { continue }
      if let amount = Persona.BudgetAmount(value), amount.number.isFinite, amount.number >= 0 {
        persona.budget[limit] = amount
      } else {
        report(.budget, "budget.\(limit.rawValue)", "budget amounts must be finite non-negative numbers")
      }
    }
  }

  private mutating func readModelPolicy(_ table: TOMLTable) {
    checkFields(
      of: table, "model_policy", ["default_model", "escalation_model", "fallback_models", "reasoning_effort"])
    persona.modelPolicy.defaultModel = text("default_model", of: table, "model_policy")
    persona.modelPolicy.escalationModel = text("escalation_model", of: table, "model_policy")
    persona.modelPolicy.reasoningEffort = text("reasoning_effort", of: table, "model_policy")
    if let value = table["fallback_models"] {
      persona.modelPolicy.fallbackModels = list(value, "model_policy.fallback_models", .subTable) ?? []
    }
  }

  private mutating func readPackageSource(_ table: TOMLTable) {
    checkFields(of: table, "package_source", ["git", "package", "path", "rev"])
    persona.packageSource.package = text("package", of: table, "package_source")
    persona.packageSource.path = text("path", of: table, "package_source")
    persona.packageSource.git = text("git", of: table, "package_source")
    persona.packageSource.rev = text("rev", of: table, "package_source")
  }

  private mutating func readRolloutPolicy(_ table: TOMLTable) {
    checkFields(of: table, "rollout_policy", ["cohorts", "mode", "percentage"])
    persona.rolloutPolicy.mode = text("mode", of: table, "rollout_policy")
    if let value = table["cohorts"] {
      persona.rolloutPolicy.cohorts = list(value, "rollout_policy.cohorts", .subTable) ?? []
    }
    guard let value = table["percentage"] else { return }
    if let amount = Persona.BudgetAmount(value) {
      persona.rolloutPolicy.percentage = amount
    } else {
      reportKind(value, "number", "rollout_policy.percentage", .rollout)
    }
  }

  private mutating func checkFields(of table: TOMLTable, _ name: String, _ known: [String]) {
    for entry in table.sortedEntries where !known.contains(entry.key) {
      report(.subTable, "\(name).\(entry.key)", "unknown \(name) field")
    }
  }

  private mutating func text(_ key: String, of table: TOMLTable, _ name: String) -> String? {
    table[key].flatMap { text($0, "\(name).\(key)", .subTable) }
  }

  // MARK: Forms

  /// The text of a value; any other kind is a fault of the field.
  mutating func text(_ value: TOMLValue, _ field: String, _ check: Check) -> String? {
    if let text = value.text { return text }
    reportKind(value, "string", field, check)
    return nil
  }

  /// The texts of a list; any other kind is a fault of the field.
  mutating func list(_ value: TOMLValue, _ field: String, _ check: Check) -> [String]? {
    guard let items = value.items else {
      reportKind(value, "list of strings", field, check)
      return nil
    }
    for item in items where item.text == nil { reportKind(item, "string", field, check) }
    return items.compactMap(\.text)
  }

  /// The table; any other kind is a fault of the field.
  mutating func table(_ value: TOMLValue, _ field: String, _ check: Check) -> TOMLTable? {
    if let table = value.table { return table }
    reportKind(value, "table", field, check)
    return nil
  }

  mutating func reportKind(_ value: TOMLValue, _ expected: String, _ field: String, _ check: Check) {
    unreadableFields.insert(field)
    report(check, field, "expected \(expected), got \(value.kindName)")
  }
}

/// The fields of a persona with their other spellings (06 §16.2).
enum PersonaField: String, CaseIterable {
  case name, version, description, tools, capabilities, triggers, schedules, handoffs, evals, owner, budget, stages,
    steps
  case entryWorkflow = "entry_workflow"
  case autonomyTier = "autonomy_tier"
  case receiptPolicy = "receipt_policy"
  case contextPacks = "context_packs"
  case modelPolicy = "model_policy"
  case packageSource = "package_source"
  case rolloutPolicy = "rollout_policy"
  case outputStyle = "output_style"

  var aliases: [String] {
    switch self {
    case .entryWorkflow: ["entry", "entry_pipeline"]
    case .autonomyTier: ["tier", "autonomy"]
    case .receiptPolicy: ["receipts"]
    case .evals: ["eval_packs"]
    default: []
    }
  }
}

extension Persona.BudgetAmount {
  init?(_ value: TOMLValue) {
    switch value {
    case .integer(let int): self = .int(int)
    case .float(let number): self = .float(number)
    default: return nil
    }
  }
}

extension TOMLTable {
  /// The entries in the order of their keys.
  var sortedEntries: [Entry] {
    entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}
