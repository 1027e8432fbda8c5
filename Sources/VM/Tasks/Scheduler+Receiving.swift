// Receivers that were called: an item came, or a channel was closed. What they get is decided when they have their turn, so
// that nothing of a task takes effect while another one runs (04 A1.3, A7, A8).

extension Scheduler {
  /// Settles how a task goes on that channels called; false: others took the items, and it waits again.
  func receive(_ task: TaskState) -> Bool {
    let record = task.record
    if let place = record.placeWithItem {
      let item = place.channel.take(machine)
      switch record.pointee.delivery {
      case .value: (record.pointee.resumption, record.pointee.resumptionValue) = (.value, item)
      case .item: (record.pointee.resumption, record.pointee.resumptionValue) = (.item, item)
      case .choice:
        task.selected = item
        (record.pointee.resumption, record.pointee.resumptionValue) = (.value, Value(int: place.pointee.choice))
      case .selection:
        let dict = selection(of: item, at: place.pointee.choice, in: place.pointee.owner)
        (record.pointee.resumption, record.pointee.resumptionValue) = (.value, dict)
      }
    } else if record.isOnlyAtFinishedChannels {
      switch record.pointee.delivery {
      case .value, .selection: record.pointee.resumption = .value
      case .item: record.pointee.resumption = .end
      case .choice: (record.pointee.resumption, record.pointee.resumptionValue) = (.value, Value(int: -1))
      }
    } else if task.isCancelled {
      record.pointee.resumption = .error
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
