import Engine
import Glibc
import Synchronization

/// SIGINT while an input of a session is evaluated: it stops the program that runs, not the process (07 §8.1).
///
/// Signals belong to the process and their handlers get no context, hence the static state.
enum RunSignals {
  /// The interruption of the run, as a bit pattern; 0 while there is none.
  private static let current = Atomic<UInt>(0)
  nonisolated(unsafe) private static var interruption: Interruption?

  /// Starts to listen.
  static func install() {
    // The handler must find the value initialised.
    current.store(0, ordering: .sequentiallyConsistent)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in RunSignals.receive() }
    // Files and pipes are read and written to the end; who waits for input polls, and polls are never restarted.
    action.sa_flags = SA_RESTART
    sigaction(SIGINT, &action, nil)
    unblockSignals([SIGINT])
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

  private static func receive() {
    let savedError = errno
    defer { errno = savedError }
    guard let address = UnsafeRawPointer(bitPattern: current.load(ordering: .sequentiallyConsistent))
    else { return }
    Unmanaged<Interruption>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.request() }
  }
}
