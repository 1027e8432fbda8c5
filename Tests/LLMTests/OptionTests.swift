import LLM
import StepRuntime
import TestSupport
import Testing
import VM

@Suite struct Options {
  /// 06 §12.2 and §14.3.
  @Test(
    arguments: [
      (
        ["transcript": nil],
        "llm_call / agent_loop: the `transcript` option was removed. Open or open-and-resume a session "
          + "with agent_session_open(id) and pass `session_id: id` instead."
      ),
      (["json_schema": 1], "json_schema: expected a JSON Schema object"),
      (["output_schema": "x"], "output_schema: expected a JSON Schema object"),
      (
        ["output_format": ["kind": "json_schema", "schema": 1]],
        "output_format.schema: expected a JSON Schema object"
      ),
      (
        ["response_format": "xml"],
        #"response_format: expected "json", "json_object", or "text", got "xml""#
      ),
      (
        ["output_format": "xml"],
        #"output_format.kind: expected "text" | "json_object" | "json_schema", got "xml""#
      ),
      (
        ["output_format": ["kind": "xml"]],
        #"output_format.kind: expected "text" | "json_object" | "json_schema", got "xml""#
      ),
      (
        ["output_format": "json_schema"],
        "output_format: kind \"json_schema\" requires a `schema` field"
      ),
      (["output_format": 5], "output_format: expected string or dict"),
      (
        ["reasoning_effort": "huge"],
        #"reasoning_effort: expected "low" | "medium" | "high", got "huge""#
      ),
      (["reasoning_effort": 3], #"reasoning_effort: expected "low" | "medium" | "high", got int"#),
      (
        ["reasoning_effort": "low", "thinking": true],
        "reasoning_effort cannot be combined with a non-disabled thinking option"
      ),
      (
        ["thinking": "much"],
        #"thinking: expected bool, dict, or one of "enabled" | "adaptive" | "low" | "medium" | "high", got "much""#
      ),
      (
        ["thinking": ["mode": "wild"]],
        #"thinking.mode: expected "disabled" | "enabled" | "adaptive" | "effort", got "wild""#
      ),
      (
        ["thinking": ["mode": "effort"]],
        #"thinking.level is required when thinking.mode is "effort""#
      ),
      (
        ["thinking": ["mode": "effort", "level": "huge"]],
        #"thinking.level: expected "low" | "medium" | "high", got "huge""#
      ),
      (
        ["budget": 1],
        "budget: expected a dict {max_cost_usd?, total_budget_usd?, max_input_tokens?, max_output_tokens?}"
      ),
      (["budget": ["max_cost_usd": "1"]], "budget.max_cost_usd: expected a non-negative number"),
      (
        ["total_budget_usd": -1], "budget.total_budget_usd: expected a non-negative finite number"
      ),
      (
        ["max_cost_usd": .float(.infinity)],
        "budget.max_cost_usd: expected a non-negative finite number"
      ),
      (
        ["budget": ["max_input_tokens": 1.5]],
        "budget.max_input_tokens: expected a non-negative integer"
      ),
      (["max_output_tokens": -1], "budget.max_output_tokens: expected a non-negative integer"),
      (["output_format": ["schema": "x"]], "output_format.schema: expected a JSON Schema object"),
      (["schema": []], "schema: expected a JSON Schema object"),
    ] as [(Literal, String)])
  func `faults are thrown as text before anything is sent`(options: Literal, text: String) {
    balancingHeap {
      let calls = Calls()
      #expect(calls.fault("message", of: "p", nil, options) == text)
      withValues(["p", nil, options]) { arguments in
        #expect(errorText { try calls.program.run(.callSafe, arguments, task: calls.task) } == text)
      }
      #expect(calls.program.stub.calls.isEmpty)
    }
  }

  @Test(
    arguments: [
      (["output_format": "text"], "{mode: disabled}"),
      (["output_format": "none", "response_format": "text"], "{mode: disabled}"),
      (["thinking": nil], "{mode: disabled}"),
      (["thinking": false], "{mode: disabled}"),
      (["thinking": "off"], "{mode: disabled}"),
      (["thinking": true], "{mode: enabled}"),
      (["thinking": "on"], "{mode: enabled}"),
      (["thinking": "true"], "{mode: enabled}"),
      (["thinking": "adaptive"], "{mode: adaptive}"),
      (["thinking": "medium"], "{level: medium, mode: effort}"),
      (["thinking": [:]], "{mode: enabled}"),
      (["thinking": ["enabled": false]], "{mode: disabled}"),
      (
        ["thinking": ["mode": "adaptive", "budget_tokens": 9]],
        "{budget_tokens: 9, mode: adaptive}"
      ),
      (["reasoning_effort": "high"], "{level: high, mode: effort}"),
      (["reasoning_effort": "high", "thinking": false], "{level: high, mode: effort}"),
      ("no dict", "{mode: disabled}"),
    ] as [(Literal, String)])
  func `thinking is shown by llm_mock_calls`(options: Literal, text: String) throws {
    try balancingHeap {
      let calls = Calls()
      try calls.call("p", nil, options) { _ in }
      #expect(consumedText(Value(calls.program.stub.calls[0].thinking.json)) == text)
    }
  }

  /// 06 §6.1.
  @Test func `the model is chosen in order`() {
    balancingHeap {
      func model(_ options: Literal, step: String?, environment: [String: String]) -> String {
        withValues(["p", nil, options]) { arguments in
          let options = try? CallOptions(
            arguments: arguments, stepModel: step, environment: { environment[$0] })
          return options?.model ?? "-"
        }
      }
      let env = ["HARN_LLM_MODEL": "from-env"]
      #expect(model(["model": "own", "model_tier": "mid"], step: "s", environment: env) == "own")
      #expect(model(["model_tier": "mid"], step: "s", environment: env) == "s")
      #expect(
        model(["model": nil, "model_tier": "mid"], step: "s", environment: env)
          == "gpt-4o-mini")
      #expect(model(nil, step: nil, environment: env) == "from-env")
      #expect(model(["provider": "openai"], step: nil, environment: [:]) == "gpt-4o")
      #expect(model(["provider": "ollama"], step: nil, environment: [:]) == "llama3.2")
      #expect(model(nil, step: nil, environment: [:]) == "claude-sonnet-4-20250514")
      #expect(model(["model": "tier/small"], step: nil, environment: [:]) == "Qwen/Qwen3.5-9B")
    }
  }

