import StepRuntime
import Synchronization

/// Counts every successful reply of a run and holds the session limit (06 §14.1).
package final class Session: Sendable {
  private let state = Mutex(Counters())

  /// The counters of a session.
  package struct Counters: Equatable, Sendable {
    /// Successful replies.
    package private(set) var callCount = 0
    /// Input tokens, saturating.
    package private(set) var inputTokens: UInt64 = 0
    /// Output tokens, saturating.
    package private(set) var outputTokens: UInt64 = 0
    /// The cost of all replies.
    package private(set) var costUSD = 0.0
    /// The limit of `llm_budget`.
    package var limitUSD: Double?

    /// Counters at 0, no limit.
    package init() {}

    /// Adds one reply; the only code that does.
    fileprivate mutating func add(_ usage: ReplyUsage) {
      callCount += 1
      inputTokens = saturatingSum(inputTokens, UInt64(max(0, usage.inputTokens)))
      outputTokens = saturatingSum(outputTokens, UInt64(max(0, usage.outputTokens)))
      costUSD += max(0, usage.costUSD)
    }
  }

  /// Counters at 0, no limit.
  package init() {}

  /// The counters as they stand.
  package var counters: Counters { state.withLock { $0 } }

  /// Sets the limit of the session (06 §14.1 `llm_budget`).
  package func setLimit(_ limitUSD: Double) { state.withLock { $0.limitUSD = limitUSD } }

  /// Adds one reply and tells whether the session limit is passed now (06 §14.4). A free reply is not checked.
  package func record(_ usage: ReplyUsage) -> ProviderError? {
    state.withLock { counters in
      counters.add(usage)
      guard let limit = counters.limitUSD, usage.costUSD != 0, counters.costUSD > limit else {
        return nil
      }
      let spent = fixedPoint(counters.costUSD, decimals: 4)
      let allowed = fixedPoint(limit, decimals: 4)
      return ProviderError(
        category: "budget_exceeded",
        message: "LLM budget exceeded: spent $\(spent) of $\(allowed) budget")
    }
  }

  /// Back to the start (06 §14.1).
  package func reset() { state.withLock { $0 = Counters() } }
}
