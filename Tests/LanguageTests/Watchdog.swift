import Foundation

/// Ends the test process when a program does not end: nothing else can stop a run inside it.
final class Watchdog: Sendable {
  private let isDone = DispatchSemaphore(value: 0)

  /// Watches a program from now on.
  init(_ path: String, seconds: Int = 60) {
    Thread.detachNewThread { [isDone] in
      if isDone.wait(timeout: .now() + .seconds(seconds)) == .success { return }
      FileHandle.standardError.write(Data("\(path) does not end\n".utf8))
      exit(1)
    }
  }

  /// The program ended.
  func stop() { isDone.signal() }
}
