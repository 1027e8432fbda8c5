extension FunctionCode {
  /// For each instruction the index of the handler that its errors go to, the first one in the table that covers it; -1 when
  /// there is none. O(n α(n)) in instructions and handlers, also for handlers inside one another.
  ///
  /// The regions must lie in the code.
  package func innermostHandlers() -> [Int32] {
    var found = [Int32](repeating: -1, count: instructions.count)
    guard !handlers.isEmpty else { return found }
    // The next instruction without handler from each one on, with short cuts.
    var next = Array(0...instructions.count)
    for (number, handler) in handlers.enumerated() {
      var index = Self.follow(&next, from: handler.from)
      while index < handler.to {
        found[index] = Int32(number)
        next[index] = index + 1
        index = Self.follow(&next, from: index)
      }
    }
    return found
  }

  private static func follow(_ next: inout [Int], from start: Int) -> Int {
    var index = start
    while next[index] != index {
      next[index] = next[next[index]]
      index = next[index]
    }
    return index
  }
}
