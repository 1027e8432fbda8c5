import Glibc
import Synchronization

/// Notices when the terminal window gets another size. The signal belongs to the process, hence the static state.
enum WindowSize {
  private static let hasChanged = Atomic(false)

  /// Starts to listen.
  static func watch() {
    // The handler must find the flag initialised.
    hasChanged.store(false, ordering: .sequentiallyConsistent)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      WindowSize.hasChanged.store(true, ordering: .sequentiallyConsistent)
    }
    sigaction(SIGWINCH, &action, nil)
  }

  /// Whether the size has changed since the last call.
  static func takeChange() -> Bool {
    hasChanged.exchange(false, ordering: .sequentiallyConsistent)
  }
}
