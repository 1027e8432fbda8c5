/// Schemas (05 §17, 03 §13.3) and their conversions (05b §3).
var schemaFunctions: [NativeBuiltin] {
  [
    .init("schema_check") { call throws(HarnError) in try result(call, "schema_check", appliesDefaults: false) },
    .init("schema_parse") { call throws(HarnError) in try result(call, "schema_parse", appliesDefaults: true) },
    .init("schema_is") { call throws(HarnError) in try isValid(call, "schema_is") },
    .init("is_type") { call throws(HarnError) in try isValid(call, "is_type") },
    .init("schema_expect") { call throws(HarnError) in
      try expected(call, "schema_expect", appliesDefaults: isTruthy(call.value(2)))
    },
    .init("json_validate") { call throws(HarnError) in
      release(try expected(call, "json_validate", appliesDefaults: false))
      return Value(bool: true)
    },
    .init("schema_extend", extended),
    .init("schema_partial", partial),
    .init("schema_pick") { call throws(HarnError) in try selected(call, "schema_pick", keeping: true) },
    .init("schema_omit") { call throws(HarnError) in try selected(call, "schema_omit", keeping: false) },
    .init("schema_of", schemaOf),
  ]
}

private func require(
  _ count: Int, _ call: borrowing NativeCall, _ name: String
) throws(HarnError) {
  guard call.count >= count else { throw .thrown(text: "\(name) requires \(count) arguments") }
}

// MARK: Validation

/// `schema_check` and `schema_parse`: a `Result`. A schema that is none is an `Err` too.
private func result(
  _ call: borrowing NativeCall, _ name: String, appliesDefaults: Bool
) throws(HarnError) -> Value {
  try require(2, call, name)
  let types = call.vm.types
  let valid: (value: Value, problems: [String])
  do throws(HarnError) {
    valid = try call.vm.validate(call[0], schema: call[1], appliesDefaults: appliesDefaults)
  } catch {
    guard case .thrown(let text) = error else { throw error }
    return types.result(
      types.err, Value(dict: [("errors", Value(list: [text.retained()])), ("message", text)]))
  }
  guard let first = valid.problems.first else { return types.result(types.ok, valid.value) }
  return types.result(
    types.err,
    Value(dict: [
      ("errors", Value(list: valid.problems.map { Value(string: $0) })), ("message", Value(string: first)),
      ("value", valid.value),
    ]))
}

private func isValid(_ call: borrowing NativeCall, _ name: String) throws(HarnError) -> Value {
  try require(2, call, name)
  let valid = try call.vm.validate(call[0], schema: call[1])
  release(valid.value)
  return Value(bool: valid.problems.isEmpty)
}

private func expected(
  _ call: borrowing NativeCall, _ name: String, appliesDefaults: Bool
) throws(HarnError) -> Value {
  try require(2, call, name)
  let valid = try call.vm.validate(call[0], schema: call[1], appliesDefaults: appliesDefaults)
  if valid.problems.isEmpty { return valid.value }
  release(valid.value)
  throw .thrown(text: valid.problems.joined(separator: "; "))
}

// MARK: Schemas from schemas

private func extended(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  try require(2, call, "schema_extend")
  var base = try canonicalSchema(call[0])
  let overlay: Value
  do throws(HarnError) {
    overlay = try canonicalSchema(call[1])
  } catch {
    release(base)
    throw error
  }
  for (key, value) in overlay.dictEntries { set(key, of: unsharedDict(&base), value.retained()) }
  release(overlay)
  return base
}

private func partial(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  try require(1, call, "schema_partial")
  let schema = try canonicalSchema(call[0])
  defer { release(schema) }
  return withoutRequired(schema)
}

/// A copy of a canonical schema without `required`, recursively. The depth is that of the canonical form.
private func withoutRequired(_ schema: Value) -> Value {
  guard schema.isDict else { return schema.retained() }
  let result = newDict(capacity: schema.itemCount)
  for (key, value) in schema.dictEntries {
    switch key {
    case "required": break
    case "items", "additional_properties": set(key, of: result, withoutRequired(value))
    case "properties":
      let properties = value.dictEntries.map { ($0.key, withoutRequired($0.value)) }
      set(key, of: result, Value(dict: properties))
    case "union", "all_of": set(key, of: result, Value(list: value.listItems.map(withoutRequired)))
    default: set(key, of: result, value.retained())
    }
  }
  return Value(result)
}

/// `schema_pick` and `schema_omit`.
private func selected(
  _ call: borrowing NativeCall, _ name: String, keeping: Bool
) throws(HarnError) -> Value {
  try require(2, call, name)
  var schema = try canonicalSchema(call[0])
  guard call[1].isList else {
    release(schema)
    throw .thrown(text: "\(name): keys must be a list")
  }
  let keys = Set(call[1].listItems.map { Array(displayText($0).utf8) })
  func isKept(_ key: String) -> Bool { keys.contains(Array(key.utf8)) == keeping }
  if let properties = schema.entry("properties") {
    let kept = properties.dictEntries.filter { isKept($0.key) }
    let entries = Value(dict: kept.map { ($0.key, $0.value.retained()) })
    set("properties", of: unsharedDict(&schema), entries)
  }
  if let required = schema.entry("required") {
    let kept = Value(list: required.listItems.filter { isKept(displayText($0)) }.map { $0.retained() })
    set("required", of: unsharedDict(&schema), kept)
  }
  return schema
}

/// `schema_of(x)` at run time: alias names were replaced by their schemas before (03 §13.2).
private func schemaOf(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  try require(1, call, "schema_of")
  if call[0].isDict { return call.owned(0) }
  throw .thrown(text: "schema_of: expected a type alias or schema dict, got \(typeName(call[0]))")
}
