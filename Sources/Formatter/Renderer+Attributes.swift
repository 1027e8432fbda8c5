import Diagnostics
import Lexer
import Syntax

/// Attributes (07 §6.3): the list of arguments is never broken, lists and dicts in it may be.
extension Renderer {
  /// `@name(v, k: v)`.
  mutating func attribute(_ attribute: Attribute, _ level: Int) -> String {
    guard !attribute.arguments.isEmpty else { return "@\(attribute.name.text)" }
    var arguments: [String] = []
    for argument in attribute.arguments {
      var literals = StringTokens(self, from: argument.range.startOffset)
      let name = argument.name.map { "\($0.text): " } ?? ""
      arguments.append(name + attributeValue(argument.value, &literals, level))
    }
    return "@\(attribute.name.text)(\(arguments.joined(separator: ", ")))"
  }

  /// The string literals of an argument in source order: its values do not know where they stand.
  private struct StringTokens {
    private let tokens: [Token]
    private var index: Int

    init(_ renderer: Renderer, from offset: Int) {
      tokens = renderer.tokens.tokens
      index = renderer.tokenIndex(from: offset)
    }

    mutating func next() -> SourceRange {
      while tokens[index].kind != .string, tokens[index].kind != .rawString { index += 1 }
      index += 1
      return tokens[index - 1].range
    }
  }

  private func attributeValue(_ value: AttributeValue, _ literals: inout StringTokens, _ level: Int) -> String {
    switch value {
    case .string(let text): return string(text, literals.next())
    case .int(let value): return String(value)
    case .float(let value): return float(value, nil)
    case .bool(let value): return value ? "true" : "false"
    case .nilValue: return "nil"
    case .symbol(let name): return name
    case .call(let name, let arguments):
      return "\(name)(\(attributeValues(arguments, &literals, level).joined(separator: ", ")))"
    case .list(let items): return attributeRow("[", attributeValues(items, &literals, level + 1), "]", level)
    case .dict(let entries):
      var texts: [String] = []
      for entry in entries {
        let key = entry.isBareKey ? entry.key : string(entry.key, literals.next())
        texts.append("\(key): \(attributeValue(entry.value, &literals, level + 1))")
      }
      return attributeRow("{", texts, "}", level)
    }
  }

  private func attributeValues(_ values: [AttributeValue], _ literals: inout StringTokens, _ level: Int) -> [String] {
    var texts: [String] = []
    for value in values { texts.append(attributeValue(value, &literals, level)) }
    return texts
  }

  private func attributeRow(_ open: String, _ items: [String], _ close: String, _ level: Int) -> String {
    let row = items.joined(separator: ", ")
    guard !items.isEmpty, row.hasLineBreak || 1 + row.width + 1 > options.lineWidth else { return open + row + close }
    return "\(open)\n\(items.map { "\(indent(level + 1))\($0),\n" }.joined())\(indent(level))\(close)"
  }
}
