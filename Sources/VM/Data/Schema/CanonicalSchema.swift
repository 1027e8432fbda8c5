// The canonical form of schemas (05 §17, 03 §13.4). Sub-schemas are handled by recursion, which `depthLimit` bounds.

/// The canonical form of a schema: aliases renamed, unknown keys dropped, sub-schemas alike. Borrows; owned by the caller.
func canonicalSchema(_ schema: Value) throws(HarnError) -> Value {
  var room = sizeLimit
  return try canonical(schema, depth: 0, &room)
}

private let depthLimit = 256

/// Most sub-schemas; one that is used at several places counts at each. So what walks over a canonical schema ends.
private let sizeLimit = 10_000

private func canonical(_ schema: Value, depth: Int, _ room: inout Int) throws(HarnError) -> Value {
  guard schema.isDict else { throw .thrown(text: "schema must be a dict") }
  guard depth < depthLimit else { throw .thrown(text: "schema is nested too deeply") }
  guard room > 0 else { throw .thrown(text: "schema is too large (at most \(sizeLimit) sub-schemas)") }
  room -= 1
  let result = newDict()
  do throws(HarnError) {
    try fill(result, from: schema, depth: depth, &room)
  } catch {
    release(Value(result))
    throw error
  }
  return Value(result)
}

/// Keys that are taken over as they are; the second name is the alias.
private let plainKeys: [(name: String, alias: String?)] = [
  ("min", "minimum"), ("max", "maximum"), ("min_length", "minLength"), ("max_length", "maxLength"),
  ("min_items", "minItems"), ("max_items", "maxItems"), ("pattern", nil), ("enum", nil), ("const", nil),
  ("nullable", nil), ("default", nil), ("$ref", nil), ("title", nil), ("description", nil),
  ("format", nil), ("deprecated", nil), ("readOnly", nil), ("writeOnly", nil), ("example", nil),
  ("examples", nil), ("x-harn-type", nil),
]

private func fill(_ result: DictPointer, from schema: Value, depth: Int, _ room: inout Int) throws(HarnError) {
  try setType(of: result, from: schema)
  for (name, alias) in plainKeys {
    if let value = schema.entry(name) ?? alias.flatMap({ schema.entry($0) }) {
      set(name, of: result, value.retained())
    }
  }
  if let names = schema.entry("required") { set("required", of: result, requiredKeys(names)) }
  if let items = schema.entry("items") {
    set("items", of: result, try canonical(items, depth: depth + 1, &room))
  }
  if let properties = schema.entry("properties"), properties.isDict {
    set("properties", of: result, try canonicalEntries(properties, isStrict: true, depth: depth, &room))
  }
  if let definitions = schema.entry("definitions") {
    set("definitions", of: result, try canonicalEntries(definitions, isStrict: false, depth: depth, &room))
  }
  if let components = schema.entry("components") {
    set("components", of: result, try canonicalComponents(components, depth: depth, &room))
  }
  if let more = schema.entry("additional_properties") ?? schema.entry("additionalProperties") {
    let value = more.isBool ? more : try canonical(more, depth: depth + 1, &room)
    set("additional_properties", of: result, value)
  }
  if let branches = schema.entry("union") ?? schema.entry("oneOf") ?? schema.entry("anyOf") {
    set("union", of: result, try canonicalBranches(branches, depth: depth, &room))
  }
  if let branches = schema.entry("all_of") ?? schema.entry("allOf") {
    set("all_of", of: result, try canonicalBranches(branches, depth: depth, &room))
  }
}

/// `type` by its Harn name. A list of names becomes a union.
private func setType(of result: DictPointer, from schema: Value) throws(HarnError) {
  if schema.entry("x-harn-type")?.stringValue == "set" {
    return set("type", of: result, Value(string: "set"))
  }
  guard let type = schema.entry("type") else { return }
  if type.isList {
    let branches = type.listItems.map { name in
      Value(dict: [("type", Value(string: canonicalType(displayText(name))))])
    }
    return set("union", of: result, Value(list: branches))
  }
  guard let name = type.stringValue else { return }
  let isUnique = schema.entry("uniqueItems")?.isTrue ?? false
  let canonicalName = canonicalType(name)
  set(
    "type", of: result, Value(string: isUnique && canonicalName == "list" ? "set" : canonicalName))
}

private func canonicalType(_ name: String) -> String {
  switch name {
  case "object": "dict"
  case "array": "list"
  case "integer": "int"
  case "number": "float"
  case "boolean": "bool"
  case "null": "nil"
  default: name
  }
}

private func requiredKeys(_ names: Value) -> Value {
  Value(list: names.listItems.map { Value(keyString($0)) })
}

private func canonicalBranches(_ branches: Value, depth: Int, _ room: inout Int) throws(HarnError) -> Value {
  guard branches.isList else { throw .thrown(text: "schema union/all_of must be a list") }
  let list = newList(capacity: branches.itemCount)
  for branch in branches.listItems {
    do throws(HarnError) {
      append(try canonical(branch, depth: depth + 1, &room), to: list)
    } catch {
      release(Value(list))
      throw error
    }
  }
  return Value(list)
}

/// The schemas of a dict. When not `isStrict`, what is no dict stays as it is: it may be meant for somebody else.
private func canonicalEntries(
  _ entries: Value, isStrict: Bool, depth: Int, _ room: inout Int
) throws(HarnError) -> Value {
  guard entries.isDict else { return entries.retained() }
  let result = newDict(capacity: entries.itemCount)
  for (key, value) in entries.dictEntries {
    do throws(HarnError) {
      let isSchema = isStrict || value.isDict
      set(key, of: result, isSchema ? try canonical(value, depth: depth + 1, &room) : value.retained())
    } catch {
      release(Value(result))
      throw error
    }
  }
  return Value(result)
}

private func canonicalComponents(_ components: Value, depth: Int, _ room: inout Int) throws(HarnError) -> Value {
  guard components.isDict, let schemas = components.entry("schemas") else { return components.retained() }
  return components.settingEntry(
    "schemas", try canonicalEntries(schemas, isStrict: false, depth: depth, &room))
}

/// Sets an entry of a dict that nobody else can see; takes over the count of `value`.
func set(_ key: String, of dict: DictPointer, _ value: Value) {
  let name = Value(string: key)
  setEntry(dict, name.string, value)
  release(name)
}
