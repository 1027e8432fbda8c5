import Glibc

/// A thread that asks for the attention of a machine at a time: loops and calls then reach their slow paths. It is started
/// when a program sets its first deadline, and asks again until it is told the next time or none.
final class Watchdog: @unchecked Sendable {
  // `lock` guards all of these; the thread sees nothing else.
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var time = Int.max
  private var isStopped = false
  private var thread: pthread_t?
  private var words: UnsafeMutablePointer<Int>?

  /// Nanoseconds until an unanswered request is repeated.
  private static let repetition = 2_000_000

  /// A watchdog that sleeps.
  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    lock.deallocate()
    condition.deallocate()
  }

  /// Asks for attention at `time` through the `interruptWords` of the machine.
  func watch(_ time: Int, words: UnsafeMutablePointer<Int>) {
    pthread_mutex_lock(lock)
    let isEarlier = time < self.time
    self.time = time
    self.words = words
    if thread == nil { start() } else if isEarlier { pthread_cond_signal(condition) }
    pthread_mutex_unlock(lock)
  }

  /// Nobody wants attention any more.
  func rest() {
    // Without a thread nobody else looks at the time.
    guard thread != nil else { return }
    pthread_mutex_lock(lock)
    time = .max
    pthread_mutex_unlock(lock)
  }

  /// Ends the thread. The machine may go away then.
  func stop() {
    guard let thread else { return }
    pthread_mutex_lock(lock)
    isStopped = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(lock)
    pthread_join(thread, nil)
    self.thread = nil
  }

  private func start() {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let result = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let watchdog = Unmanaged<Watchdog>.fromOpaque(context).takeRetainedValue()
        watchdog.run()
        return nil
      }, context)
    if result == 0 { self.thread = thread }
  }

  private func run() {
    pthread_mutex_lock(lock)
    while !isStopped {
      let now = SystemTime().nanoseconds
      guard time != .max else {
        pthread_cond_wait(condition, lock)
        continue
      }
      if time <= now {
        words?[2] = 1
        words?[0] = 1
        time = now + Watchdog.repetition
      }
      wait(nanoseconds: time - now)
    }
    pthread_mutex_unlock(lock)
  }

  private func wait(nanoseconds: Int) {
    var end = timespec()
    clock_gettime(CLOCK_REALTIME, &end)
    // Long waits in pieces: nobody minds, and the clock may be set.
    let total = end.tv_nsec + min(nanoseconds, 3_600_000_000_000)
    end.tv_sec += total / 1_000_000_000
    end.tv_nsec = total % 1_000_000_000
    pthread_cond_timedwait(condition, lock, &end)
  }
}
