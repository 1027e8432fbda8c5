import LLM
import StepRuntime
import TestSupport
import Testing
import VM

@Suite struct Stub {
  @Test(
    arguments: [
      (1, "Runtime error: llm_mock: expected a dict argument"),
      (
        ["error": "x"],
        "Runtime error: llm_mock: error must be a dict {category, message, retry_after_ms?}"
      ),
      (["error": [:]], "Runtime error: llm_mock: error.category is required"),
      (
        ["error": ["category": "bad luck"]],
        "Runtime error: llm_mock: unknown error category `bad luck`"
      ),
      (
        ["error": ["category": "timeout", "retry_after_ms": -1]],
        "Runtime error: llm_mock: error.retry_after_ms must be a non-negative int"
      ),
    ] as [(Literal, String)])
  func `faults of llm_mock`(spec: Literal, text: String) {
    balancingHeap {
      withValue(spec) { value in
        #expect(
          errorText {
            _ = try Mock(value)
            return .nilValue
          } == text)
      }
    }
  }

  /// The example of 06 §13.6.
  @Test func `plain mocks go first, then patterns in queue order`() throws {
    try balancingHeap {
      let calls = Calls()
      try calls.mock(["text": "generic", "match": "*"])
      try calls.mock(["text": "once", "match": "plan*", "consume_match": true])
      try calls.mock(["text": "next in line"])
      #expect(calls.text("text", of: "plan a") == "next in line")
      #expect(calls.text("text", of: "plan b") == "generic")
      #expect(calls.text("text", of: "other") == "generic")
    }
  }

  @Test func `a consumed pattern serves once`() throws {
    try balancingHeap {
      let calls = Calls()
      try calls.mock(["text": "once", "match": "a*", "consume_match": true])
      try calls.mock(["text": "ever", "match": "a*", "consume_match": "yes"])
      #expect(calls.text("text", of: "a") == "once")
      #expect(calls.text("text", of: "a") == "ever")
      #expect(calls.text("text", of: "a") == "ever")
      #expect(calls.text("text", of: "b") == "Mock response to 1-word prompt: b")
    }
  }

  /// 06 §13.2.
  @Test func `the match text lists all strings in key order`() throws {
    try balancingHeap {
      let calls = Calls()
      try calls.call("find bees") { _ in }
      let messages: Literal = [["role": "user", "content": [["type": "t", "text": ""], "x"], "n": 1]]
      try calls.call("ignored", "system", ["messages": messages]) { _ in }
      try calls.mock(["match": "find bees\nuser", "text": "exact"])
      #expect(calls.text("text", of: "find bees") == "exact")
      try calls.mock(["match": "t\nx\nuser*", "text": "nested"])
      #expect(calls.text("text", of: "", nil, ["messages": messages]) == "nested")
      #expect(calls.text("input_tokens", of: "find bees") == "14")
    }
  }

  /// 06 §13.3.
  @Test func `default replies`() {
    balancingHeap {
      let calls = Calls()
      let zed: Literal = ["model": "zed"]
      #expect(
        calls.text("text", of: "count my words", nil, zed)
          == "Mock response to 3-word prompt: count my words")
      #expect(calls.text("model", of: "x", nil, zed) == "zed")
      #expect(calls.text("input_tokens", of: "count my words", nil, zed) == "14")
      #expect(calls.text("output_tokens", of: "x", nil, zed) == "30")
      #expect(calls.text("text", of: "") == "Mock LLM response")
      #expect(calls.text("text", of: " \n") == "Mock LLM response")
      let long = String(repeating: "é", count: 120)
      #expect(
        calls.text("text", of: .string(long))
          == "Mock response to 1-word prompt: " + String(repeating: "é", count: 100))
      #expect(
        calls.text("text", of: "hi", "end with <done>")
          == "<assistant_prose>Mock response to 1-word prompt: hi</assistant_prose>\n<done>##DONE##</done>"
      )
      #expect(
        calls.text("prose", of: "hi", "end with <done>") == "Mock response to 1-word prompt: hi")
      #expect(
        calls.text("visible_text", of: "hi", "end with <done>")
          == "Mock response to 1-word prompt: hi")
    }
  }

  @Test func `the default reply calls the first offered tool`() throws {
    try balancingHeap {
      let calls = Calls()
      let tools: Literal = [
        [
          "name": "seek",
          "parameters": [
            "type": "object",
            "properties": ["n": ["type": "integer"], "q": ["type": "string"], "o": ["type": "x"]],
            "required": ["n", "q"],
          ],
        ]
      ]
      try calls.call("p", nil, ["tools": tools]) { result in
        #expect(
          displayText(result.entry("tool_calls") ?? .nilValue)
            == "[{arguments: {n: 0, q: }, id: mock_call_1, name: seek, type: tool_call}]")
        #expect(result.entry("text")?.stringValue == "")
        #expect(result.entry("output_tokens")?.intValue == 20)
      }
    }
  }

  @Test func `calls are listed, failed attempts included`() throws {
    try balancingHeap {
      let calls = Calls()
      try calls.mock(["error": ["category": "server_error", "message": "boom"]])
      try calls.mock(["text": "ok"])
      #expect(calls.text("text", of: "hi", "sys", ["llm_retries": 1]) == "ok")
      let listed = calls.program.stub.calls.map(\.json.compactText)
      let one =
        #"{"messages":[{"content":"hi","role":"user"}],"system":"sys","thinking":{"mode":"disabled"},"tools":null}"#
      #expect(listed == [one, one])
      calls.program.stub.clear()
      #expect(calls.program.stub.calls.isEmpty)
    }
  }

  @Test func `scopes set queue and call list aside`() throws {
    try balancingHeap {
      let calls = Calls()
      try calls.mock(["text": "outer"])
      calls.program.stub.pushScope()
      #expect(calls.text("text", of: "p") == "Mock response to 1-word prompt: p")
      #expect(calls.program.stub.calls.count == 1)
      #expect(try calls.program.popMockScope().isNil)
      #expect(calls.program.stub.calls.isEmpty)
      #expect(calls.text("text", of: "p") == "outer")
      #expect(errorText { try calls.program.popMockScope() } == "llm_mock_pop_scope: no scope to pop")
    }
  }

  /// 06 §13.5.
  @Test func `the prompt cache is written once and read later`() throws {
    try balancingHeap {
      let calls = Calls()
      let options: Literal = ["cache": true]
      func numbers(_ prompt: Literal, _ options: Literal) throws -> String {
        try calls.call(prompt, nil, options) { result in
          ["cache_write_tokens", "cache_read_tokens", "cache_hit_ratio", "cache_savings_usd"]
            .map { displayText(result.entry($0) ?? .nilValue) }.joined(separator: " ")
        }
      }
      #expect(try numbers("four", options) == "4 0 0.0 -0.000003")
      #expect(try numbers("four", options) == "0 4 1.0 0.0000108")
      #expect(try numbers("four", ["cache": true, "model": "z"]) == "4 0 0.0 0.0")
      #expect(try numbers("four", nil) == "0 0 0.0 0.0")
      try calls.mock(["input_tokens": 10, "cache_read_tokens": 30, "cache_write_tokens": 10])
      #expect(try numbers("four", options) == "10 30 0.6 0.0")
      calls.program.reset()
      #expect(try numbers("four", options) == "4 0 0.0 -0.000003")
    }
  }

  /// 06 §12.4.
  @Test func `keys of the result`() throws {
    try balancingHeap {
      let calls = Calls()
      try calls.call("p") { result in
        #expect(
          result.dictEntries.map(\.key) == [
            "blocks", "cache_creation_input_tokens", "cache_hit_ratio", "cache_read_tokens",
            "cache_savings_usd", "cache_write_tokens", "input_tokens", "model", "output_tokens",
            "prose", "provider", "text", "transcript", "usage", "visible_text",
          ])
        #expect(result.entry("usage")?.itemCount == 7)
        let transcript = result.entry("transcript") ?? .nilValue
        #expect(
          transcript.dictEntries.map(\.key) == [
            "_type", "assets", "events", "id", "messages", "state", "version",
          ])
        #expect(transcript.entry("messages")?.itemCount == 2)
        #expect(
          displayText(result.entry("blocks") ?? .nilValue)
            == "[{text: Mock response to 1-word prompt: p, type: output_text, visibility: public}]")
      }
      try calls.mock([
        "text": "t", "thinking": "hm", "thinking_summary": "s", "stop_reason": "stop",
        "tool_calls": [["name": "f", "arguments": ["x": 1]], [:]],
      ])
      try calls.call("p") { result in
        for (key, text) in [
          ("thinking", "hm"), ("private_reasoning", "hm"), ("thinking_summary", "s"),
          ("stop_reason", "stop"), ("model", "mock"),
        ] {
          #expect(result.entry(key)?.stringValue == text)
        }
        #expect(
          displayText(result.entry("tool_calls") ?? .nilValue)
            == "[{arguments: {x: 1}, id: mock_call_1, name: f, type: tool_call}, "
            + "{arguments: {}, id: mock_call_2, name: unknown, type: tool_call}]")
        #expect(result.entry("blocks")?.itemCount == 3)
      }
    }
  }

  @Test func `visible text is without reasoning`() throws {
    try balancingHeap {
      let calls = Calls()
      try calls.mock(["text": "<think>a</think> b <tool_call>{}</tool_call>", "match": "*"])
      #expect(calls.text("visible_text", of: "p") == "b")
      #expect(
        calls.text("prose", of: "p") == "<think>a</think> b <tool_call>{}</tool_call>")
    }
  }
}
