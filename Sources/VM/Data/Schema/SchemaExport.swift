/// Schemas in the words of other standards (05b §3, 03 §13.5).
var schemaExportFunctions: [NativeBuiltin] {
  [
    .init("schema_from_json_schema") { call throws(HarnError) in try canonicalSchema(call.value(0)) },
    .init("schema_from_openapi_schema") { call throws(HarnError) in try canonicalSchema(call.value(0)) },
    .init("schema_to_json_schema") { call throws(HarnError) in try exported(call, isOpenAPI: false) },
    .init("schema_to_openapi_schema") { call throws(HarnError) in try exported(call, isOpenAPI: true) },
  ]
}

private func exported(_ call: borrowing NativeCall, isOpenAPI: Bool) throws(HarnError) -> Value {
  let schema = try canonicalSchema(call.value(0))
  defer { release(schema) }
  return export(schema, isOpenAPI: isOpenAPI)
}

/// The exported form of a canonical schema, owned by the caller. The depth is that of the canonical form.
private func export(_ schema: Value, isOpenAPI: Bool) -> Value {
  guard schema.isDict else { return schema.retained() }
  let result = newDict(capacity: schema.itemCount)
  func all(_ entries: Value) -> Value {
    Value(dict: entries.dictEntries.map { ($0.key, export($0.value, isOpenAPI: isOpenAPI)) })
  }
  for (key, value) in schema.dictEntries {
    switch key {
    case "type": setExportedType(value, of: result)
    case "min": set("minimum", of: result, asFloat(value))
    case "max": set("maximum", of: result, asFloat(value))
    case "min_length": set("minLength", of: result, value.retained())
    case "max_length": set("maxLength", of: result, value.retained())
    case "min_items": set("minItems", of: result, value.retained())
    case "max_items": set("maxItems", of: result, value.retained())
    case "items": set(key, of: result, export(value, isOpenAPI: isOpenAPI))
    case "additional_properties":
      set("additionalProperties", of: result, export(value, isOpenAPI: isOpenAPI))
    case "properties", "definitions": set(key, of: result, value.isDict ? all(value) : value.retained())
    case "components":
      let schemas = value.entry("schemas").flatMap { $0.isDict ? all($0) : nil }
      set(key, of: result, schemas.map { value.settingEntry("schemas", $0) } ?? value.retained())
    case "union", "all_of":
      let branches = value.listItems.map { export($0, isOpenAPI: isOpenAPI) }
      set(key == "union" ? "oneOf" : "allOf", of: result, Value(list: branches))
    case "nullable": break
    default: set(key, of: result, value.retained())
    }
  }
  if schema.entry("nullable")?.isTrue ?? false { setNullable(result, isOpenAPI: isOpenAPI) }
  return Value(result)
}

private func setExportedType(_ type: Value, of result: DictPointer) {
  let name = type.stringValue ?? ""
  let names = [
    "int": "integer", "float": "number", "bool": "boolean", "list": "array", "dict": "object",
    "nil": "null", "set": "array", "closure": "string", "builtin": "string",
  ]
  if name == "set" { set("uniqueItems", of: result, Value(bool: true)) }
  if name == "closure" || name == "builtin" { set("x-harn-type", of: result, type.retained()) }
  set("type", of: result, names[name].map { Value(string: $0) } ?? type.retained())
}

private func setNullable(_ result: DictPointer, isOpenAPI: Bool) {
  if isOpenAPI { return set("nullable", of: result, Value(bool: true)) }
  guard let type = Value(result).entry("type") else { return }
  set("type", of: result, Value(list: [type.retained(), Value(string: "null")]))
}

private func asFloat(_ value: Value) -> Value {
  value.numberValue.map { Value(float: $0) } ?? value.retained()
}
