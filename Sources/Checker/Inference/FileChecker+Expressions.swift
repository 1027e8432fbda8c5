import Diagnostics
import Syntax

/// Expressions: their checks and their types (03 §6.1).
extension FileChecker {
  /// Checks an expression and gives its type. Where `needed` is false the type may be left out (dynamic).
  @discardableResult
  mutating func visit(_ expression: Expression, needed: Bool = true) -> TypeID {
    switch expression.kind {
    case .nilLiteral: return .null
    case .bool: return .bool
    case .int: return .int
    case .float: return .float
    case .duration: return .dynamic
    case .string: return isRaw(expression) ? .dynamic : .string
    // The text of interpolations is not checked (03 §1).
    case .interpolation: return .string
    case .name(let name): return needed ? type(ofName: name) : .dynamic
    case .parenthesized(let inner): return visit(inner, needed: needed)
    case .list(let items): return visit(items, needed: needed)
    case .dict(let entries): return visit(entries, needed: needed)
    case .structLiteral(let name, let entries): return visitStruct(name, entries, at: expression.range)
    case .closure(let closure): return visit(closure, needed: needed)
    case .unary(let operation, let operand): return visit(operation, operand, at: expression.range)
    case .binary(let operation, let left, let right):
      return visit(operation, left, right, at: expression.range, needed: needed)
    case .ternary(let condition, let then, let otherwise):
      return visitTernary(condition, then, otherwise, needed: needed)
    case .range(let from, let upTo, _):
      visit(from, needed: false)
      visit(upTo, needed: false)
      return .range
    case .pipe(let value, let target):
      visit(value, needed: false)
      visit(target, needed: false)
      return .dynamic
    case .call(let callee, let typeArguments, let arguments):
      return visitCall(callee, typeArguments, arguments, at: expression.range, needed: needed)
    case .methodCall(let receiver, let name, let arguments, _):
      return visitMethodCall(receiver, name, arguments, at: expression.range, needed: needed)
    case .property(let receiver, let name, let isOptional):
      return visitProperty(receiver, name, isOptional: isOptional, needed: needed)
    case .index(let receiver, let index, let isOptional):
      let type = visit(receiver, needed: needed && !isOptional)
      visit(index, needed: false)
      return needed && !isOptional ? elementType(of: type, at: index) : .dynamic
    case .slice(let receiver, let from, let upTo):
      let type = visit(receiver, needed: needed)
      visit(default: from)
      visit(default: upTo)
      return sliceType(of: type)
    case .tryOperator(let operand):
      let type = visit(operand, needed: needed)
      return valueType(ofResult: type)
    case .spread(let operand):
      visit(operand, needed: false)
      return .dynamic
    case .ifElse(let branch): return visit(branch, needed: needed)
    case .match(let subject, let arms):
      visitMatch(subject, arms, at: expression.range)
      return .dynamic
    case .tryCatch(let attempt): return visit(attempt, needed: needed)
    case .retry(let count, let body), .deadline(let count, let body):
      visit(count, needed: false)
      visit(body)
      return .dynamic
    case .spawn(let body):
      visit(body)
      return .dynamic
    case .parallel(let parallel): return visit(parallel, needed: needed)
    }
  }

  /// Whether a string literal is written raw. The tree does not tell, the text does.
  private func isRaw(_ literal: Expression) -> Bool {
    let start = Int(literal.range.start)
    return start >= 0 && start < file.bytes.count && file.bytes[start] == UInt8(ascii: "r")
  }

  private mutating func type(ofName name: String) -> TypeID {
    guard let index = lookUp(name) else { return .dynamic }
    switch bindings.bindings[index].kind {
    case .variable: return bindings.state(at: index).current
    case .function(let number): return type(ofFunction: number)
    default: return .dynamic
    }
  }

