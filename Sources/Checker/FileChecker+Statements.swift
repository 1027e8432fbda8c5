import Diagnostics
import Syntax

/// Statements and blocks (03 §7.1, §7.2, §8.2).
extension FileChecker {
  /// The begin of a scope of names and types.
  struct ScopeMark {
    fileprivate var bindings: BindingStack.Mark
    fileprivate var types: Int
  }

  /// A new scope starts here.
  func openScope() -> ScopeMark { ScopeMark(bindings: bindings.mark(), types: typeScopes.mark()) }

  /// Ends a scope; what was learnt in it is forgotten.
  mutating func closeScope(_ mark: ScopeMark) {
    bindings.restore(mark.bindings)
    typeScopes.restore(mark.types)
  }

  /// Checks a block in a scope of its own in which `facts` hold. The result tells whether it definitely exits.
  @discardableResult
  mutating func visit(_ block: Block, assuming facts: [Fact] = []) -> Bool {
    guard isReporting else { return false }
    let mark = openScope()
    apply(facts)
    let exits = visit(block.statements)
    closeScope(mark)
    return exits
  }

  /// Checks statements in the current scope, up to the first that cannot be reached (03 §9.4).
  mutating func visit(_ statements: [Statement]) -> Bool {
    hoist(statements)
    openBlocks.append(OpenBlock(statements))
    defer { openBlocks.removeLast() }
    for (index, statement) in statements.enumerated() where visit(statement) {
      if index + 1 < statements.count { report(.unreachableCode(at: statements[index + 1].range)) }
      return true
    }
    return false
  }

  /// Checks one statement. The result tells whether it definitely exits (03 §8.2).
  mutating func visit(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .importModule: return false
    case .breakLoop, .continueLoop: return true
    case .declaration(let declaration): visit(declaration)
    case .binding(let binding): visit(binding, at: statement.range)
    case .assignment(let target, let operation, let value):
      visitAssignment(of: target, operation, value, at: statement.range)
    case .expression(let expression): return visit(statement: expression)
    case .forLoop(let pattern, let iterable, let body): visitLoop(pattern, iterable, body)
    case .whileLoop(let condition, let body):
      let facts = visit(condition: condition)
      visit(body, assuming: facts.whenTrue)
    case .returnValue(let value):
      if let value { _ = visit(value, needed: false) }
      return true
    case .throwValue(let value):
      for finding in coverageFindings(at: statement.range, site: "throw") { report(finding) }
      _ = visit(value, needed: false)
      return true
    case .guardElse(let condition, let otherwise):
      let facts = visit(condition: condition)
      visit(otherwise, assuming: facts.whenFalse)
      apply(facts.whenTrue)
    case .require(let condition, let message):
      _ = visit(condition: condition)
      if let message { _ = visit(message, needed: false) }
    case .yieldValue(let value):
      report(placement.finding(forYieldAt: statement.range))
      if let value { _ = visit(value, needed: false) }
    case .emit(let value): visitEmit(value, at: statement.range)
    case .mutex(let body), .deferBlock(let body): visit(body)
    case .select(let arms): for arm in arms { visit(arm) }
    }
    return false
  }

  /// An expression for its effect. Only `if` and the expressions of type `never` can exit.
  private mutating func visit(statement expression: Expression) -> Bool {
    guard case .ifElse(let branch) = expression.kind else {
      _ = visit(expression, needed: false)
      if context.hasStrictTypes { applyExpectation(of: expression) }
      return false
    }
    return visit(branch)
  }

  /// Checks an `if`; what follows from a branch that exits holds afterwards.
  mutating func visit(_ branch: IfExpression) -> Bool {
    let facts = visit(condition: branch.condition)
    let thenExits = visit(branch.then, assuming: facts.whenTrue)
    let elseExits = branch.otherwise.map { visit($0, assuming: facts.whenFalse) } ?? false
    if thenExits, !elseExits { apply(facts.whenFalse) }
    if elseExits, !thenExits { apply(facts.whenTrue) }
    return thenExits && elseExits
  }

  private mutating func visitEmit(_ value: Expression, at range: SourceRange) {
    report(placement.finding(forEmitAt: range))
    let place = findingCount
    let type = visit(value, needed: emittedType != nil)
    guard let expected = emittedType, !accepts(expected, type) else { return }
    insert([.wrongEmit(expected: types.text(expected), got: types.text(type), at: range)], at: place)
  }

  private mutating func visit(_ arm: SelectArm) {
    let mark = openScope()
    switch arm.kind {
    case .receive(let name, let channel):
      _ = visit(channel, needed: false)
      declare(name, .variable(isMutable: false))
    case .timeout(let duration): _ = visit(duration, needed: false)
    case .otherwise: break
    }
    visit(arm.body)
    closeScope(mark)
  }
}

// MARK: - Bindings

extension FileChecker {
  private mutating func visit(_ binding: BindingStatement, at range: SourceRange) {
    visitDefaults(of: binding.pattern)
    guard case .name(let name) = binding.pattern.kind else {
      _ = visit(binding.value, needed: false)
      declare(binding.pattern, isMutable: binding.isMutable)
      return
    }
    var state = Binding.State()
    let type = visit(binding.value)
    if let annotation = binding.type {
      state.declared = types.lower(annotation)
      report(mismatch(of: name, declared: state.declared, type, at: range))
    } else if binding.isMutable, type == .null, case .nilLiteral = binding.value.unparenthesized.kind {
      state.awaitsFirstAssignment = true
    } else {
      state.declared = type
    }
    state.current = state.declared
    if case .dict = binding.value.kind { state.schema = schema(of: binding.value) }
    guard name.text != "_" else { return }
    bindings.declare(types.names.id(name.text), .variable(isMutable: binding.isMutable), state)
  }

