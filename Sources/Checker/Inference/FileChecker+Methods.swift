import Diagnostics
import Syntax

/// Method calls and their result types (03 §6.6, §7.7).
extension FileChecker {
  mutating func visitMethodCall(
    _ receiver: Expression, _ name: Name, _ arguments: [ListItem], at range: SourceRange, needed: Bool
  ) -> TypeID {
    let isConstruction = needed && isEnumName(receiver)
    let place = findingCount
    let type = visit(receiver, needed: needed || !bounds.isEmpty)
    guard !isConstruction else {
      let argumentTypes = arguments.map { visit($0.value) }
      return variant(receiver, argumentTypes, name.text) ?? .dynamic
    }
    if !bounds.isEmpty, let finding = missingMethod(name, on: type, at: range) {
      insert([finding], at: place)
    }
    visit(arguments: arguments)
    return needed ? methodResult(name.text, on: type) : .dynamic
  }

  private mutating func isEnumName(_ receiver: Expression) -> Bool {
    receiver.nameText != nil && variant(receiver, []) != nil
  }

  /// The finding of a method that the bound of a type parameter does not have.
  private mutating func missingMethod(_ name: Name, on type: TypeID, at range: SourceRange) -> Diagnostic? {
    guard case .named(let parameter) = types.node(type), typeScopes.isParameter(parameter) else { return nil }
    let candidates = bounds.filter { $0.parameter == parameter }
    guard let bound = candidates.first else { return nil }
    for candidate in candidates {
      guard case .interface(let declared)? = typeScopes.declaration(of: candidate.interface)?.kind,
        !declared.methods.contains(where: { $0.name.text == name.text })
      else { return nil }
    }
    return .methodNotInInterface(
      name.text, interface: types.names.text(bound.interface), parameter: types.names.text(parameter), at: range)
  }
}

// MARK: - Result types

/// What the table says for receivers without a row of their own.
private let commonResults: [String: TypeID] = {
  let rows: [(TypeID, String)] = [
    (.bool, "contains starts_with ends_with empty has any all"),
    (.int, "count index_of to_int"),
    (.string, "trim lowercase uppercase replace substring pad_left pad_right repeat join to_string"),
    (.float, "to_float"),
    (.list, "split chars sort keys values entries window each_cons sliding_window"),
  ]
  var results: [String: TypeID] = [:]
  for (type, names) in rows {
    for name in names.split(separator: " ") { results[String(name)] = type }
  }
  return results
}()

extension FileChecker {
  private mutating func methodResult(_ name: String, on type: TypeID) -> TypeID {
    if isNominal(type) { return .dynamic }
    switch types.node(type) {
    case .sequence(.iter, let element): return iteratorResult(name, element) ?? commonResult(name, type)
    case .named(BuiltinTypeName.iter.id): return iteratorResult(name, .any) ?? commonResult(name, type)
    case .list(let element), .sequence(_, let element):
      if name == "iter" { return types.id(.sequence(.iter, element)) }
      if case .list = types.node(type), ["window", "each_cons", "sliding_window"].contains(name) {
        return types.id(.list(types.id(.list(element))))
      }
    case .dict(let key, let value):
      if name == "iter" {
        let pair = types.id(.application(BuiltinTypeName.pair.id, [key, value]))
        return types.id(.sequence(.iter, pair))
      }
    default:
      if name == "iter", type == .list || type == .dict || type == .set || type == .string { return .iter }
    }
    return commonResult(name, type)
  }

  /// Methods of structs, enums and interfaces are the program's own: they tell nothing.
  private mutating func isNominal(_ type: TypeID) -> Bool {
    guard types.mayChange(type) else { return false }
    let expanded = expand(type)
    guard let name = baseName(expanded) else { return false }
    switch typeScopes.declaration(of: name)?.kind {
    case .structure, .enumeration, .interface: return true
    case .alias, nil: return false
    }
  }

  private mutating func iteratorResult(_ name: String, _ element: TypeID) -> TypeID? {
    switch name {
    case "iter", "filter", "take", "skip", "take_while", "skip_while", "chain":
      return types.id(.sequence(.iter, element))
    case "map", "flat_map": return .iter
    case "zip": return types.id(.sequence(.iter, pair(element, .any)))
    case "enumerate": return types.id(.sequence(.iter, pair(.int, element)))
    case "chunks", "windows": return types.id(.sequence(.iter, types.id(.list(element))))
    case "to_list": return types.id(.list(element))
    case "to_set": return types.application("set", [element])
    case "to_dict": return .dict
    case "count": return .int
    case "sum": return types.union([.int, .float])
    case "min", "max", "first", "last", "find": return types.union([element, .null])
    case "any", "all": return .bool
    case "for_each": return .null
    case "reduce": return .dynamic
    default: return nil
    }
  }

  private mutating func pair(_ first: TypeID, _ second: TypeID) -> TypeID {
    types.id(.application(BuiltinTypeName.pair.id, [first, second]))
  }

  private mutating func commonResult(_ name: String, _ type: TypeID) -> TypeID {
    if let result = commonResults[name] { return result }
    let isDict = isDictLike(type)
    var isList = type == .list || type == .string
    if case .list = types.node(type) { isList = true }
    switch name {
    case "reverse" where type == .string: return .string
    case "map" where isList || isDict, "flat_map" where isList || isDict: return .list
    case "filter" where isList: return .list
    case "filter" where isDict: return .dict
    case "merge", "map_values", "rekey", "map_keys":
      if case .dict(_, let value) = types.node(type) { return types.id(.dict(.string, value)) }
      return .dict
    default: return .dynamic
    }
  }

  private func isDictLike(_ type: TypeID) -> Bool {
    switch types.node(type) {
    case .dict, .shape: true
    default: type == .dict
    }
  }
}