  /// The type of a function as a value. One that takes any number of arguments is a closure.
  private mutating func type(ofFunction number: Int) -> TypeID {
    let signature = signature(number)
    guard !signature.hasRest else { return .closure }
    let erase: (NameID) -> TypeID? = { signature.typeParameters.contains($0) ? .wildcard : nil }
    let parameters = signature.parameters.map { types.substitute($0.type ?? .wildcard, erase) }
    let result = types.substitute(signature.result ?? .any, erase)
    return types.id(.function(parameters, result))
  }
}

// MARK: - Literals

extension FileChecker {
  private mutating func visit(_ items: [ListItem], needed: Bool) -> TypeID {
    guard needed else {
      for item in items { visit(item.value, needed: false) }
      return .list
    }
    var elements: [TypeID] = []
    var isKnown = true
    for item in items {
      let type = visit(item.value, needed: isKnown)
      if item.isSpread || type == .dynamic { isKnown = false }
      if elements.last != type { elements.append(type) }
    }
    guard isKnown, !elements.isEmpty else { return .list }
    let element = elements.count == 1 ? elements[0] : types.union(elements)
    return types.id(.list(element))
  }

  private mutating func visit(_ entries: [DictEntry], needed: Bool) -> TypeID {
    var fields: [ShapeField] = []
    var isShape = needed && !entries.isEmpty
    for entry in entries {
      switch entry {
      case .named(let key, let value):
        let type = visit(value, needed: isShape)
        guard isShape else { continue }
        let field = ShapeField(
          name: types.names.id(key.text), isOptional: false, type: type == .dynamic ? .any : type)
        if entries.count > 1, let place = fields.firstIndex(where: { $0.name == field.name }) {
          fields[place] = field
        } else {
          fields.append(field)
        }
      case .computed(let key, let value):
        visit(key, needed: false)
        visit(value, needed: false)
        isShape = false
      case .spread(let value, _):
        visit(value, needed: false)
        isShape = false
      }
    }
    return isShape ? types.id(.shape(fields)) : .dict
  }

  private mutating func visit(_ closure: Closure, needed: Bool) -> TypeID {
    if isReporting {
      placement.enter(.closure)
      let mark = openScope()
      let emitted = emittedType
      emittedType = nil
      declare(parameters: closure.parameters)
      for parameter in closure.parameters { visit(default: parameter.defaultValue) }
      _ = visit(closure.body.statements)
      emittedType = emitted
      closeScope(mark)
      placement.leave()
    }
    return needed ? type(of: closure) : .closure
  }

  /// A function type when all parameters are annotated and the value is known without looking at them.
  private mutating func type(of closure: Closure) -> TypeID {
    guard !closure.parameters.isEmpty,
      closure.parameters.allSatisfy({ $0.type != nil && !$0.isRest && $0.defaultValue == nil })
    else { return .closure }
    let mark = bindings.mark()
    for parameter in closure.parameters { declare(parameter.name, .other) }
    let result = valueType(of: closure.body)
    bindings.restore(mark)
    guard result != .dynamic else { return .closure }
    let parameters = closure.parameters.map { $0.type.map { types.lower($0) } ?? .dynamic }
    return types.id(.function(parameters, result))
  }

  /// The type of the last statement of a block, seen from outside: what the block declares is dynamic.
  mutating func valueType(of block: Block) -> TypeID {
    switch block.statements.last?.kind {
    case .expression(let expression)?:
      let mark = bindings.mark()
      for statement in block.statements.dropLast() {
        switch statement.kind {
        case .binding(let binding): declare(binding.pattern, isMutable: false)
        case .declaration(let declaration):
          if let name = declaration.kind.declaredName { bindings.declare(types.names.id(name), .other) }
        default: break
        }
      }
      defer { bindings.restore(mark) }
      return infer(expression)
    case .returnValue?, .throwValue?, .breakLoop?, .continueLoop?: return .never
    default: return .dynamic
    }
  }
}

// MARK: - Access

