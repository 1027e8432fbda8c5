// Receivers that were called: an item came, or a channel was closed. What they get is decided when they have their turn, so
// that nothing of a task takes effect while another one runs (04 A1.3, A7, A8).

extension Scheduler {
  /// Settles how a task goes on that channels called; false: others took the items, and it waits again.
  func receive(_ task: TaskState) -> Bool {
    let record = task.record
    if let place = record.placeWithItem {
      let item = place.channel.take(machine)
      switch record.pointee.delivery {
      case .value: record.willGoOn(.value, item)
      case .item: record.willGoOn(.item, item)
      case .choice:
        task.selected = item
        record.willGoOn(.value, Value(int: place.pointee.choice))
      case .selection: record.willGoOn(.value, selection(of: item, at: place.pointee.choice, in: place.pointee.owner))
      }
    } else if record.isOnlyAtFinishedChannels {
      switch record.pointee.delivery {
      case .value, .selection: record.willGoOn(.value, .nilValue)
      case .item: record.willGoOn(.end, .nilValue)
      case .choice: record.willGoOn(.value, Value(int: -1))
      }
    } else if task.isCancelled {
      record.willGoOn(.error, .nilValue)
      task.resumptionError = .thrown(text: cancellationText)
    } else {
      record.returnToLines()
      task.status = .waiting
      startTimer(task)
      return false
    }
    record.leaveQueues(nil, machine)
    return true
  }
}

extension UnsafeMutablePointer where Pointee == TaskRecord {
  fileprivate func willGoOn(_ resumption: TaskState.Resumption, _ value: Value) {
    pointee.resumption = resumption
    pointee.resumptionValue = value
  }

  /// The first place, by the order of the cases, at a channel that has an item.
  fileprivate var placeWithItem: WaitNodePointer? {
    var (found, node) = (WaitNodePointer?.none, pointee.firstNode)
    while let place = node {
      node = place.pointee.nextOfTask
      guard place.channel.pointee.count > 0 else { continue }
      if let other = found, other.pointee.choice < place.pointee.choice { continue }
      found = place
    }
    return found
  }

  /// Whether nothing can come any more from where the task waits.
  fileprivate var isOnlyAtFinishedChannels: Bool {
    var node = pointee.firstNode
    while let place = node {
      if !place.channel.pointee.isOver { return false }
      node = place.pointee.nextOfTask
    }
    return true
  }
}
