import Diagnostics
import Syntax

/// Calls by name (03 §6.3, §7.4).
extension FileChecker {
  mutating func visitCall(
    _ callee: Name, _ typeArguments: [TypeExpression], _ arguments: [ListItem], at range: SourceRange,
    needed: Bool
  ) -> TypeID {
    let name = types.names.id(callee.text)
    guard let index = bindings.index(of: name) else {
      return visitUnboundCall(callee, typeArguments, arguments, at: range, needed: needed)
    }
    switch bindings.bindings[index].kind {
    case .function(let number):
      return visitCall(ofFunction: number, typeArguments, arguments, at: range)
    case .structure:
      visit(arguments: arguments)
      return needed ? structType(name) : .dynamic
    case .variable, .pipeline, .enumeration, .other:
      visit(arguments: arguments)
      return .dynamic
    }
  }

  /// Arguments whose types nobody asks for.
  mutating func visit(arguments: [ListItem]) {
    for argument in arguments { visit(argument.value, needed: false) }
  }

  /// A call of a builtin or of an unknown name.
  private mutating func visitUnboundCall(
    _ callee: Name, _ typeArguments: [TypeExpression], _ arguments: [ListItem], at range: SourceRange,
    needed: Bool
  ) -> TypeID {
    guard context.builtins.contains(callee.text) else {
      if let call = unresolvedCall(callee, at: range) { entries.append(.unresolved(call)) }
      visit(arguments: arguments)
      return .dynamic
    }
    if callee.text == "unreachable" { reportUnreachable(arguments, at: range) }
    if !typeArguments.isEmpty { reportTypeArguments(ofBuiltin: callee.text, typeArguments.count, at: range) }
    guard needed else {
      visit(arguments: arguments)
      return .dynamic
    }
    return builtinCallType(callee, typeArguments, arguments)
  }
}

// MARK: - Functions of the file

extension FileChecker {
  private mutating func visitCall(
    ofFunction number: Int, _ typeArguments: [TypeExpression], _ arguments: [ListItem], at range: SourceRange
  ) -> TypeID {
    let signature = signature(number)
    let place = findingCount
    var findings: [Diagnostic] = []
    if isReporting {
      if let deprecation = signature.deprecation {
        findings.append(.deprecatedCall(signature.name, deprecation, at: range))
      }
      if signature.result == .never { findings += coverageFindings(at: range, site: "\(signature.name)()") }
      findings += typeArgumentFindings(signature, typeArguments.count, at: range)
      findings += countFindings(signature, arguments, at: range)
    }
    let argumentTypes = visit(arguments, for: signature)
    var bindings = TypeBindings()
    if typeArguments.count == signature.typeParameters.count {
      for (parameter, argument) in zip(signature.typeParameters, typeArguments) {
        bindings.bind(parameter, types.lower(argument))
      }
    }
    if !signature.typeParameters.isEmpty {
      findings += bindingFindings(signature, arguments, argumentTypes, &bindings)
    }
    if isReporting {
      findings += argumentFindings(signature, arguments, argumentTypes, bindings)
      findings += boundFindings(signature, bindings, at: range)
      insert(findings, at: place)
    }
    guard let result = signature.result else { return signature.implicitResult }
    return resolve(result, signature, bindings)
  }

  private mutating func visit(_ arguments: [ListItem], for signature: Signature) -> [TypeID] {
    var types: [TypeID] = []
    types.reserveCapacity(arguments.count)
    for (index, argument) in arguments.enumerated() {
      let isChecked = index < signature.parameters.count && signature.parameters[index].type != nil
      types.append(visit(argument.value, needed: isChecked))
    }
    return types
  }

  /// A type of the signature with its type parameters replaced; those that nothing bound are undetermined.
  private mutating func resolve(
    _ type: TypeID, _ signature: Signature, _ bindings: TypeBindings
  ) -> TypeID {
    guard !signature.typeParameters.isEmpty else { return type }
    return types.substitute(type) { name in
      signature.typeParameters.contains(name) ? bindings[name] ?? .wildcard : nil
    }
  }

  private func typeArgumentFindings(
    _ signature: Signature, _ count: Int, at range: SourceRange
  ) -> [Diagnostic] {
    guard count > 0, count != signature.typeParameters.count else { return [] }
    return [
      .wrongTypeArguments(
        "Function '\(signature.name)'", expected: signature.typeParameters.count, got: count, at: range)
    ]
  }

