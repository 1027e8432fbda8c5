import StepRuntime
import VM

/// The limits that a call names for itself, with those of the step merged in (06 §6.2, §14.3).
package struct CallBudget: Equatable, Sendable {
  /// Most money of one request.
  package var maxCostUSD: Double?
  /// Most money of the session, this request included.
  package var totalBudgetUSD: Double?
  /// Most projected input tokens.
  package var maxInputTokens: Int?
  /// Most projected output tokens.
  package var maxOutputTokens: Int?

  /// No limits.
  package init() {}

  /// Fields in the options win over those in `budget` (06 §14.3).
  init(options: OptionDict) throws(HarnError) {
    guard options.mayHave(CallBudget.keys) else { return }
    let budget = options.entry("budget") ?? .nilValue
    guard budget.isDict || budget.isNil else {
      let fields = "max_cost_usd?, total_budget_usd?, max_input_tokens?, max_output_tokens?"
      throw .thrown(text: "budget: expected a dict {\(fields)}")
    }
    func field(_ name: StaticString) -> Value? {
      if let value = options.entry(name), !value.isNil { return value }
      guard budget.isDict, let value = budget.entry(named: name), !value.isNil else { return nil }
      return value
    }
    maxCostUSD = try money(field("max_cost_usd"), "max_cost_usd")
    totalBudgetUSD = try money(field("total_budget_usd"), "total_budget_usd")
    maxInputTokens = try count(field("max_input_tokens"), "max_input_tokens")
    maxOutputTokens = try count(field("max_output_tokens"), "max_output_tokens")
  }

  /// The options that are read.
  private static let keys = OptionDict.Keys(
    "budget", "max_cost_usd", "total_budget_usd", "max_input_tokens", "max_output_tokens")

  /// Adds the limits of a step where the call names none (06 §6.2).
  mutating func merge(_ step: StepDefinition) {
    maxOutputTokens = maxOutputTokens ?? step.maxTokens.map { Int(clamping: $0) }
    maxCostUSD = maxCostUSD ?? step.maxUSD
  }
}

private func money(_ value: Value?, _ name: String) throws(HarnError) -> Double? {
  guard let value else { return nil }
  guard let number = value.numberValue else {
    throw .thrown(text: "budget.\(name): expected a non-negative number")
  }
  guard number.isFinite, number >= 0 else {
    throw .thrown(text: "budget.\(name): expected a non-negative finite number")
  }
  return number
}

/// An int or a whole float.
private func count(_ value: Value?, _ name: String) throws(HarnError) -> Int? {
  guard let value else { return nil }
  let number = value.intValue ?? value.numberValue.flatMap { Int(exactly: $0) }
  guard let number, number >= 0 else {
    throw .thrown(text: "budget.\(name): expected a non-negative integer")
  }
  return number
}
