import Engine
import Glibc
import Synchronization

/// SIGINT and SIGTERM during a run (07 §3.3) or runs of tests: the first one stops the program at its next safepoint, or the
/// process after two seconds; the second one ends the process at once.
///
/// Signals belong to the process and their handlers get no context, hence the static state. What a handler does is
/// async-signal-safe: atomic operations and system calls on memory that `install` has set up.
enum StopSignals {
  private static let interruption = Interruption()
  private static let received = Atomic(0)
  /// Who is told of the first signal by one byte; -1: nobody.
  private static let listener = Atomic<Int32>(-1)
  private static let graceSeconds: UInt32 = 2

  /// Starts to listen. The result is what the signals request; the first one also writes a byte to `descriptor`.
  static func install(waking descriptor: Int32 = -1) -> Interruption {
    // The handlers must find all values initialised.
    let interruption = interruption
    listener.store(descriptor, ordering: .sequentiallyConsistent)
    received.store(0, ordering: .sequentiallyConsistent)
    handle(SIGALRM) { _ in _exit(ExitStatus.interrupted) }
    for signal in [SIGINT, SIGTERM] { handle(signal) { _ in StopSignals.receive() } }
    unblockSignals([SIGALRM, SIGINT, SIGTERM])
    return interruption
  }

  private static func handle(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_RESTART
    sigaction(signal, &action, nil)
  }

  private static func receive() {
    let savedError = errno
    guard received.add(1, ordering: .sequentiallyConsistent).oldValue == 0 else {
      _exit(ExitStatus.interrupted)
    }
    let message: StaticString = "[harn] signal received, flushing state...\n"
    _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
    alarm(graceSeconds)
    interruption.request()
    var byte: UInt8 = 1
    _ = write(listener.load(ordering: .sequentiallyConsistent), &byte, 1)
    errno = savedError
  }
}

/// Lets the signals through: a process inherits what the thread that started it had blocked.
func unblockSignals(_ signals: [Int32]) {
  var set = sigset_t()
  sigemptyset(&set)
  for signal in signals { sigaddset(&set, signal) }
  pthread_sigmask(SIG_UNBLOCK, &set, nil)
}
