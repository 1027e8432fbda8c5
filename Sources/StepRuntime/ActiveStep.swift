import Synchronization
import VM

/// One activation of a step: from the push of its frame to the moment it is recorded (06 §10.1 `ActiveStep`).
///
/// It has identity: child tasks refer to the activation that they charge. Its counters may be charged by several tasks,
/// so they live behind a lock; everything else is fixed.
package final class ActiveStep {
  /// Frames of the task right after the frame was pushed (06 §4.1).
  package let frameDepth: Int
  /// The definition at the time of the call (06 §3.1).
  package let definition: StepDefinition
  /// Name of the persona that was current (06 §4.2 step 5).
  package let persona: String?
  /// The arguments as passed, each with a count of its own; empty once the activation is recorded.
  package private(set) var args: [Value]
  /// The tracing span, 0 without tracing.
  package let spanID: UInt64 = 0
  /// Whether a stage policy was pushed (06 §8.3).
  package let stagePolicyPushed: Bool
  /// The policy in force, narrowed by that stage; nil when no stage is in force.
  let stagePolicy: StagePolicy?
  private let state: Mutex<StepLedger>

  /// An activation with counters at 0, for which `stage` is pushed onto the policy in force; borrows the arguments.
  package init(
    frameDepth: Int, definition: StepDefinition, persona: String?, stage: StageDeclaration? = nil,
    policy: StagePolicy? = nil, borrowing arguments: [Value]
  ) {
    self.frameDepth = frameDepth
    self.definition = definition
    self.persona = persona
    stagePolicyPushed = stage != nil
    stagePolicy = stage.map { (policy ?? StagePolicy()).narrowed(by: $0) } ?? policy
    args = arguments.map { $0.retained() }
    state = Mutex(StepLedger(definition: definition))
  }

  deinit { releaseArguments() }

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
  package var isOpen: Bool { ledger.isOpen }

  /// Exclusive access to the counters, as one indivisible operation (06 §9.1 rule 7).
  package func withLedger<T: Sendable>(_ body: (inout StepLedger) -> T) -> T {
    state.withLock { body(&$0) }
  }

  /// Closes the activation and tells what to record. Closing and reading the counters is one operation, so a summary
  /// holds everything that was ever charged.
  func close(status: String, error: String?) -> CompletedStep {
    releaseArguments()
    return withLedger { ledger in
      ledger.close()
      return CompletedStep(ledger, status: status, error: error)
    }
  }

  private func releaseArguments() {
    args.forEach { $0.released() }
    args = []
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
