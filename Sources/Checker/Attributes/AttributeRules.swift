import Diagnostics
import Syntax

/// The warnings about the attributes of `declaration` (06 §1.2 to §1.6).
func attributeFindings(of declaration: Declaration) -> [Diagnostic] {
  let target = AttributeTarget(declaration.kind)
  return declaration.attributes.flatMap { attribute in
    guard let rules = AttributeRules.all[attribute.name.text] else {
      return [attribute.finding("unknown attribute `@\(attribute.name.text)`")]
    }
    let misplaced = rules.misplacement(of: attribute, on: target)
    return [misplaced].compactMap { $0 }
      + rules.arguments(AttributeUse(attribute: attribute, siblings: declaration.attributes))
  }
}

/// What an attribute may be attached to, as far as rules tell declarations apart.
enum AttributeTarget: Sendable { case function, tool, pipeline, other }

extension AttributeTarget {
  init(_ kind: Declaration.Kind) {
    switch kind {
    case .function: self = .function
    case .tool: self = .tool
    case .pipeline: self = .pipeline
    default: self = .other
    }
  }
}

/// An attribute with the others of its declaration.
struct AttributeUse {
  var attribute: Attribute
  var siblings: [Attribute]

  /// Whether the declaration also has the attribute `name`.
  func hasSibling(_ name: String) -> Bool { siblings.contains { $0.name.text == name } }
}

/// The rules of one attribute.
struct AttributeRules: Sendable {
  /// Judges the arguments of one attribute.
  typealias Judge = @Sendable (AttributeUse) -> [Diagnostic]

  /// The declarations it belongs to, nil for all.
  var targets: Set<AttributeTarget>?
  /// How those declarations are called in the warning.
  var targetWords = ""
  /// The warnings about its arguments.
  var arguments: Judge = { _ in [] }

  func misplacement(of attribute: Attribute, on target: AttributeTarget) -> Diagnostic? {
    guard let targets, !targets.contains(target) else { return nil }
    return attribute.finding("`@\(attribute.name.text)` only applies to \(targetWords)")
  }

  /// Belongs to any declaration.
  static func anywhere(_ arguments: @escaping Judge = { _ in [] }) -> Self {
    AttributeRules(targets: nil, arguments: arguments)
  }

  /// Belongs to functions.
  static func functions(_ arguments: @escaping Judge = { _ in [] }) -> Self {
    AttributeRules(targets: [.function], targetWords: "function declarations", arguments: arguments)
  }

  /// Belongs to functions, tools and pipelines.
  static func callables(_ arguments: @escaping Judge = { _ in [] }) -> Self {
    AttributeRules(
      targets: [.function, .tool, .pipeline],
      targetWords: "function, tool, or pipeline declarations", arguments: arguments)
  }

  /// Belongs to pipelines.
  static func pipelines(
    hint: String = "", _ arguments: @escaping Judge = { _ in [] }
  ) -> Self {
    AttributeRules(
      targets: [.pipeline], targetWords: "pipeline declarations\(hint)", arguments: arguments)
  }
}

extension AttributeRules {
  /// Every known attribute. Those without rules are inert.
  static let all: [String: AttributeRules] = {
    let testHint = " (use on `@test` or `test_*` pipelines)"
    return [
      "step": .functions(stepFindings),
      "persona": .callables(personaFindings),
      "test": .pipelines { use in
        use.attribute.arguments.isEmpty
          ? [] : [use.attribute.finding("`@test` does not accept arguments")]
      },
      "serial": .pipelines(hint: testHint),
      "heavy": .pipelines(hint: testHint, heavyFindings),
      "deprecated": .anywhere(),
      "complexity": .anywhere(),
      "scopes": .anywhere(),
      "acp_tool": .functions(),
      "acp_skill": .functions(),
      "trigger": .callables { use in
        ArgumentRules("@trigger", keys: triggerKeys, allowsTriggers: true).findings(use.attribute)
      },
      "handoff": .callables { use in
        ArgumentRules("@handoff", keys: handoffKeys).findings(use.attribute)
      },
      "budget": .callables { use in
        ArgumentRules("@budget", keys: budgetFields).findings(use.attribute)
      },
      "command": .pipelines { use in
        ArgumentRules("@command", keys: commandKeys).findings(use.attribute)
      },
      "invariant": .anywhere(invariantFindings),
      "deterministic": .anywhere(),
      "semantic": .anywhere(),
      "archivist": .anywhere(archivistFindings),
      "retroactive": .anywhere(flowPredicateFindings),
    ]
  }()
}

private let triggerKeys = ["id", "provider", "kind", "event", "when", "schedule", "budget"]
  .map { ArgumentRules.Key($0) }
private let handoffKeys = ["target", "to", "reason", "schema", "artifact"]
  .map { ArgumentRules.Key($0) }
private let commandKeys = ["name", "description", "hint"].map { ArgumentRules.Key($0, .text) }
/// The fields of a persona's budget, also the arguments of `@budget` (06 §1.5).
let budgetFields =
  budgetNumbers.map { ArgumentRules.Key($0, .number) }
  + budgetTexts.map { ArgumentRules.Key($0, .text) }
let budgetNumbers = [
  "daily_usd", "hourly_usd", "run_usd", "max_tokens", "frontier_escalations",
  "max_autonomous_decisions_per_hour", "max_autonomous_decisions_per_day",
]
let budgetTexts = ["on_exhausted", "on_budget_exhausted"]

private func heavyFindings(_ use: AttributeUse) -> [Diagnostic] {
  let threads = use.attribute.arguments.first { $0.name?.text == "threads" }?.value
  if case .int(let count)? = threads, count >= 1 { return [] }
  return [use.attribute.finding("`@heavy(...)` must specify `threads: <positive int>`")]
}

extension Attribute {
  /// A warning at the attribute.
  func finding(_ message: String) -> Diagnostic { .attribute(message, at: range) }
}
