import StepRuntime
import TestSupport
import Testing
import VM

@Suite struct Hooks {
  @Test(arguments: [
    ("*", "", true), ("*", "clerk", true), ("cl*", "clerk", true), ("cl*", "", false),
    ("*rk", "clerk", true), ("c*k", "clerk", true), ("c*r*k", "clerk", true),
    ("clerk", "clerk", true), ("clerk", "clerks", false), ("", "", true), ("", "x", false),
    ("a*a", "a", false), ("a*b*a", "abba", true), ("a?b", "axb", false), ("[a]", "a", false),
    ("**", "x", true), ("x*", "line\nbreak", false), ("line*break", "line\nbreak", true),
    ("*ab", "aab", true),
  ])
  func `globs`(pattern: String, text: String, matches: Bool) {
    #expect(matchesGlob(pattern, text) == matches)
  }

  @Test(arguments: [
    ("PreStep", HookEventText.event(.preStep, thresholdPercent: nil)),
    ("  PostStep ", .event(.postStep, thresholdPercent: nil)),
    ("OnBudgetThreshold", .event(.onBudgetThreshold, thresholdPercent: nil)),
    ("OnBudgetThreshold(80)", .event(.onBudgetThreshold, thresholdPercent: 80)),
    ("OnBudgetThreshold( 12.5 )", .event(.onBudgetThreshold, thresholdPercent: 12.5)),
    ("OnBudgetThreshold(lots)", .invalidThreshold("lots")),
    ("OnBudgetThreshold()", .invalidThreshold("")),
    ("OnApprovalRequested", .event(.onApprovalRequested, thresholdPercent: nil)),
    ("OnHandoffEmitted", .event(.onHandoffEmitted, thresholdPercent: nil)),
    ("OnPersonaPaused", .event(.onPersonaPaused, thresholdPercent: nil)),
    ("OnPersonaResumed", .event(.onPersonaResumed, thresholdPercent: nil)),
    ("prestep", .unknown),
    ("PreStep(1)", .unknown),
  ])
  func `event texts`(text: String, event: HookEventText) {
    #expect(HookEventText(text) == event)
  }

  @Test(
    arguments: [
      ([], "Runtime error: register_persona_hook: missing event"),
      (["*"], "Runtime error: register_persona_hook: missing event"),
      (["*", "Never"], "Runtime error: register_persona_hook: unknown persona hook event `Never`"),
      (
        ["*", "OnBudgetThreshold(x)"],
        "Runtime error: register_persona_hook: invalid budget threshold `x`"
      ),
      (["*", "PreStep"], "Runtime error: register_persona_hook: missing handler"),
      (
        ["*", "PreStep", 5],
        "Runtime error: register_persona_hook: handler must be a closure, got int"
      ),
    ] as [([Literal], String)])
  func `faults of register_persona_hook`(arguments: [Literal], text: String) {
    balancingHeap {
      let run = Run()
      withValues(arguments) { values in
        #expect(errorText { try run.program.registerPersonaHook(fromArguments: values) } == text)
      }
    }
  }

  @Test(
    arguments: [
      ([], "Runtime error: register_step_hook: missing step name"),
      (["*"], "Runtime error: register_step_hook: missing step name"),
      (["*", "s"], "Runtime error: register_step_hook: missing event"),
      (["*", "s", ""], "Runtime error: register_step_hook: unknown persona hook event ``"),
      (["*", "s", "PreStep"], "Runtime error: register_step_hook: missing handler"),
      (
        ["*", "s", "PreStep", "h"],
        "Runtime error: register_step_hook: handler must be a closure, got string"
      ),
    ] as [([Literal], String)])
  func `faults of register_step_hook`(arguments: [Literal], text: String) {
    balancingHeap {
      let run = Run()
      withValues(arguments) { values in
        #expect(errorText { try run.program.registerStepHook(fromArguments: values) } == text)
      }
    }
  }

