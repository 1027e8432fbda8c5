import VM

/// UUIDs (05 §26).
func uuidBuiltins() -> BuiltinGroup {
  [
    .init("uuid") { call throws(HarnError) in Value(string: UUID.random().text) },
    .init("uuid_v7") { call throws(HarnError) in Value(string: UUID.timeOrdered().text) },
    .init("uuid_nil") { call throws(HarnError) in Value(string: UUID.zero.text) },
    .init("uuid_v5", uuidOfName),
    .init("uuid_parse") { call throws(HarnError) in UUID(call.text(0)).map { Value(string: $0.text) } ?? .nilValue },
  ]
}

private func uuidOfName(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.count >= 2 else {
    throw .runtimeError("uuid_v5(namespace, name): requires namespace and name")
  }
  guard let namespace = namespace(call.text(0)) else {
    throw .runtimeError("uuid_v5: namespace must be a UUID or one of dns/url/oid/x500")
  }
  return Value(string: UUID(namespace: namespace, name: call.text(1)).text)
}

/// A UUID, or one of the namespaces of RFC 9562 by name.
private func namespace(_ text: String) -> UUID? {
  var name = text.lowercased()
  if name.hasPrefix("namespace_") { name.removeFirst(10) }
  let number: String
  switch name {
  case "dns": number = "0"
  case "url": number = "1"
  case "oid": number = "2"
  case "x500": number = "4"
  default: return UUID(text)
  }
  return UUID("6ba7b81\(number)-9dad-11d1-80b4-00c04fd430c8")
}
