/// A task: a flow of control with its own stack, step context and output (04 A1).
///
/// The scheduler owns it. A task is linked to the one that created it until it is awaited, cancelled or aborted; nothing
/// outlives its creator.
package final class TaskState {
  /// What the step runtime keeps for this task (06 §9).
  package var stepContext: AnyObject?

  // MARK: Place in the tree

  /// Unique in the machine; 0 for the entry task.
  var number = 0
  /// The creator; it outlives this task.
  unowned(unsafe) var parent: TaskState?
  /// Which construct created it.
  var origin = TaskOrigin.root
  /// Tasks created by `spawn` so far.
  var spawnCount = 0
  /// `parallel` constructs evaluated so far; a child starts with the number of its creator (04 A14.1).
  var groupCount = 0
  /// The task-local values as a dict, owned; nil when there are none (04 A14.2).
  var contextValues = Value.nilValue
  /// The children, newest first.
  unowned(unsafe) var firstChild: TaskState?
  unowned(unsafe) var previousSibling: TaskState?
  unowned(unsafe) var nextSibling: TaskState?

  // MARK: Execution

  var status = Status.ready
  /// What a task that has not started calls, and its argument; owned.
  var callee = Value.absent
  var argument = Value.absent
  /// Where it continues; nil before its start.
  var registers: Registers?
  /// The producer that runs in it.
  var coroutine: UnsafeMutablePointer<Coroutine>?
  /// Nil before the start, after the end, and for the entry task.
  var stack: TaskStack?
  unowned(unsafe) var previousReady: TaskState?
  unowned(unsafe) var nextReady: TaskState?

  // MARK: Waiting

  /// What it waits for.
  var wait = Wait.nothing
  /// Its places in queues.
  var firstNode: UnsafeMutablePointer<WaitNode>?
  /// Its position in the heap of timers, −1 when it has none.
  var timerIndex = -1
  /// When the wait itself is over, whatever the deadlines say.
  var timeout = Int.max
  /// What the wait results in then; never counted.
  var timeoutValue = Value.nilValue
  /// What a received item is for.
  var delivery = Delivery.value
  /// The item that `select` took, owned.
  var selected = Value.nilValue
  /// How the task goes on.
  var resumption = Resumption.value
  /// The value of the resumption, owned.
  var resumptionValue = Value.nilValue
  /// The error of the resumption.
  var resumptionError: HarnError?
  /// The time limits in force, outermost first (04 A6).
  var deadlines: [Deadline] = []

  // MARK: End

  /// Whom the end concerns.
  var joiner = Joiner.nobody
  /// How it ended, until somebody took it.
  var outcome: TaskOutcome?
  /// No handle refers to it any more.
  var isDetached = false
  /// A request to end was made (04 A5.2).
  var isCancelled = false
  /// Safepoints that it may still pass after the request, and how many were granted.
  var grace = TaskState.firstGrace
  var grantedGrace = TaskState.firstGrace
  /// It used up all its grace: no handler sees an error any more.
  var isForcedOut: Bool { isCancelled && grantedGrace == 0 }
  /// What it printed (04 A1.4).
  var output: TaskOutput?
  /// How many calls drop what it prints; see `MuteState`.
  var mutes = 0

  /// Safepoints that a cancelled task may pass before it gets the error.
  static let firstGrace = 1000

  /// A task that no step has entered yet.
  package init() {}

  deinit { release(contextValues) }

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
    /// The time `timeout`, or a place in a queue.
    case queue
    /// The end of a child.
    case child(TaskState)
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
    case awaiting(TaskState)
    case group(TaskGroup, Int)
    case supervisor(SupervisedChild)
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
  /// The `k`th `spawn` of its creator.
  case spawn(Int)
  /// Member `index` of a `parallel`.
  case member(TaskGroup, Int)
  /// A run of a supervised child.
  case supervised(SupervisedChild)
}
