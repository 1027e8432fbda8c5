import StepRuntime

// What a model is told after output that does not conform (06 §12.6).

extension OutputChecks.Nudge {
  /// The message of the next attempt, nil when there is none.
  func text(errors: [String], schema: JSONValue?) -> String? {
    switch self {
    case .none: nil
    case .own(let text): "\(text)\n\nValidation errors: \(errors.joined(separator: "; "))"
    case .standard: standardText(errors, schema)
    }
  }

  private func standardText(_ errors: [String], _ schema: JSONValue?) -> String {
    var lines = [
      "Your previous response did not match the required JSON schema.",
      "Validation errors: \(errors.joined(separator: "; ")).",
    ]
    if let schema {
      let required = schema.requiredKeys
      if !required.isEmpty { lines.append("Required keys: \(keyList(required)).") }
      let allowed = schema.propertyKeys
      if !allowed.isEmpty { lines.append("Allowed top-level keys: \(keyList(allowed)).") }
      let shapes = schema.shapeLines
      if !shapes.isEmpty { lines += ["Expected JSON schema shape:"] + shapes }
    }
    lines.append(
      "Respond again with ONLY valid JSON conforming to the schema. No prose, no markdown fences.")
    return lines.joined(separator: "\n")
  }
}

/// What a nudge shows of a schema at most.
private enum ShapeLimits {
  static let lines = 8
  static let depth = 3
  static let keys = 16
}

extension JSONValue {
  /// The declared property names, sorted.
  fileprivate var propertyKeys: [String] { properties.map(\.key) }

  /// The names under `required`, in their order.
  fileprivate var requiredKeys: [String] {
    guard case .array(let keys)? = self["required"] else { return [] }
    return keys.compactMap { if case .string(let key) = $0 { key } else { nil } }
  }

  private var properties: [JSONMember] {
    if case .object(let members)? = self["properties"] { members } else { [] }
  }

  /// One line for each object of the schema, outermost first.
  fileprivate var shapeLines: [String] {
    var lines: [String] = []
    addShapeLines(path: "", depth: 0, to: &lines)
    return lines
  }

  private func addShapeLines(path: String, depth: Int, to lines: inout [String]) {
    guard depth <= ShapeLimits.depth, lines.count < ShapeLimits.lines else { return }
    if !properties.isEmpty {
      var line = "- \(path.isEmpty ? "root" : path) object allowed keys: \(keyList(propertyKeys))"
      let required = requiredKeys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      if !required.isEmpty { line += "; required keys: \(keyList(required))" }
      lines.append(line)
    }
    for property in properties {
      let inner = path.isEmpty ? property.key : "\(path).\(property.key)"
      property.value.addShapeLines(path: inner, depth: depth + 1, to: &lines)
    }
    self["items"]?.addShapeLines(path: "\(path.isEmpty ? "root" : path)[]", depth: depth + 1, to: &lines)
  }
}

/// The keys with commas; from the seventeenth on only their number.
private func keyList(_ keys: [String]) -> String {
  let shown = keys.prefix(ShapeLimits.keys).joined(separator: ", ")
  let rest = keys.count - ShapeLimits.keys
  return rest > 0 ? "\(shown), ... (+\(rest) more)" : shown
}
