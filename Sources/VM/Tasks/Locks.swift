/// A named lock with permits: mutex, semaphore, gate or readers–writer lock (04 A9). First come, first served.
final class SyncLock {
  /// Who waits for permits.
  let queue = WaitQueuePointer.make()
  let kind: String
  let key: String
  let capacity: Int
  /// Figures of 04 A9.3.
  private(set) var held = 0
  private(set) var acquisitions = 0
  private(set) var timeouts = 0
  private(set) var cancellations = 0
  private(set) var releases = 0
  private(set) var maximumDepth = 0
  private(set) var waitedMilliseconds = 0
  private(set) var heldMilliseconds = 0
  private unowned(unsafe) let scheduler: Scheduler

  /// A lock whose permits are all free.
  init(kind: String, key: String, capacity: Int, _ scheduler: Scheduler) {
    self.kind = kind
    self.key = key
    self.capacity = capacity
    self.scheduler = scheduler
    queue.pointee.lock = self
  }

  deinit { queue.deallocate() }

  /// A permit if it is the turn of a newcomer and there are enough; nil else.
  func tryAcquire(_ amount: Int) -> Value? {
    guard queue.first == nil, amount <= capacity - held else { return nil }
    return grant(amount)
  }

  private func grant(_ amount: Int) -> Value {
    held += amount
    acquisitions += 1
    return newHandle(PermitState(self, amount, since: scheduler.now))
  }

  /// Notes an attempt that may wait.
  func noteQueued() { maximumDepth = max(maximumDepth, queue.pointee.count + 1) }

  /// Notes an attempt that found no permit free.
  func noteTimeout() { timeouts += 1 }

  /// Notes an attempt of a cancelled task.
  func noteCancellation() { cancellations += 1 }

  /// Takes permits back and serves who waits.
  func giveBack(_ amount: Int, heldSince start: Int) {
    held -= amount
    releases += 1
    heldMilliseconds += (scheduler.now - start) / 1_000_000
    serve()
  }

  private func serve() {
    while let node = queue.first, node.pointee.amount <= capacity - held {
      waitedMilliseconds += (scheduler.now - node.pointee.choice) / 1_000_000
      scheduler.machine.deliver(grant(node.pointee.amount), to: node)
    }
  }

  /// A task gave up: its time was over, or it was cancelled or aborted.
  func didGiveUp(_ node: WaitNodePointer, _ reason: GivingUp) {
    waitedMilliseconds += (scheduler.now - node.pointee.choice) / 1_000_000
    if reason == .timeout { timeouts += 1 } else { cancellations += 1 }
    serve()
  }

  /// The dict of 04 A9.3.
  var metrics: Value {
    Value(dict: [
      "kind": Value(string: kind), "key": Value(string: key), "capacity": Value(int: capacity),
      "acquisition_count": Value(int: acquisitions), "timeout_count": Value(int: timeouts),
      "cancellation_count": Value(int: cancellations), "release_count": Value(int: releases),
      "current_held": Value(int: held), "current_queue_depth": Value(int: queue.pointee.count),
      "max_queue_depth": Value(int: maximumDepth), "total_wait_ms": Value(int: waitedMilliseconds),
      "total_held_ms": Value(int: heldMilliseconds),
    ])
  }
}

/// Permits of a lock. When the handle becomes unreachable they are given back.
final class PermitState: InternalState {
  let lock: SyncLock
  private let amount: Int
  private let start: Int
  private(set) var isReleased = false

  /// Permits that the lock has granted at this time.
  init(_ lock: SyncLock, _ amount: Int, since start: Int) {
    self.lock = lock
    self.amount = amount
    self.start = start
  }

  deinit { _ = giveBack() }

  override var typeName: String { "sync_permit" }
  override var display: String { "<sync_permit:\(lock.kind):\(lock.key)>" }

  /// Gives the permits back; whether they still were out.
  func giveBack() -> Bool {
    if isReleased { return false }
    isReleased = true
    lock.giveBack(amount, heldSince: start)
    return true
  }
}

/// The named locks of a program.
final class LockTable {
  private var locks: [String: SyncLock] = [:]

  /// The lock of this kind and key, made at its first use.
  func lock(
    _ kind: String, _ key: String, capacity: Int, _ scheduler: Scheduler
  ) throws(HarnError) -> SyncLock {
    if let known = find(kind, key) {
      guard known.capacity == capacity else {
        throw .runtimeError(
          "sync \(kind) '\(key)' already exists with capacity \(known.capacity), not \(capacity)")
      }
      return known
    }
    let lock = SyncLock(kind: kind, key: key, capacity: capacity, scheduler)
    locks["\(kind):\(key)"] = lock
    return lock
  }