  private mutating func countFindings(
    _ signature: Signature, _ arguments: [ListItem], at range: SourceRange
  ) -> [Diagnostic] {
    let total = signature.parameters.count
    let required = signature.requiredCount
    guard !signature.hasRest, arguments.count > total || arguments.count < required,
      !arguments.contains(where: \.isSpread), !context.builtins.contains(signature.name)
    else { return [] }
    let expected = required == total ? "\(total)" : "\(required)-\(total)"
    return [.wrongArgumentCount(signature.name, expected: expected, got: arguments.count, at: range)]
  }

  private mutating func bindingFindings(
    _ signature: Signature, _ arguments: [ListItem], _ argumentTypes: [TypeID],
    _ bindings: inout TypeBindings
  ) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for (index, argument) in checkedArguments(signature, arguments) {
      guard let type = signature.parameters[index].type else { continue }
      let conflict = bind(
        type, to: argumentTypes[index], argument: argument.value, parameters: signature.typeParameters,
        &bindings)
      if let conflict {
        findings.append(.conflictingBinding(conflict.text(types), at: argument.value.range))
      }
    }
    return findings
  }

  /// The arguments that are compared with parameters: those before the first spread and before a rest parameter.
  private func checkedArguments(
    _ signature: Signature, _ arguments: [ListItem]
  ) -> [(index: Int, argument: ListItem)] {
    let limit = signature.hasRest ? signature.parameters.count - 1 : signature.parameters.count
    return arguments.prefix { !$0.isSpread }.prefix(limit).enumerated().map { ($0, $1) }
  }

  private mutating func argumentFindings(
    _ signature: Signature, _ arguments: [ListItem], _ argumentTypes: [TypeID], _ bindings: TypeBindings
  ) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for (index, argument) in checkedArguments(signature, arguments) {
      let parameter = signature.parameters[index]
      guard let type = parameter.type else { continue }
      let expected = resolve(type, signature, bindings)
      guard !accepts(expected, argumentTypes[index]), !isSchema(argument.value, of: expected) else { continue }
      findings.append(
        .wrongArgument(
          index + 1, parameter.name, expected: types.text(expected), got: types.text(argumentTypes[index]),
          at: argument.value.range))
    }
    return findings
  }

  /// Whether an argument denotes a schema where one is expected, on its own or in the entries of a dict literal
  /// (03 §6.4).
  private mutating func isSchema(_ argument: Expression, of expected: TypeID) -> Bool {
    switch node(expanding: expected) {
    case .application(BuiltinTypeName.schema.id, let parts) where parts.count == 1:
      return schema(of: argument).map { accepts(parts[0], $0) } ?? false
    case .shape(let fields):
      guard case .dict(let entries) = argument.unparenthesized.kind else { return false }
      return fields.allSatisfy { field in
        guard !field.isOptional else { return true }
        let name = types.names.text(field.name)
        for case .named(let key, let value) in entries.reversed() where key.text == name {
          return accepts(field.type, infer(value)) || isSchema(value, of: field.type)
        }
        return false
      }
    default: return false
    }
  }

  private mutating func boundFindings(
    _ signature: Signature, _ bindings: TypeBindings, at range: SourceRange
  ) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for bound in signature.bounds {
      guard let type = bindings[bound.parameter], type != .any, type != .wildcard, type != .dynamic,
        type != .never, !isTypeParameter(type),
        let reason = unsatisfied(bound.interface, [], by: type)
      else { continue }
      findings.append(
        .unsatisfiedBound(
          types.text(type), interface: types.names.text(bound.interface), reason: reason,
          parameter: types.names.text(bound.parameter), at: range))
    }
    return findings
  }
}

// MARK: - Builtins

/// The builtins whose result depends on a schema among their arguments (03 §6.3).
private let genericBuiltins: Set<String> = [
  "schema_parse", "schema_check", "schema_expect", "llm_call", "llm_completion", "llm_call_structured",
  "llm_call_structured_result",
]

extension FileChecker {
  private mutating func reportTypeArguments(ofBuiltin name: String, _ count: Int, at range: SourceRange) {
    let expected = genericBuiltins.contains(name) ? 1 : 0
    guard count != expected else { return }
    report(.wrongTypeArguments("Builtin function '\(name)'", expected: expected, got: count, at: range))
  }

