import Syntax

/// Expressions that denote schemas, and what is left of types that meet them (03 §8.7).
extension FileChecker {
  /// The type of the values that the schema `expression` denotes, nil when it denotes none.
  mutating func schema(of expression: Expression) -> TypeID? {
    switch expression.unparenthesized.kind {
    case .name(let name):
      let id = types.names.id(name)
      if let index = bindings.index(of: id) { return bindings.state(at: index).schema }
      return aliasBody(id)
    case .call(let callee, _, let arguments):
      guard callee.text == "schema_of", arguments.count == 1, isBuiltin("schema_of"),
        let name = arguments[0].value.nameText, lookUp(name) == nil
      else { return nil }
      return aliasBody(types.names.id(name))
    case .dict(let entries): return SchemaReader.read(entries, into: &types)
    default: return nil
    }
  }

  /// The type behind the alias `name`, if it has no type parameters.
  mutating func aliasBody(_ name: NameID) -> TypeID? {
    guard let declaration = typeScopes.declaration(of: name), case .alias(let body) = declaration.kind,
      declaration.parameters.isEmpty
    else { return nil }
    return types.lower(body)
  }

  /// The values of both types; nil when there are none.
  mutating func intersection(_ type: TypeID, _ schema: TypeID) -> TypeID? {
    intersection(type, schema, depth: 0)
  }

  private mutating func intersection(_ left: TypeID, _ right: TypeID, depth: Int) -> TypeID? {
    guard depth < deepestIntersection else { return nil }
    let x = expand(left)
    let s = expand(right)
    if x == s { return x }
    switch (types.node(x), types.node(s)) {
    case (.unknown, _): return s
    case (.union(let members), _):
      return nonEmptyUnion(members.compactMap { intersection($0, s, depth: depth + 1) })
    case (_, .union(let members)):
      return nonEmptyUnion(members.compactMap { intersection(x, $0, depth: depth + 1) })
    case (.stringLiteral, _) where s == .string: return x
    case (_, .stringLiteral) where x == .string: return s
    case (.intLiteral, _) where s == .int || s == .float: return x
    case (_, .intLiteral) where x == .int || x == .float: return s
    case (.shape, .shape): return s
    case (.shape, _) where s == .dict: return x
    case (_, .shape) where x == .dict: return s
    case (.dict, _) where s == .dict, (.list, _) where s == .list: return x
    case (_, .dict) where x == .dict, (_, .list) where x == .list: return s
    case (.sequence(let kind, _), .named(let name)) where kind.has(name): return x
    case (.named(let name), .sequence(let kind, _)) where kind.has(name): return s
    case (.list(let a), .list(let b)):
      return intersection(a, b, depth: depth + 1).map { types.id(.list($0)) }
    case (.sequence(let kind, let a), .sequence(let other, let b)) where kind == other:
      return intersection(a, b, depth: depth + 1).map { types.id(.sequence(kind, $0)) }
    case (.dict(let k, let v), .dict(let otherK, let otherV)):
      guard let key = intersection(k, otherK, depth: depth + 1),
        let value = intersection(v, otherV, depth: depth + 1)
      else { return nil }
      return types.id(.dict(key, value))
    default: return nil
    }
  }

  private mutating func nonEmptyUnion(_ members: [TypeID]) -> TypeID? {
    members.isEmpty ? nil : types.union(members)
  }

  /// The members of a union that do not meet the schema at all; nil when that tells nothing.
  mutating func difference(_ type: TypeID, _ schema: TypeID) -> TypeID? {
    guard case .union(let members) = types.node(type) else {
      return intersection(type, schema) == nil ? type : nil
    }
    let rest = members.filter { intersection($0, schema) == nil }
    return rest.isEmpty ? nil : types.union(rest)
  }
}

private let deepestIntersection = 32

extension SequenceKind {
  /// Whether the plain name means this kind of sequence.
  func has(_ name: NameID) -> Bool {
    switch self {
    case .iter: name == BuiltinTypeName.iter.id
    case .generator: name == BuiltinTypeName.generator.id || name == BuiltinTypeName.lowerGenerator.id
    case .stream: name == BuiltinTypeName.stream.id || name == BuiltinTypeName.lowerStream.id
    }
  }
}

/// Reads dict literals as schemas.
enum SchemaReader {
  /// The type of the schema with these entries; nil when a part cannot be read.
  static func read(_ entries: [DictEntry], into types: inout TypeTable) -> TypeID? {
    var values: [String: Expression] = [:]
    for entry in entries {
      guard case .named(let key, let value) = entry else { return nil }
      values[key.text] = value.unparenthesized
    }
    guard let type = base(values, into: &types) else { return nil }
    if case .bool(true)? = values["nullable"]?.kind { return types.union([type, .null]) }
    return type
  }

  private static func base(_ values: [String: Expression], into types: inout TypeTable) -> TypeID? {
    if let branches = values["union"] ?? values["oneOf"] ?? values["anyOf"] {
      guard let members = list(branches), !members.isEmpty else { return nil }
      var branchTypes: [TypeID] = []
      for member in members {
        guard let type = read(member, into: &types) else { return nil }
        branchTypes.append(type)
      }
      return types.union(branchTypes)
    }
    if let properties = values["properties"] {
      return shape(properties, required: values["required"], into: &types)
    }
    if let items = values["items"] {
      return read(items, into: &types).map { types.id(.list($0)) }
    }
    guard let type = values["type"] else { return nil }
    if type.stringText == "dict", let additional = values["additional_properties"] {
      return read(additional, into: &types).map { types.id(.dict(.string, $0)) }
    }
    if let name = type.stringText { return types.named(canonical(name)) }
    guard let names = list(type)?.map(\.stringText), !names.isEmpty, !names.contains(nil) else { return nil }
    return types.union(names.compactMap { $0 }.map { types.named(canonical($0)) })
  }

  private static func shape(
    _ properties: Expression, required: Expression?, into types: inout TypeTable
  ) -> TypeID? {
    guard case .dict(let entries) = properties.kind else { return nil }
    var requiredNames: Set<String> = []
    if let required {
      guard let names = list(required)?.map(\.stringText), !names.contains(nil) else { return nil }
      requiredNames = Set(names.compactMap { $0 })
    }
    var fields: [ShapeField] = []
    for entry in entries {
      guard case .named(let key, let value) = entry, let type = read(value, into: &types) else { return nil }
      fields.append(
        ShapeField(
          name: types.names.id(key.text), isOptional: !requiredNames.contains(key.text), type: type))
    }
    return types.id(.shape(fields))
  }

  private static func read(_ expression: Expression, into types: inout TypeTable) -> TypeID? {
    guard case .dict(let entries) = expression.unparenthesized.kind else { return nil }
    return read(entries, into: &types)
  }

  private static func list(_ expression: Expression) -> [Expression]? {
    guard case .list(let items) = expression.kind, !items.contains(where: \.isSpread) else { return nil }
    return items.map(\.value.unparenthesized)
  }

  private static func canonical(_ name: String) -> String {
    switch name {
    case "object": "dict"
    case "array": "list"
    case "integer": "int"
    case "number": "float"
    case "boolean": "bool"
    case "null": "nil"
    default: name
    }
  }
}
