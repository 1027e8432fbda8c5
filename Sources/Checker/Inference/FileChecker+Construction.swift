import Diagnostics
import Syntax

/// Structs and enum variants (03 §6.1, §7.5).
extension FileChecker {
  /// `Name {field: value}`.
  mutating func visitStruct(_ name: Name, _ entries: [DictEntry], at range: SourceRange) -> TypeID {
    let place = findingCount
    let id = types.names.id(name.text)
    guard case .structure(let declared)? = typeScopes.declaration(of: id)?.kind else {
      var findings: [Diagnostic] = []
      if isReporting, knowsAllNames, typeScopes.declaration(of: id) == nil {
        let suggestion = nearestName(to: name.text, among: typeScopes.structNames(types.names))
        findings = [.unknownStruct(name.text, suggestion: suggestion, at: range)]
      }
      visitValues(of: entries)
      insert(findings, at: place)
      return .dynamic
    }
    var valueTypes: [String: TypeID] = [:]
    var isComplete = true
    for entry in entries {
      switch entry {
      case .named(let key, let value): valueTypes[key.text] = visit(value)
      case .computed(let key, let value):
        visit(key, needed: false)
        visit(value, needed: false)
        isComplete = false
      case .spread(let value, _):
        visit(value, needed: false)
        isComplete = false
      }
    }
    var bindings = TypeBindings()
    let parameters = declared.typeParameters.map { types.names.id($0.name.text) }
    bindFields(of: declared, entries, valueTypes, parameters, &bindings)
    if isReporting {
      var findings = fieldNameFindings(declared, entries, valueTypes, isComplete: isComplete, at: range)
      findings += fieldTypeFindings(declared, entries, valueTypes, parameters, bindings)
      insert(findings, at: place)
    }
    guard !parameters.isEmpty else { return types.id(.named(id)) }
    return types.id(.application(id, parameters.map { bindings[$0] ?? .wildcard }))
  }

  private mutating func visitValues(of entries: [DictEntry]) {
    for entry in entries {
      switch entry {
      case .named(_, let value), .spread(let value, _): visit(value, needed: false)
      case .computed(let key, let value):
        visit(key, needed: false)
        visit(value, needed: false)
      }
    }
  }

  private mutating func bindFields(
    of declared: StructDeclaration, _ entries: [DictEntry], _ valueTypes: [String: TypeID],
    _ parameters: [NameID], _ bindings: inout TypeBindings
  ) {
    guard !parameters.isEmpty else { return }
    for case .named(let key, let value) in entries {
      guard let type = declared.fields.first(where: { $0.name.text == key.text })?.type else { continue }
      // The first binding wins; a second one is no mistake here.
      _ = bind(
        types.lower(type), to: valueTypes[key.text] ?? .dynamic, argument: value, parameters: parameters,
        &bindings)
    }
  }

  private func fieldNameFindings(
    _ declared: StructDeclaration, _ entries: [DictEntry], _ valueTypes: [String: TypeID],
    isComplete: Bool, at range: SourceRange
  ) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for case .named(let key, _) in entries where !declared.fields.contains(where: { $0.name.text == key.text }) {
      findings.append(.unknownField(key.text, of: declared.name.text, at: key.range))
    }
    guard isComplete else { return findings }
    for field in declared.fields where !field.isOptional && valueTypes[field.name.text] == nil {
      findings.append(.missingField(field.name.text, of: declared.name.text, at: range))
    }
    return findings
  }

  private mutating func fieldTypeFindings(
    _ declared: StructDeclaration, _ entries: [DictEntry], _ valueTypes: [String: TypeID],
    _ parameters: [NameID], _ bindings: TypeBindings
  ) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for case .named(let key, let value) in entries {
      guard let field = declared.fields.first(where: { $0.name.text == key.text }),
        let written = field.type, let given = valueTypes[key.text]
      else { continue }
      let expected = types.substitute(types.lower(written)) { name in
        parameters.contains(name) ? bindings[name] ?? .wildcard : nil
      }
      guard !accepts(expected, given) else { continue }
      findings.append(
        .wrongField(
          key.text, of: declared.name.text, expected: types.text(expected), got: types.text(given),
          at: value.range))
    }
    return findings
  }

  /// The type of `Name({...})`.
  mutating func structType(_ name: NameID) -> TypeID {
    let parameters = typeScopes.declaration(of: name)?.parameters ?? []
    guard !parameters.isEmpty else { return types.id(.named(name)) }
    return types.id(.application(name, parameters.map { _ in .wildcard }))
  }
}

// MARK: - Enum variants

extension FileChecker {
  /// The type of `Enum.Variant` or `Enum.Variant(...)` with arguments of these types, nil when the receiver names no
  /// enum.
  mutating func variant(_ receiver: Expression, _ argumentTypes: [TypeID], _ name: String = "") -> TypeID? {
    guard let text = receiver.nameText else { return nil }
    let id = types.names.id(text)
    guard let index = bindings.index(of: id) else {
      guard id == BuiltinTypeName.result.id, typeScopes.declaration(of: id) == nil else { return nil }
      return resultVariant(argumentTypes, name)
    }
    guard case .enumeration = bindings.bindings[index].kind,
      case .enumeration(let declared)? = typeScopes.declaration(of: id)?.kind
    else { return nil }
    let parameters = declared.typeParameters.map { types.names.id($0.name.text) }
    guard !parameters.isEmpty else { return types.id(.named(id)) }
    var bindings = TypeBindings()
    let payload = declared.variants.first { $0.name.text == name }?.payload ?? []
    for (parameter, type) in zip(payload, argumentTypes) {
      guard let written = parameter.type else { continue }
      _ = bind(types.lower(written), to: type, parameters: parameters, &bindings)
    }
    return types.id(.application(id, parameters.map { bindings[$0] ?? .wildcard }))
  }

  private mutating func resultVariant(_ argumentTypes: [TypeID], _ name: String) -> TypeID {
    let given = argumentTypes.first ?? .dynamic
    let part = given == .dynamic ? TypeID.wildcard : given
    let parts: [TypeID] =
      switch name {
      case "Ok": [part, .wildcard]
      case "Err": [.wildcard, part]
      default: [.wildcard, .wildcard]
      }
    return types.id(.application(BuiltinTypeName.result.id, parts))
  }
}
