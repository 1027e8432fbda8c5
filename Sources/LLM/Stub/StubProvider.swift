import StepRuntime
import Synchronization

/// Answers requests without network, clock or randomness: the same program gets the same replies (06 §13).
package final class StubProvider: Provider, Sendable {
  private let state = Mutex(State())

  /// Mocks and the calls seen so far.
  fileprivate struct Script: Sendable {
    var mocks: [Mock] = []
    var calls: [StubCall] = []
  }

  fileprivate struct State: Sendable {
    var script = Script()
    var scopes: [Script] = []
    var cachedPrompts: Set<CachedPrompt> = []
  }

  /// What the prompt cache knows a prompt by (06 §13.5).
  fileprivate struct CachedPrompt: Hashable, Sendable {
    var model: String
    var system: String?
    var messages: [JSONValue]
  }

  /// An empty queue.
  package init() {}

  /// Appends one mock (06 §13.1).
  package func add(_ mock: Mock) { state.withLock { $0.script.mocks.append(mock) } }

  /// Whether a mock is waiting (06 §12.3).
  package var hasMocks: Bool { state.withLock { !$0.script.mocks.isEmpty } }

  /// The attempts that reached the stub, in order (06 §13.4).
  package var calls: [StubCall] { state.withLock { $0.script.calls } }

  /// Empties queue, call list, prompt cache and scopes (06 §13.4).
  package func clear() { state.withLock { $0 = State() } }

  /// Saves queue and call list and starts empty ones (06 §13.4).
  package func pushScope() {
    state.withLock { state in
      state.scopes.append(state.script)
      state.script = Script()
    }
  }

  /// Restores what the last `pushScope` saved; false without one (06 §13.4).
  package func popScope() -> Bool {
    state.withLock { state in
      guard let script = state.scopes.popLast() else { return false }
      state.script = script
      return true
    }
  }

  /// Answers `request` by the rules of 06 §13.2 and §13.3.
  package func send(_ request: Request) throws(ProviderError) -> Reply {
    let answer: Result<Reply, ProviderError> = state.withLock { state in
      state.script.calls.append(StubCall(request))
      let matchText = request.matchText
      guard let mock = state.script.takeMock(for: matchText) else {
        return .success(state.withCacheNumbers(request.defaultReply, for: request))
      }
      if let error = mock.error { return .failure(error) }
      var reply = mock.reply
      reply.inputTokens = mock.inputTokens ?? matchText.utf8.count
      return .success(
        mock.hasCacheNumbers ? reply : state.withCacheNumbers(reply, for: request))
    }
    return try answer.get()
  }
}

extension StubProvider.Script {
  /// The mock for a match text: the first plain one, else the first pattern that fits (06 §13.2).
  fileprivate mutating func takeMock(for matchText: String) -> Mock? {
    if let plain = mocks.firstIndex(where: { $0.match == nil }) { return mocks.remove(at: plain) }
    let fitting = mocks.firstIndex { matchesGlob($0.match ?? "", matchText) }
    guard let fitting else { return nil }
    return mocks[fitting].isConsumed ? mocks.remove(at: fitting) : mocks[fitting]
  }
}

extension StubProvider.State {
  /// The reply with the numbers of the prompt cache, when the request uses it (06 §13.5).
  fileprivate mutating func withCacheNumbers(_ reply: Reply, for request: Request) -> Reply {
    guard request.usesCache else { return reply }
    var reply = reply
    let prompt = StubProvider.CachedPrompt(
      model: request.model, system: request.system, messages: request.messages)
    if cachedPrompts.insert(prompt).inserted {
      reply.cacheWriteTokens = reply.inputTokens
    } else {
      reply.cacheReadTokens = reply.inputTokens
    }
    return reply
  }
}

/// One attempt that reached the stub (06 §13.4).
package struct StubCall: Equatable, Sendable {
  /// The messages.
  package var messages: [JSONValue]
  /// The system text.
  package var system: String?
  /// The reasoning mode.
  package var thinking: Thinking
  /// The offered tools.
  package var tools: JSONValue?

  init(_ request: Request) {
    messages = request.messages
    system = request.system
    thinking = request.thinking
    tools = request.tools
  }

  /// The dict that `llm_mock_calls` shows.
  package var json: JSONValue {
    .object([
      "messages": .array(messages),
      "system": system.map(JSONValue.string) ?? .null,
      "thinking": thinking.json,
      "tools": tools ?? .null,
    ])
  }
}
