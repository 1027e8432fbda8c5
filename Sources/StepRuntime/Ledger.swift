import VM

// Budget accounting of one activation (06 §6). `StepLedger.record` is the only code that adds usage to a step, and
// `StepLedger.refusal` the only code that decides that nothing is left. A request is admitted before it is sent and
// settled after its reply; an `Admission` cannot be settled twice, because settling consumes it.

/// What one reply of a model used (06 §6.3).
package struct ReplyUsage: Equatable, Sendable {
  /// The model named in the reply.
  package var model: String
  /// Input tokens; negative counts as 0.
  package var inputTokens: Int
  /// Output tokens; negative counts as 0.
  package var outputTokens: Int
  /// The price of the reply (06 §14.2).
  package var costUSD: Double

  /// The usage of one reply.
  package init(model: String, inputTokens: Int, outputTokens: Int, costUSD: Double) {
    self.model = model
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.costUSD = costUSD
  }
}

/// What is known of a request before it is sent (06 §6.2).
package struct RequestProjection: Sendable {
  /// The option `max_tokens` of the call.
  package var namedOutputTokens: Int?
  /// Projected input tokens (06 §14.3).
  package var inputTokens: Int
  /// The price of the requested model; nil for an unpriced one.
  package var price: Price?

  /// The projection of one request.
  package init(namedOutputTokens: Int?, inputTokens: Int = 0, price: Price? = nil) {
    self.namedOutputTokens = namedOutputTokens
    self.inputTokens = inputTokens
    self.price = price
  }

  /// The cost of the request with this many output tokens, 0 without a price.
  package func projectedCostUSD(outputTokens: Int) -> Double {
    price?.cost(inputTokens: inputTokens, outputTokens: outputTokens) ?? 0
  }

  /// Output tokens assumed for a call that neither names a number nor is limited by a step (06 §6.2).
  package static let defaultOutputTokens = 16384
}

/// One of the two limits of a step (06 §6.4).
package enum StepLimit: String, Sendable {
  /// The token limit.
  case maxTokens = "max_tokens"
  /// The money limit.
  case maxUSD = "max_usd"
}

/// A limit that was passed by a reply or leaves nothing for a request (06 §6.4).
package struct StepBreach: Equatable, Sendable {
  /// The limit.
  package var limit: StepLimit
  /// Input and output tokens of the activation.
  package var consumedTokens: UInt64
  /// Cost of the activation.
  package var consumedCostUSD: Double
  /// Whether the request was not sent (06 §6.2).
  package var isRefusal: Bool
}

/// The limits and the counters of one activation (06 §6.3). Counters only grow.
package struct StepLedger: Sendable {
  /// The definition that the activation started with.
  package let definition: StepDefinition
  /// Input tokens charged.
  package private(set) var inputTokens: UInt64 = 0
  /// Output tokens charged.
  package private(set) var outputTokens: UInt64 = 0
  /// Cost charged.
  package private(set) var costUSD = 0.0
  /// Replies charged.
  package private(set) var llmCalls: UInt32 = 0
  /// The model of the last reply that named one.
  package private(set) var lastModel: String?
  /// False from the moment the activation is recorded; nothing is charged any more (06 §9.1 rule 5).
  package private(set) var isOpen = true
  /// Registrations whose percentage was reached (06 §7.5).
  var firedThresholds: Set<Int> = []

  /// Counters at 0.
  package init(definition: StepDefinition) { self.definition = definition }

  /// Input plus output, saturating.
  package var tokens: UInt64 { saturatingSum(inputTokens, outputTokens) }

  /// Adds one reply and tells whether it passed a limit (06 §6.3 steps 1 and 4).
  package mutating func record(_ usage: ReplyUsage) -> StepBreach? {
    precondition(isOpen, "a finished activation is never charged")
    let before = self
    inputTokens = saturatingSum(inputTokens, UInt64(max(0, usage.inputTokens)))
    outputTokens = saturatingSum(outputTokens, UInt64(max(0, usage.outputTokens)))
    costUSD += max(0, usage.costUSD)
    llmCalls = llmCalls == .max ? .max : llmCalls + 1
    if !usage.model.isEmpty { lastModel = usage.model }
    assert(
      inputTokens >= before.inputTokens && outputTokens >= before.outputTokens
        && costUSD >= before.costUSD && llmCalls >= before.llmCalls, "counters never decrease")
    return breach
  }

  /// Ends charging.
  mutating func close() {
    precondition(isOpen, "an activation is recorded once")
    isOpen = false
  }

  /// The limit that is passed as things stand; equal to the limit is allowed (06 §6.3).
  private var breach: StepBreach? {
    if let limit = definition.maxTokens, tokens > limit { return breach(.maxTokens) }
    if let limit = definition.maxUSD, costUSD > limit { return breach(.maxUSD) }
    return nil
  }

  /// The limit that leaves nothing for `request`, in the order of 06 §6.2.
  package func refusal(of request: RequestProjection) -> StepBreach? {
    if let limit = definition.maxTokens, tokens >= limit {
      return breach(.maxTokens, isRefusal: true)
    }
    guard let limit = definition.maxUSD else { return nil }
    if costUSD >= limit && !(costUSD == 0 && limit == 0) {
      return breach(.maxUSD, isRefusal: true)
    }
    if request.namedOutputTokens == nil, affordableOutputTokens(request) == 0 {
      return breach(.maxUSD, isRefusal: true)
    }
    return nil
  }

  /// The output tokens that `request` is assumed to bring, which is also the limit sent with it (06 §6.2).
  package func projectedOutputTokens(_ request: RequestProjection) -> Int {
    if let named = request.namedOutputTokens { return max(0, named) }
    var tokens = RequestProjection.defaultOutputTokens
    if let limit = definition.maxTokens {
      tokens = min(tokens, Int(clamping: limit - min(limit, self.tokens)))
    }
    if let affordable = affordableOutputTokens(request) { tokens = min(tokens, affordable) }
    return tokens
  }

  /// What the money left buys after the projected input, at most the default; nil without a money limit or price.
  private func affordableOutputTokens(_ request: RequestProjection) -> Int? {
    guard let limit = definition.maxUSD, let price = request.price else { return nil }
    let left = limit - costUSD - request.projectedCostUSD(outputTokens: 0)
    let bought = (left * 1_000_000 / price.output).rounded(.down)
    var tokens = Int(min(max(bought, 0), Double(RequestProjection.defaultOutputTokens)))
    // Rounding must not make the preflight reject what the money left pays for.
    while tokens > 0, request.projectedCostUSD(outputTokens: tokens) > limit { tokens -= 1 }
    return tokens
  }

  private func breach(_ limit: StepLimit, isRefusal: Bool = false) -> StepBreach {
    StepBreach(
      limit: limit, consumedTokens: tokens, consumedCostUSD: costUSD, isRefusal: isRefusal)
  }
}

