/// The methods that a range answers itself in constant time (05 §11). All others are those of an iterator over it.
var rangeMethods: [NativeBuiltin] {
  [
    .init("len") { call throws(HarnError) in Value(int: rangeLength(call.receiver)) },
    .init("count") { call throws(HarnError) in Value(int: rangeLength(call.receiver)) },
    .init("empty") { call throws(HarnError) in Value(bool: rangeLength(call.receiver) == 0) },
    .init("first") { call throws(HarnError) in
      rangeLength(call.receiver) == 0
        ? .nilValue : Value(int: call.receiver.range.pointee.from)
    },
    .init("last") { call throws(HarnError) in
      rangeLength(call.receiver) == 0 ? .nilValue : Value(int: rangeLast(call.receiver))
    },
    .init("contains") { call throws(HarnError) in Value(bool: isMember(call.value(0), of: call.receiver)) },
    .init("to_string") { call throws(HarnError) in try displayString(call.receiver, limits: call.limits) },
  ]
}
