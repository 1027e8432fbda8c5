import Synchronization

/// The result of a call that something outside the machine will supply: a process, a thread, a model.
///
/// A builtin gets one from `NativeCall.suspend`, hands it to whoever does the work and returns. `finish` may be called once,
/// from any thread. What comes after the task gave up - a deadline, a cancellation, an abort - is dropped.
package final class Completion: Sendable {
  /// Who waits. Only the thread of the machine looks inside.
  nonisolated(unsafe) let task: TaskState
  private let queue: CompletionQueue
  private let onGivingUp: (@Sendable () -> Void)?
  private let state = Mutex(State.waiting)

  private enum State { case waiting, finished, givenUp }

  init(_ task: TaskState, _ queue: CompletionQueue, onGivingUp: (@Sendable () -> Void)?) {
    self.task = task
    self.queue = queue
    self.onGivingUp = onGivingUp
  }

  /// Supplies the result. `result` runs on the thread of the machine, so it may make values; it returns an owned one.
  package func finish(_ result: @escaping @Sendable () throws(HarnError) -> Value) {
    queue.add(self, result)
  }

  /// Whether the result is still wanted; true once.
  func takeInterest() -> Bool {
    state.withLock { state in
      guard state == .waiting else { return false }
      state = .finished
      return true
    }
  }

  /// The task does not wait any more.
  func giveUp() {
    let wasWaiting = state.withLock { state in
      defer { state = .givenUp }
      return state == .waiting
    }
    if wasWaiting { onGivingUp?() }
  }
}

/// Results on their way from other threads to the machine.
final class CompletionQueue: Sendable {
  /// Wakes the machine.
  let bell = Bell()
  private let finished = Mutex<[Result]>([])
  /// Whether there is anything to take. The machine reads it at each switch; this object owns it.
  nonisolated(unsafe) let hasResults: UnsafeMutablePointer<Atomic<Bool>>

  init() {
    hasResults = .allocate(capacity: 1)
    hasResults.initialize(to: Atomic(false))
  }

  deinit {
    hasResults.deinitialize(count: 1)
    hasResults.deallocate()
  }

  /// A completion and what makes its value.
  typealias Result = (completion: Completion, value: @Sendable () throws(HarnError) -> Value)

  /// Adds a result and wakes the machine.
  func add(_ completion: Completion, _ result: @escaping @Sendable () throws(HarnError) -> Value) {
    finished.withLock { $0.append((completion, result)) }
    hasResults.pointee.store(true, ordering: .releasing)
    bell.ring()
  }

  /// The results so far.
  func take() -> [Result] {
    guard hasResults.pointee.load(ordering: .acquiring) else { return [] }
    hasResults.pointee.store(false, ordering: .sequentiallyConsistent)
    return finished.withLock { finished in
      defer { finished = [] }
      return finished
    }
  }
}
