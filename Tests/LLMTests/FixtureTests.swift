import LLM
import StepRuntime
import TestSupport
import Testing
import VM

/// 06 §13.2, §13.6 and 07 §11.
@Suite struct FixtureFiles {
  private func message(_ text: String) -> String? {
    var message: String?
    balancingHeap {
      do throws(FixtureError) { _ = try Fixture(text, path: "f.jsonl") } catch { message = error.message }
    }
    return message
  }

  @Test(arguments: [
    ("[1]", "fixture line must be a JSON object"),
    ("{\"text\": 1}", "`text` must be a string"),
    ("{\"match\": []}", "`match` must be a string"),
    ("{\"provider\": true}", "`provider` must be a string"),
    ("{\"input_tokens\": 1.5}", "`input_tokens` must be an integer"),
    ("{\"blocks\": {}}", "`blocks` must be an array"),
    ("{\"tool_calls\": {}}", "tool_calls must be an array"),
    ("{\"tool_calls\": [{\"name\": \"a\"}, 2]}", "tool_calls[1] must be a JSON object"),
    ("{\"tool_calls\": [{\"args\": {}}]}", "tool_calls[0] is missing string field `name`"),
    ("{\"error\": \"x\"}", "error must be an object {category, message, retry_after_ms?}"),
    ("{\"error\": {}}", "error.category is required"),
    ("{\"error\": {\"category\": \"bad luck\"}}", "unknown error category `bad luck`"),
    (
      "{\"error\": {\"category\": \"timeout\", \"retry_after_ms\": -1}}",
      "error.retry_after_ms must be a non-negative integer"
    ),
  ])
  func `a wrong line is explained`(_ line: String, _ detail: String) {
    #expect(message("\n  \n\(line)\n") == "invalid --llm-mock fixture in f.jsonl line 3: \(detail)")
  }

  @Test(arguments: [
    ("{", "EOF while parsing an object at line 1 column 1"), ("{]", "key must be a string at line 1 column 2"),
    ("{\"a\" 1}", "expected `:` at line 1 column 6"), ("{\"a\":1,}", "trailing comma at line 1 column 8"),
    ("[1 2]", "expected `,` or `]` at line 1 column 4"), ("{} x", "trailing characters at line 1 column 4"),
    ("nul", "EOF while parsing a value at line 1 column 3"), ("\"a", "EOF while parsing a string at line 1 column 2"),
  ])
  func `a line that is no JSON is explained`(_ line: String, _ reason: String) {
    #expect(message("{}\r\n\(line)") == "invalid JSON in f.jsonl line 2: \(reason)")
  }

  @Test func `the file answers before the queue and replaces the default reply`() throws {
    try balancingHeap {
      let calls = try Calls(
        fixture: """
          {"match": "plan*", "text": "pattern"}
          {"text": "plain", "provider": "p", "model": "m", "tool_calls": [{"name": "t", "args": {"a": [1]}}]}
          """)
      try calls.mock(["text": "queued"])
      try calls.call("plan", nil, ["provider": "far"]) { result in
        let shown = ["text", "provider", "model", "tool_calls"].map { displayText(result.entry($0) ?? .nilValue) }
        #expect(
          shown == [
            "plain", "p", "m", "[{arguments: {a: [1]}, id: mock_call_1, name: t, type: tool_call}]",
          ])
      }
      #expect(calls.text("text", of: "plan") == "pattern")
      #expect(calls.text("text", of: "other") == "queued")
      #expect(
        calls.fault("message", of: "other") == "No --llm-mock fixture matched prompt: \"other\"")
      let long = Literal.string(String(repeating: "x", count: 201))
      #expect(calls.fault("message", of: long).hasSuffix("x...\""))
      calls.program.reset()
      #expect(calls.text("text", of: "other") == "plain")
    }
  }

  @Test func `an error of a file has its delay`() throws {
    try balancingHeap {
      let calls = try Calls(
        fixture: "{\"error\": {\"category\": \"rate_limit\", \"message\": \"slow\", \"retry_after_ms\": 1500}}")
      #expect(calls.fault("retry_after_ms", of: "x") == "1500")
    }
  }

  @Test func `a reply is recorded as a line that replays it`() throws {
    let line = """
      {"cache_read_tokens":2,"input_tokens":3,"model":"m","output_tokens":4,"provider":"mock","text":"a\\"b",\
      "thinking":"hm","tool_calls":[{"arguments":{"a":1.0},"name":"t"}]}
      """
    try balancingHeap {
      let calls = Calls()
      try calls.mock([
        "text": "a\"b", "model": "m", "input_tokens": 3, "output_tokens": 4, "cache_read_tokens": 2,
        "thinking": "hm", "tool_calls": [["name": "t", "arguments": ["a": 1.0]]],
      ])
      #expect(recordedLine(of: calls) == line)
      #expect(recordedLine(of: try Calls(fixture: line)) == line)
    }
  }

  /// The line for the reply to one call.
  private func recordedLine(of calls: Calls) -> String {
    var line = ""
    calls.program.didReceive = { line = $0.fixtureLine }
    _ = calls.text("text", of: "x")
    return line
  }
}
