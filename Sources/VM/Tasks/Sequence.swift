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
  override var sequence: SequenceState? { self }
  /// Whether a demand is answered without waiting for another task, unless code has to run for it.
  var isReady: Bool { true }
  /// Whether a demand runs the body of a producer, which may wait for anything.
  var runsCode: Bool { false }
}

/// An iterator (02 §12.4): single pass, fused, lazy.
final class IteratorState: SequenceState {
  fileprivate let record = IteratorPointer.allocate(capacity: 1)

  /// An iterator over the sources in `record`, which it takes over.
  init(_ record: IteratorRecord) { self.record.initialize(to: record) }

  deinit { record.deallocate() }

  override var typeName: String { "iter" }
  override var display: String { record.pointee.isExhausted ? "<iter (exhausted)>" : "<iter>" }
  override func isEqual(to other: HandleState) -> Bool { self === other }
  override var equalityHash: UInt64? { UInt64(UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque())) }

  override func forEachHeldValue(_ body: (Value) -> Void) {
    body(record.pointee.value)
    body(record.pointee.other)
  }

  override func advance(_ scheduler: Scheduler) -> Advance {
    if record.pointee.isOwn {
      let item = record.draw()
      return item.isAbsent ? .end : .item(item)
    }
    guard record.pointee.source == .prefix else { return demand(scheduler) }
    let count = record.pointee.position
    guard count > 0 else { return end() }
    record.pointee.position = count - 1
    // The last item ends the iterator: no further one is drawn from the source.
    if count == 1 { record.pointee.isExhausted = true }
    let step = demand(scheduler)
    if case .again = step {
      record.pointee.position = count
      record.pointee.isExhausted = false
    }
    return step
  }

  private func demand(_ scheduler: Scheduler) -> Advance {
    let step = record.pointee.value.sequence?.advance(scheduler) ?? .end
    if case .end = step { return end() }
    return step
  }

  override var isReady: Bool {
    if record.pointee.isOwn || record.pointee.source == .prefix && record.pointee.position == 0 { return true }
    return record.pointee.value.sequence?.isReady ?? true
  }

  override var runsCode: Bool { !record.pointee.isOwn && record.pointee.value.sequence?.runsCode ?? false }

  override func didEnd() {
    if !record.pointee.isOwn { record.pointee.value.sequence?.didEnd() }
    record.end()
  }

  /// The items that are left, as a list, when no other code has to run for them; then the iterator is at its end. Nil for
  /// the items of another sequence.
  func takeRest(_ limits: Limits) throws(HarnError) -> Value? {
    guard record.pointee.isOwn else { return nil }
    if record.pointee.source == .range {
      let behind = UInt(bitPattern: record.pointee.last) &- UInt(bitPattern: record.pointee.position)
      try checkElements(behind < UInt(Int.max) ? Int(behind) + 1 : .max, limits)
    }
    var rest = ListBuilder()
    while true {
      let item = record.draw()
      if item.isAbsent { return rest.finish() }
      try rest.append(item, within: limits)
    }
  }

  private func end() -> Advance {
    record.end()
    return .end
  }
}

extension Value {
  /// The state of a handle that yields items; nil for any other value.
  var sequence: SequenceState? {
    isA(.handle) ? handle.pointee.state.takeUnretainedValue().sequence : nil
  }

  /// A new iterator; takes over the sources in `record`.
  init(_ record: IteratorRecord) {
    let state = IteratorState(record)
    self = newHandle(state)
    handle.pointee.header.spare = HandleObject.iteratorMark
    handle.pointee.record = Raw(state.record)
  }

  /// An iterator over this value, owned; nil when it is not iterable (02 §12.3). An iterator is its own.
  func makeIterator() -> Value? {
    guard isCounted else { return nil }
    switch header.pointee.kind {
    case .list: return Value(IteratorRecord(source: .list, value: retained()))
    case .set: return Value(IteratorRecord(source: .list, value: Value(set.items).retained()))
    case .string: return Value(IteratorRecord(source: .string, value: retained()))
    case .dict:
      sortEntries(dict)
      return Value(IteratorRecord(source: .dict, value: retained()))
    case .range:
      guard rangeLength(self) > 0 else { return Value(IteratorRecord(source: .nothing)) }
      return Value(IteratorRecord(source: .range, position: range.pointee.from, last: rangeLast(self)))
    case .handle:
      guard let sequence else { return nil }
      if sequence is IteratorState { return retained() }
      return Value(IteratorRecord(source: .sequence, isOwn: false, value: retained()))
    default: return nil
    }
  }

  /// An iterator on top of this one and, if given, `other`; nil when these are no iterators, need other code to run and
  /// `mayNeedCode` does not allow that, or lie on too many others already.
  fileprivate func iterator(
    _ source: IteratorRecord.Source, with other: Value = .nilValue, position: Int = 0, mayNeedCode: Bool = false
  ) -> Value? {
    guard let inner = iteratorRecord, other.isNil || other.iteratorRecord != nil else { return nil }
    let depth = max(inner.pointee.depth, other.iteratorRecord?.pointee.depth ?? 0)
    let isOwn = inner.pointee.isOwn && other.iteratorRecord?.pointee.isOwn ?? true
    guard isOwn || mayNeedCode, depth < IteratorRecord.maximalDepth else { return nil }
    return Value(
      IteratorRecord(
        source: source, isOwn: isOwn, depth: depth + 1, value: retained(), other: other.retained(),
        position: position))
  }
}

/// `iter` and what the prelude needs for iterators (02 §12.3).
var sequenceBuiltins: [NativeBuiltin] {
  [
    .init("iter") { call throws(HarnError) in
      guard call.count > 0 else { throw .typeError("iter: expected 1 argument") }
      guard let iterator = call.value(0).makeIterator() else {
        throw .typeError("iter: value of type \(typeName(call.value(0))) is not iterable")
      }
      return iterator
    },
    .init("__is_iterable") { call throws(HarnError) in
      let iterator = call.value(0).makeIterator()
      defer { iterator?.released() }
      return Value(bool: iterator != nil)
    },
    .init("__take_rest") { call throws(HarnError) in
      try (call.value(0).sequence as? IteratorState)?.takeRest(call.limits) ?? .nilValue
    },
    // Milliseconds on the clock of waits, mocked or not.
    .init("__clock") { call throws(HarnError) in Value(int: call.vm.scheduler.now / 1_000_000) },
    .init("__iter_prefix") { call throws(HarnError) in
      call.value(0).iterator(.prefix, position: call.int(1) ?? 0, mayNeedCode: true) ?? .nilValue
    },
    .init("__iter_enumerated") { call throws(HarnError) in call.value(0).iterator(.enumerated) ?? .nilValue },
    .init("__iter_zipped") { call throws(HarnError) in
      call.value(0).iterator(.zipped, with: call.value(1)) ?? .nilValue
    },
    .init("__set_of") { call throws(HarnError) in Value(setOf: call.value(0).listItems.map { $0.retained() }) },
    .init("__type_error") { call throws(HarnError) in throw .typeError(call.text(0)) },
    .init("__runtime_error") { call throws(HarnError) in throw .runtimeError(call.text(0)) },
  ]
}

/// The method `iter` of the kinds that have it.
var sequenceMethods: [NativeMethod] {
  let makeIterator = NativeBuiltin("iter") { call throws(HarnError) in call.receiver.makeIterator() ?? .nilValue }
  return [MethodReceiver.list, .dict, .string, .range, .set, .iter, .generator, .channel].map {
    NativeMethod($0, makeIterator)
  }
}
