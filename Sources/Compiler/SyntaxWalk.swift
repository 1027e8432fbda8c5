import Syntax

/// A part of the tree that is still to be looked at.
enum SyntaxPart {
  case expression(Expression)
  case statement(Statement)
}

/// Looks at parts of one function-like body, in no particular order and without recursion, so that long chains of
/// operators cost no stack.
///
/// Bodies of nested functions are not entered.
struct SyntaxWalk {
  private var pending: [SyntaxPart]

  /// A walk over the statements of a block.
  init(_ block: Block) { pending = block.statements.map { .statement($0) } }

  /// A walk over statements.
  init(_ statements: [Statement]) { pending = statements.map { .statement($0) } }

  /// A walk over an expression.
  init(_ expression: Expression) { pending = [.expression(expression)] }

  /// The next part.
  mutating func next() -> SyntaxPart? {
    guard let part = pending.popLast() else { return nil }
    switch part {
    case .expression(let expression): addChildren(of: expression)
    case .statement(let statement): addChildren(of: statement)
    }
    return part
  }

  private mutating func add(_ expression: Expression?) {
    if let expression { pending.append(.expression(expression)) }
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
      case .named(_, let value): add(value)
      case .computed(let key, let value):
        add(key)
        add(value)
      case .spread(let operand, _): add(operand)
      }
    }
  }

  private mutating func add(_ pattern: Pattern) {
    switch pattern.kind {
    case .name, .pair: break
    case .list(let elements, _): for element in elements { add(element.defaultValue) }
    case .dict(let entries, _): for entry in entries { add(entry.defaultValue) }
    }
  }

  private mutating func addChildren(of statement: Statement) {
    switch statement.kind {
    case .importModule, .declaration, .breakLoop, .continueLoop: break
    case .binding(let binding):
      add(binding.pattern)
      add(binding.value)
    case .assignment(let target, _, let value):
      add(target)
      add(value)
    case .expression(let expression), .throwValue(let expression), .emit(let expression):
      add(expression)
    case .forLoop(let pattern, let iterable, let body):
      add(pattern)
      add(iterable)
      add(body)
    case .whileLoop(let condition, let body), .guardElse(let condition, let body):
      add(condition)
      add(body)
    case .returnValue(let value), .yieldValue(let value): add(value)
    case .require(let condition, let message):
      add(condition)
      add(message)
    case .mutex(let body), .deferBlock(let body): add(body)
    case .select(let arms):
      for arm in arms { add(arm.body) }
    }
  }

  private mutating func addChildren(of expression: Expression) {
    switch expression.kind {
    case .nilLiteral, .bool, .int, .float, .duration, .string, .name, .closure, .spawn: break
    case .interpolation(let parts):
      for case .expression(let part) in parts { add(part) }
    case .parenthesized(let inner), .unary(_, let inner), .tryOperator(let inner),
      .spread(let inner):
      add(inner)
    case .list(let items): add(items)
    case .dict(let entries), .structLiteral(_, let entries): add(entries)
    case .binary(_, let left, let right), .pipe(let left, let right),
      .range(let left, let right, _), .index(let left, let right, _):
      add(left)
      add(right)
    case .ternary(let condition, let then, let otherwise):
      add(condition)
      add(then)
      add(otherwise)
    case .call(_, _, let arguments): add(arguments)
    case .methodCall(let receiver, _, let arguments, _):
      add(receiver)
      add(arguments)
    case .property(let receiver, _, _): add(receiver)
    case .slice(let receiver, let from, let upTo):
      add(receiver)
      add(from)
      add(upTo)
    case .ifElse(let branches):
      add(branches.condition)
      add(branches.then)
      add(branches.otherwise)
    case .match(let subject, let arms):
      add(subject)
      for arm in arms {
        for pattern in arm.patterns { add(pattern) }
        add(arm.condition)
        add(arm.body)
      }
    case .tryCatch(let attempt):
      add(attempt.body)
      add(attempt.handler?.body)
      add(attempt.cleanup)
    case .retry(let operand, let body), .deadline(let operand, let body):
      add(operand)
      add(body)
    case .parallel(let parallel):
      add(parallel.operand)
      add(parallel.maxConcurrent)
    }
  }
}

extension Block {
  /// Whether the body yields, which makes its function a generator (02 §13.1).
  var containsYield: Bool {
    var walk = SyntaxWalk(self)
    while let part = walk.next() {
      guard case .statement(let statement) = part else { continue }
      switch statement.kind {
      case .yieldValue, .emit: return true
      default: continue
      }
    }
    return false
  }
}

extension [Statement] {
  /// The names that the statements themselves bind and that may hold functions (02 §5.7).
  var functionNames: Set<Spelling> {
    var names: Set<Spelling> = []
    for statement in self {
      switch statement.kind {
      case .binding(let binding): names.formUnion(binding.pattern.names.map { Spelling($0.text) })
      case .declaration(let declaration):
        switch declaration.kind {
        case .function(let function): names.insert(Spelling(function.name.text))
        case .structure(let structure): names.insert(Spelling(structure.name.text))
        default: continue
        }
      default: continue
      }
    }
    return names
  }
}

extension Pattern {
  /// The names that the pattern binds, `_` included.
  var names: [Name] {
    switch kind {
    case .name(let name): [name]
    case .list(let elements, let rest): elements.map(\.name) + (rest.map { [$0] } ?? [])
    case .dict(let entries, let rest): entries.map(\.name) + (rest.map { [$0] } ?? [])
    case .pair(let first, let second): [first, second]
    }
  }
}
