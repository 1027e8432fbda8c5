import Syntax

/// Interface satisfaction (03 §4.3).
extension FileChecker {
  /// The interface that `type` names, bare or applied.
  func interface(_ type: TypeID) -> (name: NameID, arguments: [TypeID])? {
    let name: NameID
    var arguments: [TypeID] = []
    switch types.node(type) {
    case .named(let plain): name = plain
    case .application(let applied, let given): (name, arguments) = (applied, given)
    default: return nil
    }
    guard case .interface? = typeScopes.declaration(of: name)?.kind else { return nil }
    return (name, arguments)
  }

  /// Why `type` does not satisfy an interface, nil when it does.
  mutating func unsatisfied(_ interface: NameID, _ arguments: [TypeID], by type: TypeID) -> String? {
    let expanded = expand(type)
    guard let name = baseName(expanded) else { return "only named types can satisfy interfaces" }
    if name == interface { return nil }
    guard let declaration = typeScopes.declaration(of: interface),
      case .interface(let declared) = declaration.kind
    else { return "interface '\(types.names.text(interface))' not found" }
    let methods = implementations[name]
    if methods == nil, !declared.methods.isEmpty {
      return "missing method(s): \(declared.methods.map(\.name.text).joined(separator: ", "))"
    }
    var satisfaction = Satisfaction(declared, arguments, &types)
    for method in declared.methods {
      guard let implementation = methods?.last(where: { $0.name.text == method.name.text }) else {
        return "missing method '\(method.name.text)'"
      }
      if let reason = compare(method, implementation, &satisfaction) { return reason }
    }
    return unsatisfiedDefault(declared, satisfaction)
  }

  /// The name that methods are looked up under.
  func baseName(_ type: TypeID) -> NameID? {
    switch types.node(type) {
    case .named(let name), .application(let name, _): name
    default: nil
    }
  }

  /// What is known of the interface's own names while its methods are compared.
  private struct Satisfaction {
    /// Associated types, bound by the first type that they meet.
    var associated: [NameID]
    var bindings = TypeBindings()
    /// Parameters of the interface, with their arguments or undetermined.
    var parameters: [NameID: TypeID] = [:]

    init(_ interface: InterfaceDeclaration, _ arguments: [TypeID], _ types: inout TypeTable) {
      associated = interface.associatedTypes.map { types.names.id($0.name.text) }
      for (index, parameter) in interface.typeParameters.enumerated() {
        let isBound = arguments.count == interface.typeParameters.count
        parameters[types.names.id(parameter.name.text)] = isBound ? arguments[index] : .wildcard
      }
    }
  }

  private mutating func compare(
    _ method: InterfaceDeclaration.MethodSignature, _ implementation: FunctionDeclaration,
    _ satisfaction: inout Satisfaction
  ) -> String? {
    let wanted = method.parameters.filter { $0.name.text != "self" }
    let given = implementation.parameters.filter { $0.name.text != "self" }
    let name = method.name.text
    guard wanted.count == given.count else {
      return "method '\(name)' has \(given.count) parameter(s), expected \(wanted.count)"
    }
    var context = satisfaction
    for parameter in method.typeParameters + implementation.typeParameters {
      context.parameters[types.names.id(parameter.name.text)] = .wildcard
    }
    defer { satisfaction.bindings = context.bindings }
    for (index, (expected, actual)) in zip(wanted, given).enumerated() {
      guard let expectedType = expected.type, let actualType = actual.type else { continue }
      let difference = difference(expectedType, actualType, &context) {
        "method '\(name)' parameter \(index + 1) has type '\($1)', expected '\($0)'"
      }
      if let difference { return difference }
    }
    guard let expectedType = method.returnType, let actualType = implementation.returnType else { return nil }
    return difference(expectedType, actualType, &context) {
      "method '\(name)' returns '\($1)', expected '\($0)'"
    }
  }

  private mutating func difference(
    _ expected: TypeExpression, _ actual: TypeExpression, _ satisfaction: inout Satisfaction,
    _ message: (_ expected: String, _ actual: String) -> String
  ) -> String? {
    let parameters = satisfaction.parameters
    let wanted = types.substitute(types.lower(expected)) { parameters[$0] }
    let given = types.substitute(types.lower(actual)) { name in
      parameters[name] == .wildcard ? .wildcard : nil
    }
    if let conflict = bind(wanted, to: given, parameters: satisfaction.associated, &satisfaction.bindings) {
      return conflict.text(types)
    }
    let bound = satisfaction.bindings
    let resolved = types.substitute(wanted) { bound[$0] }
    return accepts(resolved, given) ? nil : message(types.text(resolved), types.text(given))
  }

  private mutating func unsatisfiedDefault(
    _ interface: InterfaceDeclaration, _ satisfaction: Satisfaction
  ) -> String? {
    for associated in interface.associatedTypes {
      guard let expression = associated.type,
        let bound = satisfaction.bindings[types.names.id(associated.name.text)]
      else { continue }
      let parameters = satisfaction.parameters
      let expected = types.substitute(types.lower(expression)) { parameters[$0] }
      if !accepts(expected, bound) {
        return
          "associated type '\(associated.name.text)' resolves to '\(types.text(bound))', expected '\(types.text(expected))'"
      }
    }
    return nil
  }
}
