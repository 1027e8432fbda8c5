import VM

/// Encodings of texts (05 §25).
func encodingBuiltins() -> BuiltinGroup {
  [
    .init("base64_encode") { call throws(HarnError) in
      try Value(string: Base64.standard.text(call.octetsOrText(0)), limits: call.limits)
    },
    .init("base64url_encode") { call throws(HarnError) in
      try Value(string: Base64.url.text(call.octetsOrText(0)), limits: call.limits)
    },
    .init("base32_encode") { call throws(HarnError) in
      try Value(string: Base32.text(Array(call.text(0).utf8)), limits: call.limits)
    },
    .init("hex_encode") { call throws(HarnError) in
      try Value(string: hexText(Array(call.text(0).utf8)), limits: call.limits)
    },
    .init("url_encode") { call throws(HarnError) in
      try Value(string: percentEncoded(call.text(0)), limits: call.limits)
    },
    .init("base64_decode", decoder("base64") { text throws(DecodingFailure) in try Base64.standard.octets(text) }),
    .init("base64url_decode", decoder("base64url") { text throws(DecodingFailure) in try Base64.url.octets(text) }),
    .init("base32_decode", decoder("base32") { text throws(DecodingFailure) in try Base32.octets(text) }),
    .init("hex_decode", decoder("hex") { text throws(DecodingFailure) in try hexOctets(Array(text.utf8)) }),
    .init("url_decode") { call throws(HarnError) in
      try Value(lossyUTF8: percentDecoded(call.text(0), plusIsBlank: true), limits: call.limits)
    },
  ]
}

private func decoder(
  _ name: String, _ decode: @escaping (String) throws(DecodingFailure) -> [UInt8]
) -> NativeFunction {
  { call throws(HarnError) in
    let octets: [UInt8]
    do throws(DecodingFailure) {
      octets = try decode(call.text(0))
    } catch {
      throw .runtimeError("\(name) decode error: \(error.text)")
    }
    return try Value(lossyUTF8: octets, limits: call.limits)
  }
}