  /// The lock of this kind and key, if it was ever used.
  func find(_ kind: String, _ key: String) -> SyncLock? { locks["\(kind):\(key)"] }

  /// All locks, or those of a kind, by name.
  func all(_ kind: String?) -> [SyncLock] {
    locks.sorted { $0.key < $1.key }.map(\.value).filter { kind == nil || $0.kind == kind }
  }
}

/// Named locks (04 A9.2, A9.3), and the entry of a `mutex` block, whose permit lies in a local (04 A9.1).
var lockBuiltins: [NativeBuiltin] {
  [
    .init("__task_mutex") { call throws(HarnError) in
      try call.acquire("mutex", key: "__default__", capacity: 1, amount: 1, limit: nil)
    },
    .init("sync_mutex_acquire") { call throws(HarnError) in
      try call.acquire(
        "mutex", key: call.key(0, "__default__"), capacity: 1, amount: 1,
        limit: call.timeLimit(1))
    },
    .init("sync_semaphore_acquire") { call throws(HarnError) in
      let name = "sync_semaphore_acquire"
      return try call.acquire(
        "semaphore", key: call.key(0, "default"), capacity: call.positive(1, name),
        amount: call.positive(2, name), limit: call.timeLimit(3))
    },
    .init("sync_gate_acquire") { call throws(HarnError) in
      try call.acquire(
        "gate", key: call.key(0, "default"), capacity: call.positive(1, "sync_gate_acquire"),
        amount: 1, limit: call.timeLimit(2))
    },
    .init("sync_rwlock_acquire") { call throws(HarnError) in try call.acquireReadersWriterLock() },
    .init("sync_release") { call throws(HarnError) in
      guard call.count > 0, call[0].isA(.handle),
        let permit = call[0].handle.pointee.state.takeUnretainedValue() as? PermitState
      else { throw .runtimeError("sync_release: first argument must be a sync permit") }
      return Value(bool: permit.giveBack())
    },
    .init("sync_metrics") { call throws(HarnError) in
      let locks = call.vm.scheduler.locks
      guard call.count < 2 else {
        return locks.find(call.text(0), call.text(1))?.metrics ?? .nilValue
      }
      return Value(list: locks.all(call.count > 0 ? call.text(0) : nil).map(\.metrics))
    },
  ]
}

extension NativeCall {
  /// The display form of an argument as key; the default when it is missing or nil.
  fileprivate func key(_ index: Int, _ fallback: String) -> String {
    value(index).isNil ? fallback : text(index)
  }

  /// A number of permits; 1 for anything but an int.
  fileprivate func positive(_ index: Int, _ name: String) throws(HarnError) -> Int {
    guard let number = int(index) else { return 1 }
    guard number > 0 else { throw .runtimeError("\(name): value must be positive") }
    return number
  }

  fileprivate func acquire(
    _ kind: String, key: String, capacity: Int, amount: Int, limit: Int?
  ) throws(HarnError) -> Value {
    let scheduler = vm.scheduler!
    guard amount <= capacity else {
      throw .runtimeError("sync \(kind) '\(key)' requested \(amount) permits from capacity \(capacity)")
    }
    let lock = try scheduler.locks.lock(kind, key, capacity: capacity, scheduler)
    do throws(HarnError) {
      try scheduler.mayWait()
    } catch {
      lock.noteCancellation()
      throw error
    }
    if limit != 0 { lock.noteQueued() }
    if let permit = lock.tryAcquire(amount) { return permit }
    guard limit != 0 else {
      lock.noteTimeout()
      return .nilValue
    }
    scheduler.beginWait(until: scheduler.time(inMilliseconds: limit))
    lock.queue.append(scheduler.current.record, choice: scheduler.now, amount: amount)
    return .absent
  }

  fileprivate func acquireReadersWriterLock() throws(HarnError) -> Value {
    let amount: Int
    switch key(1, "read") {
    case "read": amount = 1
    case "write": amount = 1024
    default: throw .runtimeError("sync_rwlock_acquire: mode must be read or write")
    }
    return try acquire(
      "rwlock", key: key(0, "default"), capacity: 1024, amount: amount, limit: timeLimit(2))
  }
}