/// Leave to send one request. Settled with the usage of its reply, or dropped when there is none.
package struct Admission: ~Copyable {
  /// The output limit of the request (06 §6.2).
  package let outputTokens: Int
  /// The step that will be charged, if it is still open then.
  let step: ActiveStep?

  /// The definition of that step, whose limits are merged into the call's budget (06 §6.2).
  package var chargedDefinition: StepDefinition? { step?.definition }
}

extension TaskContext {
  /// Leave to send `request`, or the refusal of the charging step (06 §6.2).
  package func admit(_ request: RequestProjection) throws(HarnError) -> Admission {
    guard let step = chargingStep else {
      let tokens = request.namedOutputTokens ?? RequestProjection.defaultOutputTokens
      return Admission(outputTokens: max(0, tokens), step: nil)
    }
    let verdict = step.withLedger { ledger in
      (refusal: ledger.refusal(of: request), outputTokens: ledger.projectedOutputTokens(request))
    }
    if let refusal = verdict.refusal { throw refusal.error(for: step.definition) }
    return Admission(outputTokens: verdict.outputTokens, step: step)
  }
}

extension StepProgram {
  /// Charges the reply of an admitted request (06 §6.3 step 1). The breach, if any, is thrown by the caller when all
  /// counters and hooks are done.
  package func settle(_ admission: consuming Admission, _ usage: ReplyUsage) -> ChargedReply {
    charge(usage, to: admission.step)
  }

  /// The one place that charges. A step that has ended is not charged (06 §9.1 rule 5).
  func charge(_ usage: ReplyUsage, to step: ActiveStep?) -> ChargedReply {
    let charged: (wasOpen: Bool, breach: StepBreach?) =
      step?.withLedger { ledger in
        guard ledger.isOpen else { return (false, nil) }
        log.noteChargedReply()
        return (true, ledger.record(usage))
      } ?? (false, nil)
    return ChargedReply(step: charged.wasOpen ? step : nil, breach: charged.breach)
  }
}

/// What charging a reply led to.
package struct ChargedReply {
  /// The step that was charged; nil when only the session is.
  package let step: ActiveStep?
  /// The limit of that step that the reply passed.
  package let breach: StepBreach?

  /// The error of the breach (06 §6.4), owned by the caller.
  package var error: HarnError? {
    guard let step, let breach else { return nil }
    return breach.error(for: step.definition)
  }
}

extension StepBreach {
  /// The thrown dict of 06 §6.4, owned by the caller.
  package func error(for definition: StepDefinition) -> HarnError {
    var entries: [(String, Value)] = [
      ("category", Value(string: "budget_exceeded")),
      ("kind", Value(string: "budget_exhausted")),
      ("reason", Value(string: "step_budget_exhausted")),
      ("step", Value(string: definition.name)),
      ("function", Value(string: definition.function)),
      ("limit", Value(string: limit.rawValue)),
      ("limit_value", Value(float: limitValue(definition))),
      ("consumed_tokens", Value(float: Double(consumedTokens))),
      ("consumed_cost_usd", Value(float: consumedCostUSD)),
      ("error_boundary", Value(string: definition.errorBoundary ?? "fail")),
      ("message", Value(string: message(definition))),
    ]
    if isRefusal { entries.append(("refused", Value(bool: true))) }
    return .thrown(Value(dict: entries))
  }

  private func limitValue(_ definition: StepDefinition) -> Double {
    switch limit {
    case .maxTokens: Double(definition.maxTokens ?? 0)
    case .maxUSD: definition.maxUSD ?? 0
    }
  }

  private func message(_ definition: StepDefinition) -> String {
    let consumed: String
    let allowed: String
    switch limit {
    case .maxTokens:
      consumed = "\(consumedTokens)"
      allowed = "\(definition.maxTokens ?? 0)"
    case .maxUSD:
      consumed = "$" + fixedPoint(consumedCostUSD, decimals: 4)
      allowed = "$" + fixedPoint(definition.maxUSD ?? 0, decimals: 4)
    }
    let subject = "step `\(definition.name)`"
    return isRefusal
      ? "\(subject) has used up its \(limit.rawValue) budget (\(consumed) of \(allowed))"
      : "\(subject) exceeded \(limit.rawValue) budget (\(consumed) > \(allowed))"
  }
}

/// The sum, or the largest number when it does not fit (06 §6.3).
package func saturatingSum(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? .max : sum
}
