/// The entry points through which the machine tells the step runtime of calls of tracked functions (06 §4).
///
/// A call of a function that is not tracked reaches none of them. `depth` is the number of frames of the task right after
/// the frame of the tracked function was pushed.
package protocol StepHooks: AnyObject {
  /// The frame of a tracked function was pushed (06 §4.2 steps 4 and 5). `arguments` are as passed, borrowed.
  func didPush(function: String, depth: Int, arguments: [Value], task: TaskState)

  /// The tracked function at `depth` returns `value` (06 §4.4 row 1). The result replaces it; takes over and hands on one
  /// count. Throwing makes the call fail with that error.
  func willReturn(_ value: Value, depth: Int, task: TaskState) throws(HarnError) -> Value

  /// `error` is about to leave the frame of the tracked function at `depth` (06 §4.4, §5). Takes over the error and hands
  /// on what goes on.
  func isLeaving(depth: Int, error: HarnError, task: TaskState) -> BoundaryDecision

  /// `creator`, which a step has entered, creates `task` (06 §9.1 rule 2).
  func didCreate(_ task: TaskState, by creator: TaskState)

  /// A task that a step has entered, or that inherits one, ended (06 §9.1 rule 1).
  func taskDidEnd(_ task: TaskState)

  /// The run ends inside open activations, by `exit` or an uncaught error with this text (06 §4.4).
  func didEnd(errorText: String, task: TaskState)
}

/// How a call of a step goes on after an error left it (06 §5.2).
package enum BoundaryDecision {
  /// The error goes on in the caller.
  case propagate(HarnError)
  /// The call has this value.
  case resume(Value)
}
