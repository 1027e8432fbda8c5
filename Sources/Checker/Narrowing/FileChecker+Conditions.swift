import Syntax

/// Conditions and the facts that follow from them (03 §8.1).
extension FileChecker {
  /// Makes facts hold up to the end of the current block.
  mutating func apply(_ facts: [Fact]) {
    for fact in facts {
      bindings.update(fact.binding) { state in
        switch fact.news {
        case .type(let type): state.current = type
        case .ruledOut(let names): state.ruledOut |= names
        }
      }
    }
  }

  /// Checks a condition and gives what follows from it.
  mutating func visit(condition: Expression) -> Facts {
    switch condition.kind {
    case .parenthesized(let inner): return visit(condition: inner)
    case .unary(.not, let operand): return visit(condition: operand).swapped
    case .binary(.and, let left, let right):
      let first = visit(condition: left)
      let second = visit(condition: right, assuming: first.whenTrue)
      return Facts(whenTrue: first.whenTrue + second.whenTrue)
    case .binary(.or, let left, let right):
      let first = visit(condition: left)
      let second = visit(condition: right, assuming: first.whenFalse)
      return Facts(whenFalse: first.whenFalse + second.whenFalse)
    default:
      _ = visit(condition, needed: false)
      return facts(of: condition)
    }
  }

  private mutating func visit(condition: Expression, assuming facts: [Fact]) -> Facts {
    guard !facts.isEmpty else { return visit(condition: condition) }
    let mark = bindings.mark()
    apply(facts)
    let result = visit(condition: condition)
    bindings.restore(mark)
    return result
  }

  /// The facts of a condition that is neither `!`, `&&` nor `||`.
  private mutating func facts(of condition: Expression) -> Facts {
    switch condition.kind {
    case .name:
      guard let index = variable(condition) else { return .none }
      return truthFacts(of: index)
    case .binary(.equal, let left, let right): return facts(ofComparing: left, right)
    case .binary(.notEqual, let left, let right): return facts(ofComparing: left, right).swapped
    case .methodCall(let receiver, let name, let arguments, false) where name.text == "has":
      return presenceFacts(receiver, arguments)
    case .call(let callee, _, let arguments)
    where callee.text == "schema_is" || callee.text == "is_type":
      return schemaFacts(callee.text, arguments)
    default: return .none
    }
  }

  private mutating func facts(ofComparing left: Expression, _ right: Expression) -> Facts {
    if case .nilLiteral = right.kind, let index = variable(left) { return nilFacts(of: index) }
    if case .nilLiteral = left.kind, let index = variable(right) { return nilFacts(of: index) }
    if let name = right.stringText, let index = testedVariable(left) { return kindFacts(of: index, name) }
    if let name = left.stringText, let index = testedVariable(right) { return kindFacts(of: index, name) }
    if let tag = literalType(right), let access = tagAccess(left) { return tagFacts(access, tag) }
    if let tag = literalType(left), let access = tagAccess(right) { return tagFacts(access, tag) }
    return .none
  }
}

// MARK: - nil

extension FileChecker {
  /// The facts of `x == nil`.
  private mutating func nilFacts(of index: Int) -> Facts {
    let type = expand(bindings.state(at: index).current)
    if type == .null { return Facts(whenTrue: [.type(index, .null)], whenFalse: [.type(index, .never)]) }
    guard case .union(let members) = types.node(type) else { return .none }
    return Facts(whenTrue: [.type(index, .null)], whenFalse: [.type(index, without(.null, members))])
  }

  /// The facts of a bare `x`: only a union with nil tells something.
  private mutating func truthFacts(of index: Int) -> Facts {
    guard case .union(let members) = node(expanding: bindings.state(at: index).current), members.contains(.null)
    else { return .none }
    return nilFacts(of: index).swapped
  }

  /// What is left of a union. Its members are different already, so that large ones cost little.
  mutating func without(_ member: TypeID, _ members: [TypeID]) -> TypeID {
    let rest = members.filter { $0 != member }
    return rest.count > 1 ? types.id(.union(rest)) : types.union(rest)
  }
}

// MARK: - type_of

extension FileChecker {
  /// The variable `x` of `type_of(x)`.
  private mutating func testedVariable(_ expression: Expression) -> Int? {
    guard case .call(let callee, _, let arguments) = expression.unparenthesized.kind,
      callee.text == "type_of", arguments.count == 1, !arguments[0].isSpread, isBuiltin("type_of")
    else { return nil }
    return variable(arguments[0].value)
  }

  /// The facts of `type_of(x) == "name"`.
  private mutating func kindFacts(of index: Int, _ name: String) -> Facts {
    guard let tested = types.names.known(name), tested.number < BuiltinTypeName.tested else { return .none }
    let wanted = types.id(.named(tested))
    let type = expand(bindings.state(at: index).current)
    if type == .unknown {
      let ruledOut = Fact(binding: index, news: .ruledOut(1 << UInt16(tested.number)))
      return Facts(whenTrue: [.type(index, wanted)], whenFalse: [ruledOut])
    }
    if type == wanted {
      return Facts(whenTrue: [.type(index, wanted)], whenFalse: [.type(index, .never)])
    }
    guard case .union(let members) = types.node(type), members.contains(wanted) else { return .none }
    return Facts(
      whenTrue: [.type(index, wanted)], whenFalse: [.type(index, without(wanted, members))])
  }
}

// MARK: - Presence and schemas

extension FileChecker {
  /// The facts of `x.has("key")`.
  private mutating func presenceFacts(_ receiver: Expression, _ arguments: [ListItem]) -> Facts {
    guard arguments.count == 1, !arguments[0].isSpread, let key = arguments[0].value.stringText,
      let index = variable(receiver),
      case .shape(var fields) = node(expanding: bindings.state(at: index).current),
      let place = fields.firstIndex(where: { types.names.text($0.name) == key }),
      fields[place].isOptional
    else { return .none }
    fields[place].isOptional = false
    return Facts(whenTrue: [.type(index, types.id(.shape(fields)))])
  }

  /// `schema_expect(x, S)` as a statement under strict types: x is an S from here on (03 §15).
  mutating func applyExpectation(of statement: Expression) {
    guard case .call(let callee, _, let arguments) = statement.unparenthesized.kind, callee.text == "schema_expect",
      isBuiltin(callee.text), arguments.count >= 2, !arguments.contains(where: \.isSpread),
      let index = variable(arguments[0].value), let schema = schema(of: arguments[1].value)
    else { return }
    apply([.type(index, schema)])
  }

  /// The facts of `schema_is(x, S)`.
  private mutating func schemaFacts(_ callee: String, _ arguments: [ListItem]) -> Facts {
    guard isBuiltin(callee), arguments.count == 2, !arguments.contains(where: \.isSpread),
      let index = variable(arguments[0].value), let schema = schema(of: arguments[1].value)
    else { return .none }
    let current = bindings.state(at: index).current
    guard current != .dynamic else { return .none }
    let type = expand(current)
    var facts = Facts()
    if let common = intersection(type, schema) { facts.whenTrue = [.type(index, common)] }
    if let rest = difference(type, schema) { facts.whenFalse = [.type(index, rest)] }
    return facts
  }
}
