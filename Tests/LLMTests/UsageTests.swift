import LLM
import StepRuntime
import TestSupport
import Testing
import VM

@Suite struct Usage {
  /// 06 §14.2.
  @Test(arguments: [
    ("claude-3-5-haiku-20241022", 0.80, 4.00), ("claude-haiku-4-5", 0.80, 4.00),
    ("claude-3-5-sonnet", 3.00, 15.00), ("claude-sonnet-4-20250514", 3.00, 15.00),
    ("claude-3-opus", 15.00, 75.00), ("claude-opus-4-1", 15.00, 75.00),
    ("gpt-4o-mini", 0.15, 0.60), ("gpt-4o-2024", 2.50, 10.00), ("gpt-4-turbo", 10.00, 30.00),
    ("o1-mini", 3.00, 12.00), ("o1-preview", 15.00, 60.00), ("o3", 15.00, 60.00),
    ("llama-3.1-70b", 0.59, 0.79), ("llama-3.1-8b", 0.05, 0.08), ("mistral-large-2", 2.00, 6.00),
    ("mistral-small", 0.20, 0.60), ("gemini-2.5-flash", 0.10, 0.40),
    ("gemini-2.5-pro", 1.25, 5.00),
  ])
  func `prices`(model: String, input: Double, output: Double) {
    #expect(Prices.price(ofModel: model) == Price(input: input, output: output))
  }

  @Test(arguments: ["mock", "zed", "pocket-1", "llama3.2", "gemini-1.5-pro", ""])
  func `unknown models are free`(model: String) {
    #expect(Prices.price(ofModel: model) == nil)
    #expect(Prices.cost(ofModel: model, inputTokens: 1000, outputTokens: 1000) == 0)
  }

  @Test func `llm_cost`() {
    balancingHeap {
      func cost(_ arguments: [Literal]) -> String {
        withValues(arguments) { consumedText(llmCost($0)) }
      }
      #expect(cost(["gpt-4o", 1000, 2000]) == "0.0225")
      #expect(cost(["gpt-4o", "x", 2000]) == "0.02")
      #expect(cost(["gpt-4o"]) == "0.0")
      #expect(cost([]) == "0.0")
    }
  }

  @Test func `session counters`() throws {
    try balancingHeap {
      let calls = Calls()
      try calls.mock(["input_tokens": 7, "output_tokens": 3])
      try calls.mock(["input_tokens": 1000, "output_tokens": 2000, "model": "gpt-4o"])
      try calls.call("a") { _ in }
      try calls.call("b") { _ in }
      #expect(
        consumedText(calls.program.usageDict)
          == "{call_count: 2, input_tokens: 1007, output_tokens: 2003, total_calls: 2, total_duration_ms: 0}"
      )
      #expect(
        consumedText(calls.program.sessionCostDict)
          == "{call_count: 2, input_tokens: 1007, output_tokens: 2003, total_cost: 0.0225}")
      calls.program.reset()
      #expect(calls.program.session.counters == Session.Counters())
    }
  }

  @Test func `the session limit`() throws {
    try balancingHeap {
      let calls = Calls()
      #expect(calls.program.budgetRemaining.isNil)
      withValue("x") { value in
        #expect(
          errorText { try calls.program.setBudget([value]) } == "llm_budget: requires a numeric argument")
      }
      #expect(errorText { try calls.program.setBudget([]) } == "llm_budget: requires a numeric argument")
      _ = try calls.program.setBudget([Value(float: 0.02)])
      try calls.mock(["input_tokens": 1000, "output_tokens": 2000, "model": "gpt-4o"])
      #expect(
        calls.fault("message", of: "a", nil, ["model": "free"])
          == "LLM budget exceeded: spent $0.0225 of $0.0200 budget")
      #expect(abs((calls.program.budgetRemaining.numberValue ?? 0) + 0.0025) < 1e-12)
      #expect(calls.program.session.counters.callCount == 1)
      #expect(calls.fault("limit", of: "a", nil, ["model": "free"]) == "total_budget_usd")
      #expect(
        calls.fault("message", of: "a", nil, ["model": "free"])
          == "LLM budget exceeded before provider call: projected session cost $0.022500 would exceed total_budget_usd"
      )
    }
  }

  @Test func `the dict of a session breach`() throws {
    try balancingHeap {
      let calls = Calls()
      for (key, text) in [
        ("category", "budget_exceeded"), ("kind", "terminal"), ("reason", "unknown"),
        ("provider", "mock"), ("model", "free"),
      ] {
        calls.program.reset()
        _ = try calls.program.setBudget([Value(int: 0)])
        try calls.mock(["input_tokens": 1000, "output_tokens": 2000, "model": "gpt-4o"])
        #expect(calls.fault(key, of: "p", nil, ["model": "free"]) == text)
      }
    }
  }

  /// The example of 06 §14.3: 8 bytes → 2, `user` → 1, `content` → 2, `role` → 1.
  @Test func `the projection counts 6 tokens`() {
    balancingHeap {
      let calls = Calls()
      let options: Literal = ["max_tokens": 90, "budget": ["max_output_tokens": 80]]
      #expect(calls.fault("limit", of: "abcdefgh", nil, options) == "max_output_tokens")
      #expect(
        calls.fault("message", of: "abcdefgh", nil, options)
          == "LLM budget exceeded before provider call: projected output tokens 90 would exceed max_output_tokens"
      )
      #expect(calls.fault("projected_input_tokens", of: "abcdefgh", nil, options) == "6")
      #expect(calls.program.stub.calls.isEmpty)
    }
  }

  @Test func `texts of preflight rejections`() {
    balancingHeap {
      let calls = Calls()
      let prefix = "LLM budget exceeded before provider call: "
      func message(_ options: Literal) -> String { calls.fault("message", of: "abcd", nil, options) }
      #expect(
        message(["max_input_tokens": 4])
          == prefix + "projected input tokens 5 would exceed max_input_tokens")
      #expect(message(["max_input_tokens": 5.0]) == "-")
      #expect(
        message(["max_cost_usd": 0.1])
          == prefix + "projected cost $0.245775 would exceed max_cost_usd")
      #expect(
        Calls().fault(
          "message", of: "abcd", nil, ["budget": ["total_budget_usd": 0.1], "max_tokens": 16000])
          == prefix + "projected session cost $0.240015 would exceed total_budget_usd")
      #expect(message(["budget": ["max_output_tokens": 1], "max_output_tokens": 20000]) == "-")
    }
  }

  @Test func `keys of a preflight rejection`() {
    balancingHeap {
      let calls = Calls()
      withValues(["abcd", nil, ["max_tokens": 10, "max_output_tokens": 9, "model": "m"]]) { arguments in
        #expect(
          errorText { try calls.program.run(.call, arguments, task: calls.task) }
            == "{category: budget_exceeded, kind: terminal, limit: max_output_tokens, limit_value: 9.0, "
            + "message: LLM budget exceeded before provider call: projected output tokens 10 would exceed max_output_tokens, "
            + "model: m, projected_cost_usd: 0.0, projected_input_tokens: 5, projected_output_tokens: 10, "
            + "provider: mock, reason: budget_exceeded, session_cost_usd: 0.0}")
      }
    }
  }
}

