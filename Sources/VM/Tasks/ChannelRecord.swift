import Glibc

/// What sending and receiving touch: a trivial record, so that no Swift object is retained on the way (04 A7).
struct ChannelRecord {
  /// The buffered items: a ring of `mask + 1` places, of which `count` from `start` on hold items.
  fileprivate var items: ValuePointer
  fileprivate var mask: Int
  fileprivate var start = 0
  /// How many items are buffered.
  fileprivate(set) var count = 0
  /// How many may be.
  let capacity: Int
  var isClosed = false
  /// Items of senders that waited, and that went into the buffer since.
  fileprivate(set) var acceptedSenders = 0
  /// Receivers that were called because of an item and have not had their turn since. While others wait, every buffered
  /// item has such a receiver.
  var called = 0
  /// Tasks that wait for an item.
  let receivers: WaitQueuePointer
  /// Tasks that wait for room; there are none while there is room.
  let senders: WaitQueuePointer

  /// Whether a receiver gets something without waiting, be it that the channel is over.
  var isOver: Bool { isClosed && count == 0 }
}

typealias ChannelPointer = UnsafeMutablePointer<ChannelRecord>

extension UnsafeMutablePointer where Pointee == ChannelRecord {
  /// An empty, open channel; its owner frees it.
  static func make(capacity: Int) -> ChannelPointer {
    let channel = ChannelPointer.allocate(capacity: 1)
    let queues = WaitQueuePointer.allocate(capacity: 2)
    queues.initialize(to: WaitQueue(channel: channel))
    (queues + 1).initialize(to: WaitQueue())
    channel.initialize(
      to: ChannelRecord(
        items: .allocate(capacity: 4), mask: 3, capacity: Swift.max(1, capacity), receivers: queues,
        senders: queues + 1))
    return channel
  }

  /// Gives the memory back; the items are those of somebody else by now.
  func free() {
    pointee.receivers.deallocate()
    pointee.items.deallocate()
    deallocate()
  }

  /// Calls `body` with every buffered item, the oldest first.
  func forEachItem(_ body: (Value) -> Void) {
    for index in 0..<pointee.count { body(pointee.items[(pointee.start &+ index) & pointee.mask]) }
  }

  /// The oldest item, owned; `absent` when there is none. A sender that waits gets its place.
  @inline(__always) func take(_ machine: UnsafeMutablePointer<Machine>) -> Value {
    guard pointee.count > 0 else { return .absent }
    let item = pointee.items[pointee.start]
    pointee.start = (pointee.start &+ 1) & pointee.mask
    pointee.count &-= 1
    if let sender = pointee.senders.first {
      append(sender.takeItem())
      pointee.acceptedSenders &+= 1
      machine.wake(sender.pointee.task, .value, Value(bool: true))
    }
    return item
  }

  /// Puts an item, which it takes over, into the buffer and calls a receiver that waits; false when there is no room.
  @inline(__always) func put(_ item: Value, _ machine: UnsafeMutablePointer<Machine>) -> Bool {
    guard pointee.count < pointee.capacity else { return false }
    append(item)
    callReceiver(machine)
    return true
  }

  /// Lets a receiver go on if there is an item that no other one was called for. What is received is decided when it has its
  /// turn: until then it takes no effect (04 A1.3).
  @inline(__always) private func callReceiver(_ machine: UnsafeMutablePointer<Machine>) {
    if let receiver = pointee.receivers.first, pointee.count > pointee.called { machine.call(receiver) }
  }

  /// Notes that a receiver that was called took an item or left.
  @inline(__always) func didAnswerCall(_ machine: UnsafeMutablePointer<Machine>) {
    pointee.called &-= 1
    callReceiver(machine)
  }

  /// Adds an item behind the others.
  @inline(__always) func append(_ item: Value) {
    if pointee.count > pointee.mask { grow() }
    pointee.items[(pointee.start &+ pointee.count) & pointee.mask] = item
    pointee.count &+= 1
  }

  @inline(never) private func grow() {
    let places = pointee.mask + 1
    let grown = ValuePointer.allocate(capacity: 2 * places)
    for index in 0..<places { (grown + index).initialize(to: pointee.items[(pointee.start &+ index) & pointee.mask]) }
    pointee.items.deallocate()
    pointee.items = grown
    pointee.start = 0
    pointee.mask = 2 * places - 1
  }

  /// Closes the channel: nobody waits any more, except those that wait for other channels as well.
  func close(_ machine: UnsafeMutablePointer<Machine>) {
    guard !pointee.isClosed else { return }
    pointee.isClosed = true
    while let sender = pointee.senders.first { machine.wake(sender.pointee.task, .value, Value(bool: false)) }
    while let receiver = pointee.receivers.first { machine.call(receiver) }
  }
}

extension Value {
  /// The record of a channel; nil for any other value.
  @inline(__always) var channelRecord: ChannelPointer? {
    guard isA(.handle), handle.pointee.header.spare == HandleObject.channelMark else { return nil }
    return handle.pointee.record.assumingMemoryBound(to: ChannelRecord.self)
  }
}
