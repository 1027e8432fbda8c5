import Glibc
import Synchronization

/// The time of a run. The system's by default; tests supply their own.
package protocol TimeSource: AnyObject {
  /// Nanoseconds on a clock that never goes back.
  var nanoseconds: Int { get }
  /// Milliseconds since the epoch.
  var epochMilliseconds: Int { get }
  /// Blocks until `time` on the clock of `nanoseconds`, without end when it is nil, or until the bell is rung.
  func wait(until time: Int?, bell: Bell)
}

/// The time of the system.
package final class SystemTime: TimeSource {
  /// The time of the system.
  package init() {}

  package var nanoseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  package var epochMilliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  package func wait(until time: Int?, bell: Bell) {
    bell.wait(nanoseconds: time.map { max(0, $0 - nanoseconds) })
  }
}

/// A time that passes only while everybody waits: each wait ends at once and puts the clock forward.
package final class SimulatedTime: TimeSource {
  package private(set) var nanoseconds = 0
  private let start: Int

  /// A time that starts at this moment since the epoch.
  package init(epochMilliseconds: Int = 1_700_000_000_000) { start = epochMilliseconds }

  package var epochMilliseconds: Int { start + nanoseconds / 1_000_000 }

  package func wait(until time: Int?, bell: Bell) {
    guard let time else { return bell.wait(nanoseconds: nil) }
    nanoseconds = max(nanoseconds, time)
  }
}

/// Ends a wait from another thread, or from a signal handler.
package final class Bell: Sendable {
  /// The descriptor that `ring` writes to.
  package let descriptor: Int32
  private let receiver: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      }
    }
    receiver = ends[0]
    descriptor = ends[1]
  }

  deinit {
    for end in [receiver, descriptor] where end >= 0 { close(end) }
  }

  /// Ends the wait that goes on, or the next one.
  package func ring() { Bell.ring(descriptor) }

  /// The same by descriptor: nothing here locks or allocates.
  package static func ring(_ descriptor: Int32) {
    var byte: UInt8 = 1
    _ = write(descriptor, &byte, 1)
  }

  /// Blocks until the bell is rung or the time is over, or almost over; nil: no limit.
  func wait(nanoseconds: Int?) {
    guard isRung(nanoseconds) else { return }
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(receiver, &bytes, 16) == 16 {}
  }

  /// The system ends waits up to so many nanoseconds late.
  private static let slack = 50_000

  private func isRung(_ nanoseconds: Int?) -> Bool {
    // Whoever comes a little too early asks again; that wait then ends late, so nobody spins.
    let limit = nanoseconds.map { $0 > 2 * Bell.slack ? $0 - Bell.slack : $0 }
    var set = fd_set()
    // A descriptor beyond a set is left to `poll`, which knows milliseconds only.
    guard let limit, receiver >= 0, receiver < 8 * MemoryLayout<fd_set>.size else {
      var request = pollfd(fd: receiver, events: Int16(POLLIN), revents: 0)
      return poll(&request, 1, limit.map { Int32(clamping: ($0 + 999_999) / 1_000_000) } ?? -1) > 0
    }
    withUnsafeMutableBytes(of: &set) { $0[Int(receiver) / 8] |= 1 << (receiver % 8) }
    var time = timespec(tv_sec: limit / 1_000_000_000, tv_nsec: limit % 1_000_000_000)
    return pselect(receiver + 1, &set, nil, nil, &time, nil) > 0
  }
}

/// The clock that programs read (05 §21): the time of the run, or a mocked one.
package final class ProgramClock {
  /// The real time.
  package let source: any TimeSource
  /// `now_ms` and `monotonic_ms` while they are mocked.
  private var mock: (epoch: Int, monotonic: Int)?

  /// A clock that is not mocked.
  package init(_ source: any TimeSource) { self.source = source }

  /// Whether the time is mocked.
  package var isMocked: Bool { mock != nil }

  /// Milliseconds since the epoch.
  package var epochMilliseconds: Int { mock?.epoch ?? source.epochMilliseconds }

  /// Milliseconds on a clock that never goes back.
  package var monotonicMilliseconds: Int { mock?.monotonic ?? source.nanoseconds / 1_000_000 }

  /// Freezes the clock at this time since the epoch.
  package func mock(epochMilliseconds: Int) { mock = (epochMilliseconds, 0) }

  /// Puts a mocked clock forward; nil when it is not mocked, else the new time since the epoch.
  package func advance(milliseconds: Int) -> Int? {
    guard let (epoch, monotonic) = mock else { return nil }
    func moved(_ time: Int) -> Int {
      let (sum, isTooLarge) = time.addingReportingOverflow(milliseconds)
      return isTooLarge ? milliseconds < 0 ? .min : .max : sum
    }
    mock = (moved(epoch), moved(monotonic))
    return moved(epoch)
  }

  /// Back to real time.
  package func unmock() { mock = nil }
}
