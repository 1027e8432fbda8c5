/// A task: a flow of control with its own stack, step context and output (04 A1). What is touched often is in its record; this
/// is also the state of the handle that `spawn` returns.
///
/// The scheduler owns it. A task is linked to the one that created it until it is awaited, cancelled or aborted; nothing
/// outlives its creator.
package final class TaskState: HandleState {
  /// What the step runtime keeps for this task (06 §9).
  package var stepContext: AnyObject? {
    get { record.pointee.stepContext?.takeUnretainedValue() }
    set {
      let old = record.pointee.stepContext
      record.pointee.stepContext = newValue.map { Unmanaged.passRetained($0) }
      old?.release()
    }
  }

  /// What a switch touches; this object owns it.
  let record: TaskRecordPointer
  /// Which construct created it.
  var origin = TaskOrigin.spawn
  /// `parallel` constructs evaluated so far; a child starts with the number of its creator (04 A14.1).
  var groupCount: Int {
    get { record.pointee.groupCount }
    set { record.pointee.groupCount = newValue }
  }
  /// The task-local values as a dict, owned; nil when there are none (04 A14.2).
  var contextValues: Value {
    get { record.pointee.contextValues }
    _modify { yield &record.pointee.contextValues }
  }

  // MARK: Waiting

  /// What it waits for besides its places in queues and its time.
  var wait = Wait.nothing {
    didSet { if case .nothing = wait { record.pointee.hasWait = false } else { record.pointee.hasWait = true } }
  }
  /// The error of the resumption.
  var resumptionError: HarnError?
  /// The time limits in force, outermost first (04 A6).
  var deadlines: [Deadline] = [] { didSet { noteWatch() } }

  // MARK: End

  /// Whom the end concerns, if it is not a task that awaits it.
  var joiner = Joiner.nobody { didSet { noteEndDuties() } }
  /// Its open spans, if it has any (05b §16).
  var spans: TaskSpans? { didSet { noteEndDuties() } }
  /// The error that it ended with, until somebody took it.
  private var failure: HarnError?
  /// A request to end was made (04 A5.2).
  var isCancelled = false { didSet { noteWatch() } }
  /// Safepoints that it may still pass after the request, and how many were granted.
  var grace = TaskState.firstGrace
  var grantedGrace = TaskState.firstGrace
  /// It used up all its grace: no handler sees an error any more.
  var isForcedOut: Bool { isCancelled && grantedGrace == 0 }
  /// What it printed (04 A1.4).
  var output: TaskOutput? { didSet { record.pointee.hasOutput = output != nil } }

  /// Safepoints that a cancelled task may pass before it gets the error.
  static let firstGrace = 1000

  /// A task that no step has entered yet.
  package override init() {
    record = .make()
    super.init()
    record.pointee.owner = Unmanaged.passUnretained(self)
  }

  deinit {
    release(contextValues)
    stepContext = nil
    UnsafeMutableRawPointer(record).deallocate()
  }

  private func noteEndDuties() {
    if case .nobody = joiner { record.pointee.hasEndDuties = spans != nil } else { record.pointee.hasEndDuties = true }
  }

  private func noteWatch() { record.pointee.isWatched = isCancelled || !deadlines.isEmpty }

  // MARK: The handle (04 A2)

  package override var typeName: String { "task_handle" }
  package override var display: String { "<task:vm_task_\(record.pointee.position)>" }

  package override func isEqual(to other: HandleState) -> Bool {
    (other as? TaskState)?.record.pointee.position == record.pointee.position
  }

  package override var equalityHash: UInt64? { UInt64(truncatingIfNeeded: record.pointee.position) }

  package override func forEachHeldValue(_ body: (Value) -> Void) {
    // Nobody can await the task any more.
    record.pointee.isDetached = true
    guard let outcome else { return }
    self.outcome = nil
    record.pointee.machine?.unlink(record)
    switch outcome {
    case .value(let value), .error(.thrown(let value)): body(value)
    case .error: break
    }
  }

  enum Status: UInt8 {
    case ready, running, waiting, ended
  }

  /// How a task that is about to run goes on.
  enum Resumption: UInt8 {
    /// The call that it waits in has a value.
    case value
    /// The `forNext` that it waits in has an item.
    case item
    /// The `forNext` that it waits in is at its end.
    case end
    /// It was called by channels at which it waits, and takes an item if there still is one.
    case receive
    /// The instruction is executed again.
    case again
    /// The instruction raises an error.
    case error
  }

  /// What a received item is for.
  enum Delivery: UInt8 {
    /// The result of the call.
    case value
    /// An item of a loop.
    case item
    /// `select`: the result is the number of the case.
    case choice
    /// `channel_select`: the result is a dict.
    case selection
  }

  /// What a suspended task waits for.
  enum Wait {
    case nothing
    /// The end of a child that was asked to end.
    case graceful(TaskState)
    /// The children of a `parallel`.
    case group(TaskGroup)
    /// The end of what a supervisor stops.
    case supervisor(Supervisor)
    /// Something outside the machine.
    case completion(Completion)
  }

  /// Whom the end of a task concerns.
  enum Joiner {
    case nobody
    case group(TaskGroup, Int)
    case supervisor(SupervisedChild)
  }
}

// MARK: What the record holds

extension TaskState {
  var status: Status {
    get { record.pointee.status }
    set { record.pointee.status = newValue }
  }

  /// The creator; it outlives this task.
  var parent: TaskState? { record.pointee.parent?.state }

  /// The newest child.
  var firstChild: TaskState? { record.pointee.firstChild?.state }

  /// The child of the same creator that was made before this one.
  var nextSibling: TaskState? { record.pointee.nextSibling?.state }

  /// Where it continues; nil before its start and after its end.
  var registers: Registers? {
    get { record.pointee.isStarted ? record.pointee.registers : nil }
    set {
      record.pointee.isStarted = newValue != nil
      if let newValue { record.pointee.registers = newValue }
    }
  }

  /// The producer that runs in it.
  var coroutine: UnsafeMutablePointer<Coroutine>? {
    get { record.pointee.coroutine }
    set { record.pointee.coroutine = newValue }
  }

  /// Nil before the start, after the end, and for the entry task.
  var stack: TaskStack? {
    get { record.pointee.stack }
    set { record.pointee.stack = newValue }
  }

  /// The item that `select` took, owned.
  var selected: Value {
    get { record.pointee.selected }
    set { record.pointee.selected = newValue }
  }

  /// How it ended, until somebody took it.
  var outcome: TaskOutcome? {
    get { record.pointee.result.isAbsent ? failure.map { .error($0) } : .value(record.pointee.result) }
    set {
      record.pointee.result = .absent
      failure = nil
      switch newValue {
      case .value(let value)?: record.pointee.result = value
      case .error(let error)?: failure = error
      case nil: break
      }
    }
  }
}

/// How a task ended.
enum TaskOutcome {
  /// With a value, owned.
  case value(Value)
  /// With an error, in the form of 04 A1.5.
  case error(HarnError)

  /// Releases what the outcome owns.
  func discard() {
    switch self {
    case .value(let value), .error(.thrown(let value)): release(value)
    case .error: break
    }
  }
}

/// Which construct created a task (04 A14).
enum TaskOrigin {
  case root
  /// A `spawn`; the record says which.
  case spawn
  /// Member `index` of a `parallel`.
  case member(TaskGroup, Int)
  /// A run of a supervised child.
  case supervised(SupervisedChild)
  /// A demand from a sequence that this task began; see `Draws.swift`.
  case draw(TaskState)
}
