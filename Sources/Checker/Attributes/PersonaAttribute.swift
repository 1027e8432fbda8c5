import Diagnostics
import Syntax

/// The warnings about the arguments of `@persona` (06 §1.5).
func personaFindings(_ use: AttributeUse) -> [Diagnostic] {
  personaArguments.findings(use.attribute)
}

private var personaArguments: ArgumentRules {
  ArgumentRules(
    "@persona",
    keys: [
      .init("name", .text),
      .init("description", .text),
      .init("triggers", .triggerList),
      .init("schedules", .triggerList),
      .init("tools", .textList),
      .init("autonomy", .text),
      .init("budget", .custom(budgetMessages)),
      .init("handoffs", .textList),
      .init("context_packs", .textList),
      .init("evals", .textList),
      .init("receipts", .custom(receiptMessages)),
      .init("model", .text),
      .init("owner", .text),
      .init("stages", .custom(stageMessages)),
      .init("output_style"),
    ])
}

private func budgetMessages(_ value: AttributeValue) -> [String] {
  guard case .dict(let fields) = value else {
    return ["`@persona(budget: ...)` must be a dict of budget fields"]
  }
  let rules = ArgumentRules("@persona", keys: budgetFields)
  return fields.flatMap { field -> [String] in
    guard let key = budgetFields.first(where: { $0.name == field.key }) else {
      let expected = "\(listText(budgetNumbers)) or \(listText(budgetTexts))"
      return ["unknown `@persona` budget field `\(field.key)`; expected one of \(expected)"]
    }
    return rules.messages(for: field.value, key)
  }
}

private func receiptMessages(_ value: AttributeValue) -> [String] {
  if case .bool = value { return [] }
  return value.text == nil ? ["`@persona(receipts: ...)` must be a string/symbol or bool"] : []
}

private let stageSite = "`@persona(stages: ...)`"
private let stageKeys = ["name", "allowed_tools", "side_effect_level", "max_iterations"]

private func stageMessages(_ value: AttributeValue) -> [String] {
  guard case .list(let stages) = value else { return ["\(stageSite) must be a list of stage dicts"] }
  return stages.flatMap { stage -> [String] in
    guard case .dict(let fields) = stage else {
      return ["\(stageSite) entries must be dict literals"]
    }
    let missing =
      fields.contains { $0.key == "name" }
      ? [] : ["\(stageSite) entry missing required `name`"]
    return fields.flatMap { stageFieldMessages($0.key, $0.value) } + missing
  }
}

private func stageFieldMessages(_ key: String, _ value: AttributeValue) -> [String] {
  let rules = ArgumentRules("@persona", keys: [])
  switch key {
  case "name":
    if case .string = value { return [] }
    return ["\(stageSite) stage `name` must be a string"]
  case "allowed_tools": return rules.messages(for: value, .init(key, .textList))
  case "side_effect_level": return rules.messages(for: value, .init(key, .text))
  case "max_iterations":
    return value.isInt(atLeast: 0)
      ? [] : ["\(stageSite) stage `max_iterations` must be a non-negative integer"]
  default:
    return ["\(stageSite) unknown stage key `\(key)`; expected one of \(listText(stageKeys))"]
  }
}
