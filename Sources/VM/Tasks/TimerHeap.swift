/// The tasks that wait for a time, the earliest on top. Equal times keep the order of insertion.
struct TimerHeap {
  private var entries: [Entry] = []
  private var insertions = 0

  private struct Entry {
    var time: Int
    var order: Int
    let task: TaskRecordPointer

    func isBefore(_ other: Entry) -> Bool {
      time < other.time || time == other.time && order < other.order
    }
  }

  /// When the first timer is due.
  var firstTime: Int? { entries.first?.time }

  /// Adds a timer of a task that has none. O(log n).
  mutating func insert(_ task: TaskRecordPointer, at time: Int) {
    insertions += 1
    entries.append(Entry(time: time, order: insertions, task: task))
    task.pointee.timerIndex = entries.count - 1
    siftUp(entries.count - 1)
  }

  /// Removes the timer of a task, if it has one. O(log n).
  mutating func remove(_ task: TaskRecordPointer) {
    let index = task.pointee.timerIndex
    guard index >= 0 else { return }
    task.pointee.timerIndex = -1
    let last = entries.removeLast()
    guard index < entries.count else { return }
    place(last, at: index)
    siftUp(index)
    siftDown(index)
  }

  /// Removes and returns a task whose time has come.
  mutating func popDue(_ now: Int) -> TaskRecordPointer? {
    guard let first = entries.first, first.time <= now else { return nil }
    let task = first.task
    remove(task)
    return task
  }

  private mutating func place(_ entry: Entry, at index: Int) {
    entries[index] = entry
    entry.task.pointee.timerIndex = index
  }

  private mutating func siftUp(_ start: Int) {
    var index = start
    let entry = entries[index]
    while index > 0 {
      let parent = (index - 1) / 2
      guard entry.isBefore(entries[parent]) else { break }
      place(entries[parent], at: index)
      index = parent
    }
    place(entry, at: index)
  }

  private mutating func siftDown(_ start: Int) {
    var index = start
    let entry = entries[index]
    while true {
      var child = 2 * index + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, entries[child + 1].isBefore(entries[child]) { child += 1 }
      guard entries[child].isBefore(entry) else { break }
      place(entries[child], at: index)
      index = child
    }
    place(entry, at: index)
  }
}
