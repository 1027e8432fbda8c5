import VM

/// The steps and personas of one task (06 §9.1, §10 "task context").
///
/// A task can neither see nor change the stacks of another one. A child refers to the charging step and the persona of
/// the place that created it; both are fixed.
package final class TaskContext {
  /// The state of the program; it outlives its tasks.
  unowned let program: StepProgram
  /// The log of that program.
  private let log: CompletedLog
  /// What is in force now. Unchecked, because every call of a step changes it; no access outlasts the function that makes
  /// it.
  @exclusivity(unchecked) private var stacks: Stacks
  /// What hook handlers and module initialisation set aside, outermost first (06 §7.6).
  private var suspended: [Suspension] = []

  /// What was set aside, and for which handlers; nil for module initialisation.
  private final class Suspension {
    var stacks = Stacks()
    let interlude: Interlude?

    init(for interlude: Interlude?) { self.interlude = interlude }
  }

  /// Both stacks and the inherited references (06 §9.1).
  private struct Stacks: ~Copyable {
    var steps = StepStack()
    var personas: [ActivePersona] = []
    var inheritedStep: ActiveStep?
    var inheritedPersona: PersonaDefinition?
    var inheritedPolicy: StagePolicy?
  }

  /// Empty stacks; nothing is inherited.
  init(program: StepProgram) {
    self.program = program
    log = program.log
    stacks = Stacks()
  }

  /// The context of a task that this task creates now (06 §9.1 rules 1, 2 and 9).
  package func makeChildContext() -> TaskContext {
    let child = TaskContext(program: program)
    child.stacks.inheritedStep = chargingStep
    child.stacks.inheritedPersona = currentPersona
    child.stacks.inheritedPolicy = stagePolicy
    return child
  }
}

// MARK: - What is active

extension TaskContext {
  /// The step that calls of this task are charged to: its own top, else the inherited one while it is open (06 §9.1
  /// rule 3).
  package var chargingStep: ActiveStep? {
    if !stacks.steps.isEmpty { return stacks.steps.top.pointee.object() }
    return stacks.inheritedStep.flatMap { $0.isOpen ? $0 : nil }
  }

  /// Frame depth of the top activation of the task's own stack (06 §10.3).
  package var activeStepFrameDepth: Int? {
    stacks.steps.isEmpty ? nil : stacks.steps.top.pointee.entry.frameDepth
  }

  /// The current persona: the task's own top, else the inherited one (06 §8.1).
  package var currentPersona: PersonaDefinition? {
    stacks.personas.last?.definition ?? stacks.inheritedPersona
  }

  /// Name of the current persona (06 §10.3).
  package var currentPersonaName: String? { currentPersona?.name }

  /// The stage policy in force: that of the task's own top activation, else the inherited one (06 §8.3).
  package var stagePolicy: StagePolicy? {
    stacks.steps.isEmpty ? stacks.inheritedPolicy : stacks.steps.top.pointee.entry.stagePolicy
  }

  /// The span of the innermost step: the task's own top, else the inherited one; 0 without one.
  var spanID: UInt64 {
    stacks.steps.isEmpty ? stacks.inheritedStep?.spanID ?? 0 : stacks.steps.top.pointee.entry.spanID
  }

  /// The default model of the charging step (06 §6.1, §10.4).
  package var activeStepModelDefault: String? {
    if !stacks.steps.isEmpty { return stacks.steps.top.pointee.entry.definition.model }
    return chargingStep?.definition.model
  }

  /// Reads the charging step (06 §10.3); nil when there is none.
  package func withActiveStep<T>(_ body: (ActiveStep) -> T) -> T? { chargingStep.map(body) }

  /// Changes the counters of the charging step with exclusive access (06 §10.3); nil when there is none.
  package func withMutableActiveStep<T: Sendable>(_ body: (inout StepLedger) -> T) -> T? {
    chargingStep?.withLedger(body)
  }

  /// Charges one reply to the charging step and throws its breach (06 §10.4); without one a no-op.
  package func recordStepLLMUsage(
    model: String, inputTokens: Int, outputTokens: Int, costUSD: Double
  ) throws(HarnError) {
    let usage = ReplyUsage(
      model: model, inputTokens: inputTokens, outputTokens: outputTokens, costUSD: costUSD)
    if let error = program.charge(usage, to: chargingStep).error { throw error }
  }
}

// MARK: - Entering and leaving

extension TaskContext {
  /// Pushes the persona registered for `function`, if any (06 §4.2 step 4, §10.3).
  @discardableResult
  package func pushActivePersonaIfRegistered(function: String, frameDepth: Int) -> Bool {
    guard let definition = program.personaDefinition(forFunction: function) else { return false }
    push(definition, frameDepth: frameDepth)
    return true
  }

  /// Pushes a persona.
  func push(_ definition: PersonaDefinition, frameDepth: Int) {
    program.noteEntered(definition)
    stacks.personas.append(ActivePersona(frameDepth: frameDepth, definition: definition))
  }

  /// Pushes an activation when `function` is a step (06 §4.2 step 5, §10.3). Borrows the arguments.
  @discardableResult
  package func pushActiveStepIfRegistered(
    function: String, frameDepth: Int, arguments: [Value]
  ) -> Bool {
    guard let definition = program.stepDefinition(forFunction: function) else { return false }
    arguments.withUnsafeBufferPointer { push(definition, frameDepth: frameDepth, borrowing: $0) }
    return true
  }

