/// The methods that a range answers itself in constant time (05 §11). All others are those of an iterator over it.
var rangeMethods: [NativeBuiltin] {
  [
    ("len", { call throws(HarnError) in Value(int: rangeLength(call.receiver)) }),
    ("count", { call throws(HarnError) in Value(int: rangeLength(call.receiver)) }),
    ("empty", { call throws(HarnError) in Value(bool: rangeLength(call.receiver) == 0) }),
    (
      "first",
      { call throws(HarnError) in
        rangeLength(call.receiver) == 0
          ? .nilValue : Value(int: call.receiver.range.pointee.from)
      }
    ),
    (
      "last",
      { call throws(HarnError) in
        rangeLength(call.receiver) == 0 ? .nilValue : Value(int: rangeLast(call.receiver))
      }
    ),
    (
      "contains",
      { call throws(HarnError) in Value(bool: isMember(call.value(0), of: call.receiver)) }
    ),
    (
      "to_string",
      { call throws(HarnError) in try displayString(call.receiver, limits: call.limits) }
    ),
  ]
}
