import Engine
import Glibc
import Synchronization

/// SIGINT while an input is evaluated stops the evaluation, not the process (07 §8.1).
///
/// Signals belong to the process and their handlers get no context, hence the static state.
enum ReplSignals {
  /// The interruption of the evaluation that runs, as a bit pattern; 0 while none does.
  private static let current = Atomic<UInt>(0)
  nonisolated(unsafe) private static var interruption: Interruption?

  /// Starts to listen.
  static func install() {
    // The handler must find the value initialised.
    current.store(0, ordering: .sequentiallyConsistent)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in ReplSignals.receive() }
    // Files and pipes are read and written to the end; who waits for input polls, and polls are never restarted.
    action.sa_flags = SA_RESTART
    sigaction(SIGINT, &action, nil)
  }

  /// The interruption that SIGINT requests from now on.
  static func beginEvaluation() -> Interruption {
    let interruption = Interruption()
    self.interruption = interruption
    current.store(
      UInt(bitPattern: Unmanaged.passUnretained(interruption).toOpaque()),
      ordering: .sequentiallyConsistent)
    return interruption
  }

  /// SIGINT means nothing again.
  static func endEvaluation() { current.store(0, ordering: .sequentiallyConsistent) }

  private static func receive() {
    let savedError = errno
    defer { errno = savedError }
    guard let address = UnsafeRawPointer(bitPattern: current.load(ordering: .sequentiallyConsistent))
    else { return }
    Unmanaged<Interruption>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.request() }
  }
}
