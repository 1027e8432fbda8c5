import VM

/// JSON Web Tokens (05b §8): HMAC signatures are checked, those of key pairs are not supported.
func tokenBuiltins() -> BuiltinGroup {
  [.init("jwt_sign", sign), .init("jwt_verify", verify)]
}

private func sign(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let name = "jwt_sign"
  guard call.count >= 3 else { throw .runtimeError("\(name): requires 3 arguments: alg, claims, private_key") }
  let algorithm = call.text(0)
  guard algorithm == "ES256" || algorithm == "RS256" else {
    throw .runtimeError("\(name): unsupported algorithm `\(algorithm)`; expected ES256 or RS256")
  }
  guard call[1].isDict else { throw .runtimeError("\(name): claims must be a dict, got \(typeName(call[1]))") }
  guard call[2].isString else {
    throw .runtimeError("\(name): private_key must be a PEM string, got \(typeName(call[2]))")
  }
  throw .runtimeError("\(name): not supported")
}

private func verify(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let name = "jwt_verify"
  guard call.count >= 3 else { throw .thrown(text: "\(name): requires 3 arguments: alg, token, key") }
  let (algorithm, key) = (call.text(0), call.text(2))
  switch algorithm {
  case "HS256": break
  case "ES256", "RS256": throw .runtimeError("\(name): not supported")
  default: throw .thrown(text: "\(name): unsupported algorithm '\(algorithm)'")
  }
  let parts = call.text(1).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  guard parts.count == 3 else { throw .thrown(text: "\(name): invalid token: expected three parts") }
  let header = try decoded(parts[0], "header")
  defer { header.released() }
  let written = header.entry("alg")?.stringValue ?? ""
  guard written == algorithm else {
    throw .thrown(text: "\(name): the token has the algorithm '\(written)', expected '\(algorithm)'")
  }
  let signature = Base64.url.text(hmacSHA256(key: key, "\(parts[0]).\(parts[1])"))
  guard areEqualInConstantTime(signature, parts[2]) else { throw .thrown(text: "\(name): invalid signature") }
  return Value(dict: ["claims": try decoded(parts[1], "claims"), "valid": Value(bool: true)])
}

/// The dict in a part of a token, owned by the caller.
private func decoded(_ part: String, _ name: String) throws(HarnError) -> Value {
  guard let octets = try? Base64.url.octets(part), let text = String(validating: octets, as: UTF8.self),
    let value = try? parseJSON(text)
  else { throw .thrown(text: "jwt_verify: invalid token: malformed \(name)") }
  guard value.isDict else {
    value.released()
    throw .thrown(text: "jwt_verify: invalid token: the \(name) must be an object")
  }
  return value
}
