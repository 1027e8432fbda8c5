import Engine
import Glibc

/// Decides which tests may run at the same time (07 §7.3): there are so many slots, a heavy test occupies several of them, and
/// tests of one group never overlap.
///
/// Unchecked, because `lock` guards what changes.
final class TestSlots: @unchecked Sendable {
  private let count: Int
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var occupied = 0
  private var groups: Set<String> = []

  /// Empty slots.
  init(_ count: Int) {
    self.count = count
    pthread_mutex_init(lock, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    lock.deallocate()
    change.deallocate()
  }

  /// Waits until `test` may run, and runs it.
  func occupying<Result>(for test: TestPipeline, _ run: () -> Result) -> Result {
    // A test that wants more than there is gets all.
    let slots = min(test.threads, count)
    pthread_mutex_lock(lock)
    while occupied + slots > count || test.serialGroup.map(groups.contains) ?? false { pthread_cond_wait(change, lock) }
    occupied += slots
    if let group = test.serialGroup { groups.insert(group) }
    pthread_mutex_unlock(lock)
    defer {
      pthread_mutex_lock(lock)
      occupied -= slots
      if let group = test.serialGroup { groups.remove(group) }
      pthread_cond_broadcast(change)
      pthread_mutex_unlock(lock)
    }
    return run()
  }
}
