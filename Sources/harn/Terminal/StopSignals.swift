import Engine
import Glibc
import Synchronization

/// SIGINT and SIGTERM during a run (07 §3.3): the first one stops the program at its next safepoint, or the process after
/// two seconds; the second one ends the process at once.
///
/// Signals belong to the process and their handlers get no context, hence the static state. What a handler does is
/// async-signal-safe: atomic operations and system calls on memory that `install` has set up.
enum StopSignals {
  private static let interruption = Interruption()
  private static let received = Atomic(0)
  private static let graceSeconds: UInt32 = 2

  /// Starts to listen. The result is what the signals request.
  static func install() -> Interruption {
    // The handlers must find both values initialised.
    let interruption = interruption
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
