// How a builtin makes the running task wait. A native function that cannot give its result yet notes what it waits for and
// returns `absent`; the machine then runs other tasks. Every wait may end with an error instead of its result: a
// deadline, a cancellation (04 A5, A6).

extension NativeCall {
  /// Suspends the running task for a time; the call then has the value nil. `return try call.pause(milliseconds: 20)`
  ///
  /// - Throws: the error of a cancelled task, which must not wait.
  package func pause(milliseconds: Int) throws(HarnError) -> Value {
    guard milliseconds > 0 else { return .nilValue }
    let scheduler = vm.scheduler!
    try scheduler.mayWait()
    let (time, isTooLarge) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
    scheduler.beginWait(until: isTooLarge ? .max : scheduler.time(in: time))
    return .absent
  }

  /// Suspends the running task until a completion is finished; its result is that of the call. `start` gets the completion
  /// and arranges for `finish`, which may happen at once and on any thread. `onGivingUp` is called when the task does not
  /// wait any more, so that the work can be stopped.
  ///
  ///     return try call.suspend { completion in
  ///       startThread { completion.finish { Value(int: 1) } }
  ///     }
  ///
  /// - Throws: the error of a cancelled task, which must not wait.
  package func suspend(
    onGivingUp: (@Sendable () -> Void)? = nil, _ start: (Completion) -> Void
  ) throws(HarnError) -> Value {
    let scheduler = vm.scheduler!
    try scheduler.mayWait()
    let completion = Completion(scheduler.current, scheduler.completions, onGivingUp: onGivingUp)
    scheduler.beginWait(.completion(completion))
    start(completion)
    return .absent
  }

  /// An ms argument (04, conventions): a duration, or an int as milliseconds; nil for any other kind.
  package func milliseconds(_ index: Int) -> Int? {
    let argument = value(index)
    return argument.isDuration || argument.isInt ? argument.int : nil
  }
}

extension Scheduler {
  /// The time so many nanoseconds from now; never when that is beyond all time.
  func time(in nanoseconds: Int) -> Int {
    let (time, isTooLarge) = now.addingReportingOverflow(max(0, nanoseconds))
    return isTooLarge ? .max : time
  }

  /// The time so many milliseconds from now; never for nil.
  func time(inMilliseconds milliseconds: Int?) -> Int {
    guard let milliseconds else { return .max }
    let (nanoseconds, isTooLarge) = max(0, milliseconds).multipliedReportingOverflow(by: 1_000_000)
    return isTooLarge ? .max : time(in: nanoseconds)
  }
}
