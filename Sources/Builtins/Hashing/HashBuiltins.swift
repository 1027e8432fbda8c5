import VM

/// Digests (05 §25, 05b §8).
func hashBuiltins() -> BuiltinGroup {
  let ofText: [(String, @Sendable ([UInt8]) -> [UInt8])] = [
    ("sha256", SHA256.digest), ("sha224", SHA256.digest224), ("sha384", SHA512.digest384),
    ("sha512", SHA512.digest), ("sha512_256", SHA512.digest256), ("md5", md5Digest),
  ]
  let ofOctets: [(String, @Sendable ([UInt8]) -> [UInt8])] = [
    ("sha3_256", { sha3Digest($0, bytes: 32) }), ("sha3_512", { sha3Digest($0, bytes: 64) }),
    ("blake3", blake3Digest),
  ]
  let texts: BuiltinGroup = ofText.map { name, digest in
    .init(name) { call throws(HarnError) in Value(string: hexText(digest(Array(call.text(0).utf8)))) }
  }
  let octets: BuiltinGroup = ofOctets.map { name, digest in
    .init(name) { call throws(HarnError) in Value(string: hexText(digest(call.octetsOrText(0)))) }
  }
  return texts + octets + [
    .init("hmac_sha256") { call throws(HarnError) in
      Value(string: hexText(hmacSHA256(key: call.text(0), call.text(1))))
    },
    .init("hmac_sha256_base64") { call throws(HarnError) in
      Value(string: Base64.standard.text(hmacSHA256(key: call.text(0), call.text(1))))
    },
    .init("constant_time_eq") { call throws(HarnError) in
      Value(bool: areEqualInConstantTime(call.text(0), call.text(1)))
    },
  ]
}

extension NativeCall {
  /// The octets of a bytes argument, else of its text.
  func octetsOrText(_ index: Int) -> [UInt8] {
    self[index].isBytes ? Array(self[index].octets) : Array(text(index).utf8)
  }
}

/// HMAC-SHA256 (RFC 2104).
func hmacSHA256(key: String, _ message: String) -> [UInt8] {
  var block = Array(key.utf8)
  if block.count > 64 { block = SHA256.digest(block) }
  block += Array(repeating: 0, count: 64 - block.count)
  let inner = SHA256.digest(block.map { $0 ^ 0x36 } + Array(message.utf8))
  return SHA256.digest(block.map { $0 ^ 0x5c } + inner)
}

/// Equality in a time that depends on the lengths only.
func areEqualInConstantTime(_ first: String, _ second: String) -> Bool {
  let (a, b) = (Array(first.utf8), Array(second.utf8))
  guard a.count == b.count else { return false }
  return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
