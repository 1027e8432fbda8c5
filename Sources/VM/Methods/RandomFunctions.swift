/// Random numbers (05 §14).
var randomFunctions: [NativeBuiltin] {
  [
    .init("rng_seed") { call throws(HarnError) in
      guard let seed = call.int(0) else {
        throw .typeError("rng_seed(seed): seed must be an integer")
      }
      return newHandle(GeneratorOfNumbers(seed: seed))
    },
    .init("random") { call throws(HarnError) in
      // 53 random bits are all that a double below 1 can tell apart.
      Value(float: withNumbers(call) { Double($0.next() >> 11) * 0x1p-53 })
    },
    .init("random_int", randomInt),
    .init("random_choice") { call throws(HarnError) in
      let items = call[firstArgument(call)]
      guard items.isList, items.list.pointee.count > 0 else { return .nilValue }
      let index = withNumbers(call) { $0.next(below: UInt64(items.list.pointee.count)) }
      return items.list.pointee.items[Int(index)].retained()
    },
    .init("random_shuffle") { call throws(HarnError) in
      let items = call[firstArgument(call)]
      guard items.isList else { return .nilValue }
      let result = copyList(items.list)
      withNumbers(call) { numbers in
        for last in stride(from: result.pointee.count - 1, to: 0, by: -1) {
          let other = Int(numbers.next(below: UInt64(last + 1)))
          let item = result.pointee.items[last]
          result.pointee.items[last] = result.pointee.items[other]
          result.pointee.items[other] = item
        }
      }
      return Value(result)
    },
  ]
}

/// The state of a handle from `rng_seed`: shared by all copies of the value.
private final class GeneratorOfNumbers: InternalState {
  var numbers: RandomNumbers

  /// Numbers that a seed determines.
  init(seed: Int) { numbers = RandomNumbers(seed: UInt64(bitPattern: Int64(seed))) }

  override var typeName: String { "rng" }
}

/// The SplitMix64 sequence: the numbers of a seed are the same in all runs.
private struct RandomNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }

  /// A number in `0 ..< bound`, each equally likely; the bound is not 0.
  mutating func next(below bound: UInt64) -> UInt64 {
    // Numbers from the last, incomplete run of `bound` numbers are drawn again.
    let rest = (0 &- bound) % bound
    while true {
      let number = next()
      if number >= rest { return number % bound }
    }
  }
}

private func generator(_ value: Value) -> GeneratorOfNumbers? {
  guard value.isA(.handle) else { return nil }
  return value.handle.pointee.state.takeUnretainedValue() as? GeneratorOfNumbers
}

/// The index of the argument after the handle, which may be left out.
private func firstArgument(_ call: borrowing NativeCall) -> Int { generator(call[0]) == nil ? 0 : 1 }

/// Draws from the handle in the first argument, else from numbers of the system.
private func withNumbers<Result>(
  _ call: borrowing NativeCall, _ body: (inout RandomNumbers) -> Result
) -> Result {
  if let generator = generator(call[0]) { return body(&generator.numbers) }
  var numbers = RandomNumbers(seed: UInt64.random(in: 0 ... .max))
  return body(&numbers)
}

private func randomInt(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let first = firstArgument(call)
  guard call.count >= first + 2 else { return .nilValue }
  guard let low = call.int(first) else {
    throw .typeError("random_int: min must be an integer")
  }
  guard let high = call.int(first + 1) else {
    throw .typeError("random_int: max must be an integer")
  }
  guard low <= high else { return .nilValue }
  // The number of ints from `low` to `high` is 0 when it is 2⁶⁴.
  let count = UInt64(bitPattern: Int64(high &- low)) &+ 1
  let offset = withNumbers(call) { count == 0 ? $0.next() : $0.next(below: count) }
  return Value(int: low &+ Int(truncatingIfNeeded: offset))
}
