import Syntax

/// Alias expansion (03 §4.1).
///
/// Only the outermost form of a type is expanded; its parts follow when a rule looks at them. That bounds the work for
/// aliases that share their parts, and recursive aliases need no special case but the one for `type A = A`.
extension FileChecker {
  /// `type` with the aliases at its outermost level replaced, those of union members included.
  mutating func expand(_ type: TypeID) -> TypeID {
    guard types.mayChange(type), !typeScopes.isEmpty else { return type }
    if expansionEpoch != typeScopes.epoch {
      expansions.removeAll(keepingCapacity: true)
      expansionEpoch = typeScopes.epoch
    }
    if let known = expansions[type] { return known }
    // An alias that is met again inside its own expansion stays a plain name.
    expansions[type] = type
    guard expansionDepth < deepestExpansion else { return .any }
    expansionDepth += 1
    let expanded = expandOnce(type)
    expansionDepth -= 1
    expansions[type] = expanded
    return expanded
  }

  /// What `type` is behind its aliases.
  mutating func node(expanding type: TypeID) -> TypeNode {
    let expanded = expand(type)
    return types.node(expanded)
  }

  /// What the type of an expression is.
  mutating func node(inferring expression: Expression) -> TypeNode {
    let type = infer(expression)
    return types.node(type)
  }

  private mutating func expandOnce(_ type: TypeID) -> TypeID {
    switch types.node(type) {
    case .named(let name):
      return aliasBody(name).map { expand($0) } ?? type
    case .application(let name, let arguments):
      return instance(of: name, arguments).map { expand($0) } ?? type
    case .union(let members):
      let expanded = members.map { expand($0) }
      return expanded == members ? type : types.union(expanded)
    default: return type
    }
  }

  /// The body of a generic alias for these arguments: one instance for each combination of members of unions.
  private mutating func instance(of name: NameID, _ arguments: [TypeID]) -> TypeID? {
    guard let declaration = typeScopes.declaration(of: name), case .alias(let expression) = declaration.kind,
      !declaration.parameters.isEmpty, declaration.parameters.count == arguments.count
    else { return nil }
    let body = types.lower(expression)
    let parameters = declaration.parameters.map { types.names.id($0.name.text) }
    let choices = arguments.map { argument -> [TypeID] in
      let expanded = expand(argument)
      if case .union(let members) = types.node(expanded) { return members }
      return [argument]
    }
    let count = choices.reduce(1) { $0 * min($1.count, mostInstances + 1) }
    guard count <= mostInstances else { return .any }
    let instances = (0..<count).map { number -> TypeID in
      var rest = number
      var chosen = choices.map { _ in TypeID.dynamic }
      for index in choices.indices.reversed() {
        chosen[index] = choices[index][rest % choices[index].count]
        rest /= choices[index].count
      }
      return types.substitute(body) { name in
        parameters.firstIndex(of: name).map { chosen[$0] }
      }
    }
    return types.union(instances)
  }
}

/// Generic aliases that grow with each expansion, such as `type T<A> = T<list<A>>`, stop here and accept everything.
private let deepestExpansion = 500
/// A larger cross product is not told apart; it accepts everything.
private let mostInstances = 4096
