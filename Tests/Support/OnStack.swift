import Foundation

/// The result of `work` on a thread of its own with a stack of this size: sanitizers make frames large.
package func onStack<Result: Sendable>(ofMegabytes size: Int, _ work: @escaping @Sendable () -> Result) -> Result {
  let box = ResultBox<Result>()
  let thread = Thread { box.finish(with: work()) }
  thread.stackSize = size << 20
  thread.start()
  return box.wait()
}

/// Hands one result from a thread to another.
///
/// Sendable because the semaphore orders the only write before the only read.
private final class ResultBox<Result: Sendable>: @unchecked Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private var result: Result?

  func finish(with result: Result) {
    self.result = result
    semaphore.signal()
  }

  func wait() -> Result {
    semaphore.wait()
    guard let result else { preconditionFailure("the thread ends with a result") }
    return result
  }
}
