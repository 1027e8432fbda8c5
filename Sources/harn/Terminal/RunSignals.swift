import Engine
import Glibc
import Synchronization

/// A signal that stops the program that runs, not the process: SIGINT while an input is evaluated (07 §8.1), SIGALRM when the
/// time of a test is over (07 §7.2).
///
/// Signals belong to the process and their handlers get no context, hence the static state.
enum RunSignals {
  /// The interruption of the run, as a bit pattern; 0 while there is none.
  private static let current = Atomic<UInt>(0)
  nonisolated(unsafe) private static var interruption: Interruption?

  /// Starts to listen to `signal`.
  static func install(for signal: Int32) {
    // The handler must find the value initialised.
    current.store(0, ordering: .sequentiallyConsistent)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in RunSignals.receive() }
    // Files and pipes are read and written to the end; who waits for input polls, and polls are never restarted.
    action.sa_flags = SA_RESTART
    sigaction(signal, &action, nil)
    unblockSignals([signal])
  }

  /// The interruption that the signal requests from now on.
  static func begin() -> Interruption {
    let interruption = Interruption()
    self.interruption = interruption
    current.store(
      UInt(bitPattern: Unmanaged.passUnretained(interruption).toOpaque()),
      ordering: .sequentiallyConsistent)
    return interruption
  }

  /// The signal means nothing again.
  static func end() { current.store(0, ordering: .sequentiallyConsistent) }

  /// Runs `body` with an interruption that is requested after so many milliseconds.
  static func limiting<Result>(toMilliseconds limit: Int, _ body: (Interruption) -> Result) -> Result {
    let interruption = begin()
    setTimer(milliseconds: max(limit, 1))
    let result = body(interruption)
    setTimer(milliseconds: 0)
    end()
    return result
  }

  private static func setTimer(milliseconds: Int) {
    let value = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    var timer = itimerval(it_interval: timeval(), it_value: value)
    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
  }

  private static func receive() {
    let savedError = errno
    defer { errno = savedError }
    guard let address = UnsafeRawPointer(bitPattern: current.load(ordering: .sequentiallyConsistent))
    else { return }
    Unmanaged<Interruption>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.request() }
  }
}
