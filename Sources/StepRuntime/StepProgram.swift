import Synchronization
import VM

/// What the tasks of one running program share: registries, hooks and the completed log (06 §10 "program state").
///
/// It listens to the calls of tracked functions (`StepHooks`). What belongs to one task lies in its `TaskContext`.
package final class StepProgram {
  private let state = Mutex(State())
  private let handlersExist = Atomic(false)
  /// Nil without one, and from its end.
  private unowned var vm: VirtualMachine?

  /// The shared tables.
  struct State: Sendable {
    var registrations: [String: Registration] = [:]
    var hooks: [PersonaHookRegistration] = []
    var hookCount = 0
    var completed: [CompletedStep] = []
    var firstPersonaName: String?
    #if DEBUG
      var audit = Audit()
    #endif
  }

  /// Empty tables.
  package init() {}

  deinit {
    clearPersonaHooks()
    vm?.stepHooks = nil
  }

  /// Exclusive access to the shared tables.
  func withState<T: Sendable>(_ body: (inout State) -> T) -> T { state.withLock { body(&$0) } }

  /// Listens to the calls of a machine, whose functions registration marks.
  func attach(_ vm: VirtualMachine) {
    self.vm = vm
    vm.stepHooks = self
  }

  /// Stops listening.
  package func machineEnds() { vm = nil }

  /// Whether any hook is registered; the machine knows it too.
  package internal(set) var hasHandlers: Bool {
    get { handlersExist.load(ordering: .relaxed) }
    set {
      handlersExist.store(newValue, ordering: .relaxed)
      vm?.hasStepHandlers = newValue
    }
  }

  /// Tells the machine which functions are registered.
  func track(_ registration: Registration) {
    vm?.setTracking(registration, functionsNamed: registration.function)
  }

  /// The context of `task`, made at its first use (06 §9.1 rule 1).
  package func context(of task: TaskState) -> TaskContext {
    if let context = task.stepContext {
      assert(context is TaskContext, "only the step runtime sets the context")
      return unsafeDowncast(context, to: TaskContext.self)
    }
    let context = TaskContext(program: self)
    task.stepContext = context
    return context
  }

  /// Gives `child` a context that inherits from `creator` as it stands now (06 §9.1 rule 2).
  package func inheritContext(from creator: TaskState, to child: TaskState) {
    child.stepContext = context(of: creator).makeChildContext()
  }

  /// Checks that nothing is open in a task that ended (06 §9.1); debug builds only.
  package func taskDidEnd(_ task: TaskState) {
    assert((task.stepContext as? TaskContext)?.isIdle ?? true, "stacks are empty when a task ends")
  }

  /// Empties registries, completed log, hooks and the context of the calling task (06 §10.2).
  package func resetState() {
    if let vm { return resetState(task: vm.currentTask) }
    resetTables()
  }

  /// Empties registries, completed log, hooks and the context of `task`.
  package func resetState(task: TaskState) {
    resetTables()
    task.stepContext = nil
  }

  private func resetTables() {
    clearPersonaHooks()
    let functions = withState { state in
      defer { state = State() }
      return Array(state.registrations.keys)
    }
    functions.forEach { vm?.setTracking(nil, functionsNamed: $0) }
  }
}

// MARK: - Personas

extension StepProgram {
  /// The persona that was entered first in this run (06 §11.2 `persona`).
  package var firstPersonaName: String? { withState { $0.firstPersonaName } }

  /// A persona is about to be entered.
  func noteEntered(_ persona: PersonaDefinition) {
    withState { if $0.firstPersonaName == nil { $0.firstPersonaName = persona.name } }
  }
}

// MARK: - Completed log

extension StepProgram {
  /// Closes a taken activation and appends its summary (06 §10.3).
  package func finishActiveStep(_ step: ActiveStep, status: String, error: String?) {
    let summary = step.close(status: status, error: error)
    record(summary)
  }

  /// Appends the summary of an ended activation.
  @inline(__always) func record(_ summary: @autoclosure () -> CompletedStep) {
    withState { state in
      state.completed.append(summary())
      #if DEBUG
        state.audit.noteRecorded(state.completed[state.completed.count - 1])
      #endif
    }
  }

  /// The log in order; it is empty afterwards (06 §10.5).
  package func drainCompletedSteps() -> [CompletedStep] {
    withState { state in
      defer { state.completed = [] }
      return state.completed
    }
  }

  /// The log in order, unchanged (06 §10.5).
  package func peekCompletedSteps() -> [CompletedStep] { withState { $0.completed } }
}

// MARK: - Calls of tracked functions

extension StepProgram: StepHooks {
  /// Pushes the persona, then the activation (06 §4.2 steps 4 and 5).
  package func didPush(
    _ registration: AnyObject, depth: Int, arguments: UnsafeBufferPointer<Value>, task: TaskState
  ) {
    let registration = registered(registration)
    let context = context(of: task)
    if let persona = registration.persona { context.push(persona, frameDepth: depth) }
    if let step = registration.step { context.push(step, frameDepth: depth, borrowing: arguments) }
  }

  /// The registration that the machine hands over.
  func registered(_ object: AnyObject) -> Registration {
    assert(object is Registration, "the machine was given nothing else")
    return unsafeDowncast(object, to: Registration.self)
  }

  /// Records the activation that `error` leaves and applies its boundary (06 §4.4, §5.2).
  package func isLeaving(depth: Int, error: HarnError, task: TaskState) -> BoundaryDecision {
    context(of: task).judge(error, depth: depth)
  }

  /// Hands the charging step and the persona of the creator down (06 §9.1 rule 2).
  package func didCreate(_ task: TaskState, by creator: TaskState) {
    inheritContext(from: creator, to: task)
  }

  /// Records everything that is open (06 §4.4).
  package func didEnd(errorText: String, task: TaskState) {
    context(of: task).recordAll(error: errorText)
  }
}

// MARK: - Bookkeeping of debug builds

#if DEBUG
  /// Counts what must balance: every activation is recorded once, and what was charged is what replies reported.
  struct Audit {
    var activations = 0
    var recorded = 0
    var chargedReplies = 0
    var recordedReplies = 0

    /// One more summary.
    mutating func noteRecorded(_ summary: CompletedStep) {
      recorded += 1
      recordedReplies += Int(summary.llmCalls)
      assert(recorded <= activations, "an activation is recorded once")
      assert(recordedReplies <= chargedReplies, "summaries hold only what was charged")
      if recorded == activations {
        assert(recordedReplies == chargedReplies, "what was charged is recorded")
      }
    }
  }
#endif

extension StepProgram {
  /// One more activation began.
  func noteActivation() {
    #if DEBUG
      withState { $0.audit.activations += 1 }
    #endif
  }

  /// One more reply is charged. Runs under the lock of the ledger, so no summary can overtake it.
  func noteChargedReply() {
    #if DEBUG
      withState { $0.audit.chargedReplies += 1 }
    #endif
  }
}
