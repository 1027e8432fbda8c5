import VM

/// Key pairs (05b §8), which are not supported.
func keyPairBuiltins() -> BuiltinGroup {
  ["ed25519_keypair", "ed25519_sign", "ed25519_verify", "x25519_keypair", "x25519_agree"].map { name in
    .init(name) { call throws(HarnError) in throw .runtimeError("\(name): not supported") }
  }
}
