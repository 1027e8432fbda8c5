/// A part of the tree.
package enum SyntaxPart: Sendable {
  /// An expression, patterns of `match` included.
  case expression(Expression)
  /// A statement.
  case statement(Statement)
}

/// Looks at the parts of a tree in source order, each before the parts inside it. It does not recurse, because chains of
/// operators are as deep as they are long.
///
/// This is the only enumeration of what stands inside what.
package struct SyntaxWalk {
  /// What is still to be visited, the next part last.
  private var pending: [SyntaxPart]
  private let entersFunctions: Bool

  /// A walk over statements. Without `entersFunctions` it stays in the function-like body that they belong to: closures,
  /// declarations, and the bodies of tasks are met but not entered.
  package init(_ statements: [Statement], entersFunctions: Bool) {
    self.entersFunctions = entersFunctions
    pending = statements.reversed().map { .statement($0) }
  }

  /// A walk over an expression and what is inside it.
  package init(_ expression: Expression, entersFunctions: Bool) {
    self.entersFunctions = entersFunctions
    pending = [.expression(expression)]
  }

  /// What stands directly inside an expression, in source order, bodies of functions and tasks included.
  package static func parts(of expression: Expression) -> [SyntaxPart] {
    var parts: [SyntaxPart] = []
    add(partsOf: expression, to: &parts)
    return parts.reversed()
  }

  /// Adds what stands directly inside an expression to a stack, the first part last, bodies of functions and tasks included.
  package static func add(partsOf expression: Expression, to stack: inout [SyntaxPart]) {
    var walk = SyntaxWalk([], entersFunctions: true)
    swap(&walk.pending, &stack)
    let count = walk.pending.count
    walk.addParts(of: expression)
    walk.pending[count...].reverse()
    swap(&walk.pending, &stack)
  }

  /// The next part.
  package mutating func next() -> SyntaxPart? {
    guard let part = pending.popLast() else { return nil }
    let count = pending.count
    switch part {
    case .expression(let expression): addParts(of: expression)
    case .statement(let statement): addParts(of: statement)
    }
    pending[count...].reverse()
    return part
  }
}

// MARK: - Adding

extension SyntaxWalk {
  private mutating func add(_ expression: Expression) { pending.append(.expression(expression)) }

  private mutating func add(_ expressions: Expression?...) {
    for case let expression? in expressions { add(expression) }
  }

  private mutating func add(_ block: Block?) {
    guard let block else { return }
    for statement in block.statements { pending.append(.statement(statement)) }
  }

  private mutating func add(_ items: [ListItem]) {
    for item in items { add(item.value) }
  }

  private mutating func add(_ entries: [DictEntry]) {
    for entry in entries {
      switch entry {
      case .named(_, let value), .spread(let value, _): add(value)
      case .computed(let key, let value): add(key, value)
      }
    }
  }

  private mutating func add(_ parameters: [Parameter], _ body: Block) {
    guard entersFunctions else { return }
    for case let value? in parameters.map(\.defaultValue) { add(value) }
    add(body)
  }

  private mutating func add(taskBody body: Block) {
    if entersFunctions { add(body) }
  }

  private mutating func addDefaults(of pattern: Pattern) {
    switch pattern.kind {
    case .name, .pair: break
    case .list(let elements, _): for case let value? in elements.map(\.defaultValue) { add(value) }
    case .dict(let entries, _): for case let value? in entries.map(\.defaultValue) { add(value) }
    }
  }
}

// MARK: - Statements

extension SyntaxWalk {
  private mutating func addParts(of statement: Statement) {
    switch statement.kind {
    case .importModule, .breakLoop, .continueLoop: break
    case .declaration(let declaration): if entersFunctions { addParts(of: declaration) }
    case .binding(let binding):
      addDefaults(of: binding.pattern)
      add(binding.value)
    case .assignment(let target, _, let value): add(target, value)
    case .expression(let value), .throwValue(let value), .emit(let value): add(value)
    case .forLoop(let pattern, let iterable, let body):
      addDefaults(of: pattern)
      add(iterable)
      add(body)
    case .whileLoop(let condition, let body), .guardElse(let condition, let body):
      add(condition)
      add(body)
    case .returnValue(let value?), .yieldValue(let value?): add(value)
    case .returnValue(nil), .yieldValue(nil): break
    case .require(let condition, let message): add(condition, message)
    case .mutex(let body), .deferBlock(let body): add(body)
    case .select(let arms): for arm in arms { addParts(of: arm) }
    }
  }

  private mutating func addParts(of arm: SelectArm) {
    switch arm.kind {
    case .receive(_, let source): add(source)
    case .timeout(let duration): add(duration)
    case .otherwise: break
    }
    add(arm.body)
  }

  private mutating func addParts(of declaration: Declaration) {
    switch declaration.kind {
    case .function(let function): add(function.parameters, function.body)
    case .pipeline(let pipeline): add(pipeline.body)
    case .tool(let tool): add(tool.parameters, tool.body)
    case .skill(_, let fields): for field in fields { add(field.value) }
    case .evalPack(let pack):
      for field in pack.fields { add(field.value) }
      for statement in pack.statements { pending.append(.statement(statement)) }
      add(pack.summarize)
    case .implementation(_, let methods): for method in methods { add(method.parameters, method.body) }
    case .override(_, _, let body): add(body)
    case .typeAlias, .enumeration, .structure, .interface: break
    }
  }
}

// MARK: - Expressions

extension SyntaxWalk {
  private mutating func addParts(of expression: Expression) {
    switch expression.kind {
    case .nilLiteral, .bool, .int, .float, .duration, .string, .name: break
    case .interpolation(let pieces):
      for case .expression(let inner) in pieces { add(inner) }
    case .parenthesized(let inner), .unary(_, let inner), .tryOperator(let inner), .spread(let inner): add(inner)
    case .list(let items), .call(_, _, let items): add(items)
    case .dict(let entries), .structLiteral(_, let entries): add(entries)
    case .closure(let closure): add(closure.parameters, closure.body)
    case .binary(_, let left, let right), .pipe(let left, let right), .range(let left, let right, _),
      .index(let left, let right, _):
      add(left)
      add(right)
    case .ternary(let condition, let then, let otherwise): add(condition, then, otherwise)
    case .methodCall(let receiver, _, let arguments, _):
      add(receiver)
      add(arguments)
    case .property(let receiver, _, _): add(receiver)
    case .slice(let receiver, let from, let upTo): add(receiver, from, upTo)
    case .ifElse(let branch):
      add(branch.condition)
      add(branch.then)
      add(branch.otherwise)
    case .match(let subject, let arms):
      add(subject)
      for arm in arms { addParts(of: arm) }
    case .tryCatch(let attempt):
      add(attempt.body)
      add(attempt.handler?.body)
      add(attempt.cleanup)
    case .retry(let operand, let body), .deadline(let operand, let body):
      add(operand)
      add(body)
    case .spawn(let body): add(taskBody: body)
    case .parallel(let parallel):
      add(parallel.operand, parallel.maxConcurrent)
      add(taskBody: parallel.body)
    }
  }

  private mutating func addParts(of arm: MatchArm) {
    for pattern in arm.patterns { add(pattern) }
    if let condition = arm.condition { add(condition) }
    add(arm.body)
  }
}
