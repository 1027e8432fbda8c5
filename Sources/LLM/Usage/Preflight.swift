import StepRuntime
import VM

/// What a request is expected to use (06 §14.3).
package struct Projection: Equatable, Sendable {
  /// Input tokens.
  package var inputTokens: Int
  /// Output tokens.
  package var outputTokens: Int
  /// Cost at the price of the requested model.
  package var costUSD: Double
}

extension CallOptions {
  /// What the ledger must know before these messages are sent (06 §6.2). The projected input is that of the system text, the
  /// messages, and the tools as JSON text (06 §14.3).
  func projection(of messages: Messages) -> RequestProjection {
    let inputTokens =
      (system.map { projectedTokens(ofText: $0) } ?? 0) + messages.projectedTokens
      + (tools.map { projectedTokens(ofText: $0.compactText) } ?? 0)
    return RequestProjection(
      namedOutputTokens: maxTokens, inputTokens: inputTokens, price: Prices.price(ofModel: model))
  }
}

extension Projection {
  /// The projection of an admitted request.
  init(_ request: RequestProjection, outputTokens: Int) {
    self.init(
      inputTokens: request.inputTokens, outputTokens: outputTokens,
      costUSD: request.projectedCostUSD(outputTokens: outputTokens))
  }
}

/// The tokens that a value is assumed to have (06 §14.3).
func projectedTokens(of value: JSONValue) -> Int {
  switch value {
  case .null, .bool, .int, .float: 1
  case .string(let text): projectedTokens(ofText: text)
  case .array(let items): items.reduce(0) { $0 + projectedTokens(of: $1) }
  case .object(let members):
    members.reduce(0) { $0 + projectedTokens(ofText: $1.key) + projectedTokens(of: $1.value) }
  }
}

/// A text of `b` bytes counts ⌈b/4⌉.
func projectedTokens(ofText text: String) -> Int { (text.utf8.count + 3) / 4 }

/// A limit that a request would pass (06 §14.3).
package struct PreflightRejection: Equatable, Sendable {
  /// Name of the limit.
  package var limit: String
  /// Its value.
  package var limitValue: Double
  /// What would pass it.
  package var excess: String
  /// The projection.
  package var projection: Projection
  /// The cost of the session so far.
  package var sessionCostUSD: Double
}

extension Projection {
  /// The first limit that the request would pass, in the order of 06 §14.3; equal to a limit is allowed.
  package func rejection(
    by budget: CallBudget, session: Session.Counters
  ) -> PreflightRejection? {
    let total = session.costUSD + costUSD
    func rejection(_ limit: String, _ value: Double, _ excess: String) -> PreflightRejection {
      PreflightRejection(
        limit: limit, limitValue: value, excess: excess, projection: self,
        sessionCostUSD: session.costUSD)
    }
    if let limit = budget.maxInputTokens, inputTokens > limit {
      return rejection(
        "max_input_tokens", Double(limit), "projected input tokens \(inputTokens)")
    }
    if let limit = budget.maxOutputTokens, outputTokens > limit {
      return rejection(
        "max_output_tokens", Double(limit), "projected output tokens \(outputTokens)")
    }
    if let limit = budget.maxCostUSD, costUSD > limit {
      return rejection(
        "max_cost_usd", limit, "projected cost $\(fixedPoint(costUSD, decimals: 6))")
    }
    for limit in [budget.totalBudgetUSD, session.limitUSD] {
      if let limit, total > limit {
        return rejection(
          "total_budget_usd", limit, "projected session cost $\(fixedPoint(total, decimals: 6))")
      }
    }
    return nil
  }
}

extension PreflightRejection {
  /// The thrown dict of 06 §14.3 without provider and model. Owned by the caller.
  var error: HarnError {
    .thrown(
      Value(dict: [
        "category": Value(string: "budget_exceeded"),
        "kind": Value(string: "terminal"),
        "reason": Value(string: "budget_exceeded"),
        "limit": Value(string: limit),
        "limit_value": Value(float: limitValue),
        "projected_cost_usd": Value(float: projection.costUSD),
        "session_cost_usd": Value(float: sessionCostUSD),
        "projected_input_tokens": Value(int: projection.inputTokens),
        "projected_output_tokens": Value(int: projection.outputTokens),
        "message": Value(
          string: "LLM budget exceeded before provider call: \(excess) would exceed \(limit)"),
      ]))
  }
}
