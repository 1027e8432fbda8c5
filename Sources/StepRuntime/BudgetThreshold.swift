import VM

/// How much of its budget an activation has used after a charged reply (06 §7.5).
package struct BudgetThreshold: Equatable, Sendable {
  /// The larger of the two percentages.
  package var percent: Double
  /// The limit that gave it; the token limit on a tie.
  package var limit: StepLimit
  /// The value of that limit.
  package var limitValue: Double
  /// Tokens of the activation.
  package var consumedTokens: UInt64
  /// Cost of the activation.
  package var consumedCostUSD: Double

  /// The `budget` entry of the payload (06 §7.5). Owned by the caller.
  package var value: Value {
    Value(dict: [
      "consumed_cost_usd": Value(float: consumedCostUSD),
      "consumed_tokens": Value(int: Int(clamping: consumedTokens)),
      "limit": Value(string: limit.rawValue),
      "limit_value": Value(float: limitValue),
      "percent": Value(float: percent),
    ])
  }
}

extension StepLedger {
  /// The figures for `OnBudgetThreshold`, nil without any limit (06 §7.5).
  package var threshold: BudgetThreshold? {
    let tokens = definition.maxTokens.map { share(Double(self.tokens), of: Double($0)) }
    let money = definition.maxUSD.map { share(costUSD, of: $0) }
    switch (tokens, money) {
    case (nil, nil): return nil
    case (let tokens?, nil): return threshold(tokens, .maxTokens)
    case (nil, let money?): return threshold(money, .maxUSD)
    case (let tokens?, let money?):
      return tokens >= money ? threshold(tokens, .maxTokens) : threshold(money, .maxUSD)
    }
  }

  private func threshold(_ percent: Double, _ limit: StepLimit) -> BudgetThreshold {
    let value = limit == .maxTokens ? Double(definition.maxTokens ?? 0) : definition.maxUSD ?? 0
    return BudgetThreshold(
      percent: percent, limit: limit, limitValue: value, consumedTokens: tokens,
      consumedCostUSD: costUSD)
  }
}

/// The percentage; of a limit of 0, anything is all.
private func share(_ consumed: Double, of limit: Double) -> Double {
  if limit == 0 { return consumed == 0 ? 0 : 100 }
  return 100 * consumed / limit
}

extension StepProgram {
  /// The handlers of `OnBudgetThreshold` that are due for `step`, with the figures for their payload; a hook with a
  /// percentage is handed out once per activation (06 §7.5). The caller releases each invocation.
  package func dueThresholdHooks(
    of step: ActiveStep
  ) -> (threshold: BudgetThreshold, hooks: [PersonaHookInvocation])? {
    guard let threshold = step.ledger.threshold else { return nil }
    let matching = matchingHooks(
      event: .onBudgetThreshold, persona: step.persona, step: step.definition.name,
      percent: threshold.percent)
    let numbers = matching.filter { $0.registration.thresholdPercent != nil }
      .map(\.registration.number)
    let fresh = step.withLedger { ledger in
      numbers.filter { ledger.firedThresholds.insert($0).inserted }
    }
    let hooks = matching.filter { hook in
      let isDue =
        hook.registration.thresholdPercent == nil || fresh.contains(hook.registration.number)
      if !isDue { hook.released() }
      return isDue
    }
    return (threshold, hooks)
  }
}
