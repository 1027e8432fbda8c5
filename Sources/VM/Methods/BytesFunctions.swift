/// The functions of bytes (05 §7). They convert no argument.
var bytesFunctions: [NativeBuiltin] {
  [
    .init("bytes_from_string") { call throws(HarnError) in
      Value(octets: try call.string("bytes_from_string", 0).buffer)
    },
    .init("bytes_to_string", bytesToString),
    .init("bytes_to_string_lossy") { call throws(HarnError) in
      try Value(
        string: String(decoding: try call.octets("bytes_to_string_lossy", 0), as: UTF8.self), limits: call.limits)
    },
    .init("bytes_to_hex") { call throws(HarnError) in
      try Value(string: hexText(try call.octets("bytes_to_hex", 0)), limits: call.limits)
    },
    .init("bytes_from_hex", bytesFromHex),
    .init("bytes_to_base64") { call throws(HarnError) in
      try Value(string: Base64.standard.text(try call.octets("bytes_to_base64", 0)), limits: call.limits)
    },
    .init("bytes_from_base64", bytesFromBase64),
    .init("bytes_len") { call throws(HarnError) in Value(int: try call.octets("bytes_len", 0).count) },
    .init("bytes_concat") { call throws(HarnError) in
      let first = try call.octets("bytes_concat", 0)
      let second = try call.octets("bytes_concat", 1)
      guard first.count + second.count <= call.limits.stringBytes else {
        throw .runtimeError("bytes_concat: bytes are too large (at most \(call.limits.stringBytes))")
      }
      return Value(octets: Array(first) + Array(second))
    },
    .init("bytes_slice", bytesSlice),
    .init("bytes_eq") { call throws(HarnError) in
      let first = try call.octets("bytes_eq", 0)
      let second = try call.octets("bytes_eq", 1)
      // Every octet is looked at, so that the time does not tell where two texts differ.
      var difference: UInt8 = 0
      for (a, b) in zip(first, second) { difference |= a ^ b }
      return Value(bool: first.count == second.count && difference == 0)
    },
  ]
}

extension NativeCall {
  /// The octets of the argument at `index`, borrowed.
  fileprivate func octets(
    _ name: String, _ index: Int
  ) throws(HarnError) -> UnsafeBufferPointer<UInt8> {
    guard self[index].isA(.bytes) else { throw mismatch(name, index, "bytes") }
    return self[index].octets
  }

  /// The string at `index`, borrowed.
  fileprivate func string(_ name: String, _ index: Int) throws(HarnError) -> StringPointer {
    guard self[index].isString else { throw mismatch(name, index, "string") }
    return self[index].string
  }

  fileprivate func mismatch(_ name: String, _ index: Int, _ wanted: String) -> HarnError {
    if self[index].isAbsent { return .runtimeError("\(name): missing argument \(index + 1)") }
    return .runtimeError(
      "\(name): expected \(wanted) at argument \(index + 1), got \(typeName(self[index]))")
  }
}

private func bytesToString(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let octets = try call.octets("bytes_to_string", 0)
  guard String(validating: octets, as: UTF8.self) != nil else {
    throw .runtimeError("bytes_to_string: the octets are not valid UTF-8")
  }
  return Value(newString(copying: octets))
}

private func bytesSlice(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let octets = try call.octets("bytes_slice", 0)
  guard let start = call.int(1) else { throw call.mismatch("bytes_slice", 1, "int") }
  guard let end = call.int(2) else { throw call.mismatch("bytes_slice", 2, "int") }
  let from = min(max(0, start), octets.count)
  let to = max(from, min(max(0, end), octets.count))
  return Value(octets: UnsafeBufferPointer(rebasing: octets[from..<to]))
}

// MARK: Encodings

private func bytesFromHex(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let digits = try call.string("bytes_from_hex", 0).buffer
  return try decoded("bytes_from_hex") { () throws(DecodingFailure) in try hexOctets(Array(digits)) }
}

private func bytesFromBase64(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let digits = try call.string("bytes_from_base64", 0).buffer
  return try decoded("bytes_from_base64") { () throws(DecodingFailure) in
    try Base64.standard.octets(Array(digits))
  }
}

private func decoded(_ name: String, _ octets: () throws(DecodingFailure) -> [UInt8]) throws(HarnError) -> Value {
  do throws(DecodingFailure) {
    return Value(octets: try octets())
  } catch {
    throw .runtimeError("\(name): \(error.text)")
  }
}
