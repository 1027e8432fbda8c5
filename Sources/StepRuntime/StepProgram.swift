import Synchronization
import VM

/// What the tasks of one running program share: registries, hooks and the completed log (06 §10 "program state").
///
/// It listens to the calls of tracked functions (`StepHooks`). What belongs to one task lies in its `TaskContext`.
package final class StepProgram {
  private let state = Mutex(State())
  private let handlersExist = Atomic(false)
  /// The completed log.
  let log = CompletedLog()
  /// Nil without one, and from its end.
  private(set) unowned var vm: VirtualMachine?

  /// The shared tables.
  struct State: Sendable {
    var registrations: [String: Registration] = [:]
    var hooks: [PersonaHookRegistration] = []
    var hookCount = 0
    var firstPersonaName: String?
  }

  /// Empty tables.
  package init() {}

  deinit {
    clearPersonaHooks()
    vm?.stepHooks = nil
    vm?.stepEntries = nil
  }

  /// Exclusive access to the shared tables.
  func withState<T: Sendable>(_ body: (inout State) -> T) -> T { state.withLock { body(&$0) } }

  /// Listens to the calls of a machine, whose functions registration marks.
  func attach(_ vm: VirtualMachine) {
    self.vm = vm
    vm.stepHooks = self
    vm.stepEntries = TaskContext.entries
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
    log.reset()
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
    if step.spanID != 0 { endSpan(step.spanID, metadata: summary.spanDetails(persona: step.persona)) }
    log.append(summary)
  }

  /// The log in order; it is empty afterwards (06 §10.5).
  package func drainCompletedSteps() -> [CompletedStep] { log.drain().summaries }

  /// The log in order, unchanged (06 §10.5).
  package func peekCompletedSteps() -> [CompletedStep] { log.entries.summaries }
}

extension [CompletedLog.Entry] {
  /// The summaries, each as often as it stands there.
  fileprivate var summaries: [CompletedStep] { flatMap { repeatElement($0.summary, count: $0.count) } }
}

// MARK: - Calls of tracked functions

extension StepProgram: StepHooks {
  /// Makes the context of a task.
  package func prepare(_ task: TaskState) { _ = context(of: task) }

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
