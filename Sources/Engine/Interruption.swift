import Glibc
import Synchronization
import VM

/// Stops a run from outside (07 §3.3).
///
/// The entry task of a run that was given one is cancelled by `request`, and the run ends with status 124 when it has
/// unwound; so does a run that starts later.
public final class Interruption: Sendable {
  private let isRequested = Atomic(false)
  /// The address of the words that the machine of the run polls, 0 while there is no run.
  private let words = Atomic<UInt>(0)
  /// The bell that wakes the run.
  private let bell = Atomic<Int32>(-1)
  /// Calls of `request` that may be about to write the words.
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
    let address = words.load(ordering: .sequentiallyConsistent)
    if let words = UnsafeMutablePointer<Int>(bitPattern: address) {
      words[1] = 1
      words[2] = 1
      words[0] = 1
      Bell.ring(bell.load(ordering: .sequentiallyConsistent))
    }
    writers.subtract(1, ordering: .sequentiallyConsistent)
  }

  /// Connects the machine that is about to run. It must be disconnected before it goes away.
  func connect(_ vm: VirtualMachine) {
    bell.store(vm.interruptBell, ordering: .sequentiallyConsistent)
    words.store(UInt(bitPattern: vm.interruptWords), ordering: .sequentiallyConsistent)
    if wasRequested { vm.interrupt() }
  }

  /// Forgets the machine. On return nobody writes its words any more: who came after the store has not seen the address,
  /// and who came before is waited for.
  func disconnect() {
    words.store(0, ordering: .sequentiallyConsistent)
    while writers.load(ordering: .sequentiallyConsistent) != 0 { sched_yield() }
  }
}
