/// A cell with a 64-bit int that is changed in place (04 A10).
final class AtomicState: InternalState {
  var value: Int

  /// A cell with this value.
  init(_ value: Int) { self.value = value }

  override var typeName: String { "atomic" }
  override var display: String { "<atomic:\(value)>" }
  override func isEqual(to other: HandleState) -> Bool { (other as? AtomicState)?.value == value }
  /// The same for all: the value changes while the atomic is in a set.
  override var equalityHash: UInt64? { 0 }
}

extension NativeCall {
  /// The atomic that is the first argument.
  fileprivate var atomic: AtomicState? {
    guard count > 0, self[0].isA(.handle) else { return nil }
    return self[0].handle.pointee.state.takeUnretainedValue() as? AtomicState
  }

  /// The first value of a new atomic.
  fileprivate var initialValue: Int {
    let given = value(0)
    if given.isInt { return given.int }
    if given.isBool { return given.isTrue ? 1 : 0 }
    guard given.isFloat, given.float.isFinite else { return 0 }
    // Out of range: the nearest int.
    return Int(exactly: given.float.rounded(.towardZero)) ?? (given.float < 0 ? .min : .max)
  }
}

/// Atomics (04 A10).
var atomicBuiltins: [NativeBuiltin] {
  [
    .init("atomic") { call throws(HarnError) in newHandle(AtomicState(call.initialValue)) },
    .init("atomic_get") { call throws(HarnError) in call.atomic.map { Value(int: $0.value) } ?? .nilValue },
    .init("atomic_set") { call throws(HarnError) in
      guard let cell = call.atomic, let value = call.int(1) else { return .nilValue }
      defer { cell.value = value }
      return Value(int: cell.value)
    },
    .init("atomic_add") { call throws(HarnError) in
      guard let cell = call.atomic, let value = call.int(1) else { return .nilValue }
      defer { cell.value &+= value }
      return Value(int: cell.value)
    },
    .init("atomic_cas") { call throws(HarnError) in
      guard let cell = call.atomic, let expected = call.int(1), let value = call.int(2),
        cell.value == expected
      else { return Value(bool: false) }
      cell.value = value
      return Value(bool: true)
    },
  ]
}