extension FileChecker {
  private mutating func visitProperty(
    _ receiver: Expression, _ name: Name, isOptional: Bool, needed: Bool
  ) -> TypeID {
    if needed, !isOptional, let type = variant(receiver, []) { return type }
    let type = visit(receiver, needed: needed && !isOptional)
    guard needed, !isOptional, type != .dynamic else { return .dynamic }
    switch types.node(type) {
    case .shape(let fields):
      guard let id = types.names.known(name.text) else { return .dynamic }
      return fields.first { $0.name == id }?.type ?? .dynamic
    case .application(BuiltinTypeName.result.id, _) where name.text == "variant": return .string
    case .application(BuiltinTypeName.pair.id, let parts) where parts.count == 2:
      return name.text == "first" ? parts[0] : name.text == "second" ? parts[1] : .dynamic
    default:
      return name.text == "variant" && enumeration(type) != nil ? .string : .dynamic
    }
  }

  /// The declaration of the enum that `type` names, bare or applied.
  mutating func enumeration(_ type: TypeID) -> EnumDeclaration? {
    let expanded = expand(type)
    guard let name = baseName(expanded),
      case .enumeration(let declared)? = typeScopes.declaration(of: name)?.kind
    else { return nil }
    return declared
  }

  private func elementType(of type: TypeID, at index: Expression) -> TypeID {
    switch types.node(type) {
    case .list(let element): return element
    case .dict(_, let value): return value
    case .shape(let fields):
      guard let key = index.stringText, let id = types.names.known(key) else { return .dynamic }
      return fields.first { $0.name == id }?.type ?? .dynamic
    default: return type == .string ? .string : .dynamic
    }
  }

  private func sliceType(of type: TypeID) -> TypeID {
    if case .list = types.node(type) { return type }
    return type == .list || type == .string ? type : .dynamic
  }

  /// `T` of `Result<T, E>`.
  private func valueType(ofResult type: TypeID) -> TypeID {
    guard case .application(BuiltinTypeName.result.id, let parts) = types.node(type), parts.count == 2
    else { return .dynamic }
    return parts[0]
  }
}

// MARK: - Branches

extension FileChecker {
  private mutating func visitTernary(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, needed: Bool
  ) -> TypeID {
    let facts = visit(condition: condition)
    let first = visit(then, assuming: facts.whenTrue, needed: needed)
    let second = visit(otherwise, assuming: facts.whenFalse, needed: needed)
    guard needed, first != second else { return first }
    if first == .dynamic { return second }
    if second == .dynamic { return first }
    return types.union([first, second])
  }

  private mutating func visit(_ expression: Expression, assuming facts: [Fact], needed: Bool) -> TypeID {
    guard !facts.isEmpty else { return visit(expression, needed: needed) }
    let mark = bindings.mark()
    apply(facts)
    defer { bindings.restore(mark) }
    return visit(expression, needed: needed)
  }

  /// `if` as a value: the types of its branches, seen from outside.
  private mutating func visit(_ branch: IfExpression, needed: Bool) -> TypeID {
    if isReporting {
      // What follows from a branch that exits holds for the rest of the block all the same.
      _ = visit(branch)
    }
    return needed ? type(of: branch) : .dynamic
  }

  private mutating func type(of branch: IfExpression) -> TypeID {
    let then = branchType(branch.then)
    guard let otherwise = branch.otherwise.map({ branchType($0) }) else {
      return then == .never ? .dynamic : then
    }
    if then == .dynamic || then == otherwise { return then }
    if then == .never { return otherwise }
    if otherwise == .never || otherwise == .dynamic { return then }
    return types.union([then, otherwise])
  }

  private mutating func branchType(_ block: Block) -> TypeID {
    definitelyExits(block) ? .never : valueType(of: block)
  }
}

/// Whether a block definitely exits (03 §8.2).
func definitelyExits(_ block: Block) -> Bool {
  block.statements.contains { statement in
    switch statement.kind {
    case .returnValue, .throwValue, .breakLoop, .continueLoop: return true
    case .expression(let expression):
      guard case .ifElse(let branch) = expression.kind, let otherwise = branch.otherwise else { return false }
      return definitelyExits(branch.then) && definitelyExits(otherwise)
    default: return false
    }
  }
}

