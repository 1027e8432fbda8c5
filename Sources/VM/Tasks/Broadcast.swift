/// What the branches of `stream.broadcast` share (02 §13.3): for each branch the items that it has yet to deliver.
///
/// One branch at a time draws from the source. Another one that needs an item meanwhile waits for the end of that draw: its item
/// may have come with it.
final class BroadcastState: InternalState {
  private var queues: [Queue]
  /// The number of the task that draws from the source.
  private var drawer: Int?
  /// Tasks that wait for the end of the draw.
  private let waiters = WaitQueuePointer.make()
  private unowned(unsafe) let scheduler: Scheduler

  /// Items from a position on, each with a count of its own.
  private struct Queue {
    var items: [Value] = []
    var next = 0
  }

  /// Nothing to deliver for so many branches.
  init(branches: Int, _ scheduler: Scheduler) {
    queues = Array(repeating: Queue(), count: branches)
    self.scheduler = scheduler
  }

  deinit { waiters.deallocate() }

  override var typeName: String { "broadcast" }

  override func forEachHeldValue(_ body: (Value) -> Void) {
    for queue in queues { queue.items[queue.next...].forEach(body) }
  }

  /// Whether a branch has an item to deliver.
  func hasItem(_ branch: Int) -> Bool { queues[branch].next < queues[branch].items.count }

  /// The next item of a branch that has one, owned by the caller.
  func take(_ branch: Int) -> Value {
    let item = queues[branch].items[queues[branch].next]
    queues[branch].next += 1
    // Delivered places are dropped when they are the greater part: each item is moved at most once on average.
    if queues[branch].next * 2 > queues[branch].items.count {
      queues[branch].items.removeFirst(queues[branch].next)
      queues[branch].next = 0
    }
    return item
  }

  /// Adds an item, borrowed, for every branch.
  func put(_ item: Value) {
    for branch in queues.indices { queues[branch].items.append(item.retained()) }
  }

  /// Lets the running task draw, until nobody holds the handle any more; nil after the end of the draw of another task.
  /// `owner` is the handle of this state, with a count for those who wait.
  func takeTurn(_ owner: Value) throws(HarnError) -> Value {
    let task = scheduler.current.record
    guard let drawer else {
      drawer = task.pointee.number
      release(owner)
      return newHandle(BroadcastTurn(self))
    }
    guard drawer != task.pointee.number else {
      release(owner)
      throw .runtimeError("generator is already running")
    }
    do throws(HarnError) {
      try scheduler.mayWait()
    } catch {
      release(owner)
      throw error
    }
    scheduler.beginWait()
    waiters.append(task, owner: owner)
    return .absent
  }

  fileprivate func endTurn() {
    drawer = nil
    while let node = waiters.first { scheduler.machine.wake(node.pointee.task, .value) }
  }
}

/// The turn of one branch to draw from the source of a broadcast.
private final class BroadcastTurn: InternalState {
  private let broadcast: BroadcastState

  init(_ broadcast: BroadcastState) { self.broadcast = broadcast }

  deinit { broadcast.endTurn() }

  override var typeName: String { "broadcast" }
}

/// What the prelude needs for `stream.broadcast`.
var broadcastBuiltins: [NativeBuiltin] {
  func state(_ call: borrowing NativeCall) -> BroadcastState {
    guard call[0].isA(.handle),
      let state = call[0].handle.pointee.state.takeUnretainedValue() as? BroadcastState
    else { preconditionFailure("the prelude passes the state of a broadcast") }
    return state
  }
  return [
    .init("__broadcast") { call throws(HarnError) in
      let branches = call.int(0) ?? 0
      guard branches <= call.limits.listElements else { throw .listTooLarge(call.limits.listElements) }
      return newHandle(BroadcastState(branches: branches, call.vm.scheduler))
    },
    .init("__broadcast_has") { call throws(HarnError) in Value(bool: state(call).hasItem(call.int(1) ?? 0)) },
    .init("__broadcast_turn") { call throws(HarnError) in try state(call).takeTurn(call.owned(0)) },
    .init("__broadcast_take") { call throws(HarnError) in state(call).take(call.int(1) ?? 0) },
    .init("__broadcast_put") { call throws(HarnError) in
      state(call).put(call.value(1))
      return .nilValue
    },
  ]
}
