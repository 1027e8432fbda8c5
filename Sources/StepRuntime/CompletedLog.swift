import Synchronization

/// The summaries of ended activations, in the order in which these ended (06 §4.5, §10.5). The tasks of a program share it.
///
/// Activations of one step that end one after the other and were never charged have the same summary: they take the room of
/// one, however many they are.
final class CompletedLog: Sendable {
  private let state = Mutex(State())
  /// Whether activations have spans (06 §4.2 step 5).
  let isTracing = Atomic(false)

  private struct State: Sendable {
    var entries: [Entry] = []
    #if DEBUG
      var audit = Audit()
    #endif

    @inline(__always) mutating func noteRecorded(_ replies: UInt32) {
      #if DEBUG
        audit.noteRecorded(Int(replies))
      #endif
    }
  }

  /// A summary, and how often it stands there.
  struct Entry: Sendable {
    let summary: CompletedStep
    var count = 1
    /// The definition of an activation that was never charged and returned normally.
    let unused: StepDefinition?
  }

  /// The summaries in order.
  var entries: [Entry] { state.withLock { $0.entries } }

  /// Empties the log and returns what it had.
  func drain() -> [Entry] {
    state.withLock { state in
      defer { state.entries = [] }
      return state.entries
    }
  }

  /// Back to the start of a run.
  func reset() { state.withLock { $0 = State() } }

  /// Appends the summary of an ended activation.
  func append(_ summary: CompletedStep) {
    state.withLock { state in
      state.noteRecorded(summary.llmCalls)
      state.entries.append(Entry(summary: summary, unused: nil))
    }
  }

  /// Appends the summary of an activation that ended with a normal return and was never charged.
  func append(unused definition: StepDefinition) {
    state.withLock { state in
      state.noteRecorded(0)
      let last = state.entries.count - 1
      if last >= 0, state.entries[last].unused?.isIdentical(to: definition) ?? false {
        state.entries[last].count &+= 1
      } else {
        state.entries.append(Entry(summary: CompletedStep(unused: definition), unused: definition))
      }
    }
  }

  // MARK: Bookkeeping of debug builds

  /// One more activation began.
  @inline(__always) func noteActivation() {
    #if DEBUG
      state.withLock { $0.audit.activations += 1 }
    #endif
  }

  /// One more reply is charged. Runs under the lock of the ledger, so no summary can overtake it.
  @inline(__always) func noteChargedReply() {
    #if DEBUG
      state.withLock { $0.audit.chargedReplies += 1 }
    #endif
  }
}

#if DEBUG
  /// Counts what must balance: every activation is recorded once, and what was charged is what replies reported.
  private struct Audit {
    var activations = 0
    var recorded = 0
    var chargedReplies = 0
    var recordedReplies = 0

    /// One more summary.
    mutating func noteRecorded(_ replies: Int) {
      recorded += 1
      recordedReplies += replies
      assert(recorded <= activations, "an activation is recorded once")
      assert(recordedReplies <= chargedReplies, "summaries hold only what was charged")
      if recorded == activations {
        assert(recordedReplies == chargedReplies, "what was charged is recorded")
      }
    }
  }
#endif
