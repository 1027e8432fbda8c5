import Synchronization
import VM

/// One activation of a step: from the push of its frame to the moment it is recorded (06 §10.1 `ActiveStep`).
///
/// It has identity: child tasks refer to the activation that they charge. Its counters may be charged by several tasks,
/// so they live behind a lock; everything else is fixed.
///
/// Only an activation that somebody refers to has an object: one that is charged, inherited or shown to a hook. Others are
/// an entry on the stack of their task and nothing else.
package final class ActiveStep {
  @exclusivity(unchecked) private var entry: StepEntry
  private let state: Mutex<StepLedger>

  /// The activation of an entry, with counters at 0.
  init(_ entry: consuming StepEntry) {
    state = Mutex(StepLedger(definition: entry.definition))
    self.entry = entry
  }

  deinit { entry.arguments.release() }

  /// Frames of the task right after the frame was pushed (06 §4.1).
  package var frameDepth: Int { entry.frameDepth }
  /// The definition at the time of the call (06 §3.1).
  package var definition: StepDefinition { entry.definition }
  /// The tracing span, 0 without tracing.
  package var spanID: UInt64 { entry.spanID }
  /// Whether a stage policy was pushed (06 §8.3).
  package var stagePolicyPushed: Bool { entry.isStagePolicyPushed }
  /// The policy in force, narrowed by that stage; nil when no stage is in force.
  var stagePolicy: StagePolicy? { entry.stagePolicy }
  /// Name of the persona that was current.
  package var persona: String? { entry.persona?.name }
  /// The arguments as passed, borrowed; empty once the activation is recorded.
  package var args: [Value] { entry.arguments.list }
  /// The limits and counters as they stand.
  package var ledger: StepLedger { state.withLock { $0 } }
  /// Input tokens charged.
  package var inputTokens: UInt64 { ledger.inputTokens }
  /// Output tokens charged.
  package var outputTokens: UInt64 { ledger.outputTokens }
  /// Cost charged.
  package var costUSD: Double { ledger.costUSD }
  /// Replies charged.
  package var llmCalls: UInt32 { ledger.llmCalls }
  /// The model of the last reply that named one.
  package var lastModel: String? { ledger.lastModel }
  /// False once the activation is recorded.
  package var isOpen: Bool { state.withLock { $0.isOpen } }

  /// Exclusive access to the counters, as one indivisible operation (06 §9.1 rule 7).
  package func withLedger<T: Sendable>(_ body: (inout StepLedger) -> T) -> T {
    state.withLock { body(&$0) }
  }

  /// Closes the activation and tells what to record. Closing and reading the counters is one operation, so a summary
  /// holds everything that was ever charged.
  func close(status: String, error: String?) -> CompletedStep {
    entry.arguments.release()
    return withLedger { ledger in
      ledger.close()
      return CompletedStep(ledger, status: status, error: error)
    }
  }
}

/// One call of a persona function in progress (06 §10.1 `ActivePersona`).
package struct ActivePersona: Sendable {
  /// Frames of the task right after the frame was pushed (06 §4.1).
  package var frameDepth: Int
  /// The definition at the time of the call.
  package var definition: PersonaDefinition

  /// A call of a persona function.
  package init(frameDepth: Int, definition: PersonaDefinition) {
    self.frameDepth = frameDepth
    self.definition = definition
  }
}
