/// Results, pairs and ranges (02 §9.3, §12.2; 05 §11).
var resultBuiltins: [NativeBuiltin] {
  [
    .init("Ok") { call throws(HarnError) in call.vm.types.result(call.vm.types.ok, call.owned(0)) },
    .init("Err") { call throws(HarnError) in call.vm.types.result(call.vm.types.err, call.owned(0)) },
    .init("is_ok") { call throws(HarnError) in Value(bool: payload(call, call.vm.types.ok) != nil) },
    .init("is_err") { call throws(HarnError) in Value(bool: payload(call, call.vm.types.err) != nil) },
    .init("unwrap", unwrap),
    .init("unwrap_or", unwrapOr),
    .init("unwrap_err", unwrapError),
    .init("pair", makePair),
    .init("range", rangeFunction),
  ]
}

/// The payload of the first argument when it is this case of `Result`, borrowed; nil when it is something else.
private func payload(_ call: borrowing NativeCall, _ enumCase: EnumCasePointer) -> Value? {
  let value = call.value(0)
  guard value.isEnum, value.enumCase == enumCase else { return nil }
  let hasPayload = value.isCounted && value.enumeration.pointee.count > 0
  return hasPayload ? value.enumeration.payload[0] : .nilValue
}

private func unwrap(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  if let error = payload(call, call.vm.types.err) {
    throw .runtimeError("unwrap called on Err: \(displayText(error))")
  }
  return payload(call, call.vm.types.ok)?.retained() ?? call.owned(0)
}

private func unwrapOr(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  if payload(call, call.vm.types.err) != nil { return call.owned(1) }
  return payload(call, call.vm.types.ok)?.retained() ?? call.owned(0)
}

private func unwrapError(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard let error = payload(call, call.vm.types.err) else {
    throw .runtimeError("unwrap_err called on non-Err")
  }
  return error.retained()
}

private func makePair(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count == 2 else {
    throw .typeError("pair: expected 2 arguments, got \(call.count)")
  }
  return newPair(call.owned(0), call.owned(1))
}

private func rangeFunction(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  switch call.count {
  case 1:
    guard let end = call.int(0) else {
      throw .typeError("range(n): expected integer argument")
    }
    return newRange(from: 0, upTo: end, isExclusive: true)
  case 2:
    guard let start = call.int(0), let end = call.int(1) else {
      throw .typeError("range(a, b): expected integer arguments")
    }
    return newRange(from: start, upTo: end, isExclusive: true)
  default:
    throw .typeError("range expects 1 or 2 integer arguments, got \(call.count)")
  }
}