// MARK: - Attempts and tasks

extension FileChecker {
  private mutating func visit(_ attempt: TryExpression, needed: Bool) -> TypeID {
    visit(attempt.body)
    if let handler = attempt.handler {
      let mark = openScope()
      if let name = handler.name { declare(name, handler.type.map { types.lower($0) } ?? .dynamic) }
      visit(handler.body)
      closeScope(mark)
    }
    if let cleanup = attempt.cleanup { visit(cleanup) }
    guard needed, attempt.handler == nil, attempt.cleanup == nil else { return .dynamic }
    return resultType(ofTrying: attempt.body)
  }

  private mutating func resultType(ofTrying body: Block) -> TypeID {
    let value = valueType(of: body)
    var thrown: [TypeID] = []
    collectThrown(in: body.statements, into: &thrown)
    let error = thrown.isEmpty ? nil : types.union(thrown)
    if case .application(BuiltinTypeName.result.id, let parts) = types.node(value), parts.count == 2 {
      let errors = error.map { types.union([parts[1], $0]) } ?? parts[1]
      return types.id(.application(BuiltinTypeName.result.id, [parts[0], errors]))
    }
    return types.id(
      .application(BuiltinTypeName.result.id, [value == .dynamic ? .wildcard : value, error ?? .wildcard]))
  }

  /// The types thrown directly in a body: by `throw`, and by `?` on a known `Result`. One that is not known makes
  /// all of them unknown.
  private mutating func collectThrown(in statements: [Statement], into thrown: inout [TypeID]) {
    for statement in statements {
      switch statement.kind {
      case .throwValue(let value):
        let type = infer(value)
        note(type, in: &thrown)
      case .binding(let binding): collectThrown(in: binding.value, into: &thrown)
      case .expression(let expression): collectThrown(in: expression, into: &thrown)
      default: break
      }
    }
  }

  private mutating func collectThrown(in expression: Expression, into thrown: inout [TypeID]) {
    switch expression.kind {
    case .tryOperator(let operand):
      guard case .application(BuiltinTypeName.result.id, let parts) = node(inferring: operand),
        parts.count == 2
      else { return note(.wildcard, in: &thrown) }
      note(parts[1], in: &thrown)
    case .ifElse(let branch):
      collectThrown(in: branch.then.statements, into: &thrown)
      if let otherwise = branch.otherwise { collectThrown(in: otherwise.statements, into: &thrown) }
    default: break
    }
  }

  private func note(_ type: TypeID, in thrown: inout [TypeID]) {
    if thrown == [.wildcard] { return }
    if type == .dynamic || type == .wildcard { thrown = [.wildcard] } else { thrown.append(type) }
  }

  private mutating func visit(_ parallel: ParallelExpression, needed: Bool) -> TypeID {
    let operand = visit(parallel.operand, needed: parallel.form != .count)
    if let limit = parallel.maxConcurrent {
      let type = visit(limit)
      if !accepts(.int, type) { report(.wrongConcurrency(types.text(type), at: limit.range)) }
    }
    let mark = openScope()
    if let name = parallel.parameter {
      var element = TypeID.dynamic
      if parallel.form == .count {
        element = .int
      } else if case .list(let type) = types.node(operand) {
        element = type
      }
      declare(name, element)
    }
    visit(parallel.body)
    closeScope(mark)
    guard needed else { return .dynamic }
    if parallel.form == .settle { return .dict }
    return parallelType(parallel)
  }

  private mutating func parallelType(_ parallel: ParallelExpression) -> TypeID {
    let mark = bindings.mark()
    if let name = parallel.parameter { declare(name, .other) }
    let value = valueType(of: parallel.body)
    bindings.restore(mark)
    let element = value == .dynamic ? TypeID.wildcard : value
    return types.id(parallel.isStream ? .sequence(.stream, element) : .list(element))
  }
}
