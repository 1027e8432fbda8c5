import Glibc
import Synchronization
import VM

/// Stops a run from outside (07 §3.3).
///
/// A run that was given one ends at its next safepoint after `request`, with status 124; so does a run that starts later.
public final class Interruption: Sendable {
  private let isRequested = Atomic(false)
  /// The address of the word that the machine of the run polls, 0 while there is no run.
  private let word = Atomic<UInt>(0)
  /// Calls of `request` that may be about to write the word.
  private let writers = Atomic(0)

  /// The exit status of an interrupted run.
  static let exitStatus: Int32 = 124

  /// An interruption that was not requested.
  public init() {}

  /// Whether `request` was called.
  public var wasRequested: Bool { isRequested.load(ordering: .sequentiallyConsistent) }

  /// Makes the run stop. Any thread may call it, and so may a signal handler: nothing here locks or allocates.
  public func request() {
    isRequested.store(true, ordering: .sequentiallyConsistent)
    writers.add(1, ordering: .sequentiallyConsistent)
    let address = word.load(ordering: .sequentiallyConsistent)
    UnsafeMutablePointer<Int>(bitPattern: address)?.pointee = 1
    writers.subtract(1, ordering: .sequentiallyConsistent)
  }

  /// Connects the machine that is about to run. It must be disconnected before it goes away.
  func connect(_ vm: VirtualMachine) {
    word.store(UInt(bitPattern: vm.interruptWord), ordering: .sequentiallyConsistent)
    if wasRequested { vm.interrupt() }
  }

  /// Forgets the machine. On return nobody writes its word any more: who came after the store has not seen the address,
  /// and who came before is waited for.
  func disconnect() {
    word.store(0, ordering: .sequentiallyConsistent)
    while writers.load(ordering: .sequentiallyConsistent) != 0 { sched_yield() }
  }
}