@Suite struct StepCalls {
  @Test func `a breach names step, provider and model, and everything is counted`() throws {
    try balancingHeap {
      let calls = Calls()
      calls.enter("scan", maxTokens: 50)
      try calls.mock(["input_tokens": 60, "output_tokens": 5])
      #expect(
        calls.fault("message", of: "p", nil, ["max_tokens": 10])
          == "step `scan` exceeded max_tokens budget (65 > 50)")
      #expect(calls.program.session.counters.callCount == 1)
      #expect(
        calls.fault("message", of: "p", nil, ["max_tokens": 10])
          == "step `scan` has used up its max_tokens budget (65 of 50)")
      #expect(calls.fault("refused", of: "p") == "true")
      #expect(calls.fault("provider", of: "p") == "mock")
      #expect(calls.fault("kind", of: "p") == "budget_exhausted")
      #expect(calls.program.stub.calls.count == 1)
      try calls.leave()
      #expect(calls.steps.peekCompletedSteps().map(\.llmCalls) == [1])
    }
  }

  /// 06 §6.2: usable without naming `max_tokens`.
  @Test func `a plain call is sent as long as something is left`() throws {
    try balancingHeap {
      let calls = Calls()
      calls.enter("s", maxTokens: 100)
      try calls.mock(["match": "*", "input_tokens": 30, "output_tokens": 30])
      #expect(calls.fault("message", of: "p") == "-")
      #expect(
        calls.fault("message", of: "p") == "step `s` exceeded max_tokens budget (120 > 100)")
      try calls.leave()
    }
  }

  @Test func `a named max_tokens above the limit is rejected, whatever was used`() throws {
    try balancingHeap {
      let calls = Calls()
      calls.enter("s", maxTokens: 100)
      try calls.mock(["match": "*", "input_tokens": 90, "output_tokens": 0])
      #expect(calls.fault("limit", of: "p", nil, ["max_tokens": 101]) == "max_output_tokens")
      #expect(calls.fault("limit", of: "p", nil, ["max_tokens": 100]) == "-")
      #expect(calls.fault("limit", of: "p", nil, ["max_tokens": 100]) == "max_tokens")
      #expect(calls.program.stub.calls.count == 2)
      try calls.leave()
    }
  }

  @Test func `fields of the call win over those of the step`() throws {
    try balancingHeap {
      let calls = Calls()
      calls.enter("s", maxTokens: 100)
      let options: Literal = ["max_tokens": 101, "budget": ["max_output_tokens": 200]]
      #expect(calls.fault("limit", of: "p", nil, options) == "-")
      try calls.leave()
    }
  }

  @Test func `money is projected for priced models only`() throws {
    try balancingHeap {
      let calls = Calls()
      calls.enter("s", maxUSD: 0.001)
      let priced: Literal = ["max_tokens": 1000, "model": "gpt-4o"]
      let unpriced: Literal = ["max_tokens": 1000, "model": "free"]
      #expect(calls.fault("limit", of: "p", nil, priced) == "max_cost_usd")
      #expect(calls.fault("limit", of: "p", nil, unpriced) == "-")
      #expect(calls.fault("limit", of: "p", nil, ["model": "gpt-4o"]) == "-")
      try calls.leave()
    }
  }

  /// 06 §6.6, `max_usd: 0`.
  @Test func `no money at all`() throws {
    try balancingHeap {
      let calls = Calls()
      calls.enter("s", maxUSD: 0)
      #expect(
        calls.fault("message", of: "p", nil, ["model": "gpt-4o"])
          == "step `s` has used up its max_usd budget ($0.0000 of $0.0000)")
      #expect(
        calls.fault("limit", of: "p", nil, ["model": "gpt-4o", "max_tokens": 1]) == "max_cost_usd")
      #expect(calls.program.stub.calls.isEmpty)
      #expect(calls.fault("limit", of: "p", nil, ["model": "free"]) == "-")
      try calls.mock(["model": "gpt-4o", "input_tokens": 100])
      #expect(calls.fault("limit", of: "p", nil, ["model": "free"]) == "max_usd")
      try calls.leave()
    }
  }

  /// 06 §6.1, the example.
  @Test func `the step's model is a default`() throws {
    try balancingHeap {
      let calls = Calls()
      calls.enter("outline", model: "pocket-1")
      #expect(calls.text("model", of: "a") == "pocket-1")
      #expect(calls.text("model", of: "a", nil, ["model": "large-9"]) == "large-9")
      #expect(calls.text("model", of: "a", nil, ["model": nil]) == "claude-sonnet-4-20250514")
      calls.enter("inner")
      #expect(calls.text("model", of: "a") == "claude-sonnet-4-20250514")
      try calls.leave()
      try calls.leave()
    }
  }

  @Test func `the step breach comes before the session breach`() throws {
    try balancingHeap {
      let calls = Calls()
      _ = try calls.program.setBudget([Value(float: 0.01)])
      calls.enter("s", maxTokens: 10)
      try calls.mock(["model": "gpt-4o", "input_tokens": 9000, "output_tokens": 1])
      #expect(calls.fault("limit", of: "p", nil, ["model": "free"]) == "max_tokens")
      #expect(calls.program.session.counters.callCount == 1)
      try calls.leave()
    }
  }

  @Test func `a call waits for its threshold handlers, whose error replaces the outcome`() throws {
    try balancingHeap {
      let calls = Calls()
      withValue("handler") { handler in
        calls.steps.registerPersonaHook(
          personaPattern: "*", event: .onBudgetThreshold, thresholdPercent: 50, handler: handler)
      }
      try calls.mock(["match": "*", "input_tokens": 10, "output_tokens": 0])
      #expect(calls.fault("message", of: "outside") == "-")
      calls.enter("s", maxTokens: 30)
      #expect(calls.fault("message", of: "below the threshold") == "-")
      for failure in [nil, HarnError.stackOverflow] {
        withValues(["p"]) { arguments in
          do throws(HarnError) {
            try calls.program.run(.call, arguments, task: calls.task).released()
            Issue.record("the call did not wait")
          } catch {
            guard case .interlude = error else { return error.released() }
          }
        }
        #expect(calls.finishInterlude(failure) == (failure?.caughtText ?? "done"))
        try calls.leave()
        calls.enter("s", maxTokens: 15)
      }
      try calls.leave()
      calls.steps.clearPersonaHooks()
    }
  }

  @Test func `llm_call_safe keeps a budget error inside`() throws {
    try balancingHeap {
      let calls = Calls()
      calls.enter("s", maxTokens: 5)
      try calls.mock(["input_tokens": 10])
      try withValues(["p"]) { arguments in
        let result = try calls.program.run(.callSafe, arguments, task: calls.task)
        #expect(
          result.entry("error")?.entry("category")?.stringValue == "budget_exceeded")
        result.released()
      }
      try calls.leave()
      #expect(calls.steps.peekCompletedSteps().map(\.status) == ["completed"])
      #expect(calls.steps.peekCompletedSteps().map(\.inputTokens) == [10])
    }
  }

  @Test func `builtins are defined in a machine`() {
    balancingHeap {
      let vm = VirtualMachine(host: SilentHost(variables: ["HARN_LLM_MODEL": "m"]))
      let steps = StepProgram()
      steps.registerStepBuiltins(into: vm)
      let program = registerLLMBuiltins(into: vm, steps: steps)
      #expect(program.steps === steps)
    }
  }
}
