// Handles that yield items: generators and streams, and iterators (02 §12).

/// What a sequence does at a demand.
enum Advance {
  /// It has an item, owned by the receiver.
  case item(Value)
  /// It is at its end.
  case end
  /// A producer has to run for it.
  case resume(UnsafeMutablePointer<Coroutine>)
  /// The demand fails.
  case failure(HarnError)
  /// The running task waits; it will get the item.
  case wait
  /// The running task waits and makes the demand again.
  case again
}

/// The state of a handle that `for` can draw items from.
class SequenceState: HandleState {
  /// The next item, for the running task.
  func advance(_ scheduler: Scheduler) -> Advance { .end }
  /// The demand that `advance` left to a producer has ended the sequence.
  func didEnd() {}
  /// The kind whose methods the handle has.
  var methods: MethodReceiver { .iter }
  /// Whether a demand is answered without waiting for another task. What the body of a producer does is not known.
  var isReady: Bool { true }
}

/// An iterator (02 §12.4): single pass, fused, lazy.
final class IteratorState: SequenceState {
  /// Where the items come from.
  private var source: Source
  private var isExhausted = false

  enum Source {
    /// The items of a list from a position on; the list value is owned.
    case list(Value, Int)
    /// The ints from the first up to, and including, the second.
    case range(Int, Int)
    /// The entries of a dict in key order as pairs; the dict value is owned.
    case dict(Value, Int)
    /// The characters of a string from a byte offset on; the string value is owned.
    case string(Value, Int)
    /// The items of another sequence; the handle is owned.
    case sequence(Value)
    /// At most so many items of another sequence; the handle is owned.
    case prefix(Value, Int)
    /// Nothing any more.
    case nothing
  }

  /// An iterator over a source, which it takes over.
  init(_ source: Source) { self.source = source }

  override var typeName: String { "iter" }
  override var display: String { isExhausted ? "<iter (exhausted)>" : "<iter>" }
  override func isEqual(to other: HandleState) -> Bool { self === other }
  override var equalityHash: UInt64? { UInt64(UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque())) }

  override func forEachHeldValue(_ body: (Value) -> Void) {
    switch source {
    case .list(let value, _), .dict(let value, _), .string(let value, _), .sequence(let value),
      .prefix(let value, _):
      body(value)
    case .range, .nothing: break
    }
  }

  override func advance(_ scheduler: Scheduler) -> Advance {
    switch source {
    case .list(let list, let position):
      guard position < list.list.pointee.count else { return end() }
      source = .list(list, position + 1)
      return .item(list.list.pointee.items[position].retained())
    case .range(let next, let last):
      guard next <= last else { return end() }
      source = next == last ? .nothing : .range(next + 1, last)
      return .item(Value(int: next))
    case .dict(let dict, let position):
      guard position < dict.dict.pointee.used,
        let key = dict.dict.pointee.entries[position].key
      else { return end() }
      source = .dict(dict, position + 1)
      return .item(
        newPair(Value(key).retained(), dict.dict.pointee.entries[position].value.retained()))
    case .string(let string, let offset):
      guard offset < string.string.length else { return end() }
      let next = byteOffset(string.string, from: offset, advancedBy: 1)
      source = .string(string, next)
      return .item(substring(string.string, from: offset, to: next))
    case .sequence(let handle): return demand(handle, scheduler)
    case .prefix(let handle, let count):
      guard count > 0 else { return end() }
      source = .prefix(handle, count - 1)
      // The last item ends the iterator: no further one is drawn from the source.
      if count == 1 { isExhausted = true }
      let step = demand(handle, scheduler)
      if case .again = step {
        source = .prefix(handle, count)
        isExhausted = false
      }
      return step
    case .nothing: return end()
    }
  }

  private func demand(_ handle: Value, _ scheduler: Scheduler) -> Advance {
    let step = handle.sequence?.advance(scheduler) ?? .end
    if case .end = step { return end() }
    return step
  }

  override var isReady: Bool {
    switch source {
    case .sequence(let handle), .prefix(let handle, 1...): handle.sequence?.isReady ?? true
    case .list, .range, .dict, .string, .prefix, .nothing: true
    }
  }

  override func didEnd() {
    if case .sequence(let handle) = source { handle.sequence?.didEnd() }
    if case .prefix(let handle, _) = source { handle.sequence?.didEnd() }
    _ = end()
  }

  /// The items that are left, as a list, when no other code has to run for them; then the iterator is at its end. Nil for
  /// the items of another sequence.
  func takeRest(_ scheduler: Scheduler, _ limits: Limits) throws(HarnError) -> Value? {
    switch source {
    case .sequence, .prefix: return nil
    case .range(let next, let last):
      let behind = UInt(bitPattern: last) &- UInt(bitPattern: next)
      try checkElements(behind < UInt(Int.max) ? Int(behind) + 1 : .max, limits)
    case .list, .dict, .string, .nothing: break
    }
    var rest = ListBuilder()
    while case .item(let item) = advance(scheduler) { try rest.append(item, within: limits) }
    return rest.finish()
  }

  private func end() -> Advance {
    isExhausted = true
    forEachHeldValue { release($0) }
    source = .nothing
    return .end
  }
}

