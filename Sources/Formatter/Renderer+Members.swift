import Diagnostics
import Lexer
import Syntax

/// Declarations whose braces hold members: one to a line, without commas (07 §6.3).
extension Renderer {
  mutating func enumeration(_ declared: EnumDeclaration, _ visibility: String, _ range: SourceRange, _ level: Int)
    -> String
  {
    let head = "\(visibility)enum \(declared.name.text)\(typeParameters(declared.typeParameters)) {"
    let start = bodyStart(declared.name, declared.typeParameters)
    let variants = declared.variants.map {
      (name: $0.name, payload: $0.payload, range: variantRange($0.name, $0.payload))
    }
    return braces(
      head, variants, from: start, to: range.endOffset - 1, headStart: range.startOffset, level, range: \.range
    ) { renderer, variant, level in
      guard !variant.payload.isEmpty else { return variant.name.text }
      return renderer.parameters(
        variant.name.text, variant.payload, after: variant.name.range.endOffset,
        prefix: 2 * level + variant.name.text.width + 1, level)
    }
  }

  private func variantRange(_ name: Name, _ payload: [Parameter]) -> SourceRange {
    guard let last = payload.last else { return name.range }
    return SourceRange(start: name.range.startOffset, end: end(of: .rightParenthesis, from: last.range.endOffset))
  }

  /// Behind the brace of a declaration.
  private func bodyStart(_ name: Name, _ typeParameters: [TypeParameter]) -> Int {
    end(of: .leftBrace, from: typeParameters.last?.name.range.endOffset ?? name.range.endOffset)
  }

  mutating func structure(_ declared: StructDeclaration, _ visibility: String, _ range: SourceRange, _ level: Int)
    -> String
  {
    let head = "\(visibility)struct \(declared.name.text)\(typeParameters(declared.typeParameters)) {"
    return braces(
      head, declared.fields, from: bodyStart(declared.name, declared.typeParameters), to: range.endOffset - 1,
      headStart: range.startOffset, level, range: { $0.name.range.union($0.type?.range ?? $0.name.range) }
    ) { renderer, field, _ in
      field.name.text + (field.isOptional ? "?" : "") + (field.type.map { ": \(renderer.type($0))" } ?? "")
    }
  }

  /// What an interface asks for, in source order.
  private enum Requirement {
    case type(Name, TypeExpression?)
    case method(InterfaceDeclaration.MethodSignature)
  }

  mutating func interface(
    _ declared: InterfaceDeclaration, _ visibility: String, _ range: SourceRange, _ level: Int
  ) -> String {
    let requirements =
      (declared.associatedTypes.map { Requirement.type($0.name, $0.type) } + declared.methods.map(Requirement.method))
      .map { (requirement: $0, range: requirementRange($0)) }.sorted { $0.range.start < $1.range.start }
    return braces(
      "\(visibility)interface \(declared.name.text)\(typeParameters(declared.typeParameters)) {", requirements,
      from: bodyStart(declared.name, declared.typeParameters), to: range.endOffset - 1, headStart: range.startOffset,
      level,
      range: \.range
    ) { renderer, member, level in
      switch member.requirement {
      case .type(let name, let type): return "type \(name.text)" + (type.map { " = \(renderer.type($0))" } ?? "")
      case .method(let method):
        let head = "fn \(method.name.text)\(renderer.typeParameters(method.typeParameters))"
        return renderer.parameters(
          head, method.parameters, after: method.name.range.endOffset, prefix: 2 * level + head.width + 1, level)
          + renderer.returnType(method.returnType)
      }
    }
  }

  /// From the word before the name to the end of the signature.
  private func requirementRange(_ requirement: Requirement) -> SourceRange {
    switch requirement {
    case .type(let name, let type):
      return SourceRange(start: wordStart(before: name.range.startOffset), end: (type?.range ?? name.range).endOffset)
    case .method(let method):
      let last = (method.parameters.last?.range ?? method.name.range).endOffset
      let end = method.returnType?.range.endOffset ?? end(of: .rightParenthesis, from: last)
      return SourceRange(start: wordStart(before: method.name.range.startOffset), end: end)
    }
  }