  private mutating func builtinCallType(
    _ callee: Name, _ typeArguments: [TypeExpression], _ arguments: [ListItem]
  ) -> TypeID {
    switch callee.text {
    case "Ok", "Err":
      let type = arguments.first.map { visit($0.value) } ?? .dynamic
      visit(arguments: Array(arguments.dropFirst()))
      guard typeScopes.declaration(of: BuiltinTypeName.result.id) == nil else { return .dynamic }
      let part = type == .dynamic || arguments.first?.isSpread == true ? TypeID.wildcard : type
      let parts: [TypeID] = callee.text == "Ok" ? [part, .wildcard] : [.wildcard, part]
      return types.id(.application(BuiltinTypeName.result.id, parts))
    case "schema_of":
      visit(arguments: arguments)
      if arguments.count == 1, let name = arguments[0].value.nameText,
        lookUp(name) == nil, let body = aliasBody(types.names.id(name))
      {
        return types.id(.application(BuiltinTypeName.schema.id, [body]))
      }
      return builtinResult(callee.text)
    default:
      visit(arguments: arguments)
      if genericBuiltins.contains(callee.text),
        let type = genericResult(callee.text, typeArguments, arguments)
      {
        return type
      }
      return builtinResult(callee.text)
    }
  }

  /// The result type of a builtin that does not depend on its arguments.
  private mutating func builtinResult(_ name: String) -> TypeID {
    let id = types.names.id(name)
    if let known = builtinResults[id] { return known }
    let type = context.builtinResult(name).map { types.parse($0) } ?? .dynamic
    builtinResults[id] = type
    return type
  }

  private mutating func genericResult(
    _ name: String, _ typeArguments: [TypeExpression], _ arguments: [ListItem]
  ) -> TypeID? {
    guard let type = schemaArgument(name, typeArguments, arguments) else { return nil }
    switch name {
    case "schema_expect", "llm_call_structured": return type
    case "llm_call", "llm_completion": return replyType(type)
    case "llm_call_structured_result": return structuredReplyType(type)
    default: return types.id(.application(BuiltinTypeName.result.id, [type, .string]))
    }
  }

  /// The type that a generic builtin is asked for: the explicit type argument, or that of the schema argument.
  private mutating func schemaArgument(
    _ name: String, _ typeArguments: [TypeExpression], _ arguments: [ListItem]
  ) -> TypeID? {
    if typeArguments.count == 1 { return types.lower(typeArguments[0]) }
    guard !arguments.contains(where: \.isSpread) else { return nil }
    guard name == "llm_call" || name == "llm_completion" else {
      return arguments.count > 1 ? schema(of: arguments[1].value) : nil
    }
    guard arguments.count > 2, case .dict(let options) = arguments[2].value.kind else { return nil }
    for case .named(let key, let value) in options where key.text == "output_schema" {
      return schema(of: value)
    }
    return nil
  }

  private mutating func replyType(_ data: TypeID) -> TypeID {
    shape([
      ("text", .string), ("model", .string), ("provider", .string), ("input_tokens", .int),
      ("output_tokens", .int), ("data", data), ("visible_text?", .string), ("tool_calls?", .list),
      ("thinking?", .string), ("stop_reason?", .string),
    ])
  }

  private mutating func structuredReplyType(_ data: TypeID) -> TypeID {
    let usage = shape([
      ("input_tokens", .int), ("output_tokens", .int), ("cache_read_tokens", .int), ("cache_write_tokens", .int),
    ])
    return shape([
      ("ok", .bool), ("data", types.union([data, .null])), ("raw_text", .string), ("error", .string),
      ("error_category", types.union([.string, .null])), ("attempts", .int), ("repaired", .bool),
      ("extracted_json", .bool), ("usage", usage), ("model", .string), ("provider", .string),
    ])
  }

  private mutating func shape(_ fields: [(name: String, type: TypeID)]) -> TypeID {
    types.id(
      .shape(
        fields.map { field in
          let isOptional = field.name.hasSuffix("?")
          let name = isOptional ? String(field.name.dropLast()) : field.name
          return ShapeField(name: types.names.id(name), isOptional: isOptional, type: field.type)
        }))
  }
}
