import Engine
import Glibc
import Synchronization

/// Ends tests from outside: one whose time is over (07 §7.2), and all of them when the process is asked to end (07 §2.4).
final class TestWatch: Sendable {
  private struct Entry {
    var interruption: Interruption
    var end: ContinuousClock.Instant
  }

  /// The tests that run, by their ends: each has the same time.
  private let running = Mutex<[Entry]>([])
  private let limit: Duration
  private let stop: Interruption
  /// Signals write to this pipe.
  private let alarm = Pipe()

  /// Watches from now on.
  init(limitMilliseconds: Int) {
    limit = .milliseconds(max(limitMilliseconds, 1))
    stop = StopSignals.install(waking: alarm.writingEnd)
    startThread()
  }

  private func startThread() {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<TestWatch>.fromOpaque(context).takeRetainedValue().watch() }
        return nil
      }, context.toOpaque())
    if status == 0 { pthread_detach(thread) } else { context.release() }
  }

  /// Whether no further test is to be started.
  var isStopped: Bool { stop.wasRequested }

  /// Runs a test with what ends it when its time is over.
  func watching<Result>(_ test: (Interruption) -> Result) -> Result {
    let interruption = Interruption()
    running.withLock { $0.append(Entry(interruption: interruption, end: .now + limit)) }
    // The thread that watches is gone then.
    if isStopped { interruption.request() }
    defer { running.withLock { entries in entries.removeAll { $0.interruption === interruption } } }
    return test(interruption)
  }

  /// A test that starts during a wait ends after it: waits are never longer than a test may take.
  private func watch() {
    while !isStopped {
      let end = running.withLock { $0.first?.end }
      alarm.wait(end.map { ContinuousClock.now.duration(to: $0) } ?? limit)
      running.withLock { entries in
        let now = ContinuousClock.now
        for entry in entries where isStopped || entry.end <= now { entry.interruption.request() }
        entries.removeAll { $0.end <= now }
      }
    }
  }
}

/// A pipe that a signal handler writes to.
private struct Pipe: Sendable {
  let readingEnd: Int32
  let writingEnd: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    (readingEnd, writingEnd) = (ends[0], ends[1])
  }

  /// Waits until something is written or the time is over. Long waits end early.
  func wait(_ time: Duration) {
    var request = pollfd(fd: readingEnd, events: Int16(POLLIN), revents: 0)
    let milliseconds = time / .milliseconds(1)
    poll(&request, 1, Int32(min(max(milliseconds.rounded(.up), 0), 3_600_000)))
  }
}
