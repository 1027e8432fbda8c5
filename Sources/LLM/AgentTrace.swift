import StepRuntime
import Synchronization

/// What replies and schema retries left behind, in order (06 §12.6 `agent_trace`).
package final class AgentTrace: Sendable {
  private let state = Mutex(State())

  private struct State: Sendable {
    var events: [Event] = []
    var replyCount = 0
  }

  /// One entry of the trace.
  package enum Event: Equatable, Sendable {
    /// A reply was received.
    case reply(number: Int, model: String, inputTokens: Int, outputTokens: Int, cacheTokens: Int)
    /// A reply did not conform, and the model was asked again.
    case retry(attempt: Int, errors: [String], nudge: String?)
  }

  /// An empty trace.
  package init() {}

  /// The events so far.
  package var events: [Event] { state.withLock { $0.events } }

  /// Back to the start of a run.
  package func reset() { state.withLock { $0 = State() } }

  func addReply(_ reply: Reply) {
    state.withLock { state in
      state.replyCount += 1
      state.events.append(
        .reply(
          number: state.replyCount, model: reply.model, inputTokens: reply.inputTokens,
          outputTokens: reply.outputTokens, cacheTokens: reply.cacheReadTokens))
    }
  }

  func addRetry(attempt: Int, errors: [String], nudge: String?) {
    state.withLock { $0.events.append(.retry(attempt: attempt, errors: errors, nudge: nudge)) }
  }
}

extension AgentTrace.Event {
  /// The dict that `agent_trace` shows.
  package var json: JSONValue {
    switch self {
    case .reply(let number, let model, let inputTokens, let outputTokens, let cacheTokens):
      .object([
        "cache_tokens": .int(cacheTokens), "call_id": .string("call_\(number)"), "duration_ms": .int(0),
        "input_tokens": .int(inputTokens), "iteration": .int(0), "model": .string(model),
        "output_tokens": .int(outputTokens), "type": .string("llm_call"),
      ])
    case .retry(let attempt, let errors, let nudge):
      .object([
        "attempt": .int(attempt), "correction_prompt": nudge.map(JSONValue.string) ?? .null,
        "errors": .array(errors.map(JSONValue.string)), "nudge_used": .bool(nudge != nil),
        "type": .string("schema_retry"),
      ])
    }
  }
}

extension AgentTrace {
  /// The dict of `agent_trace_summary`: the sums of the trace (06 §12.8).
  package var summary: JSONValue {
    var replies = 0
    var tokens = (input: 0, output: 0, cache: 0)
    let events = events
    for case .reply(_, _, let input, let output, let cache) in events {
      replies += 1
      tokens = (saturating(tokens.input, input), saturating(tokens.output, output), saturating(tokens.cache, cache))
    }
    return .object([
      "cache_tokens": .int(tokens.cache), "duration_ms": .int(0), "input_tokens": .int(tokens.input),
      "llm_calls": .int(replies), "output_tokens": .int(tokens.output),
      "schema_retries": .int(events.count - replies),
    ])
  }
}

private func saturating(_ a: Int, _ b: Int) -> Int {
  Int(clamping: saturatingSum(UInt64(max(0, a)), UInt64(max(0, b))))
}
