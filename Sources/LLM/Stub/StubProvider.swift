import StepRuntime
import Synchronization

/// Answers requests without network, clock or randomness: the same program gets the same replies (06 §13).
package final class StubProvider: Provider, Sendable {
  private let state: Mutex<State>
  /// The fixture file of the run.
  private let fixture: Fixture?

  /// Mocks and the calls seen so far.
  fileprivate struct Script: Sendable {
    var mocks: [Mock] = []
    var calls = StubCallLog()
  }

  fileprivate struct State: Sendable {
    /// What is left of the fixture file, nil without one.
    var fixture: [Mock]?
    var script = Script()
    var scopes: [Script] = []
    var cachedPrompts: Set<CachedPrompt> = []
    var lastPlainReply: PlainReply?
  }

  /// The default reply to a prompt that came without anything else.
  fileprivate struct PlainReply: Sendable {
    var prompt: String
    var reply: SharedReply
  }

  /// What the prompt cache knows a prompt by (06 §13.5).
  fileprivate struct CachedPrompt: Hashable, Sendable {
    var model: String
    var system: String?
    var messages: Messages
  }

  /// An empty queue behind the mocks of a fixture file.
  package init(fixture: Fixture? = nil) {
    self.fixture = fixture
    state = Mutex(State(fixture: fixture?.mocks))
  }

  /// Appends one mock (06 §13.1).
  package func add(_ mock: Mock) { state.withLock { $0.script.mocks.append(mock) } }

  /// Whether a mock is waiting or a fixture file is active (06 §12.3).
  package var hasMocks: Bool { fixture != nil || state.withLock { !$0.script.mocks.isEmpty } }

  /// The attempts that reached the stub, in order (06 §13.4).
  package var calls: [StubCall] { state.withLock { $0.script.calls.calls } }

  /// Empties queue, call list, prompt cache and scopes (06 §13.4).
  package func clear() { state.withLock { $0 = State(fixture: $0.fixture) } }

  /// Back to the start of a run: `clear`, and the fixture file is complete again.
  package func reset() { state.withLock { $0 = State(fixture: fixture?.mocks) } }

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
  package func send(_ request: Request) throws(ProviderError) -> SharedReply {
    let answer: Result<SharedReply, ProviderError> = state.withLock { state in
      state.script.calls.add(request)
      if state.fixture == nil, state.script.mocks.isEmpty { return .success(state.defaultReply(to: request)) }
      let matchText = request.messages.matchText
      let fixtureMock = state.fixture?.takeMock(for: matchText)
      guard let mock = fixtureMock ?? state.script.mocks.takeMock(for: matchText) else {
        if state.fixture != nil { return .failure(noFixtureMatched(request.messages.lastPromptText)) }
        return .success(state.defaultReply(to: request))
      }
      if let error = mock.error { return .failure(error) }
      var reply = mock.reply
      reply.inputTokens = mock.inputTokens ?? matchText.utf8.count
      if !mock.hasCacheNumbers { state.addCacheNumbers(to: &reply, for: request) }
      return .success(SharedReply(reply))
    }
    return try answer.get()
  }
}

extension [Mock] {
  /// The mock for a match text: the first plain one, else the first pattern that fits (06 §13.2).
  fileprivate mutating func takeMock(for matchText: String) -> Mock? {
    if let plain = firstIndex(where: { $0.match == nil }) { return remove(at: plain) }
    let fitting = firstIndex { matchesGlob($0.match ?? "", matchText) }
    guard let fitting else { return nil }
    return self[fitting].isConsumed ? remove(at: fitting) : self[fitting]
  }
}

/// The error when a fixture file has no reply (06 §13.2 rule 4).
private func noFixtureMatched(_ prompt: String) -> ProviderError {
  let head = String(String.UnicodeScalarView(prompt.unicodeScalars.prefix(200)))
  let dots = prompt.unicodeScalars.count > 200 ? "..." : ""
  return ProviderError(
    category: "generic", message: "No --llm-mock fixture matched prompt: \"\(head)\(dots)\"")
}

extension StubProvider.State {
  /// The default reply (06 §13.3). A prompt that comes again right away gets the reply that was made for it.
  fileprivate mutating func defaultReply(to request: Request) -> SharedReply {
    guard let prompt = request.plainPrompt else {
      var reply = request.defaultReply
      addCacheNumbers(to: &reply, for: request)
      return SharedReply(reply)
    }
    if let last = lastPlainReply, isSame(last.prompt, prompt), isSame(last.reply.reply.model, request.options.model) {
      return last.reply
    }
    let reply = SharedReply(request.defaultReply)
    lastPlainReply = StubProvider.PlainReply(prompt: prompt, reply: reply)
    return reply
  }

  /// Adds the numbers of the prompt cache, when the request uses it (06 §13.5).
  fileprivate mutating func addCacheNumbers(to reply: inout Reply, for request: Request) {
    guard request.options.usesCache else { return }
    let prompt = StubProvider.CachedPrompt(
      model: request.options.model, system: request.options.system, messages: request.messages)
    if cachedPrompts.insert(prompt).inserted {
      reply.cacheWriteTokens = reply.inputTokens
    } else {
      reply.cacheReadTokens = reply.inputTokens
    }
  }
}
