import Bytecode
import Diagnostics
import Syntax

// MARK: - Alias names as schema values (03 §13.2)

extension FunctionEmitter {
  private static let schemaConsumers: Set<String> = [
    "schema_is", "schema_expect", "schema_parse", "schema_check", "is_type", "json_validate",
  ]

  /// Whether an alias name as argument `position` of `count` stands for its schema.
  func isSchemaPosition(_ position: Int, of count: Int, callee: String) -> Bool {
    if callee == "schema_of" { return position == 0 && count == 1 }
    return position == 1 && Self.schemaConsumers.contains(callee)
  }

  /// Pushes the schema when `value` is the name of an alias that lowers.
  ///
  /// - Returns: false when it is not, and nothing was emitted.
  func emitSchema(namedBy value: Expression) throws(CompileError) -> Bool {
    guard case .name(let name) = value.kind else { return false }
    var builder = SchemaBuilder(aliases: unit.aliases)
    guard let schema = builder.schema(ofAlias: name) else { return false }
    emit(schema, at: value.range)
    return true
  }

  private func emit(_ schema: Schema, at range: SourceRange) {
    switch schema {
    case .text(let text): emitConstant(.string(text), at: range)
    case .number(let number): emitConstant(.int(number), at: range)
    case .list(let items):
      emit(.makeList, at: range)
      for item in items {
        emit(item, at: range)
        emit(.listAppend, at: range)
      }
    case .dict(let entries):
      emit(.makeDict, at: range)
      for (key, value) in entries {
        emitConstant(.string(key), at: range)
        emit(value, at: range)
        emit(.dictPut, at: range)
      }
    }
  }
}

/// A schema as data (03 §13.1).
indirect enum Schema {
  case text(String)
  case number(Int)
  case list([Schema])
  case dict([(String, Schema)])
}

/// Lowers types to schemas, alias names expanded (03 §13.1).
struct SchemaBuilder {
  private let aliases: [Spelling: TypeExpression]
  private var expanding: Set<Spelling> = []
  private var budget = 10_000

  /// A builder that knows these aliases.
  init(aliases: [Spelling: TypeExpression]) { self.aliases = aliases }

  /// The schema of an alias; nil when there is no such alias or it does not lower.
  mutating func schema(ofAlias name: String) -> Schema? {
    let spelling = Spelling(name)
    guard let type = aliases[spelling], expanding.insert(spelling).inserted else { return nil }
    defer { expanding.remove(spelling) }
    return schema(of: type)
  }

  private mutating func schema(of type: TypeExpression) -> Schema? {
    budget -= 1
    guard budget > 0 else { return nil }
    switch type.kind {
    case .named(let name):
      return TypeLowering.checkedNames.contains(name) ? Self.simple(name) : schema(ofAlias: name)
    case .application("list", let arguments) where arguments.count == 1:
      return list(of: arguments[0])
    case .list(let element): return list(of: element)
    case .application("dict", let arguments) where arguments.count == 2:
      guard case .named("string") = arguments[0].kind, let value = schema(of: arguments[1]) else {
        return Self.simple("dict")
      }
      return .dict([("additional_properties", value), ("type", .text("dict"))])
    case .application: return nil
    case .function: return Self.simple("closure")
    case .shape(let fields): return shape(fields)
    case .union(let members): return union(members)
    case .stringLiteral(let text):
      return .dict([("const", .text(text)), ("type", .text("string"))])
    case .intLiteral(let value): return .dict([("const", .number(value)), ("type", .text("int"))])
    }
  }

  private static func simple(_ name: String) -> Schema { .dict([("type", .text(name))]) }

  private mutating func list(of element: TypeExpression) -> Schema {
    guard let items = schema(of: element) else { return Self.simple("list") }
    return .dict([("items", items), ("type", .text("list"))])
  }

  private mutating func shape(_ fields: [TypeExpression.ShapeField]) -> Schema? {
    var properties: [(String, Schema)] = []
    for field in fields {
      guard let type = schema(of: field.type) else { return nil }
      properties.append((field.name.text, type))
    }
    let required = fields.filter { !$0.isOptional }.map { Schema.text($0.name.text) }
    var entries: [(String, Schema)] = [("properties", .dict(properties))]
    if !required.isEmpty { entries.append(("required", .list(required))) }
    return .dict(entries + [("type", .text("dict"))])
  }

  private mutating func union(_ members: [TypeExpression]) -> Schema? {
    let texts = members.compactMap { member -> Schema? in
      if case .stringLiteral(let text) = member.kind { .text(text) } else { nil }
    }
    if texts.count == members.count {
      return .dict([("enum", .list(texts)), ("type", .text("string"))])
    }
    let numbers = members.compactMap { member -> Schema? in
      if case .intLiteral(let number) = member.kind { .number(number) } else { nil }
    }
    if numbers.count == members.count {
      return .dict([("enum", .list(numbers)), ("type", .text("int"))])
    }
    var branches: [Schema] = []
    for member in members {
      guard let branch = schema(of: member) else { return nil }
      branches.append(branch)
    }
    return .dict([("union", .list(branches))])
  }
}
