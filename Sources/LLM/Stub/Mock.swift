import StepRuntime
import VM

/// One reply or error that the stub gives instead of its own (06 §13.1).
package struct Mock: Equatable, Sendable {
  /// The glob of a pattern mock.
  package var match: String?
  /// Whether a pattern mock is removed after its first use.
  package var isConsumed = false
  /// The reply; token counts that are not given are filled in when it is used.
  package var reply = Reply()
  /// Input tokens, nil for the byte length of the match text.
  package var inputTokens: Int?
  /// The error to fail with.
  package var error: ProviderError?

  /// Whether the mock names cache numbers of its own (06 §13.5).
  var hasCacheNumbers: Bool { reply.cacheReadTokens != 0 || reply.cacheWriteTokens != 0 }
}

extension Mock {
  /// The categories of 02 §14.8.
  package static let errorCategories = [
    "timeout", "auth", "rate_limit", "overloaded", "server_error", "transient_network",
    "schema_validation", "tool_error", "tool_rejected", "egress_blocked", "cancelled", "not_found",
    "circuit_open", "budget_exceeded", "generic",
  ]

  /// The mock that the argument of `llm_mock` describes (06 §13.1).
  package init(_ spec: Value) throws(HarnError) {
    guard spec.isDict else { throw .runtimeError("llm_mock: expected a dict argument") }
    match = text(spec, "match")
    isConsumed = spec.entry("consume_match")?.boolValue ?? false
    inputTokens = spec.entry("input_tokens")?.intValue
    reply.text = text(spec, "text") ?? ""
    reply.toolCalls = try toolCalls(spec.entry("tool_calls") ?? .nilValue)
    reply.model = text(spec, "model") ?? "mock"
    reply.outputTokens = spec.entry("output_tokens")?.intValue ?? 30
    reply.cacheReadTokens = spec.entry("cache_read_tokens")?.intValue ?? 0
    reply.cacheWriteTokens =
      spec.entry("cache_write_tokens")?.intValue
      ?? spec.entry("cache_creation_input_tokens")?.intValue ?? 0
    reply.thinking = text(spec, "thinking")
    reply.thinkingSummary = text(spec, "thinking_summary")
    reply.stopReason = text(spec, "stop_reason")
    error = try mockError(spec.entry("error") ?? .nilValue)
  }
}

private func text(_ spec: Value, _ key: String) -> String? {
  spec.entry(key).flatMap { $0.isNil ? nil : displayText($0) }
}

private func toolCalls(_ value: Value) throws(HarnError) -> [Reply.ToolCall] {
  var calls: [Reply.ToolCall] = []
  for call in value.listItems {
    var arguments = JSONValue.object([] as [JSONMember])
    if let given = call.entry("arguments"), !given.isNil { arguments = try JSONValue(given) }
    calls.append(
      Reply.ToolCall(
        id: "mock_call_\(calls.count + 1)", name: text(call, "name") ?? "unknown", arguments: arguments))
  }
  return calls
}

private func mockError(_ value: Value) throws(HarnError) -> ProviderError? {
  if value.isNil { return nil }
  guard value.isDict else {
    throw .runtimeError(
      "llm_mock: error must be a dict {category, message, retry_after_ms?}")
  }
  guard let category = text(value, "category") else {
    throw .runtimeError("llm_mock: error.category is required")
  }
  guard Mock.errorCategories.contains(category) else {
    throw .runtimeError("llm_mock: unknown error category `\(category)`")
  }
  let message = text(value, "message") ?? ""
  guard let delay = value.entry("retry_after_ms"), !delay.isNil else {
    return ProviderError(category: category, message: message)
  }
  guard let milliseconds = delay.intValue, milliseconds >= 0 else {
    throw .runtimeError("llm_mock: error.retry_after_ms must be a non-negative int")
  }
  return ProviderError(category: category, message: message, retryAfterMilliseconds: milliseconds)
}

extension ProviderError {
  /// An error that names a delay in its message (06 §13.1).
  init(category: String, message: String, retryAfterMilliseconds: Int) {
    self.init(
      category: category,
      message: "\(message)\nretry-after: \(secondsText(retryAfterMilliseconds))\n")
  }
}

/// Milliseconds as seconds, without trailing zeros.
private func secondsText(_ milliseconds: Int) -> String {
  let fraction = milliseconds % 1000
  guard fraction != 0 else { return "\(milliseconds / 1000)" }
  var digits = "\(1000 + fraction)".dropFirst()
  while digits.hasSuffix("0") { digits = digits.dropLast() }
  return "\(milliseconds / 1000).\(digits)"
}
