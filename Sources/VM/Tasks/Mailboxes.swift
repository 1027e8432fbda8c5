/// Mailboxes: channels by scope and name (04 A12).
var mailboxBuiltins: [NativeBuiltin] {
  [
    .init("mailbox_open") { call throws(HarnError) in
      let (box, isNew) = try call.openShared(.mailbox, "mailbox_open")
      if isNew {
        let given = call[0].isDict ? call[0].entry("capacity") ?? .nilValue : call.value(1)
        box.capacity = given.isInt ? max(1, given.int) : 256
        box.mailbox = ChannelState(name: box.key, capacity: box.capacity)
      }
      return box.handle
    },
    .init("mailbox_lookup") { call throws(HarnError) in
      guard call.count > 0 else { throw .runtimeError("mailbox_lookup: name or handle is required") }
      return try call.mailbox("mailbox_lookup")?.handle ?? .nilValue
    },
    .init("mailbox_send") { call throws(HarnError) in try call.sendToMailbox() },
    .init("mailbox_receive") { call throws(HarnError) in try call.receiveFromMailbox() },
    .init("mailbox_try_receive") { call throws(HarnError) in
      let box = try call.target("mailbox_try_receive")
      guard let item = box?.mailbox?.record.take(call.machine), !item.isAbsent else { return .nilValue }
      return item
    },
    .init("mailbox_close") { call throws(HarnError) in
      guard let box = try call.target("mailbox_close")?.mailbox?.record, !box.pointee.isClosed else {
        return Value(bool: false)
      }
      box.close(call.machine)
      return Value(bool: true)
    },
    .init("mailbox_metrics") { call throws(HarnError) in
      if let box = try call.target("mailbox_metrics") { return Value(byName: box.mailboxMetrics) }
      let absent = SharedStateTable.Entry(.mailbox, scope: "", key: "")
      return Value(byName: absent.mailboxMetrics)
    },
  ]
}

extension NativeCall {
  /// The mailbox that the first argument names; nil when there is none.
  fileprivate func mailbox(_ name: String) throws(HarnError) -> SharedStateTable.Entry? {
    let (scope, key) = try sharedTarget(0, .mailbox, name)
    return vm.scheduler.shared.find(.mailbox, scope, key)
  }

  fileprivate func target(_ name: String) throws(HarnError) -> SharedStateTable.Entry? {
    guard count > 0 else { throw .runtimeError("\(name): target is required") }
    return try mailbox(name)
  }

  fileprivate func sendToMailbox() throws(HarnError) -> Value {
    guard count >= 2 else { throw .runtimeError("mailbox_send: requires target and value") }
    guard let box = try mailbox("mailbox_send"), let channel = box.mailbox?.record else {
      return Value(bool: false)
    }
    if channel.pointee.isClosed {
      box.failedSends += 1
      return Value(bool: false)
    }
    let item = self[1].retained()
    if channel.put(item, machine) {
      box.sent += 1
      return Value(bool: true)
    }
    let scheduler = vm.scheduler!
    do throws(HarnError) {
      try scheduler.mayWait()
    } catch {
      release(item)
      throw error
    }
    scheduler.beginWait()
    channel.pointee.senders.append(scheduler.current.record, item: item)
    return .absent
  }

  fileprivate func receiveFromMailbox() throws(HarnError) -> Value {
    guard let box = try target("mailbox_receive"), let channel = box.mailbox?.record else { return .nilValue }
    let scheduler = vm.scheduler!
    // A request to end comes before messages (04 A12).
    try scheduler.mayWait()
    let item = channel.take(machine)
    if !item.isAbsent { return item }
    if channel.pointee.isClosed { return .nilValue }
    scheduler.beginWait()
    channel.pointee.receivers.append(scheduler.current.record)
    return .absent
  }
}