  /// 06 §7.2.
  @Test(
    arguments: [
      ("*", nil, nil, HookEvent.preStep, nil, nil, nil, true),
      ("*", nil, nil, .postStep, nil, nil, nil, false),
      ("p", nil, nil, .preStep, nil, "s", nil, false),
      ("p", nil, nil, .preStep, "p", "s", nil, true),
      ("*", "s", nil, .preStep, "p", "s", nil, true),
      ("*", "s", nil, .preStep, "p", "t", nil, false),
      ("*", "s", nil, .preStep, "p", nil, nil, false),
      ("*", nil, 50, .preStep, nil, nil, nil, false),
      ("*", nil, 50, .preStep, nil, nil, 50, true),
      ("*", nil, 50, .preStep, nil, nil, 49.9, false),
    ] as [(String, String?, Double?, HookEvent, String?, String?, Double?, Bool)])
  func `matching`(
    pattern: String, stepName: String?, threshold: Double?, event: HookEvent, persona: String?,
    step: String?, percent: Double?, matches: Bool
  ) {
    balancingHeap {
      let run = Run()
      withValue("h") { handler in
        if let stepName {
          run.program.registerStepHook(
            personaPattern: pattern, stepName: stepName, event: .preStep,
            thresholdPercent: threshold, handler: handler)
        } else {
          run.program.registerPersonaHook(
            personaPattern: pattern, event: .preStep, thresholdPercent: threshold,
            handler: handler)
        }
      }
      let hooks = run.program.matchingHooks(
        event: event, persona: persona, step: step, percent: percent)
      #expect(hooks.count == (matches ? 1 : 0))
      hooks.forEach { $0.released() }
      run.program.clearPersonaHooks()
    }
  }

  /// 06 §7.5.
  @Test func `a percentage fires once per activation, a plain hook at every reply`() throws {
    try balancingHeap {
      let run = Run()
      run.register("f", maxTokens: 100, maxUSD: 1)
      withValue("h") { handler in
        for percent in [nil, 50, 90] as [Double?] {
          run.program.registerPersonaHook(
            personaPattern: "*", event: .onBudgetThreshold, thresholdPercent: percent,
            handler: handler)
        }
      }
      func due() throws -> (percent: Double, hooks: [Double?]) {
        let step = try #require(run.context.chargingStep)
        let due = try #require(run.program.dueThresholdHooks(of: step))
        due.hooks.forEach { $0.released() }
        return (due.threshold.percent, due.hooks.map(\.registration.thresholdPercent))
      }
      run.enter("f", depth: 1)
      #expect(run.charge(40) == nil)
      #expect(try due() == (40, [nil]))
      #expect(run.charge(20, cost: 0.75) == nil)
      #expect(try due() == (75, [nil, 50]))
      #expect(run.charge(39) == nil)
      #expect(try due() == (99, [nil, 90]))
      #expect(try due() == (99, [nil]))
      try run.leave(depth: 1)
      run.program.clearPersonaHooks()
    }
  }

  @Test func `the figures of a threshold`() {
    balancingHeap {
      func ledger(_ tokens: UInt64?, _ usd: Double?) -> StepLedger {
        StepLedger(
          definition: StepDefinition(name: "s", function: "f", maxTokens: tokens, maxUSD: usd))
      }
      #expect(ledger(nil, nil).threshold == nil)
      #expect(ledger(nil, 0).threshold?.percent == 0)
      #expect(ledger(10, 1).threshold?.limit == .maxTokens)
      var free = ledger(nil, 0)
      _ = free.record(ReplyUsage(model: "m", inputTokens: 1, outputTokens: 1, costUSD: 0.5))
      #expect(free.threshold?.percent == 100)
      var step = ledger(10, nil)
      _ = step.record(ReplyUsage(model: "m", inputTokens: 3, outputTokens: 2, costUSD: 0.5))
      if let threshold = step.threshold {
        #expect(
          consumedText(threshold.value)
            == "{consumed_cost_usd: 0.5, consumed_tokens: 5, limit: max_tokens, "
            + "limit_value: 10.0, percent: 50.0}")
      }
    }
  }
}
