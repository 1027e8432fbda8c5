import StepRuntime
import Synchronization

/// What replies and schema retries left behind, in order (06 §12.6 `agent_trace`).
package final class AgentTrace: Sendable {
  private let state = Mutex(State())

  private struct State: Sendable {
    var entries: [Entry] = []
    var replyCount = 0
  }

  /// An event, and how many like it follow it directly: the replies of a long run take little room.
  private struct Entry: Sendable {
    var event: Event
    var repetitions = 0
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
  package var events: [Event] {
    entries.flatMap { entry in (0...entry.repetitions).map { entry.event.repeated($0) } }
  }

  private var entries: [Entry] { state.withLock { $0.entries } }

  /// Back to the start of a run.
  package func reset() { state.withLock { $0 = State() } }

  func addReply(_ reply: Reply) {
    state.withLock { state in
      state.replyCount += 1
      let last = state.entries.count - 1
      if last >= 0, state.entries[last].event.tellsTheSame(of: reply) {
        state.entries[last].repetitions += 1
      } else {
        state.entries.append(
          Entry(
            event: .reply(
              number: state.replyCount, model: reply.model, inputTokens: reply.inputTokens,
              outputTokens: reply.outputTokens, cacheTokens: reply.cacheReadTokens)))
      }
    }
  }

  func addRetry(attempt: Int, errors: [String], nudge: String?) {
    state.withLock { $0.entries.append(Entry(event: .retry(attempt: attempt, errors: errors, nudge: nudge))) }
  }
}

extension AgentTrace.Event {
  /// The same reply, so many replies later.
  fileprivate func repeated(_ distance: Int) -> AgentTrace.Event {
    guard case .reply(let number, let model, let input, let output, let cache) = self else { return self }
    return .reply(
      number: number + distance, model: model, inputTokens: input, outputTokens: output, cacheTokens: cache)
  }

  /// Whether this is what the next reply, `reply`, would be told by, its number aside.
  fileprivate func tellsTheSame(of reply: Reply) -> Bool {
    guard case .reply(_, let model, let input, let output, let cache) = self else { return false }
    return input == reply.inputTokens && output == reply.outputTokens && cache == reply.cacheReadTokens
      && isSame(model, reply.model)
  }

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
    var (replies, retries) = (0, 0)
    var tokens = (input: 0, output: 0, cache: 0)
    for entry in entries {
      guard case .reply(_, _, let input, let output, let cache) = entry.event else {
        retries += 1
        continue
      }
      let count = entry.repetitions + 1
      replies += count
      tokens.input = saturating(tokens.input, input, count)
      tokens.output = saturating(tokens.output, output, count)
      tokens.cache = saturating(tokens.cache, cache, count)
    }
    return .object([
      "cache_tokens": .int(tokens.cache), "duration_ms": .int(0), "input_tokens": .int(tokens.input),
      "llm_calls": .int(replies), "output_tokens": .int(tokens.output),
      "schema_retries": .int(retries),
    ])
  }
}

/// `sum` and `count` times `number`, saturating; a negative number counts as 0.
private func saturating(_ sum: Int, _ number: Int, _ count: Int) -> Int {
  let (product, overflow) = UInt64(max(0, number)).multipliedReportingOverflow(by: UInt64(count))
  return Int(clamping: saturatingSum(UInt64(sum), overflow ? .max : product))
}
