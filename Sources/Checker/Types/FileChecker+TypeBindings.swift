import Syntax

/// The types that type parameters stand for in one call.
struct TypeBindings {
  private var pairs: [(parameter: NameID, type: TypeID)] = []

  subscript(_ parameter: NameID) -> TypeID? {
    pairs.first { $0.parameter == parameter }?.type
  }

  mutating func bind(_ parameter: NameID, _ type: TypeID) { pairs.append((parameter, type)) }
}

/// A type parameter that two arguments bind differently.
struct BindingConflict {
  var parameter: NameID
  var first: TypeID
  var second: TypeID

  func text(_ types: TypeTable) -> String {
    "type parameter '\(types.names.text(parameter))' was inferred as both \(types.text(first)) and \(types.text(second))"
  }
}

/// Binding type parameters (03 §6.4).
extension FileChecker {
  /// Binds what the type of a parameter shares with the type of an argument; the first conflict, if any. `argument` is
  /// the expression of the argument where schemas may stand.
  mutating func bind(
    _ parameter: TypeID, to type: TypeID, argument: Expression? = nil, parameters: [NameID],
    _ bindings: inout TypeBindings
  ) -> BindingConflict? {
    guard types.mayChange(parameter) else { return nil }
    switch types.node(parameter) {
    case .named(let name):
      guard parameters.contains(name) else { return nil }
      return bind(name, to: type, &bindings)
    case .application(BuiltinTypeName.schema.id, let inner) where inner.count == 1 && argument != nil:
      if let argument, case .named(let name) = types.node(inner[0]), parameters.contains(name),
        let schema = schema(of: argument)
      {
        return bind(name, to: schema, &bindings)
      }
      guard case .application(BuiltinTypeName.schema.id, let given) = types.node(type), given.count == 1
      else { return nil }
      return bind(inner[0], to: given[0], parameters: parameters, &bindings)
    case .shape(let fields):
      return bind(fields, to: type, argument: argument, parameters: parameters, &bindings)
    case .list(let element):
      guard case .list(let given) = types.node(type) else { return nil }
      return bind(element, to: given, parameters: parameters, &bindings)
    case .dict(let key, let value):
      guard case .dict(let otherKey, let otherValue) = types.node(type) else { return nil }
      return bind(key, to: otherKey, parameters: parameters, &bindings)
        ?? bind(value, to: otherValue, parameters: parameters, &bindings)
    case .application(let name, let arguments):
      guard case .application(name, let given) = types.node(type), given.count == arguments.count
      else { return nil }
      return bind(arguments, to: given, parameters: parameters, &bindings)
    case .function(let wanted, let result):
      guard case .function(let given, let otherResult) = types.node(type), given.count == wanted.count
      else { return nil }
      return bind(wanted, to: given, parameters: parameters, &bindings)
        ?? bind(result, to: otherResult, parameters: parameters, &bindings)
    default: return nil
    }
  }

  private func bind(
    _ name: NameID, to type: TypeID, _ bindings: inout TypeBindings
  ) -> BindingConflict? {
    guard type != .dynamic, type != .wildcard else { return nil }
    guard let bound = bindings[name] else {
      bindings.bind(name, type)
      return nil
    }
    return bound == type ? nil : BindingConflict(parameter: name, first: bound, second: type)
  }

  private mutating func bind(
    _ types: [TypeID], to given: [TypeID], parameters: [NameID], _ bindings: inout TypeBindings
  ) -> BindingConflict? {
    var conflict: BindingConflict?
    for (type, other) in zip(types, given) {
      let next = bind(type, to: other, parameters: parameters, &bindings)
      conflict = conflict ?? next
    }
    return conflict
  }

  private mutating func bind(
    _ fields: [ShapeField], to type: TypeID, argument: Expression?, parameters: [NameID],
    _ bindings: inout TypeBindings
  ) -> BindingConflict? {
    var entries: [String: Expression] = [:]
    if let argument, case .dict(let written) = argument.kind {
      for case .named(let key, let value) in written { entries[key.text] = value }
    }
    var given: [ShapeField] = []
    if case .shape(let actual) = types.node(type) { given = actual }
    var conflict: BindingConflict?
    for field in fields {
      let entry = entries[types.names.text(field.name)]
      let fieldType = given.first { $0.name == field.name }?.type ?? .dynamic
      guard entry != nil || fieldType != .dynamic else { continue }
      let next = bind(field.type, to: fieldType, argument: entry, parameters: parameters, &bindings)
      conflict = conflict ?? next
    }
    return conflict
  }
}
