import VM

/// Signed URLs (05b §9).
func signedURLBuiltins() -> BuiltinGroup {
  [.init("signed_url", signURL), .init("verify_signed_url", verifyURL)]
}

/// The names of the parameters that carry the signature.
private struct SignatureParameters {
  var signature = "sig"
  var expires = "exp"
  var kid = "kid"
  var kidValue: String?
  var skewSeconds = 0

  init(_ options: Value) {
    func text(_ key: String) -> String? { options.entry(key).flatMap { $0.isNil ? nil : displayText($0) } }
    signature = text("signature_param") ?? signature
    expires = text("expires_param") ?? expires
    kid = text("kid_param") ?? kid
    kidValue = text("kid")
    skewSeconds = options.entry("skew_seconds")?.intValue ?? 0
  }

  var reserved: [String] { [signature, expires, kid] }
}

/// What a signature is about: the place, and the pairs of the query.
private struct SignedResource {
  var resource: String
  var pairs: [(key: String, value: String)]

  /// Reads an absolute URL with a host, or a path that starts with a slash; nil for other texts.
  init?(_ text: String) {
    if text.utf8.first == UInt8(ascii: "/") {
      let whole = text.utf8.prefix { $0 != UInt8(ascii: "#") }
      let mark = whole.firstIndex(of: UInt8(ascii: "?"))
      resource = SignedResource.encodedPath(Array(mark.map { whole[..<$0] } ?? whole))
      pairs = mark.map { queryPairs(String(Substring(whole[$0...]))) } ?? []
      return
    }
    guard let url = try? WebURL(text), let host = url.host, !host.isEmpty else { return nil }
    resource = url.origin + url.path
    pairs = queryPairs(url.query ?? "")
  }

  private static func encodedPath(_ bytes: [UInt8]) -> String {
    var encoded = ""
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x25, index + 2 < bytes.count, hexDigit(bytes[index + 1]) != nil,
        hexDigit(bytes[index + 2]) != nil
      {
        encoded += String(decoding: bytes[index..<(index + 3)], as: UTF8.self).uppercased()
        index += 3
      } else {
        let text = hexText([bytes[index]]).uppercased()
        encoded +=
          isUnreserved(bytes[index]) || bytes[index] == 0x2f ? String(Unicode.Scalar(bytes[index])) : "%\(text)"
        index += 1
      }
    }
    return encoded
  }

  /// The pairs, sorted and encoded.
  static func canonicalQuery(_ pairs: [(key: String, value: String)]) -> String {
    pairs.map { (percentEncoded($0.key), percentEncoded($0.value)) }
      .sorted {
        $0.0 == $1.0 ? $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) : $0.0.utf8.lexicographicallyPrecedes($1.0.utf8)
      }
      .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }

  func signature(secret: String) -> String {
    Base64.url.text(hmacSHA256(key: secret, "harn-signed-url-v1\n\(resource)\n\(SignedResource.canonicalQuery(pairs))"))
  }
}

private func signURL(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let name = "signed_url"
  guard call.count >= 4 else { throw .runtimeError("\(name): requires base, claims, secret, expires_at") }
  guard call[0].isString else { throw .runtimeError("\(name): base must be a string, got \(typeName(call[0]))") }
  guard call[1].isDict || call[1].isNil else {
    throw .runtimeError("\(name): claims must be a dict, got \(typeName(call[1]))")
  }
  guard call[2].isString else { throw .runtimeError("\(name): secret must be a string, got \(typeName(call[2]))") }
  guard let expires = call.int(3) else {
    throw .runtimeError("\(name): expires_at must be an int, got \(typeName(call[3]))")
  }
  guard call.value(4).isDict || call.value(4).isNil else {
    throw .runtimeError("\(name): options must be a dict, got \(typeName(call.value(4)))")
  }
  let names = SignatureParameters(call.value(4))
  guard var target = SignedResource(call.text(0)) else {
    throw .runtimeError("\(name): base must be an absolute URL with a host or a path starting with '/'")
  }
  target.pairs.removeAll { names.reserved.contains($0.key) }
  for claim in call[1].dictEntries {
    guard !names.reserved.contains(claim.key) else {
      throw .runtimeError("\(name): claims cannot contain reserved parameter `\(claim.key)`")
    }
    target.pairs.append((claim.key, displayText(claim.value)))
  }
  target.pairs.append((names.expires, String(expires)))
  if let kid = names.kidValue { target.pairs.append((names.kid, kid)) }
  let signature = target.signature(secret: call.text(2))
  target.pairs.append((names.signature, signature))
  return Value(string: "\(target.resource)?\(SignedResource.canonicalQuery(target.pairs))")
}

private func verifyURL(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let name = "verify_signed_url"
  guard call.count >= 3 else { throw .runtimeError("\(name): requires url, secret_or_keys, now") }
  guard call[0].isString else { throw .runtimeError("\(name): url must be a string, got \(typeName(call[0]))") }
  guard call[1].isString || call[1].isDict else {
    throw .runtimeError("\(name): secret must be a string or a dict of keys, got \(typeName(call[1]))")
  }
  guard let now = call.int(2) else { throw .runtimeError("\(name): now must be an int, got \(typeName(call[2]))") }
  let names = SignatureParameters(call.value(3))
  let target = SignedResource(call.text(0))
  let pairs = target?.pairs ?? []
  func values(_ name: String) -> [String] { pairs.filter { $0.key == name }.map(\.value) }
  let signatures = values(names.signature)
  let kids = values(names.kid)
  let expiry = values(names.expires).first
  let expiresAt = values(names.expires).count == 1 ? expiry.flatMap { Int($0) } : nil
  let isExpired =
    expiresAt.map { time in
      let (end, isEndless) = time.addingReportingOverflow(names.skewSeconds)
      return !isEndless && now > end
    } ?? false
  var isValid = false
  var secret = call[1].stringValue
  if call[1].isDict { secret = kids.first.flatMap { call[1].entry($0)?.stringValue } }
  if var signed = target, let secret, let signature = signatures.first, signatures.count == 1 {
    signed.pairs.removeAll { $0.key == names.signature }
    isValid = areEqualInConstantTime(signed.signature(secret: secret), signature)
  }
  let reason: String
  if signatures.isEmpty {
    reason = "missing_signature"
  } else if expiry == nil {
    reason = "missing_expiry"
  } else if expiresAt == nil {
    reason = "invalid_expiry"
  } else if kids.count > 1 {
    reason = "duplicate_kid"
  } else if secret == nil {
    reason = "unknown_key"
  } else if !isValid {
    reason = "bad_signature"
  } else {
    reason = isExpired ? "expired" : "ok"
  }
  let claims = pairs.filter { !names.reserved.contains($0.key) }.map { ($0.key, Value(string: $0.value)) }
  return Value(dict: [
    "claims": Value(dict: claims), "expired": Value(bool: isExpired),
    "expires_at": expiresAt.map { Value(int: $0) } ?? .nilValue, "kid": optionalString(kids.first),
    "reason": Value(string: reason), "signature_valid": Value(bool: isValid), "valid": Value(bool: reason == "ok"),
  ])
}
