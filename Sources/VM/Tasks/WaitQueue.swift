/// The place of a task in a queue.
struct WaitNode {
  /// Who waits; it is alive as long as the node.
  let task: Unmanaged<TaskState>
  /// The queue; `owner` or the machine keeps it alive.
  let queue: Unmanaged<WaitQueue>
  /// The handle that owns the queue, with a count of its own; nil when the machine does.
  let owner: Value
  /// Which case of a `select` this is.
  var choice: Int
  /// What a sender sends, owned.
  var item: Value
  /// How many permits are asked for.
  var amount: Int
  var previous: UnsafeMutablePointer<WaitNode>?
  var next: UnsafeMutablePointer<WaitNode>?
  /// The next place of the same task.
  var nextOfTask: UnsafeMutablePointer<WaitNode>?
}

typealias WaitNodePointer = UnsafeMutablePointer<WaitNode>

/// Tasks that wait in line, first come first served.
class WaitQueue {
  private(set) var first: WaitNodePointer?
  private var last: WaitNodePointer?
  /// How many wait.
  private(set) final var count = 0

  /// Nobody waits.
  init() {}

  /// A task gave up: its time was over, or it was cancelled or aborted.
  func didGiveUp(_ node: WaitNodePointer, _ reason: GivingUp) {}

  /// Puts a task at the end of the line. Takes over the counts of `owner` and `item`.
  final func append(
    _ task: TaskState, owner: Value = .nilValue, choice: Int = 0, item: Value = .nilValue,
    amount: Int = 0
  ) {
    let node = WaitNodePointer.allocate(capacity: 1)
    node.initialize(
      to: WaitNode(
        task: .passUnretained(task), queue: .passUnretained(self), owner: owner, choice: choice,
        item: item, amount: amount, previous: last, next: nil, nextOfTask: task.firstNode))
    task.firstNode = node
    last?.pointee.next = node
    if first == nil { first = node }
    last = node
    count += 1
  }

  /// Takes a place out of the line.
  fileprivate final func unlink(_ node: WaitNodePointer) {
    if let previous = node.pointee.previous {
      previous.pointee.next = node.pointee.next
    } else {
      first = node.pointee.next
    }
    if let next = node.pointee.next {
      next.pointee.previous = node.pointee.previous
    } else {
      last = node.pointee.previous
    }
    count -= 1
  }
}

/// Why a task leaves a queue without what it wanted.
enum GivingUp {
  case timeout, cancellation, abort
}

extension TaskState {
  /// Takes the task out of all queues; `reason` nil: it got what it wanted.
  func leaveQueues(_ reason: GivingUp?) {
    while let node = firstNode {
      firstNode = node.pointee.nextOfTask
      let queue = node.pointee.queue.takeUnretainedValue()
      queue.unlink(node)
      if let reason { queue.didGiveUp(node, reason) }
      release(node.pointee.item)
      release(node.pointee.owner)
      node.deinitialize(count: 1)
      node.deallocate()
    }
  }
}