extension Value {
  /// The state of a handle that yields items; nil for any other value.
  var sequence: SequenceState? {
    guard isA(.handle) else { return nil }
    return handle.pointee.state.takeUnretainedValue() as? SequenceState
  }

  /// An iterator over this value, owned; nil when it is not iterable (02 §12.3). An iterator is its own.
  func makeIterator() -> Value? {
    guard isCounted else { return nil }
    switch header.pointee.kind {
    case .list: return newHandle(IteratorState(.list(retained(), 0)))
    case .set: return newHandle(IteratorState(.list(Value(set.items).retained(), 0)))
    case .string: return newHandle(IteratorState(.string(retained(), 0)))
    case .dict:
      sortEntries(dict)
      return newHandle(IteratorState(.dict(retained(), 0)))
    case .range:
      guard rangeLength(self) > 0 else { return newHandle(IteratorState(.nothing)) }
      return newHandle(IteratorState(.range(range.pointee.from, rangeLast(self))))
    case .handle:
      guard let sequence else { return nil }
      return sequence is IteratorState ? retained() : newHandle(IteratorState(.sequence(retained())))
    default: return nil
    }
  }
}

/// `iter` and what the prelude needs for iterators (02 §12.3).
var sequenceBuiltins: [NativeBuiltin] {
  [
    (
      "iter",
      { call throws(HarnError) in
        guard call.count > 0 else { throw .typeError("iter: expected 1 argument") }
        guard let iterator = call.value(0).makeIterator() else {
          throw .typeError("iter: value of type \(typeName(call.value(0))) is not iterable")
        }
        return iterator
      }
    ),
    (
      "__is_iterable",
      { call throws(HarnError) in
        let iterator = call.value(0).makeIterator()
        defer { iterator?.released() }
        return Value(bool: iterator != nil)
      }
    ),
    (
      "__take_rest",
      { call throws(HarnError) in
        try (call.value(0).sequence as? IteratorState)?.takeRest(call.vm.scheduler, call.limits) ?? .nilValue
      }
    ),
    ("__is_ready", { call throws(HarnError) in Value(bool: call.value(0).sequence?.isReady ?? true) }),
    // Milliseconds on the clock of waits, mocked or not.
    ("__clock", { call throws(HarnError) in Value(int: call.vm.scheduler.now / 1_000_000) }),
    (
      "__iter_prefix",
      { call throws(HarnError) in
        newHandle(IteratorState(.prefix(call.value(0).retained(), call.int(1) ?? 0)))
      }
    ),
    (
      "__set_of",
      { call throws(HarnError) in Value(setOf: call.value(0).listItems.map { $0.retained() }) }
    ),
    ("__type_error", { call throws(HarnError) in throw .typeError(call.text(0)) }),
    ("__runtime_error", { call throws(HarnError) in throw .runtimeError(call.text(0)) }),
  ]
}

/// The method `iter` of the kinds that have it.
var sequenceMethods: [NativeMethod] {
  let makeIterator: NativeFunction = { call throws(HarnError) in
    call.receiver.makeIterator() ?? .nilValue
  }
  return [MethodReceiver.list, .dict, .string, .range, .set, .iter, .generator, .channel].map {
    ($0, "iter", makeIterator)
  }
}