  /// The finding of a binding whose initialiser does not fit its annotation (03 §10.1 no. 1).
  mutating func mismatch(
    of name: Name, declared: TypeID, _ assigned: TypeID, at range: SourceRange
  ) -> Diagnostic? {
    guard !accepts(declared, assigned) else { return nil }
    return .wrongInitializer(
      name.text, declared: types.text(declared), assigned: types.text(assigned),
      detail: shapeDetail(declared, assigned), at: range)
  }

  /// What is wrong with the fields, when both types are shapes.
  private func shapeDetail(_ expected: TypeID, _ actual: TypeID) -> String? {
    guard case .shape(let wanted) = types.node(expected), case .shape(let given) = types.node(actual)
    else { return nil }
    let parts = wanted.filter { !$0.isOptional }.compactMap { field -> String? in
      let name = types.names.text(field.name)
      guard let other = given.first(where: { $0.name == field.name }) else {
        return "missing field '\(name)' (\(types.text(field.type)))"
      }
      guard other.type != .any, other.type != field.type else { return nil }
      return "field '\(name)' has type \(types.text(other.type)), expected \(types.text(field.type))"
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// The defaults of a destructuring pattern: only misuse of operators is looked for (03 §7.1).
  mutating func visitDefaults(of pattern: Pattern) {
    switch pattern.kind {
    case .name, .pair: break
    case .list(let elements, _):
      for element in elements { visit(default: element.defaultValue) }
    case .dict(let entries, _):
      for entry in entries { visit(default: entry.defaultValue) }
    }
  }

  mutating func visit(default value: Expression?) {
    if let value { _ = visit(value, needed: false) }
  }
}

// MARK: - Assignments

extension FileChecker {
  private mutating func visitAssignment(
    of target: Expression, _ operation: BinaryOperator?, _ value: Expression, at range: SourceRange
  ) {
    guard let text = target.nameText else {
      visit(target: target)
      _ = visit(value, needed: false)
      return
    }
    let place = findingCount
    let type = visit(value)
    guard let index = lookUp(text) else { return }
    var findings: [Diagnostic] = []
    switch bindings.bindings[index].kind {
    case .variable(isMutable: true): break
    default: findings.append(.assignmentToImmutable(text, at: range))
    }
    let state = bindings.state(at: index)
    let assigned = operation.map { result(of: $0, state.current, type) } ?? type
    if state.awaitsFirstAssignment {
      noteFirstAssignment(of: index, assigned)
    } else if state.declared != .dynamic, !accepts(state.declared, assigned) {
      findings.append(
        .wrongAssignment(
          text, declared: types.text(state.declared), assigned: types.text(assigned), at: range))
    }
    insert(findings, at: place)
    forget(index)
  }

  /// The parts of a target that is no plain name.
  private mutating func visit(target: Expression) {
    switch target.kind {
    case .index(let receiver, let index, _):
      visit(target: receiver)
      _ = visit(index, needed: false)
    case .property(let receiver, _, _), .parenthesized(let receiver): visit(target: receiver)
    case .name: break
    default: _ = visit(target, needed: false)
    }
  }

  /// The first assignment of a variable that was bound to nil gives it its type, in this block (03 §7.2).
  private mutating func noteFirstAssignment(of index: Int, _ type: TypeID) {
    guard type != .null, type != .dynamic, type != .wildcard else { return }
    let widened = types.union([type, .null])
    bindings.update(index) { state in
      state.declared = widened
      state.awaitsFirstAssignment = false
    }
  }

  /// An assignment ends what conditions told about a variable.
  private mutating func forget(_ index: Int) {
    guard index >= bindings.floor else { return }
    let state = bindings.bindings[index].state
    guard state.current != state.declared || state.ruledOut != 0 || state.schema != nil else { return }
    bindings.update(index) { state in
      state.current = state.declared
      state.ruledOut = 0
      state.schema = nil
    }
  }
}

// MARK: - Loops

extension FileChecker {
  private mutating func visitLoop(_ pattern: Pattern, _ iterable: Expression, _ body: Block) {
    let type = visit(iterable)
    visitDefaults(of: pattern)
    let mark = openScope()
    switch pattern.kind {
    case .name(let name): declare(name, elementType(of: type))
    case .pair(let first, let second):
      let pair = pairTypes(of: type)
      declare(first, pair.0)
      declare(second, pair.1)
    default: declare(pattern, isMutable: false)
    }
    visit(body)
    closeScope(mark)
  }

  /// Binds an immutable variable of this type.
  mutating func declare(_ name: Name, _ type: TypeID) {
    guard name.text != "_" else { return }
    let state = Binding.State(declared: type, current: type)
    bindings.declare(types.names.id(name.text), .variable(isMutable: false), state)
  }

  /// What a loop over a value of this type sees (03 §7.1).
  private func elementType(of type: TypeID) -> TypeID {
    switch types.node(type) {
    case .list(let element), .sequence(_, let element): element
    default: type == .string ? .string : type == .range ? .int : .dynamic
    }
  }

  private func pairTypes(of type: TypeID) -> (TypeID, TypeID) {
    guard case .sequence(_, let element) = types.node(type),
      case .application(BuiltinTypeName.pair.id, let parts) = types.node(element), parts.count == 2
    else { return (.dynamic, .dynamic) }
    return (parts[0], parts[1])
  }
}
