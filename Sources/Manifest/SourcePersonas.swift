import Diagnostics
import Syntax

extension PersonaList {
  /// The personas that a program declares: its top-level functions with `@persona` (06 §16.4).
  package init(program: Program, file: SourceFile) {
    let functions = program.items.compactMap { TopLevelFunction($0) }
    let steps = Dictionary(
      functions.compactMap { function in Persona.Step(function, in: file).map { ($0.function, $0) } },
      uniquingKeysWith: { _, last in last })
    let drafts = functions.compactMap { PersonaDraft($0, steps: steps) }
    self.init(
      path: file.path, drafts: drafts, context: PersonaContext(tools: nil, capabilities: builtinCapabilities))
  }
}

/// A top-level function with its attributes.
private struct TopLevelFunction {
  var attributes: [Attribute]
  var function: FunctionDeclaration

  init?(_ statement: Statement) {
    guard case .declaration(let declaration) = statement.kind, case .function(let function) = declaration.kind else {
      return nil
    }
    attributes = declaration.attributes
    self.function = function
  }

  var name: String { function.name.text }

  /// The named arguments of the attribute, nil without it. The last of several counts.
  func arguments(of attribute: String) -> AttributeFields? {
    attributes.last { $0.name.text == attribute }.map { attribute in
      AttributeFields(attribute.arguments.compactMap { argument in argument.name.map { ($0.text, argument.value) } })
    }
  }
}

/// The named values of an attribute or of a dict in it.
private struct AttributeFields {
  private var fields: [String: AttributeValue] = [:]

  init(_ fields: [(String, AttributeValue)]) {
    for (key, value) in fields { self.fields[key] = value }
  }

  /// The fields of a dict, none for any other value.
  init(_ value: AttributeValue?) {
    if case .dict(let entries)? = value {
      self.init(entries.map { ($0.key, $0.value) })
    } else {
      self.init([])
    }
  }

  subscript(key: String) -> AttributeValue? { fields[key] }

  func text(_ key: String) -> String? { fields[key]?.sourceText }

  func int(_ key: String) -> Int? { if case .int(let int)? = fields[key] { int } else { nil } }

  func texts(_ key: String) -> [String]? {
    guard case .list(let items)? = fields[key] else { return nil }
    return items.compactMap(\.sourceText)
  }
}

extension AttributeValue {
  /// The text of a string or symbol.
  fileprivate var sourceText: String? {
    switch self {
    case .string(let text), .symbol(let text): text
    default: nil
    }
  }

  /// The cron expression of `schedule("…")`.
  fileprivate var scheduleText: String? {
    guard case .call("schedule", let arguments) = self else { return nil }
    return arguments.first?.sourceText
  }

  fileprivate var amount: Persona.BudgetAmount? {
    switch self {
    case .int(let int): .int(int)
    case .float(let number): .float(number)
    default: nil
    }
  }
}

extension PersonaDraft {
  /// The persona that a function declares, nil when it declares none; `steps` are those of the file by function.
  fileprivate init?(_ declared: TopLevelFunction, steps: [String: Persona.Step]) {
    guard let fields = declared.arguments(of: "persona") else { return nil }
    persona.name = fields.text("name") ?? declared.name
    persona.description = fields.text("description") ?? "Source-declared persona"
    persona.entryWorkflow = declared.name
    persona.owner = fields.text("owner")
    persona.tools = fields.texts("tools") ?? []
    persona.capabilities = ["project.test_commands"]
    persona.autonomyTier = fields.text("autonomy") ?? "suggest"
    persona.receiptPolicy = receiptPolicy(fields["receipts"])
    persona.handoffs = fields.texts("handoffs") ?? []
    persona.contextPacks = fields.texts("context_packs") ?? []
    persona.evals = fields.texts("evals") ?? []
    persona.modelPolicy.defaultModel = fields.text("model")
    readTriggers(fields)
    readBudget(AttributeFields(fields["budget"]))
    if case .list(let stages)? = fields["stages"] { persona.stages = stages.map { Persona.Stage(AttributeFields($0)) } }
    var seen: Set<String> = []
    persona.steps = declared.function.body.plainCallees.compactMap { callee in
      seen.insert(callee.text).inserted ? steps[callee.text] : nil
    }
  }

  /// Times may stand among the triggers as `schedule("…")`.
  private mutating func readTriggers(_ fields: AttributeFields) {
    for key in ["triggers", "schedules"] {
      guard case .list(let items)? = fields[key] else { continue }
      for item in items {
        if let schedule = item.scheduleText {
          persona.schedules.append(schedule)
        } else if let text = item.sourceText {
          if key == "triggers" { persona.triggers.append(text) } else { persona.schedules.append(text) }
        }
      }
    }
  }

  private mutating func readBudget(_ fields: AttributeFields) {
    for limit in Persona.BudgetLimit.allCases {
      guard let amount = fields[limit.rawValue]?.amount else { continue }
      persona.budget[limit] = amount
      if amount.number < 0 {
        report(.budget, "budget.\(limit.rawValue)", "budget amounts must be finite non-negative numbers")
      }
    }
  }
}

/// The receipt policy of the argument `receipts` (06 §16.4).
private func receiptPolicy(_ value: AttributeValue?) -> String {
  if case .bool(let isRequired)? = value { return isRequired ? "required" : "disabled" }
  switch value?.sourceText {
  case "required", "true": return "required"
  case "disabled", "none", "false": return "disabled"
  default: return "optional"
  }
}

extension Persona.Stage {
  fileprivate init(_ fields: AttributeFields) {
    name = fields.text("name") ?? ""
    allowedTools = fields.texts("allowed_tools")
    sideEffectLevel = fields.text("side_effect_level")
    maxIterations = fields.int("max_iterations")
  }
}

extension Persona.Step {
  /// The metadata of a function with `@step`, nil for any other.
  fileprivate init?(_ declared: TopLevelFunction, in file: SourceFile) {
    guard let fields = declared.arguments(of: "step") else { return nil }
    let budget = AttributeFields(fields["budget"])
    self.init(
      name: fields.text("name") ?? declared.name, function: declared.name,
      line: file.position(ofByte: Int(declared.function.range.start)).line, model: fields.text("model"),
      approval: fields.text("approval"), receipt: fields.text("receipt"), errorBoundary: fields.text("error_boundary"),
      maxAttempts: AttributeFields(fields["retry"]).int("max_attempts"), maxTokens: budget.int("max_tokens"),
      maxUSD: budget["max_usd"]?.amount?.number)
  }
}
