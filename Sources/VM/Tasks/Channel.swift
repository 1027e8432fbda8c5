/// A bounded queue between tasks (04 A7).
final class ChannelState: SequenceState {
  let name: String
  private let capacity: Int
  private var items: [Value] = []
  /// Items in front of this position were taken.
  private var start = 0
  private(set) var isClosed = false
  /// Tasks that wait for an item; there are none while items are buffered.
  let receivers = WaitQueue()
  /// Tasks that wait for room; there are none while there is room.
  let senders = WaitQueue()
  /// Told when the item of a sender that waited is in the buffer.
  var onAcceptedSender: (() -> Void)?

  /// An empty, open channel.
  init(name: String, capacity: Int) {
    self.name = name
    self.capacity = max(1, capacity)
  }

  /// A closed channel with what is still to be received; takes over the counts.
  init(name: String, closedBehind items: [Value]) {
    self.name = name
    capacity = max(1, items.count)
    self.items = items
    isClosed = true
  }

  override var typeName: String { "channel" }
  override var display: String { "<channel:\(name)>" }
  override var methods: MethodReceiver { .channel }

  override func forEachHeldValue(_ body: (Value) -> Void) { items[start...].forEach(body) }

  /// Whether a receiver gets something without waiting, be it that the channel is over.
  var isOver: Bool { isClosed && start == items.count }

  /// The oldest item, owned; nil when there is none.
  func take(_ scheduler: Scheduler) -> Value? {
    guard start < items.count else { return nil }
    let item = items[start]
    start += 1
    if start * 2 > items.count {
      items.removeFirst(start)
      start = 0
    }
    if let sender = senders.first {
      items.append(sender.takeItem())
      onAcceptedSender?()
      scheduler.wake(sender.task, .value, Value(bool: true))
    }
    return item
  }

  /// Hands an item, which it takes over, to a receiver or into the buffer; false when there is no room.
  func put(_ item: Value, _ scheduler: Scheduler) -> Bool {
    if let receiver = receivers.first {
      scheduler.deliver(item, to: receiver)
      return true
    }
    guard items.count - start < capacity else { return false }
    items.append(item)
    return true
  }

  /// Ends the channel: nobody waits any more.
  func close(_ scheduler: Scheduler) {
    guard !isClosed else { return }
    isClosed = true
    while let sender = senders.first { scheduler.wake(sender.task, .value, Value(bool: false)) }
    // A task that waits for several channels goes on waiting until all are over.
    var node = receivers.first
    while let receiver = node {
      node = receiver.pointee.next
      let task = receiver.task
      switch task.delivery {
      case .value: scheduler.wake(task, .value)
      case .item: scheduler.wake(task, .end)
      case .choice where task.isOnlyAtClosedChannels: scheduler.wake(task, .value, Value(int: -1))
      case .selection where task.isOnlyAtClosedChannels: scheduler.wake(task, .value)
      case .choice, .selection: break
      }
      // A task may wait here twice, so the next node may be gone as well.
      if task.status != .waiting { node = receivers.first }
    }
  }

  override var isReady: Bool { isClosed || start < items.count }

  override func advance(_ scheduler: Scheduler) -> Advance {
    if let item = take(scheduler) { return .item(item) }
    if isClosed { return .end }
    do throws(HarnError) {
      try scheduler.mayWait()
    } catch {
      return .failure(error)
    }
    scheduler.beginWait(.queue, delivery: .item)
    receivers.append(scheduler.current)
    return .wait
  }
}

extension UnsafeMutablePointer where Pointee == WaitNode {
  /// Who waits.
  var task: TaskState { pointee.task.takeUnretainedValue() }

  /// What a sender sends, owned by the caller.
  func takeItem() -> Value {
    let item = pointee.item
    pointee.item = .nilValue
    return item
  }
}

extension TaskState {
  /// Whether every channel that the task waits for is over.
  fileprivate var isOnlyAtClosedChannels: Bool {
    var node = firstNode
    while let place = node {
      if let channel = place.pointee.owner.channel, !channel.isOver { return false }
      node = place.pointee.nextOfTask
    }
    return true
  }
}

extension Value {
  /// A closed channel with what is still to be received; takes over the counts of the items. Owned by the caller.
  package init(closedChannel name: String, items: [Value]) {
    self = newHandle(ChannelState(name: name, closedBehind: items))
  }

  /// The state of a channel; nil for any other value.
  var channel: ChannelState? {
    guard isA(.handle) else { return nil }
    return handle.pointee.state.takeUnretainedValue() as? ChannelState
  }
}

