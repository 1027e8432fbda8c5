import VM

/// Cookies and signed sessions (05b §10).
func cookieBuiltins() -> BuiltinGroup {
  [
    .init("cookie_parse", parse),
    .init("cookie_serialize") { call throws(HarnError) in
      try call.requireCookieArguments("cookie_serialize", 2)
      return try serialize(call.text(0), call.text(1), CookieAttributes(), call.value(2))
    },
    .init("cookie_delete") { call throws(HarnError) in
      try call.requireCookieArguments("cookie_delete", 1)
      return try serialize(call.text(0), "", .removal, call.value(1))
    },
    .init("cookie_sign") { call throws(HarnError) in
      try call.requireCookieArguments("cookie_sign", 2)
      guard CookieText.isSignable(call.text(0)) else {
        throw .runtimeError("cookie: cookie_sign value must not contain separators or control characters")
      }
      return Value(string: "\(call.text(0)).\(signature(call.text(0), call.text(1)))")
    },
    .init("cookie_verify", verifyCookie),
    .init("session_sign") { call throws(HarnError) in
      try call.requireCookieArguments("session_sign", 2)
      return Value(string: session(call[0], call.text(1)))
    },
    .init("session_verify") { call throws(HarnError) in
      try call.requireCookieArguments("session_verify", 2)
      return verifySession(call.text(0), call.text(1))
    },
    .init("session_cookie") { call throws(HarnError) in
      try call.requireCookieArguments("session_cookie", 3)
      return try serialize(call.text(0), session(call[1], call.text(2)), .session, call.value(3))
    },
    .init("session_from_cookies") { call throws(HarnError) in
      try call.requireCookieArguments("session_from_cookies", 3)
      let cookies = SentCookies(try headerLines(call[0], named: "cookie"))
      guard let token = cookies.first(call.text(1)) else { return verdict("payload", .nilValue, "missing_cookie") }
      return verifySession(token, call.text(2))
    },
    .init("cookie_round_trip", roundTrip),
  ]
}

extension NativeCall {
  fileprivate func requireCookieArguments(_ name: String, _ least: Int) throws(HarnError) {
    guard count >= least else { throw .runtimeError("cookie: \(name) requires \(least) arguments") }
  }
}

// MARK: Reading

/// The lines of a header: a string, a list of them, a dict of headers with names in any case, or nothing.
private func headerLines(_ value: Value, named name: String) throws(HarnError) -> [String] {
  if value.isNil { return [] }
  if let text = value.stringValue { return [text] }
  if value.isList { return value.listItems.filter { !$0.isNil }.map(displayText) }
  guard value.isDict else {
    throw .runtimeError("cookie: expected a string, a list, or a dict of headers, got \(typeName(value))")
  }
  var lines: [String] = []
  for entry in value.dictEntries where entry.key.lowercased() == name && !entry.value.isNil {
    lines += entry.value.isList ? entry.value.listItems.map(displayText) : [displayText(entry.value)]
  }
  return lines
}

private func parse(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  try call.requireCookieArguments("cookie_parse", 1)
  let cookies = SentCookies(try headerLines(call[0], named: "cookie"))
  let byName = Dictionary(grouping: cookies.pairs, by: \.name)
  return Value(dict: [
    "cookies": Value(dict: byName.map { ($0.key, Value(string: $0.value[0].value)) }),
    "duplicates": Value(
      dict: byName.filter { $0.value.count > 1 }.map { name, pairs in
        (name, Value(list: pairs.map { Value(string: $0.value) }))
      }),
    "invalid": Value(
      list: cookies.invalid.map { part in
        Value(dict: ["reason": Value(string: part.reason), "segment": Value(string: part.segment)])
      }),
    "pairs": Value(
      list: cookies.pairs.map { pair in
        Value(dict: ["name": Value(string: pair.name), "value": Value(string: pair.value)])
      }),
  ])
}

private func roundTrip(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  try call.requireCookieArguments("cookie_round_trip", 1)
  let request = call.count > 1 ? call[0] : .nilValue
  let response = call.count > 1 ? call[1] : call[0]
  var cookies: [String: String] = [:]
  for pair in SentCookies(try headerLines(request, named: "cookie")).pairs where cookies[pair.name] == nil {
    cookies[pair.name] = pair.value
  }
  let now = call.vm.clock.epochMilliseconds / 1000
  for line in try headerLines(response, named: "set-cookie") {
    guard let cookie = SetCookie(line, now: now) else { continue }
    cookies[cookie.name] = cookie.isRemoved ? nil : cookie.value
  }
  let sorted = cookies.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  return Value(dict: [
    "cookie_header": Value(string: sorted.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")),
    "cookies": Value(dict: sorted.map { ($0.key, Value(string: $0.value)) }),
  ])
}

// MARK: Writing

private func serialize(
  _ name: String, _ value: String, _ attributes: CookieAttributes, _ options: Value
) throws(HarnError) -> Value {
  guard CookieText.isName(name) else {
    throw .runtimeError("cookie: cookie name is empty or contains invalid characters")
  }
  guard CookieText.isValue(value) else {
    throw .runtimeError(
      "cookie: cookie value contains spaces, quotes, separators, or control characters; encode it first")
  }
  var attributes = attributes
  try attributes.apply(options)
  return Value(string: "\(name)=\(value)\(try attributes.text())")
}

// MARK: Signatures

private func signature(_ text: String, _ secret: String) -> String {
  Base64.url.text(hmacSHA256(key: secret, text))
}

/// The result of a verification; takes over the count of `value`.
private func verdict(_ name: String, _ value: Value, _ error: String?) -> Value {
  Value(dict: [("error", optionalString(error)), ("ok", Value(bool: error == nil)), (name, value)])
}

private func verifyCookie(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  try call.requireCookieArguments("cookie_verify", 2)
  let signed = call.text(0)
  guard let dot = signed.utf8.lastIndex(of: UInt8(ascii: ".")) else {
    return verdict("value", .nilValue, "malformed")
  }
  let value = String(signed[..<dot])
  guard areEqualInConstantTime(String(signed[signed.index(after: dot)...]), signature(value, call.text(1))) else {
    return verdict("value", .nilValue, "invalid_signature")
  }
  return verdict("value", Value(string: value), nil)
}

private func session(_ payload: Value, _ secret: String) -> String {
  let text = Base64.url.text(Array(jsonText(payload, JSONStyle(.stringify)).utf8))
  return "v1.\(text).\(signature(text, secret))"
}

private func verifySession(_ token: String, _ secret: String) -> Value {
  let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  guard parts.count == 3, parts[0] == "v1" else { return verdict("payload", .nilValue, "malformed") }
  guard areEqualInConstantTime(parts[2], signature(parts[1], secret)) else {
    return verdict("payload", .nilValue, "invalid_signature")
  }
  guard let octets = try? Base64.url.octets(parts[1]), let text = String(validating: octets, as: UTF8.self),
    let payload = try? parseJSON(text)
  else { return verdict("payload", .nilValue, "malformed_payload") }
  return verdict("payload", payload, nil)
}
