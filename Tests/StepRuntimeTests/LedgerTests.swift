import StepRuntime
import TestSupport
import Testing
import VM

@Suite struct Ledger {
  private func ledger(tokens: UInt64? = nil, usd: Double? = nil) -> StepLedger {
    StepLedger(
      definition: StepDefinition(name: "s", function: "f", maxTokens: tokens, maxUSD: usd))
  }

  private func usage(_ input: Int, _ output: Int = 0, cost: Double = 0) -> ReplyUsage {
    ReplyUsage(model: "m", inputTokens: input, outputTokens: output, costUSD: cost)
  }

  @Test func `equal to a limit is allowed, one over breaches`() {
    var tokens = ledger(tokens: 100)
    #expect(tokens.record(usage(60, 40)) == nil)
    #expect(tokens.record(usage(1))?.limit == .maxTokens)
    #expect(tokens.tokens == 101)
    var money = ledger(usd: 0.5)
    #expect(money.record(usage(0, cost: 0.5)) == nil)
    #expect(money.record(usage(0, cost: 0.001))?.limit == .maxUSD)
  }

  @Test func `the token limit is checked first`() {
    var both = ledger(tokens: 1, usd: 0)
    #expect(both.record(usage(2, cost: 1))?.limit == .maxTokens)
  }

  @Test func `a money limit of 0 breaches at the first cost`() {
    var free = ledger(usd: 0)
    #expect(free.record(usage(10)) == nil)
    #expect(free.record(usage(10, cost: 0.0001))?.limit == .maxUSD)
  }

  @Test func `counters saturate`() {
    var big = ledger(tokens: 10)
    for _ in 0..<4 { _ = big.record(usage(.max, .max)) }
    #expect(big.inputTokens == .max && big.outputTokens == .max && big.tokens == .max)
  }

  @Test func `an empty model name leaves the last one`() {
    var ledger = ledger()
    _ = ledger.record(usage(1))
    _ = ledger.record(ReplyUsage(model: "", inputTokens: 1, outputTokens: 1, costUSD: 0))
    #expect(ledger.lastModel == "m" && ledger.llmCalls == 2)
  }

  /// 06 §6.2, the order of the refusals.
  @Test func `refusals come in order`() {
    let price = Price(input: 0, output: 1)
    let plain = RequestProjection(namedOutputTokens: nil, price: price)
    let named = RequestProjection(namedOutputTokens: 5, price: price)
    var both = ledger(tokens: 10, usd: 1)
    #expect(both.refusal(of: plain) == nil)
    _ = both.record(usage(10, cost: 1))
    #expect(both.refusal(of: named)?.limit == .maxTokens)
    var money = ledger(usd: 1)
    _ = money.record(usage(10, cost: 1))
    #expect(money.refusal(of: named)?.limit == .maxUSD)
    let nothing = ledger(usd: 0)
    #expect(nothing.refusal(of: named) == nil)
    #expect(nothing.refusal(of: plain)?.limit == .maxUSD)
    #expect(nothing.refusal(of: RequestProjection(namedOutputTokens: nil)) == nil)
  }

  /// 06 §6.2, table of projected output tokens.
  @Test func `projected output tokens`() {
    let price = Price(input: 1, output: 10)
    let plain = RequestProjection(namedOutputTokens: nil, inputTokens: 100, price: price)
    #expect(ledger(tokens: 5).projectedOutputTokens(.init(namedOutputTokens: 99)) == 99)
    #expect(ledger().projectedOutputTokens(plain) == 16384)
    #expect(ledger(tokens: 50).projectedOutputTokens(plain) == 50)
    #expect(ledger(tokens: 1_000_000).projectedOutputTokens(plain) == 16384)
    #expect(ledger(usd: 0.0011).projectedOutputTokens(plain) == 100)
    #expect(ledger(usd: 0.00119).projectedOutputTokens(plain) == 109)
    #expect(ledger(usd: 0.00001).projectedOutputTokens(plain) == 0)
    #expect(ledger(usd: 1e300).projectedOutputTokens(plain) == 16384)
    #expect(ledger(tokens: 7, usd: 0.0011).projectedOutputTokens(plain) == 7)
    var used = ledger(tokens: 50)
    _ = used.record(usage(20, 10))
    #expect(used.projectedOutputTokens(plain) == 20)
  }

