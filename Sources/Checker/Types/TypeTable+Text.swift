/// Types as messages show them (03 §2.1).
extension TypeTable {
  /// The text of `type`. A type that would fill pages is cut off.
  func text(_ type: TypeID) -> String {
    var text = ""
    append(type, to: &text)
    return text
  }

  private func append(_ type: TypeID, to text: inout String) {
    guard text.utf8.count < longestText else {
      if !text.hasSuffix("…") { text += "…" }
      return
    }
    switch node(type) {
    case .dynamic, .any: text += "any"
    case .wildcard: text += "_"
    case .unknown: text += "unknown"
    case .never: text += "never"
    case .named(let name): text += names.text(name)
    case .stringLiteral(let value): text += quoted(names.text(value))
    case .intLiteral(let value): text += String(value)
    case .union(let members): append(members, separator: " | ", to: &text)
    case .shape(let fields): append(fields, to: &text)
    case .list(let element): append("list", [element], to: &text)
    case .dict(let key, let value): append("dict", [key, value], to: &text)
    case .sequence(let kind, let element): append(kind.rawValue, [element], to: &text)
    case .application(let name, let arguments): append(names.text(name), arguments, to: &text)
    case .function(let parameters, let result):
      text += "fn("
      append(parameters, separator: ", ", to: &text)
      text += ") -> "
      append(result, to: &text)
    }
  }

  private func append(_ name: String, _ arguments: [TypeID], to text: inout String) {
    text += "\(name)<"
    append(arguments, separator: ", ", to: &text)
    text += ">"
  }

  private func append(_ fields: [ShapeField], to text: inout String) {
    text += "{"
    for (index, field) in fields.enumerated() {
      if index > 0 { text += ", " }
      text += "\(names.text(field.name))\(field.isOptional ? "?" : ""): "
      append(field.type, to: &text)
    }
    text += "}"
  }

  private func append(_ types: [TypeID], separator: String, to text: inout String) {
    for (index, type) in types.enumerated() {
      if index > 0 { text += separator }
      append(type, to: &text)
    }
  }

  /// A string literal type in double quotes.
  private func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      if scalar == "\\" || scalar == "\"" { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}

/// Nothing that long is read by anybody; it also bounds the work for types that share their parts.
private let longestText = 4000
