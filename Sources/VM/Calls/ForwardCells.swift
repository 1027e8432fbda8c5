// Forward cells: how functions reach functions that are declared further down in the same block (02 §5.7).
//
// They are the only objects that make cycles possible: two local functions that call each other hold each other through a
// cell. All cells of a machine are registered, and those that only functions in cells refer to are emptied when there are many,
// all when the machine ends.

/// What a forward cell holds: nothing yet, or the function.
final class ForwardCell: InternalState {
  /// The function, of which the cell owns a count; nil while there is none.
  var function = Value.nilValue
  /// The place among the registered cells.
  fileprivate var index = 0
  /// The handle whose state this is.
  fileprivate var handle: Raw?
  private unowned let cells: ForwardCells

  fileprivate init(_ cells: ForwardCells) { self.cells = cells }

  deinit { cells.remove(self) }

  override func forEachHeldValue(_ body: (Value) -> Void) { body(function) }

  /// Lets the function go.
  func clear() {
    let old = function
    function = .nilValue
    release(old)
  }
}

/// The forward cells of a machine.
final class ForwardCells {
  private var cells: [Unmanaged<ForwardCell>] = []
  /// As many cells are looked through for cycles.
  private var limit = 1024

  /// A handle of a new cell.
  func makeCell() -> Value {
    if cells.count >= limit {
      clearUnreachable()
      limit = max(1024, cells.count * 2)
    }
    let cell = ForwardCell(self)
    cell.index = cells.count
    cells.append(.passUnretained(cell))
    let value = newHandle(cell)
    cell.handle = value.object
    return value
  }

  fileprivate func remove(_ cell: ForwardCell) {
    let last = cells.removeLast()
    guard cell.index < cells.count else { return }
    cells[cell.index] = last
    last.takeUnretainedValue().index = cell.index
  }

  /// Empties all cells.
  func clearAll() {
    let all = cells.map { $0.takeUnretainedValue() }
    for cell in all { cell.clear() }
  }

  /// Empties the cells that nothing but functions in cells refers to.
  func clearUnreachable() {
    var graph = ForwardGraph()
    let all = cells.map { $0.takeUnretainedValue() }
    for cell in all {
      guard let handle = cell.handle else { continue }
      graph.visit(Value(object: handle, .handle))
    }
    graph.markReachable()
    let dead = all.filter { cell in cell.handle.map { !graph.reachable.contains($0) } ?? false }
    for cell in dead { cell.clear() }
  }
}

/// The cells and closures that refer to each other, with the number of references among them.
private struct ForwardGraph {
  /// References to each object from the others.
  private var inner: [Raw: UInt32] = [:]
  private var objects: [Value] = []
  /// What something outside refers to, directly or not.
  private(set) var reachable: Set<Raw> = []

  /// Adds an object and what it refers to.
  mutating func visit(_ root: Value) {
    var pending = [root]
    while let next = pending.popLast() {
      guard inner[next.object] == nil else { continue }
      inner[next.object] = 0
      objects.append(next)
      ForwardGraph.forEachReference(of: next) { pending.append($0) }
    }
  }

  /// Finds what is reachable, when everything has been visited.
  mutating func markReachable() {
    for object in objects {
      ForwardGraph.forEachReference(of: object) { inner[$0.object, default: 0] += 1 }
    }
    var pending = objects.filter { $0.header.pointee.count > inner[$0.object, default: 0] }
    while let next = pending.popLast() {
      guard reachable.insert(next.object).inserted else { continue }
      ForwardGraph.forEachReference(of: next) { pending.append($0) }
    }
  }

  private static func forEachReference(of value: Value, _ body: (Value) -> Void) {
    if value.isA(.closure) {
      for index in 0..<value.closure.pointee.captureCount {
        let captured = value.closure.captures[index]
        if captured.isA(.closure) || captured.forwardCell != nil { body(captured) }
      }
    } else if let function = value.forwardCell?.function, function.isA(.closure) {
      body(function)
    }
  }
}

extension Value {
  /// The state of a forward cell.
  fileprivate var forwardCell: ForwardCell? {
    isA(.handle) ? handle.pointee.state.takeUnretainedValue() as? ForwardCell : nil
  }
}

/// What uses and declarations of functions compile to when the use comes first.
var forwardBuiltins: [NativeBuiltin] {
  [
    .init("__forward_cell") { call throws(HarnError) in
      let given = call.value(0)
      return given.forwardCell == nil ? call.vm.forwardCells.makeCell() : given.retained()
    },
    .init("__forward_value") { call throws(HarnError) in
      (call.value(0).forwardCell?.function ?? .nilValue).retained()
    },
    .init("__forward_fill") { call throws(HarnError) in
      guard let cell = call.value(0).forwardCell, call.value(1).isCallable else { return .nilValue }
      cell.clear()
      cell.function = call.value(1).retained()
      return .nilValue
    },
  ]
}
