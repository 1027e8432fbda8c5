/// Output, assertions and the end of the program (05 §2, §3, §24, §28).
var outputBuiltins: [NativeBuiltin] {
  [
    .init("print") { call throws(HarnError) in
      try call.vm.output.write("", call[0]); return .nilValue
    },
    .init("println") { call throws(HarnError) in
      try call.vm.output.write("", call[0], "\n"); return .nilValue
    },
    .init("log") { call throws(HarnError) in
      try call.vm.output.write("[harn] ", call[0], "\n")
      return .nilValue
    },
    .init("eprint") { call throws(HarnError) in try writeError(call, end: "") },
    .init("eprintln") { call throws(HarnError) in try writeError(call, end: "\n") },
    .init("exit") { call throws(HarnError) in
      throw .exit(status: Int32(truncatingIfNeeded: call.int(0) ?? 0))
    },
    .init("unreachable", unreachable),
    .init("assert", assert),
    .init("assert_eq") { call throws(HarnError) in try compare(call, "assert_eq", expected: true) },
    .init("assert_ne") { call throws(HarnError) in try compare(call, "assert_ne", expected: false) },
  ]
}

/// Output so far goes first, so that the two streams of a terminal keep the order of the program.
private func writeError(_ call: borrowing NativeCall, end: StaticString) throws(HarnError) -> Value {
  var buffer = TextBuffer()
  if call.count > 0 { appendDisplay(call[0], to: &buffer) }
  buffer.append(end)
  if buffer.isTruncated { throw .stringTooLarge(TextBuffer.defaultLimit) }
  if let captured = call.vm.capturedErrors {
    let limit = call.limits.stringBytes
    guard captured.utf8.count + buffer.count <= limit else { throw .stringTooLarge(limit) }
    call.vm.capturedErrors?.append(buffer.text)
    return .nilValue
  }
  call.vm.output.flush()
  call.vm.host.writeError(buffer.bytes)
  return .nilValue
}

private func unreachable(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let detail = call.count > 0 ? ": \(call.text(0))" : ""
  throw .runtimeError("unreachable code was reached\(detail)")
}

/// `assert(cond, msg?)` (05 §28).
private func assert(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  if isTruthy(call.value(0)) { return .nilValue }
  throw .thrown(text: call.text(1, default: "Assertion failed"))
}

/// `assert_eq` and `assert_ne` (05 §28): the second argument is the expected value.
private func compare(
  _ call: borrowing NativeCall, _ name: String, expected: Bool
) throws(HarnError) -> Value {
  guard call.count >= 2 else { throw .thrown(text: "\(name) requires at least 2 arguments") }
  if areEqual(call[0], call[1]) == expected { return .nilValue }
  if call.count > 2 { throw .thrown(text: call.text(2)) }
  throw .thrown(
    text: expected
      ? "Assertion failed: expected \(call.text(1)), got \(call.text(0))"
      : "Assertion failed: values should not be equal: \(call.text(0))")
}
