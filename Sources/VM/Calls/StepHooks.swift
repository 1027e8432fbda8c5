/// The entry points through which the machine tells the step runtime of calls of tracked functions (06 §4).
///
/// A call of a function that is not tracked reaches none of them. `depth` is the number of frames of the task right after
/// the frame of the tracked function was pushed; the registration is what `VirtualMachine.setTracking` was given.
package protocol StepHooks: AnyObject {
  /// A tracked function is about to be called with these arguments, borrowed (06 §4.2 step 2). True when an interlude has
  /// begun, which says in the end how the call is made. Only asked while `VirtualMachine.hasStepHandlers`.
  func willCall(_ registration: AnyObject, arguments: [Value], task: TaskState) -> Bool

  /// A tracked function is called for the first time in a task, which gets its context now.
  func prepare(_ task: TaskState)

  /// The tracked function at `depth` returned `value` (06 §4.4 row 1). False when an interlude has begun, which took over
  /// the count of the value and says in the end what the call yields. Only asked while `VirtualMachine.hasStepHandlers`.
  func didReturn(_ value: Value, depth: Int, task: TaskState) -> Bool

  /// `error` is about to leave the frame of the tracked function at `depth` (06 §4.4, §5). Takes over the error and hands
  /// on what goes on.
  func isLeaving(depth: Int, error: HarnError, task: TaskState) -> BoundaryDecision

  /// `creator`, which a step has entered, creates `task` (06 §9.1 rule 2).
  func didCreate(_ task: TaskState, by creator: TaskState)

  /// A task that a step has entered, or that inherits one, ended (06 §9.1 rule 1).
  func taskDidEnd(_ task: TaskState)

  /// The run ends inside open activations, by `exit` or an uncaught error with this text (06 §4.4).
  func didEnd(errorText: String, task: TaskState)

  /// Whether calls with this registration are activations of a step, which have spans of their own.
  func isStep(_ registration: AnyObject) -> Bool

  /// The span of the innermost step of a task that a step has entered, or that inherits one; 0 without one.
  func spanNumber(of task: TaskState) -> UInt64

  /// `VirtualMachine.spanRecorder` has changed.
  func tracingDidChange()

  /// Throws when the task may not dispatch a tool of this name (06 §8.3).
  func admitTool(_ name: String, task: TaskState) throws(HarnError)

  /// The machine goes away.
  func machineEnds()

  /// What comes next in the innermost interlude of the task: `result` is that of the handler before, owned, nil at the start.
  /// Throwing ends the interlude; the error is raised where it interrupted the program.
  func continueInterlude(after result: Value?, task: TaskState) throws(HarnError) -> InterludeStep

  /// `error` left a handler of the innermost interlude of the task, which has ended. Takes over the error and hands on what
  /// is raised where the interlude interrupted the program.
  func interludeFailed(_ error: HarnError, task: TaskState) -> HarnError
}

/// What every call of a step goes through, when no handler is registered: functions of the context of its task, in a form
/// that counts no reference on the way.
package struct StepEntries {
  /// The frame of a tracked function is pushed (06 §4.2 steps 4 and 5). The parameters are the context, the registration, the
  /// depth, the arguments as passed, borrowed, and their number.
  package typealias DidPush = @convention(c) (UnsafeRawPointer, UnsafeRawPointer, Int, UnsafeRawPointer, Int) -> Void
  /// The tracked function at a depth returned (06 §4.4 row 1). The parameters are the context and the depth.
  package typealias DidReturn = @convention(c) (UnsafeRawPointer, Int) -> Void

  let didPush: DidPush
  let didReturn: DidReturn

  /// These functions.
  package init(didPush: @escaping DidPush, didReturn: @escaping DidReturn) {
    self.didPush = didPush
    self.didReturn = didReturn
  }
}

/// What comes next in an interlude.
package enum InterludeStep {
  /// A handler is called with one argument; both are owned.
  case call(handler: Value, payload: Value)
  /// The interrupted call is made, with the items of this list, owned, if there is one.
  case enter(arguments: Value?)
  /// The interrupted call or builtin has this value, owned.
  case resume(Value)
}

/// How a call of a step goes on after an error left it (06 §5.2).
package enum BoundaryDecision {
  /// The error goes on in the caller.
  case propagate(HarnError)
  /// The call has this value.
  case resume(Value)
}
