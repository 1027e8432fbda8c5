import Diagnostics
import Syntax

/// Types and parameters (07 §6.3). Types never wrap.
extension Renderer {
  func type(_ type: TypeExpression) -> String {
    switch type.kind {
    case .named(let name): return name
    case .application(let name, let arguments): return "\(name)<\(types(arguments))>"
    case .list(let element): return "list<\(self.type(element))>"
    case .shape(let fields):
      let fields = fields.map { "\($0.name.text)\($0.isOptional ? "?" : ""): \(self.type($0.type))" }
      return "{\(fields.joined(separator: ", "))}"
    case .function(let parameters, let result): return "fn(\(types(parameters))) -> \(self.type(result))"
    case .union(let members): return members.map { self.type($0) }.joined(separator: " | ")
    case .stringLiteral(let value): return string(value, type.range)
    case .intLiteral(let value): return String(value)
    }
  }

  private func types(_ types: [TypeExpression]) -> String { types.map { type($0) }.joined(separator: ", ") }

  /// `<T, in U, out V>`, or nothing.
  func typeParameters(_ parameters: [TypeParameter]) -> String {
    guard !parameters.isEmpty else { return "" }
    let texts = parameters.map { parameter in
      switch parameter.variance {
      case .none: parameter.name.text
      case .input: "in \(parameter.name.text)"
      case .output: "out \(parameter.name.text)"
      }
    }
    return "<\(texts.joined(separator: ", "))>"
  }

  /// One parameter.
  mutating func parameter(_ parameter: Parameter, _ level: Int) -> String {
    let type = parameter.type.map { ": \(self.type($0))" } ?? ""
    let value = parameter.defaultValue.map { " = " + expression($0, level) } ?? ""
    return "\(parameter.isRest ? "..." : "")\(parameter.name.text)\(type)\(value)"
  }

  /// `head`, parameters and the closing parenthesis. `start` is an offset before the opening one in the source.
  mutating func parameters(_ head: String, _ parameters: [Parameter], after start: Int, prefix: Int, _ level: Int)
    -> String
  {
    let open = end(of: .leftParenthesis, from: start)
    let close = self.start(of: .rightParenthesis, from: parameters.last?.range.endOffset ?? open)
    return sequence(
      "\(head)(", parameters, ")", from: open, to: close, prefix: prefix, level,
      endsWithComma: !(parameters.last?.isRest ?? false), range: \.range,
      render: { $0.parameter($1, $2) })
  }

  /// The same for names without types.
  mutating func names(_ head: String, _ names: [Name], after start: Int, prefix: Int, _ level: Int) -> String {
    let open = end(of: .leftParenthesis, from: start)
    let close = self.start(of: .rightParenthesis, from: names.last?.range.endOffset ?? open)
    return sequence(
      "\(head)(", names, ")", from: open, to: close, prefix: prefix, level, range: \.range,
      render: { _, name, _ in name.text })
  }

  /// `-> type`, with a blank before it, or nothing.
  func returnType(_ type: TypeExpression?) -> String { type.map { " -> \(self.type($0))" } ?? "" }
}

extension Parameter {
  /// From the name to the end of the default.
  var range: SourceRange { name.range.union(defaultValue?.range ?? type?.range ?? name.range) }
}
