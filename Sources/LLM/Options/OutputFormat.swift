import StepRuntime
import VM

/// Whether a call asks for structured output (06 §12.2 `output_format`).
enum OutputFormat {
  /// Plain text.
  case text
  /// JSON, with or without a schema.
  case structured

  /// Checks the options that choose the format.
  static func parse(options: Value) throws(HarnError) -> OutputFormat {
    let schema = try schema(options)
    var format = try explicitFormat(options, hasSchema: schema)
    if let older = options.entry("response_format"), !older.isNil {
      switch displayText(older) {
      case "json", "json_object": format = .structured
      case "text": break
      case let text:
        let choices = #""json", "json_object", or "text""#
        throw .thrown(text: "response_format: expected \(choices), got \"\(text)\"")
      }
    }
    return schema ? .structured : format
  }

  /// Whether the options name a schema.
  private static func schema(_ options: Value) throws(HarnError) -> Bool {
    for key in ["output_schema", "json_schema", "schema"] {
      guard let value = options.entry(key), !value.isNil else { continue }
      guard value.isDict else { throw .thrown(text: "\(key): expected a JSON Schema object") }
      return true
    }
    return false
  }

  private static func explicitFormat(
    _ options: Value, hasSchema: Bool
  ) throws(HarnError) -> OutputFormat {
    guard let value = options.entry("output_format"), !value.isNil else { return .text }
    if let kind = value.stringValue { return try format(kind, hasSchema: hasSchema) }
    guard value.isDict else { throw .thrown(text: "output_format: expected string or dict") }
    let schema = value.entry("schema") ?? .nilValue
    guard schema.isNil || schema.isDict else {
      throw .thrown(text: "output_format.schema: expected a JSON Schema object")
    }
    let kind = value.entry("kind").map { displayText($0) } ?? (schema.isDict ? "json_schema" : "text")
    return try format(kind, hasSchema: hasSchema || schema.isDict)
  }

  private static func format(
    _ kind: String, hasSchema: Bool
  ) throws(HarnError) -> OutputFormat {
    switch kind {
    case "text", "none", "off": return .text
    case "json_object", "json": return .structured
    case "json_schema", "schema":
      if hasSchema { return .structured }
      throw .thrown(text: "output_format: kind \"json_schema\" requires a `schema` field")
    default:
      let choices = #""text" | "json_object" | "json_schema""#
      throw .thrown(text: "output_format.kind: expected \(choices), got \"\(kind)\"")
    }
  }
}
