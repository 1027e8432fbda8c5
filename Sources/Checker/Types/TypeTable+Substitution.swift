/// Types with type parameters replaced.
extension TypeTable {
  /// `type` with names replaced by the types that `replacement` gives. Parts that nothing can change are shared.
  mutating func substitute(_ type: TypeID, _ replacement: (NameID) -> TypeID?) -> TypeID {
    guard mayChange(type) else { return type }
    switch node(type) {
    case .dynamic, .wildcard, .any, .unknown, .never, .stringLiteral, .intLiteral: return type
    case .named(let name): return replacement(name) ?? type
    case .union(let members): return union(members.map { substitute($0, replacement) })
    case .shape(var fields):
      for index in fields.indices { fields[index].type = substitute(fields[index].type, replacement) }
      return id(.shape(fields))
    case .list(let element): return id(.list(substitute(element, replacement)))
    case .dict(let key, let value):
      return id(.dict(substitute(key, replacement), substitute(value, replacement)))
    case .sequence(let kind, let element): return id(.sequence(kind, substitute(element, replacement)))
    case .function(let parameters, let result):
      return id(
        .function(parameters.map { substitute($0, replacement) }, substitute(result, replacement)))
    case .application(let name, let arguments):
      return id(.application(name, arguments.map { substitute($0, replacement) }))
    }
  }
}
