import Syntax

/// A union of shapes that one field tells apart (03 §8.5).
struct TaggedUnion {
  var tag: NameID
  /// The member with each literal as its tag. The table of a union is also that of the unions that conditions make of it:
  /// it may hold members that they do not have any more.
  fileprivate var memberOfTag: [TypeID: TypeID]
}

/// Narrowing by the tags of shapes (03 §8.5).
extension FileChecker {
  /// A variable of a tagged union with the members, in `x.tag`.
  struct TagAccess {
    var binding: Int
    var union: TaggedUnion
    var members: [TypeID]

    /// The member whose tag is `tag`.
    func member(_ tag: TypeID) -> TypeID? {
      guard let member = union.memberOfTag[tag], members.contains(member) else { return nil }
      return member
    }
  }

  /// `x.tag` on the discriminant of the type of x.
  mutating func tagAccess(_ expression: Expression) -> TagAccess? {
    guard case .property(let receiver, let name, false) = expression.unparenthesized.kind,
      let index = variable(receiver), bindings.state(at: index).current != .dynamic
    else { return nil }
    let type = expand(bindings.state(at: index).current)
    guard case .union(let members) = types.node(type), let union = taggedUnion(type, members),
      types.names.text(union.tag) == name.text
    else { return nil }
    return TagAccess(binding: index, union: union, members: members)
  }

  /// The facts of `x.tag == literal`.
  mutating func tagFacts(_ access: TagAccess, _ tag: TypeID) -> Facts {
    guard let match = access.member(tag) else { return .none }
    let rest = without(match, access.members)
    if case .union(let members) = types.node(rest), case .shape(let fields) = types.node(members[0]),
      fields[0].name == access.union.tag
    {
      // No field stands before the tag: it is that of the rest, too, and long chains of conditions need not look for it.
      taggedUnions[rest] = access.union
    }
    return Facts(whenTrue: [.type(access.binding, match)], whenFalse: [.type(access.binding, rest)])
  }

  /// The literal type of a required field of a shape.
  mutating func tag(of member: TypeID, _ name: NameID) -> TypeID? {
    guard case .shape(let fields) = types.node(member),
      let field = fields.first(where: { $0.name == name }), !field.isOptional
    else { return nil }
    let type = expand(field.type)
    switch types.node(type) {
    case .stringLiteral, .intLiteral: return type
    default: return nil
    }
  }

  /// The union `type` of these members as a tagged one: the discriminant is the first field that every member requires
  /// with another literal type. Nil when there is none.
  private mutating func taggedUnion(_ type: TypeID, _ members: [TypeID]) -> TaggedUnion? {
    if taggedEpoch != typeScopes.epoch {
      taggedUnions.removeAll(keepingCapacity: true)
      taggedEpoch = typeScopes.epoch
    }
    if let known = taggedUnions[type] { return known }
    var union: TaggedUnion?
    if case .shape(let fields) = types.node(members[0]) {
      for field in fields where union == nil { union = taggedUnion(members, by: field.name) }
    }
    taggedUnions[type] = .some(union)
    return union
  }

  private mutating func taggedUnion(_ members: [TypeID], by name: NameID) -> TaggedUnion? {
    var memberOfTag: [TypeID: TypeID] = [:]
    for member in members {
      guard let tag = tag(of: member, name), memberOfTag.updateValue(member, forKey: tag) == nil else { return nil }
    }
    return TaggedUnion(tag: name, memberOfTag: memberOfTag)
  }

  /// The literal type of a string or int literal.
  mutating func literalType(_ expression: Expression) -> TypeID? {
    switch expression.unparenthesized.kind {
    case .string(let text): return types.id(.stringLiteral(types.names.id(text)))
    case .int(let value): return types.id(.intLiteral(value))
    case .unary(.negate, let operand):
      guard case .int(let value) = operand.kind, value != Int.min else { return nil }
      return types.id(.intLiteral(-value))
    default: return nil
    }
  }
}