/// Channels (04 A7) and what `select` compiles to (04 A8).
var channelBuiltins: [NativeBuiltin] {
  [
    (
      "channel",
      { call throws(HarnError) in
        newHandle(
          ChannelState(name: call.text(0, default: "default"), capacity: call.int(1) ?? 256))
      }
    ),
    (
      "send",
      { call throws(HarnError) in
        guard call.count >= 2 else { throw .thrown(text: "send: requires channel and value") }
        guard let channel = call[0].channel else {
          throw .thrown(text: "send: first argument must be a channel")
        }
        return try call.send(channel)
      }
    ),
    (
      "receive",
      { call throws(HarnError) in
        let channel = try call.channel("receive")
        let scheduler = call.vm.scheduler!
        if let item = channel.take(scheduler) { return item }
        if channel.isClosed { return .nilValue }
        try scheduler.mayWait()
        scheduler.beginWait(.queue)
        channel.receivers.append(scheduler.current, owner: call[0].retained())
        return .absent
      }
    ),
    (
      "try_receive",
      { call throws(HarnError) in try call.channel("try_receive").take(call.vm.scheduler) ?? .nilValue }
    ),
    (
      "close_channel",
      { call throws(HarnError) in
        try call.channel("close_channel").close(call.vm.scheduler)
        return .nilValue
      }
    ),
    ("channel_select", { call throws(HarnError) in try call.selectChannel() }),
    ("__task_select", { call throws(HarnError) in try call.select(call.count, until: .max) }),
    (
      "__task_select_until",
      { call throws(HarnError) in
        let limit = call.milliseconds(call.count - 1) ?? 5000
        return try call.select(
          call.count - 1, until: limit <= 0 ? nil : call.vm.scheduler.time(inMilliseconds: limit))
      }
    ),
    (
      "__task_selected",
      { call throws(HarnError) in
        let task = call.vm.currentTask
        defer { task.selected = .nilValue }
        return task.selected
      }
    ),
  ]
}

extension NativeCall {
  fileprivate func channel(_ name: String) throws(HarnError) -> ChannelState {
    guard count > 0 else { throw .thrown(text: "\(name): requires a channel") }
    guard let channel = self[0].channel else {
      throw .thrown(text: "\(name): first argument must be a channel")
    }
    return channel
  }

  fileprivate func send(_ channel: ChannelState) throws(HarnError) -> Value {
    let scheduler = vm.scheduler!
    if channel.isClosed { return Value(bool: false) }
    let item = self[1].retained()
    if channel.put(item, scheduler) { return Value(bool: true) }
    do throws(HarnError) {
      try scheduler.mayWait()
    } catch {
      release(item)
      throw error
    }
    scheduler.beginWait(.queue)
    channel.senders.append(scheduler.current, owner: self[0].retained(), item: item)
    return .absent
  }

  /// The number of the first of `channelCount` cases whose channel has an item, which `__task_selected` then hands out; −1
  /// for none. `timeout` nil: without waiting.
  fileprivate func select(_ channelCount: Int, until timeout: Int?) throws(HarnError) -> Value {
    let scheduler = vm.scheduler!
    var isOver = true
    for index in 0..<max(0, channelCount) {
      guard let channel = self[index].channel else { continue }
      if let item = channel.take(scheduler) {
        release(scheduler.current.selected)
        scheduler.current.selected = item
        return Value(int: index)
      }
      if !channel.isOver { isOver = false }
    }
    guard !isOver, let timeout else { return Value(int: -1) }
    try scheduler.mayWait()
    scheduler.beginWait(.queue, until: timeout, else: Value(int: -1), delivery: .choice)
    for index in 0..<channelCount {
      guard let channel = self[index].channel, !channel.isOver else { continue }
      channel.receivers.append(scheduler.current, owner: self[index].retained(), choice: index)
    }
    return .absent
  }

  /// `channel_select(channels, timeout?)` (04 A8.1).
  fileprivate func selectChannel() throws(HarnError) -> Value {
    guard value(0).isList else {
      throw .thrown(text: "channel_select: first argument must be a list of channels")
    }
    let channels = value(0).listItems
    guard channels.allSatisfy({ $0.channel != nil }) else {
      throw .thrown(text: "channel_select: channel list must contain only channels")
    }
    let scheduler = vm.scheduler!
    for (index, handle) in channels.enumerated() {
      guard let item = handle.channel?.take(scheduler) else { continue }
      return selection(of: item, at: index, in: handle)
    }
    let limit = timeLimit(1)
    guard channels.contains(where: { $0.channel?.isOver == false }), limit != 0 else { return .nilValue }
    try scheduler.mayWait()
    scheduler.beginWait(
      .queue, until: scheduler.time(inMilliseconds: limit), delivery: .selection)
    for (index, handle) in channels.enumerated() where handle.channel?.isOver == false {
      handle.channel?.receivers.append(
        scheduler.current, owner: handle.retained(), choice: index)
    }
    return .absent
  }

  /// A time limit in milliseconds as 04 A8.1 and A9.2 take it: an ms argument, or a dict with `timeout_ms` or
  /// `max_wait_ms`. Nil: none. Negative counts as 0.
  func timeLimit(_ index: Int) -> Int? {
    var given = value(index)
    if given.isDict {
      given = given.entry("timeout_ms") ?? given.entry("max_wait_ms") ?? .nilValue
    }
    return given.isDuration || given.isInt ? max(0, given.int) : nil
  }
}

/// The result of `channel_select`; takes over the count of the item.
func selection(of item: Value, at index: Int, in channel: Value) -> Value {
  Value(dict: [
    "channel": Value(string: channel.channel?.name ?? ""), "index": Value(int: index), "value": item,
  ])
}
