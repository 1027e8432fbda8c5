import Diagnostics
import Syntax

/// The warnings about the arguments of `@step` (06 §1.4).
func stepFindings(_ use: AttributeUse) -> [Diagnostic] {
  var findings = stepArguments.findings(use.attribute)
  if !use.attribute.arguments.contains(where: { $0.name?.text == "name" }) {
    let message = "`@step(...)` should declare `name: \"...\"` for stable supervision metadata"
    findings.append(use.attribute.finding(message))
  }
  return findings
}

private var stepArguments: ArgumentRules {
  ArgumentRules(
    "@step",
    keys: [
      .init("name", .text),
      .init("model", .text),
      .init("approval", .choice(["required", "optional"])),
      .init("receipt", .choice(["audit", "none"])),
      .init("error_boundary", .choice(["fail", "continue", "escalate"])),
      .init("retry", .custom(retryMessages)),
      .init("budget", .custom(budgetMessages)),
    ])
}

private func retryMessages(_ value: AttributeValue) -> [String] {
  guard case .dict(let fields) = value else {
    return ["`@step(retry: ...)` must be a dict such as `{ max_attempts: 3 }`"]
  }
  return fields.compactMap { field in
    guard field.key == "max_attempts" else {
      return "unknown `@step(retry: ...)` field `\(field.key)`; expected `max_attempts`"
    }
    return field.value.isInt(atLeast: 1)
      ? nil : "`@step(retry: { max_attempts: ... })` must be a positive integer"
  }
}

private func budgetMessages(_ value: AttributeValue) -> [String] {
  guard case .dict(let fields) = value else {
    return ["`@step(budget: ...)` must be a dict such as `{ max_tokens: 1000, max_usd: 0.05 }`"]
  }
  return fields.compactMap { field in
    switch field.key {
    case "max_tokens":
      field.value.isInt(atLeast: 1)
        ? nil : "`@step(budget: { max_tokens: ... })` must be a positive integer"
    case "max_usd":
      (field.value.number ?? -1) >= 0
        ? nil : "`@step(budget: { max_usd: ... })` must be a non-negative number"
    default:
      "unknown `@step(budget: ...)` field `\(field.key)`; expected one of "
        + listText(["max_tokens", "max_usd"])
    }
  }
}
