import LLM
import StepRuntime
import TestSupport
import Testing
import VM

@Suite struct Errors {
  /// 06 §12.5.
  @Test(arguments: [
    ("generic", "This model's maximum context length is 9", false, "context_overflow"),
    ("rate_limit", "Context window exceeded", false, "context_overflow"),
    ("generic", "Blocked by Content Policy", false, "content_policy"),
    ("timeout", "INVALID_API_KEY", false, "auth_failure"),
    ("generic", "unauthorized", false, "auth_failure"),
    ("generic", "Forbidden", false, "auth_failure"),
    ("generic", "model_not_found", false, "model_unavailable"),
    ("rate_limit", "slow down", true, "rate_limit"),
    ("generic", "Too Many Requests", true, "rate_limit"),
    ("generic", "insufficient_quota", true, "rate_limit"),
    ("timeout", "", true, "timeout"),
    ("generic", "request timed out", true, "timeout"),
    ("overloaded", "", true, "server_error"),
    ("server_error", "", true, "server_error"),
    ("generic", "502 Bad Gateway", true, "server_error"),
    ("generic", "service unavailable", true, "server_error"),
    ("generic", "api_error", true, "server_error"),
    ("transient_network", "", true, "network_error"),
    ("generic", "Connection reset by peer", true, "network_error"),
    ("generic", "unexpected EOF", true, "network_error"),
    ("auth", "", false, "auth_failure"),
    ("not_found", "", false, "model_unavailable"),
    ("generic", "invalid_request: x", false, "invalid_request"),
    ("generic", "Bad Request", false, "invalid_request"),
    ("budget_exceeded", "LLM budget exceeded: spent", false, "unknown"),
    ("generic", "", false, "unknown"),
  ])
  func `classes of failures`(category: String, message: String, isTransient: Bool, reason: String) {
    let failure = FailureClass(category: category, message: message)
    #expect(failure.isTransient == isTransient)
    #expect(failure.reason == reason)
  }

  @Test(arguments: [
    ("x\nretry-after: 1.5\n", 1500), ("Retry-After: 0.75", 750), ("retry-after: 99", 60000),
    ("retry-after: 1e400", 60000), ("x", nil), ("retry-after: soon", nil),
    ("say retry-after: 3", nil), ("retry-after: -1", nil),
  ])
  func `the delay is read from the message`(message: String, milliseconds: Int?) {
    #expect(retryAfterMilliseconds(in: message) == milliseconds)
  }

  @Test(arguments: [
    (0, "retry-after: 0"), (1500, "retry-after: 1.5"), (2000, "retry-after: 2"),
    (75, "retry-after: 0.075"), (1250, "retry-after: 1.25"),
  ])
  func `the delay is written into the message`(milliseconds: Int, line: String) throws {
    try balancingHeap {
      let spec: Literal = ["error": ["category": "timeout", "message": "m", "retry_after_ms": .int(milliseconds)]]
      let mock = try withValue(spec) { try Mock($0) }
      #expect(mock.error?.message == "m\n\(line)\n")
    }
  }

  @Test func `the dict of a failed call`() throws {
    try balancingHeap {
      let calls = Calls()
      try calls.mock(
        ["error": ["category": "rate_limit", "message": "slow down", "retry_after_ms": 1500]])
      let result = try withValues(["hi", nil, ["model": "m-2"]]) {
        try calls.program.run(.callSafe, $0, task: calls.task)
      }
      #expect(
        consumedText(result)
          == "{error: {category: rate_limit, kind: transient, message: slow down\n"
          + "retry-after: 1.5\n, model: m-2, provider: mock, reason: rate_limit, "
          + "retry_after_ms: 1500}, ok: false, response: nil}")
      #expect(calls.program.session.counters.callCount == 0)
    }
  }

  @Test func `only transient errors are tried again`() throws {
    try balancingHeap {
      let calls = Calls()
      let retries: Literal = ["llm_retries": 2]
      try calls.mock(["error": ["category": "server_error", "message": "boom"]])
      try calls.mock(["error": ["category": "timeout"]])
      try calls.mock(["text": "third"])
      #expect(calls.text("text", of: "p", nil, retries) == "third")
      try calls.mock(["error": ["category": "auth"]])
      try calls.mock(["text": "unused"])
      #expect(calls.fault("reason", of: "p", nil, retries) == "auth_failure")
      #expect(calls.program.stub.calls.count == 4)
      for _ in 0..<3 { try calls.mock(["error": ["category": "overloaded"]]) }
      #expect(calls.text("text", of: "p") == "unused")
      #expect(calls.fault("kind", of: "p", nil, retries) == "transient")
      #expect(calls.program.stub.calls.count == 8)
    }
  }

  @Test func `llm_call_safe wraps a result`() throws {
    try balancingHeap {
      let calls = Calls()
      try withValues(["hi"]) { arguments in
        let result = try calls.program.run(.callSafe, arguments, task: calls.task)
        #expect(result.entry("ok")?.boolValue == true && result.entry("error")?.isNil == true)
        #expect(result.entry("response")?.entry("text") != nil)
        result.released()
      }
    }
  }
}