  /// Pushes an activation. Borrows the arguments.
  func push(
    _ definition: StepDefinition, frameDepth: Int, borrowing arguments: UnsafeBufferPointer<Value>
  ) {
    assert(frameDepth > activeStepFrameDepth ?? 0, "frame depths grow with nesting")
    log.noteActivation()
    stacks.steps.push(
      StepEntry(
        frameDepth: frameDepth, definition: definition, persona: currentPersona, policy: stagePolicy,
        spanID: log.isTracing.load(ordering: .relaxed) ? program.openSpan(of: definition) : 0,
        borrowing: arguments))
  }

  /// Takes the top activation off the stack when it belongs to the frame at `frameDepth` (06 §10.3).
  package func takeActiveStep(frameDepth: Int) -> ActiveStep? {
    guard activeStepFrameDepth == frameDepth else { return nil }
    var top = stacks.steps.pop()
    return top.object()
  }

  /// Takes and records the top activation when it belongs to the frame at `frameDepth` (06 §10.3).
  @discardableResult
  package func popAndRecord(frameDepth: Int, status: String, error: String?) -> Bool {
    guard let step = takeActiveStep(frameDepth: frameDepth) else { return false }
    program.finishActiveStep(step, status: status, error: error)
    return true
  }

  /// Drops what belongs to frames deeper than `currentDepth`, innermost first, recording activations (06 §10.3).
  package func pruneBelowFrame(_ currentDepth: Int, error: String? = nil) {
    while let depth = activeStepFrameDepth, depth > currentDepth {
      popAndRecord(frameDepth: depth, status: error == nil ? StepStatus.completed : StepStatus.failed, error: error)
    }
    dropPersonas(below: currentDepth)
  }

  /// Drops the personas of frames deeper than `currentDepth`.
  @inline(__always) func dropPersonas(below currentDepth: Int) {
    while !stacks.personas.isEmpty, stacks.personas[stacks.personas.count - 1].frameDepth > currentDepth {
      stacks.personas.removeLast()
    }
  }

  /// Records every open activation, innermost first, suspended ones included: the run ends inside them (06 §4.4).
  func recordAll(error: String) {
    pruneBelowFrame(0, error: error)
    while let outer = suspended.popLast() {
      swap(&stacks, &outer.stacks)
      if case .end(let step, _)? = outer.interlude?.completion {
        program.finishActiveStep(step, status: StepStatus.failed, error: error)
      }
      pruneBelowFrame(0, error: error)
    }
  }

  /// Whether nothing is open; so it must be when a task ends.
  package var isIdle: Bool {
    stacks.steps.isEmpty && stacks.personas.isEmpty && suspended.isEmpty
  }
}

// MARK: - Calls of tracked functions

extension TaskContext {
  /// What the machine calls.
  static let entries = StepEntries(
    didPush: { context, registration, depth, arguments, count in
      Unmanaged<TaskContext>.fromOpaque(context)._withUnsafeGuaranteedRef { context in
        Unmanaged<Registration>.fromOpaque(registration)._withUnsafeGuaranteedRef { registration in
          let arguments = UnsafeBufferPointer(start: arguments.assumingMemoryBound(to: Value.self), count: count)
          context.didPush(registration, depth: depth, arguments: arguments)
        }
      }
    },
    didReturn: { context, depth in
      Unmanaged<TaskContext>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.didReturn(depth: depth) }
    })

  /// Pushes the persona, then the activation (06 §4.2 steps 4 and 5).
  private func didPush(_ registration: Registration, depth: Int, arguments: UnsafeBufferPointer<Value>) {
    if let persona = registration.persona { push(persona, frameDepth: depth) }
    if let step = registration.step { push(step, frameDepth: depth, borrowing: arguments) }
  }

  /// Records the activation of the frame at `depth`, which returned, without asking handlers (06 §4.4 row 1).
  func didReturn(depth: Int) {
    pruneBelowFrame(depth)
    if activeStepFrameDepth == depth {
      var top = stacks.steps.pop()
      if top.step != nil || top.entry.spanID != 0 {
        program.finishActiveStep(top.object(), status: StepStatus.completed, error: nil)
      } else {
        top.entry.arguments.release()
        log.append(unused: top.entry.definition)
      }
    }
    dropPersonas(below: depth - 1)
  }
}

// MARK: - Suspending

/// The context that a suspension set aside (06 §10.1). It can be put back once: restoring consumes it.
package struct ActiveContextSnapshot: ~Copyable {
  /// Number of suspensions in force, this one included.
  fileprivate let level: Int
}

extension TaskContext {
  /// Number of suspensions in force (06 §10 "suspension depth").
  package var suspensionDepth: Int { suspended.count }

  /// Sets both stacks and the inherited references aside and leaves an empty context (06 §7.6, §10.6).
  package func takeActiveContext() -> ActiveContextSnapshot {
    suspend(for: nil)
    return ActiveContextSnapshot(level: suspended.count)
  }

  private func suspend(for interlude: Interlude?) {
    let suspension = Suspension(for: interlude)
    swap(&stacks, &suspension.stacks)
    suspended.append(suspension)
  }

  /// Puts a context back and drops what the interlude left behind (06 §7.6, §10.6). Suspensions inside the interlude that
  /// were not restored end with it.
  package func restoreActiveContext(_ snapshot: consuming ActiveContextSnapshot) {
    while suspended.count >= snapshot.level { endSuspension() }
  }

  private func endSuspension() {
    guard let outer = suspended.popLast() else { return }
    pruneBelowFrame(0)
    swap(&stacks, &outer.stacks)
  }

  /// Sets the context aside for the handlers of an occurrence (06 §7.6).
  func begin(_ interlude: Interlude) { suspend(for: interlude) }

  /// The innermost occurrence whose handlers run.
  var interlude: Interlude? { suspended.last?.interlude }

  /// Puts the context of the innermost occurrence back.
  func endInterlude() { endSuspension() }
}
