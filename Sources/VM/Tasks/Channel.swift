/// A bounded queue between tasks (04 A7).
final class ChannelState: SequenceState {
  let name: String
  /// Its items and who waits.
  let record: ChannelPointer

  /// An empty, open channel.
  init(name: String, capacity: Int) {
    self.name = name
    record = .make(capacity: capacity)
  }

  deinit { record.free() }

  override var typeName: String { "channel" }
  override var display: String { "<channel:\(name)>" }
  override var methods: MethodReceiver { .channel }

  override func forEachHeldValue(_ body: (Value) -> Void) { record.forEachItem(body) }

  override var isReady: Bool { record.pointee.isClosed || record.pointee.count > 0 }

  override func advance(_ scheduler: Scheduler) -> Advance {
    let item = record.take(scheduler.machine)
    if !item.isAbsent { return .item(item) }
    if record.pointee.isClosed { return .end }
    do throws(HarnError) {
      try scheduler.mayWait()
    } catch {
      return .failure(error)
    }
    scheduler.beginWait(delivery: .item)
    record.pointee.receivers.append(scheduler.current.record)
    return .wait
  }
}

extension Value {
  /// A closed channel with what is still to be received; takes over the counts of the items. Owned by the caller.
  package init(closedChannel name: String, items: [Value]) {
    let state = ChannelState(name: name, capacity: items.count)
    items.forEach(state.record.append)
    state.record.pointee.isClosed = true
    self = newChannel(state)
  }

  /// The state of a channel; nil for any other value.
  var channel: ChannelState? {
    guard channelRecord != nil else { return nil }
    return unsafeDowncast(handle.pointee.state.takeUnretainedValue(), to: ChannelState.self)
  }
}

private func newChannel(_ state: ChannelState) -> Value {
  let handle = newHandle(state)
  handle.header.pointee.spare = HandleObject.channelMark
  handle.handle.pointee.record = Raw(state.record)
  return handle
}

/// Channels (04 A7) and what `select` compiles to (04 A8).
var channelBuiltins: [NativeBuiltin] {
  [
    .init("channel") { call throws(HarnError) in
      newChannel(ChannelState(name: call.text(0, default: "default"), capacity: call.int(1) ?? 256))
    },
    .init("send") { call throws(HarnError) in
      guard call.count >= 2 else { throw .thrown(text: "send: requires channel and value") }
      guard let channel = call[0].channelRecord else {
        throw .thrown(text: "send: first argument must be a channel")
      }
      return try call.send(channel)
    },
    .init("receive") { call throws(HarnError) in
      let channel = try call.channel("receive")
      let scheduler = call.vm.scheduler!
      let item = channel.take(call.machine)
      if !item.isAbsent { return item }
      if channel.pointee.isClosed { return .nilValue }
      try scheduler.mayWait()
      scheduler.beginWait()
      channel.pointee.receivers.append(call.machine.pointee.current, owner: call[0].retained())
      return .absent
    },
    .init("try_receive") { call throws(HarnError) in
      let item = try call.channel("try_receive").take(call.machine)
      return item.isAbsent ? .nilValue : item
    },
    .init("close_channel") { call throws(HarnError) in
      try call.channel("close_channel").close(call.machine)
      return .nilValue
    },
    .init("channel_select") { call throws(HarnError) in try call.selectChannel() },
    .init("__task_select") { call throws(HarnError) in try call.select(call.count, until: .max) },
    .init("__task_select_until") { call throws(HarnError) in
      let limit = call.milliseconds(call.count - 1) ?? 5000
      return try call.select(
        call.count - 1, until: limit <= 0 ? nil : call.vm.scheduler.time(inMilliseconds: limit))
    },
    .init("__task_selected") { call throws(HarnError) in
      let task = call.vm.currentTask
      defer { task.selected = .nilValue }
      return task.selected
    },
  ]
}

extension NativeCall {
  fileprivate func channel(_ name: String) throws(HarnError) -> ChannelPointer {
    guard count > 0 else { throw .thrown(text: "\(name): requires a channel") }
    guard let channel = self[0].channelRecord else {
      throw .thrown(text: "\(name): first argument must be a channel")
    }
    return channel
  }

  fileprivate func send(_ channel: ChannelPointer) throws(HarnError) -> Value {
    if channel.pointee.isClosed { return Value(bool: false) }
    let item = self[1].retained()
    if channel.put(item, machine) { return Value(bool: true) }
    let scheduler = vm.scheduler!
    do throws(HarnError) {
      try scheduler.mayWait()
    } catch {
      release(item)
      throw error
    }
    scheduler.beginWait()
    channel.pointee.senders.append(machine.pointee.current, owner: self[0].retained(), item: item)
    return .absent
  }

  /// The number of the first of `channelCount` cases whose channel has an item, which `__task_selected` then hands out; −1
  /// for none. `timeout` nil: without waiting.
  fileprivate func select(_ channelCount: Int, until timeout: Int?) throws(HarnError) -> Value {
    var isOver = true
    for index in 0..<max(0, channelCount) {
      guard let channel = self[index].channelRecord else { continue }
      let item = channel.take(machine)
      if !item.isAbsent {
        release(machine.pointee.current.pointee.selected)
        machine.pointee.current.pointee.selected = item
        return Value(int: index)
      }
      if !channel.pointee.isOver { isOver = false }
    }
    guard !isOver, let timeout else { return Value(int: -1) }
    let scheduler = vm.scheduler!
    try scheduler.mayWait()
    scheduler.beginWait(until: timeout, else: Value(int: -1), delivery: .choice)
    for index in 0..<channelCount {
      guard let channel = self[index].channelRecord, !channel.pointee.isOver else { continue }
      channel.pointee.receivers.append(machine.pointee.current, owner: self[index].retained(), choice: index)
    }
    return .absent
  }

  /// `channel_select(channels, timeout?)` (04 A8.1).
  fileprivate func selectChannel() throws(HarnError) -> Value {
    guard value(0).isList else {
      throw .thrown(text: "channel_select: first argument must be a list of channels")
    }
    let channels = value(0).listItems
    guard channels.allSatisfy({ $0.channelRecord != nil }) else {
      throw .thrown(text: "channel_select: channel list must contain only channels")
    }
    for (index, handle) in channels.enumerated() {
      guard let item = handle.channelRecord?.take(machine), !item.isAbsent else { continue }
      return selection(of: item, at: index, in: handle)
    }
    let limit = timeLimit(1)
    guard channels.contains(where: \.isUnfinishedChannel), limit != 0 else { return .nilValue }
    let scheduler = vm.scheduler!
    try scheduler.mayWait()
    scheduler.beginWait(
      until: scheduler.time(inMilliseconds: limit), delivery: .selection)
    for (index, handle) in channels.enumerated() where handle.isUnfinishedChannel {
      handle.channelRecord?.pointee.receivers.append(
        machine.pointee.current, owner: handle.retained(), choice: index)
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

extension Value {
  /// Whether this is a channel from which something may still come.
  fileprivate var isUnfinishedChannel: Bool { channelRecord?.pointee.isOver == false }
}

/// The result of `channel_select`; takes over the count of the item.
func selection(of item: Value, at index: Int, in channel: Value) -> Value {
  Value(dict: [
    "channel": Value(string: channel.channel?.name ?? ""), "index": Value(int: index), "value": item,
  ])
}
