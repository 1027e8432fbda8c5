import StepRuntime
import VM

/// The shape of output that a call asks for (06 §12.2 `output_format`).
package enum OutputFormat: Equatable, Sendable {
  /// Plain text.
  case text
  /// JSON, with the schema that it must conform to, if any.
  case structured(schema: JSONValue?)

  /// Checks the options that choose the format.
  static func parse(options: OptionDict) throws(HarnError) -> OutputFormat {
    let schema = try schema(options)
    var format = try explicitFormat(options, schema: schema)
    if let older = options.entry("response_format"), !older.isNil {
      switch displayText(older) {
      case "json", "json_object": if format == .text { format = .structured(schema: schema) }
      case "text": break
      case let text:
        let choices = #""json", "json_object", or "text""#
        throw .thrown(text: "response_format: expected \(choices), got \"\(text)\"")
      }
    }
    return schema.map { .structured(schema: $0) } ?? format
  }

  /// The schema that the options name; the first present key wins.
  private static func schema(_ options: OptionDict) throws(HarnError) -> JSONValue? {
    for key: StaticString in ["output_schema", "json_schema", "schema"] {
      guard let value = options.entry(key), !value.isNil else { continue }
      guard value.isDict else { throw .thrown(text: "\(key): expected a JSON Schema object") }
      return try JSONValue(value)
    }
    return nil
  }

  private static func explicitFormat(
    _ options: OptionDict, schema: JSONValue?
  ) throws(HarnError) -> OutputFormat {
    guard let value = options.entry("output_format"), !value.isNil else { return .text }
    if let kind = value.stringValue { return try format(kind, schema: schema) }
    guard value.isDict else { throw .thrown(text: "output_format: expected string or dict") }
    let ownSchema = value.entry("schema") ?? .nilValue
    guard ownSchema.isNil || ownSchema.isDict else {
      throw .thrown(text: "output_format.schema: expected a JSON Schema object")
    }
    let kind =
      value.entry("kind").flatMap { $0.isNil ? nil : displayText($0) }
      ?? (ownSchema.isDict ? "json_schema" : "text")
    if schema == nil, ownSchema.isDict { return try format(kind, schema: JSONValue(ownSchema)) }
    return try format(kind, schema: schema)
  }

  private static func format(
    _ kind: String, schema: JSONValue?
  ) throws(HarnError) -> OutputFormat {
    switch kind {
    case "text", "none", "off": return .text
    case "json_object", "json": return .structured(schema: schema)
    case "json_schema", "schema":
      if schema != nil { return .structured(schema: schema) }
      throw .thrown(text: "output_format: kind \"json_schema\" requires a `schema` field")
    default:
      let choices = #""text" | "json_object" | "json_schema""#
      throw .thrown(text: "output_format.kind: expected \(choices), got \"\(kind)\"")
    }
  }
}
