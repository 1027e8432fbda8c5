import VM

/// The arguments of `llm_call_structured` and its relatives as those of `llm_call` (06 §12.6). It owns counts of its dicts.
struct StructuredArguments {
  /// Prompt, system text and options; borrowed.
  let arguments: [Value]
  /// The same for the repair call, nil when none is wanted (06 §12.7).
  let repairArguments: [Value]?

  /// Borrows `(prompt, schema, options?)`.
  init(_ given: [Value]) throws(HarnError) {
    guard given.count > 1 else {
      throw .runtimeError(
        "llm_call_structured: missing required `schema` argument (expected (prompt, schema, options?))")
    }
    let schema = given[1]
    guard schema.isDict else {
      throw .runtimeError(
        "llm_call_structured: `schema` must be a dict (JSON Schema), got \(typeName(schema))")
    }
    let options = given.count > 2 ? given[2] : .nilValue
    let all = structuredOptions(options, schema: schema)
    arguments = [given[0], all.entry("system") ?? .nilValue, all]
    repairArguments = repairOptions(all).map { [given[0], $0.entry("system") ?? .nilValue, $0] }
  }

  /// Gives the counts back.
  func released() {
    arguments[2].released()
    repairArguments?[2].released()
  }
}

/// The options with what a structured call sets where it is absent. Owned by the caller.
private func structuredOptions(_ given: Value, schema: Value) -> Value {
  var entries: [(String, Value)] = []
  func setDefault(_ key: String, _ value: @autoclosure () -> Value) {
    if given.entry(key) == nil { entries.append((key, value())) }
  }
  setDefault("output_schema", schema.retained())
  setDefault("json_schema", schema.retained())
  setDefault(
    "output_format", Value(dict: ["kind": Value(string: "json_schema"), "schema": schema.retained()]))
  setDefault("output_validation", Value(string: "error"))
  setDefault("schema_retries", Value(int: given.entry("retries")?.intValue ?? 3))
  return given.isDict ? given.settingEntries(entries) : Value(dict: entries)
}

/// The options of the repair call: those of the main call, overridden by the entries of `repair`. Owned by the caller.
private func repairOptions(_ options: Value) -> Value? {
  guard let repair = options.entry("repair"), repair.boolValue == true || repair.isDict,
    repair.entry("enabled")?.boolValue != false
  else { return nil }
  var entries = repair.dictEntries.filter { $0.key != "enabled" }.map { ($0.key, $0.value.retained()) }
  entries.append(("schema_retries", Value(int: 0)))
  return options.settingEntries(entries)
}