  /// 06 §12.3.
  @Test func `the provider is chosen in order`() throws {
    try balancingHeap {
      let env = ["HARN_LLM_PROVIDER": "gemini"]
      let none = "has no transport; queue a reply with llm_mock or use provider \"mock\""
      #expect(
        Calls(environment: env).fault("message", of: "p", nil, ["provider": "openai"])
          == "LLM provider `openai` \(none)")
      #expect(
        Calls(environment: env).fault("message", of: "p", nil, ["provider": "AUTO"])
          == "LLM provider `gemini` \(none)")
      #expect(Calls().text("provider", of: "p") == "mock")
      let disabled = Calls(environment: ["HARN_LLM_CALLS_DISABLED": "1"])
      #expect(
        disabled.fault("message", of: "p", nil, ["provider": "openai"])
          == "LLM calls are disabled by HARN_LLM_CALLS_DISABLED; provider `openai` would make a real LLM request"
      )
      #expect(disabled.fault("category", of: "p", nil, ["provider": "openai"]) == "generic")
      #expect(disabled.fault("kind", of: "p", nil, ["provider": "openai"]) == "terminal")
      try disabled.mock(["text": "queued"])
      #expect(disabled.text("text", of: "p", nil, ["provider": "openai"]) == "queued")
    }
  }
}
