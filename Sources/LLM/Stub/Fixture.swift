import StepRuntime
import VM

/// The replies of a fixture file (06 §13.6, 07 §11): JSON Lines, one mock a line.
package struct Fixture: Equatable, Sendable {
  /// The mocks in the order of the lines.
  package var mocks: [Mock]

  /// Reads the text of a fixture file; messages call it `path`.
  package init(_ text: String, path: String) throws(FixtureError) {
    mocks = []
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      let line = trimmed(Substring(bytes))
      if line.isEmpty { continue }
      let json: JSONValue
      do throws(JSONError) {
        json = try JSONValue(parsing: line)
      } catch {
        throw FixtureError("invalid JSON in \(path) line \(index + 1): \(error.message)")
      }
      do throws(FixtureError) {
        mocks.append(try Mock(fixture: json))
      } catch {
        throw FixtureError("invalid --llm-mock fixture in \(path) line \(index + 1): \(error.message)")
      }
    }
  }
}

/// Why a fixture is refused (07 §11).
package struct FixtureError: Error, Equatable, Sendable {
  /// The text, or its detail while a single line is looked at.
  package var message: String

  init(_ message: String) { self.message = message }
}

extension Mock {
  /// The mock that a line of a fixture file describes.
  fileprivate init(fixture: JSONValue) throws(FixtureError) {
    guard case .object = fixture else { throw FixtureError("fixture line must be a JSON object") }
    match = try fixture.text("match")
    isConsumed = fixture["consume_match"] == .bool(true)
    inputTokens = try fixture.integer("input_tokens")
    reply.text = try fixture.text("text") ?? ""
    reply.toolCalls = try toolCalls(fixture.given("tool_calls"))
    reply.blocks = try fixture.array("blocks")
    reply.model = try fixture.text("model") ?? "mock"
    reply.provider = try fixture.text("provider") ?? "mock"
    reply.outputTokens = try fixture.integer("output_tokens") ?? 30
    reply.cacheReadTokens = try fixture.integer("cache_read_tokens") ?? 0
    let created = try fixture.integer("cache_creation_input_tokens")
    reply.cacheWriteTokens = try fixture.integer("cache_write_tokens") ?? created ?? 0
    reply.thinking = try fixture.text("thinking")
    reply.thinkingSummary = try fixture.text("thinking_summary")
    reply.stopReason = try fixture.text("stop_reason")
    error = try fixture.given("error").map(mockError)
  }
}

private func toolCalls(_ value: JSONValue?) throws(FixtureError) -> [Reply.ToolCall] {
  guard let value else { return [] }
  guard case .array(let items) = value else { throw FixtureError("tool_calls must be an array") }
  var calls: [Reply.ToolCall] = []
  for (index, item) in items.enumerated() {
    guard case .object = item else {
      throw FixtureError("tool_calls[\(index)] must be a JSON object")
    }
    guard case .string(let name)? = item["name"] else {
      throw FixtureError("tool_calls[\(index)] is missing string field `name`")
    }
    let arguments = item.given("arguments") ?? item.given("args") ?? .object([] as [JSONMember])
    calls.append(Reply.ToolCall(id: "mock_call_\(index + 1)", name: name, arguments: arguments))
  }
  return calls
}

private func mockError(_ value: JSONValue) throws(FixtureError) -> ProviderError {
  guard case .object = value else {
    throw FixtureError("error must be an object {category, message, retry_after_ms?}")
  }
  guard case .string(let category)? = value["category"] else {
    throw FixtureError("error.category is required")
  }
  guard Mock.errorCategories.contains(category) else {
    throw FixtureError("unknown error category `\(category)`")
  }
  let message = try value.text("message") ?? ""
  guard let delay = value.given("retry_after_ms") else {
    return ProviderError(category: category, message: message)
  }
  guard case .int(let milliseconds) = delay, milliseconds >= 0 else {
    throw FixtureError("error.retry_after_ms must be a non-negative integer")
  }
  return ProviderError(category: category, message: message, retryAfterMilliseconds: milliseconds)
}

extension JSONValue {
  /// The value under `key`; null counts as absent.
  fileprivate func given(_ key: String) -> JSONValue? {
    guard let value = self[key], value != .null else { return nil }
    return value
  }

  fileprivate func text(_ key: String) throws(FixtureError) -> String? {
    guard let value = given(key) else { return nil }
    guard case .string(let text) = value else { throw FixtureError("`\(key)` must be a string") }
    return text
  }

  fileprivate func integer(_ key: String) throws(FixtureError) -> Int? {
    guard let value = given(key) else { return nil }
    guard case .int(let number) = value else { throw FixtureError("`\(key)` must be an integer") }
    return number
  }

  fileprivate func array(_ key: String) throws(FixtureError) -> [JSONValue]? {
    guard let value = given(key) else { return nil }
    guard case .array(let items) = value else { throw FixtureError("`\(key)` must be an array") }
    return items
  }
}

// MARK: - Recording

extension Reply {
  /// The reply as a line of a fixture file, without its end (07 §11). Absent values are left out.
  package var fixtureLine: String {
    var members: [JSONMember] = []
    func add(_ key: String, _ value: JSONValue?) {
      if let value { members.append(JSONMember(key: key, value: value)) }
    }
    // In the order of the keys.
    add("blocks", blocks.map(JSONValue.array))
    add("cache_read_tokens", cacheReadTokens == 0 ? nil : .int(cacheReadTokens))
    add("cache_write_tokens", cacheWriteTokens == 0 ? nil : .int(cacheWriteTokens))
    add("input_tokens", .int(inputTokens))
    add("model", .string(model))
    add("output_tokens", .int(outputTokens))
    add("provider", .string(provider))
    add("stop_reason", stopReason.map(JSONValue.string))
    add("text", .string(text))
    add("thinking", thinking.map(JSONValue.string))
    add("thinking_summary", thinkingSummary.map(JSONValue.string))
    add("tool_calls", toolCalls.isEmpty ? nil : .array(toolCalls.map(\.fixture)))
    return JSONValue.object(members).compactText
  }
}

extension Reply.ToolCall {
  /// The call as a fixture names it; replaying numbers the calls again.
  fileprivate var fixture: JSONValue {
    .object(["arguments": arguments, "name": .string(name)])
  }
}