  mutating func implementation(_ name: Name, _ methods: [FunctionDeclaration], _ range: SourceRange, _ level: Int)
    -> String
  {
    let methods = methods.map { (method: $0, range: methodRange($0)) }
    return braces(
      "impl \(name.text) {", methods, from: bodyStart(name, []), to: range.endOffset - 1, headStart: range.startOffset,
      level,
      range: \.range
    ) { renderer, member, level in
      renderer.function(member.method, isPublic: member.method.isPublic, start: member.range.startOffset, level)
    }
  }

  /// With the `pub` in front.
  private func methodRange(_ method: FunctionDeclaration) -> SourceRange {
    method.isPublic
      ? SourceRange(start: wordStart(before: method.range.startOffset), end: method.range.endOffset) : method.range
  }

  // MARK: Tools, skills and eval packs

  mutating func tool(_ tool: ToolDeclaration, _ visibility: String, _ range: SourceRange, _ level: Int) -> String {
    let head = "\(visibility)tool \(tool.name.text)"
    let list = parameters(
      head, tool.parameters, after: tool.name.range.endOffset, prefix: 2 * level + head.width + 1, level)
    let open = "\(list)\(returnType(tool.returnType)) {"
    let (start, end) = (tool.body.range.startOffset + 1, tool.body.range.endOffset - 1)
    guard let text = tool.description else {
      return statements(open, tool.body.statements, from: start, to: end, headStart: range.startOffset, level)
    }
    let literal = token(.string, from: start).range
    let description = SourceRange(start: wordStart(before: literal.startOffset), end: literal.endOffset)
    let members = [(statement: Statement?.none, range: description)] + tool.body.statements.map { ($0, $0.range) }
    return braces(open, members, from: start, to: end, headStart: range.startOffset, level, range: \.range) {
      renderer, member, level in
      member.statement.map { renderer.statement($0, level) } ?? "description \(renderer.string(text, literal))"
    }
  }

  mutating func skill(
    _ head: String, _ name: Name, _ fields: [(name: Name, value: Expression)], _ range: SourceRange, _ level: Int
  ) -> String {
    braces(
      "\(head) {", fields, from: bodyStart(name, []), to: range.endOffset - 1, headStart: range.startOffset, level,
      range: { $0.name.range.union($0.value.range) }
    ) { renderer, field, level in
      "\(field.name.text) \(renderer.expression(field.value, level))"
    }
  }

  /// What stands in an eval pack, in source order.
  private enum EvalEntry {
    case field(Name, Expression)
    case statement(Statement)
    case summarize(Block, start: Int)

    var range: SourceRange {
      switch self {
      case .field(let name, let value): name.range.union(value.range)
      case .statement(let statement): statement.range
      case .summarize(let body, let start): SourceRange(start: start, end: body.range.endOffset)
      }
    }
  }

  mutating func evalPack(_ pack: EvalPackDeclaration, _ visibility: String, _ range: SourceRange, _ level: Int)
    -> String
  {
    var head = "\(visibility)eval_pack"
    var position = end(of: .evalPackKeyword, from: range.startOffset)
    if let name = pack.name {
      head += " \(name.text)"
      position = name.range.endOffset
    }
    if let identifier = pack.identifier {
      let literal = token(.string, from: position).range
      head += " \(string(identifier, literal))"
      position = literal.endOffset
    }
    var entries = pack.fields.map { EvalEntry.field($0.name, $0.value) } + pack.statements.map(EvalEntry.statement)
    if let body = pack.summarize { entries.append(.summarize(body, start: wordStart(before: body.range.startOffset))) }
    entries.sort { $0.range.start < $1.range.start }
    return braces(
      "\(head) {", entries, from: end(of: .leftBrace, from: position), to: range.endOffset - 1,
      headStart: range.startOffset,
      level, range: \.range
    ) { renderer, entry, level in
      switch entry {
      case .field(let name, let value): "\(name.text): \(renderer.expression(value, level))"
      case .statement(let statement): renderer.statement(statement, level)
      case .summarize(let body, let start): renderer.block("summarize {", body, headStart: start, level)
      }
    }
  }
}