  @Test(arguments: 1...200)
  func `what the money left buys is within the limit`(step: Int) {
    let price = Price(input: 0.59, output: 0.79)
    let limit = Double(step) * 0.00001
    let request = RequestProjection(namedOutputTokens: nil, inputTokens: 6, price: price)
    let tokens = ledger(usd: limit).projectedOutputTokens(request)
    #expect(request.projectedCostUSD(outputTokens: tokens) <= limit)
  }

  @Test func `texts of the step budget errors`() {
    balancingHeap {
      func text(_ breach: StepBreach?, _ ledger: StepLedger) -> String {
        guard let error = breach?.error(for: ledger.definition) else { return "-" }
        defer { error.released() }
        return error.summaryText
      }
      var tokens = ledger(tokens: 50)
      let passed = tokens.record(usage(60, 5))
      #expect(text(passed, tokens) == "step `s` exceeded max_tokens budget (65 > 50)")
      let plain = RequestProjection(namedOutputTokens: nil)
      #expect(
        text(tokens.refusal(of: plain), tokens)
          == "step `s` has used up its max_tokens budget (65 of 50)")
      var money = ledger(usd: 0.02)
      let spent = money.record(usage(1, cost: 0.0312))
      #expect(text(spent, money) == "step `s` exceeded max_usd budget ($0.0312 > $0.0200)")
      #expect(
        text(money.refusal(of: plain), money)
          == "step `s` has used up its max_usd budget ($0.0312 of $0.0200)")
    }
  }

  @Test func `keys of the step budget error`() {
    balancingHeap {
      var tokens = ledger(tokens: 50)
      let breach = tokens.record(usage(60, 5))
      if case .thrown(let value)? = breach?.error(for: tokens.definition) {
        #expect(
          consumedText(value)
            == "{category: budget_exceeded, consumed_cost_usd: 0.0, consumed_tokens: 65.0, "
            + "error_boundary: fail, function: f, kind: budget_exhausted, limit: max_tokens, "
            + "limit_value: 50.0, message: step `s` exceeded max_tokens budget (65 > 50), "
            + "reason: step_budget_exhausted, step: s}")
      }
      let refusal = tokens.refusal(of: RequestProjection(namedOutputTokens: nil))
      if case .thrown(let value)? = refusal?.error(for: tokens.definition) {
        #expect(value.entry("refused")?.boolValue == true)
        value.released()
      }
    }
  }

  @Test func `charging goes to the top step, and to the session only once it has ended`() throws {
    let run = Run()
    run.register("outer", maxTokens: 1)
    run.register("inner")
    run.enter("outer", depth: 1)
    let child = run.context.makeChildContext()
    run.enter("inner", depth: 2)
    #expect(run.charge(50) == nil)
    try run.leave(depth: 2)
    try run.leave(depth: 1)
    #expect(child.chargingStep == nil)
    try child.recordStepLLMUsage(model: "m", inputTokens: 99, outputTokens: 0, costUSD: 0)
    #expect(run.program.drainCompletedSteps().map(\.inputTokens) == [50, 0])
  }

  @Test func `a request that was admitted while the step was open is not charged after its end`()
    throws
  {
    let run = Run()
    run.register("f")
    run.enter("f", depth: 1)
    let child = run.context.makeChildContext()
    let admission = try child.admit(RequestProjection(namedOutputTokens: 5))
    #expect(admission.outputTokens == 5)
    try run.leave(depth: 1)
    let charged = run.program.settle(admission, usage(10))
    #expect(charged.step == nil && charged.error == nil)
    #expect(run.program.drainCompletedSteps().map(\.llmCalls) == [0])
  }

  /// 06 §9.1 rule 7: 40 tokens each under a limit of 100.
  @Test func `several tasks charge one activation`() throws {
    try balancingHeap {
      let run = Run()
      run.register("f", maxTokens: 100)
      run.enter("f", depth: 1)
      let outcomes = try (0..<4).map { _ in
        try run.context.makeChildContext().admit(RequestProjection(namedOutputTokens: 1))
          .outputTokens
      }
      #expect(outcomes == [1, 1, 1, 1])
      #expect((0..<4).map { _ in run.charge(40) == nil } == [true, true, false, false])
      try run.leave(depth: 1)
      #expect(run.program.peekCompletedSteps()[0].inputTokens == 160)
    }
  }
}
