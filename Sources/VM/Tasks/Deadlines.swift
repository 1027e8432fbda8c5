/// A time limit in force, held by a local of the function with the `deadline` block: it ends when the local is cleared or
/// released, on whichever way (04 A6).
final class DeadlineState: InternalState {
  private let task: TaskState
  private let number: Int

  /// A limit of the running task.
  init(_ task: TaskState, number: Int) {
    self.task = task
    self.number = number
  }

  deinit { task.deadlines.removeAll { $0.number == number } }

  override var typeName: String { "deadline" }
}

/// What `deadline` compiles to.
var deadlineBuiltins: [NativeBuiltin] {
  [
    .init("__task_deadline") { call throws(HarnError) in
      let scheduler = call.vm.scheduler!
      let limit = call.milliseconds(0) ?? 30_000
      guard limit > 0 else { throw .thrown(text: deadlineText) }
      return scheduler.beginDeadline(scheduler.time(inMilliseconds: limit))
    }
  ]
}

/// The text of the error at the end of a deadline.
let deadlineText = "Deadline exceeded"

extension Scheduler {
  /// Puts the running task under a time limit as long as the result lives.
  fileprivate func beginDeadline(_ time: Int) -> Value {
    deadlineCount += 1
    current.deadlines.append(Deadline(number: deadlineCount, time: time))
    watchDeadlines()
    lookCloser()
    return newHandle(DeadlineState(current, number: deadlineCount))
  }

  /// Makes the watchdog ring when the next limit of the running task is over.
  func watchDeadlines() {
    guard let next = current.deadlines.lazy.map(\.time).min(), next != .max else { return }
    watchdog.watch(next, words: vm.interruptWords)
  }

  /// The limit of the running task that is over, which then is gone.
  func takeExpiredDeadline() -> Bool {
    guard !current.deadlines.isEmpty else { return false }
    let now = now
    guard let index = current.deadlines.firstIndex(where: { $0.time <= now }) else { return false }
    current.deadlines[index].time = .max
    return true
  }
}
