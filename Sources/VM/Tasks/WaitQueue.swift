/// The place of a task in a queue.
struct WaitNode {
  /// Who waits; it is alive as long as the node.
  let task: TaskRecordPointer
  /// The queue; `owner` or the machine keeps it alive.
  let queue: WaitQueuePointer
  /// The handle that owns the queue, with a count of its own; nil when the machine does.
  let owner: Value
  /// Which case of a `select` this is.
  var choice: Int
  /// What a sender sends, owned.
  var item: Value
  /// How many permits are asked for.
  var amount: Int
  /// An item came and the task may go on: the place is in no line until it has its turn.
  fileprivate(set) var isCalled = false
  var previous: WaitNodePointer?
  var next: WaitNodePointer?
  /// The next place of the same task.
  var nextOfTask: WaitNodePointer?
}

typealias WaitNodePointer = UnsafeMutablePointer<WaitNode>

/// Tasks that wait in line, first come first served.
struct WaitQueue {
  fileprivate(set) var first: WaitNodePointer?
  fileprivate var last: WaitNodePointer?
  /// How many wait.
  fileprivate(set) var count = 0
  /// The lock whose queue this is: it is told of those who give up.
  unowned(unsafe) var lock: SyncLock?
  /// The channel whose receivers wait here.
  let channel: ChannelPointer?

  /// Nobody waits.
  init(channel: ChannelPointer? = nil) { self.channel = channel }
}

typealias WaitQueuePointer = UnsafeMutablePointer<WaitQueue>

extension UnsafeMutablePointer where Pointee == WaitQueue {
  /// An empty queue; its owner frees it.
  static func make(_ count: Int = 1) -> WaitQueuePointer {
    let queue = WaitQueuePointer.allocate(capacity: count)
    queue.initialize(repeating: WaitQueue(), count: count)
    return queue
  }

  /// Who came first.
  @inline(__always) var first: WaitNodePointer? { pointee.first }

  /// Puts a task at the end of the line. Takes over the counts of `owner` and `item`.
  @inline(__always) func append(
    _ task: TaskRecordPointer, owner: Value = .nilValue, choice: Int = 0, item: Value = .nilValue, amount: Int = 0
  ) {
    var node = task.pointee.ownNode
    if task.pointee.firstNode != nil { node = .allocate(capacity: 1) }
    node.initialize(
      to: WaitNode(
        task: task, queue: self, owner: owner, choice: choice, item: item, amount: amount, previous: pointee.last,
        next: nil, nextOfTask: task.pointee.firstNode))
    task.pointee.firstNode = node
    if let last = pointee.last { last.pointee.next = node } else { pointee.first = node }
    pointee.last = node
    pointee.count &+= 1
  }
}

extension UnsafeMutablePointer where Pointee == WaitNode {
  /// What a sender sends, owned by the caller.
  @inline(__always) func takeItem() -> Value {
    let item = pointee.item
    pointee.item = .nilValue
    return item
  }

  /// Takes a place out of its line and releases what it holds.
  @inline(__always) func leave() {
    unlink()
    release(pointee.item)
    release(pointee.owner)
  }

  @inline(__always) fileprivate func unlink() {
    let queue = pointee.queue
    let (previous, next) = (pointee.previous, pointee.next)
    if let previous { previous.pointee.next = next } else { queue.pointee.first = next }
    if let next { next.pointee.previous = previous } else { queue.pointee.last = previous }
    queue.pointee.count &-= 1
  }

  /// The channel at which a receiver waits.
  @inline(__always) var channel: ChannelPointer { pointee.queue.pointee.channel.unsafelyUnwrapped }

  /// Takes the place of a receiver out of its line, because an item is there for it.
  @inline(__always) func call() {
    unlink()
    pointee.isCalled = true
    channel.pointee.called &+= 1
  }

  /// Puts the place of a receiver that was called in vain back in front of its line.
  fileprivate func returnToLine() {
    let queue = pointee.queue
    channel.pointee.called &-= 1
    let first = queue.pointee.first
    (pointee.isCalled, pointee.previous, pointee.next) = (false, nil, first)
    if let first { first.pointee.previous = self } else { queue.pointee.last = self }
    queue.pointee.first = self
    queue.pointee.count &+= 1
  }
}

/// Why a task leaves a queue without what it wanted.
enum GivingUp {
  case timeout, cancellation, abort
}

extension UnsafeMutablePointer where Pointee == TaskRecord {
  /// Takes the task out of all queues; `reason` nil: it got what it wanted.
  func leaveQueues(_ reason: GivingUp?, _ machine: UnsafeMutablePointer<Machine>) {
    while let node = pointee.firstNode {
      pointee.firstNode = node.pointee.nextOfTask
      if node.pointee.isCalled { node.channel.didAnswerCall(machine) } else { node.unlink() }
      if let reason, let lock = node.pointee.queue.pointee.lock { lock.didGiveUp(node, reason) }
      release(node.pointee.item)
      release(node.pointee.owner)
      if node != pointee.ownNode { node.deallocate() }
    }
  }

  /// Goes back to the channels where an item was that somebody else took meanwhile.
  func returnToLines() {
    var node = pointee.firstNode
    while let place = node {
      place.returnToLine()
      node = place.pointee.nextOfTask
    }
  }
}
