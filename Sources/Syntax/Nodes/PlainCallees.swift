import Diagnostics

extension Block {
  /// The names that are called in the body, with repeats, in source order: nested blocks, closures, declarations and
  /// interpolations included (06 §16.4). The target of a pipe is called too when it is a name. Does not recurse.
  package var plainCallees: [Name] { plainCalls.map(\.callee) }

  /// The calls by name in the body; see `plainCallees`.
  package var plainCalls: [PlainCall] {
    var walk = CalleeWalk(self)
    return walk.calls()
  }
}

/// A call of a name.
package struct PlainCall: Sendable {
  /// The name that is called.
  package var callee: Name
  /// The arguments; none for the target of a pipe.
  package var arguments: [ListItem]
  /// From the name to the closing parenthesis.
  package var range: SourceRange
}

/// Visits a body in source order with a stack of its own, because chains of operators are as deep as they are long.
private struct CalleeWalk {
  private enum Part {
    case call(PlainCall)
    case statement(Statement)
    case expression(Expression)
  }

  /// What is still to be visited, the next part last.
  private var pending: [Part]
  /// The parts of the node that is looked at, in source order.
  private var parts: [Part] = []

  init(_ block: Block) { pending = block.statements.reversed().map { .statement($0) } }

  mutating func calls() -> [PlainCall] {
    var calls: [PlainCall] = []
    while let part = pending.popLast() {
      switch part {
      case .call(let call): calls.append(call)
      case .statement(let statement): addParts(of: statement)
      case .expression(let expression): addParts(of: expression)
      }
      pending.append(contentsOf: parts.reversed())
      parts.removeAll(keepingCapacity: true)
    }
    return calls
  }

  // MARK: Adding

  private mutating func add(_ expressions: Expression?...) {
    for case let expression? in expressions { parts.append(.expression(expression)) }
  }

  private mutating func add(_ block: Block?) {
    for statement in block?.statements ?? [] { parts.append(.statement(statement)) }
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
    for parameter in parameters { add(parameter.defaultValue) }
    add(body)
  }

  private mutating func addDefaults(of pattern: Pattern) {
    switch pattern.kind {
    case .name, .pair: break
    case .list(let elements, _): for element in elements { add(element.defaultValue) }
    case .dict(let entries, _): for entry in entries { add(entry.defaultValue) }
    }
  }

  // MARK: Statements

  private mutating func addParts(of statement: Statement) {
    switch statement.kind {
    case .importModule, .breakLoop, .continueLoop: break
    case .declaration(let declaration): addParts(of: declaration)
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
    case .returnValue(let value), .yieldValue(let value): add(value)
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
      for statement in pack.statements { parts.append(.statement(statement)) }
      add(pack.summarize)
    case .implementation(_, let methods): for method in methods { add(method.parameters, method.body) }
    case .override(_, _, let body): add(body)
    case .typeAlias, .enumeration, .structure, .interface: break
    }
  }

  // MARK: Expressions

  private mutating func addParts(of expression: Expression) {
    switch expression.kind {
    case .nilLiteral, .bool, .int, .float, .duration, .string, .name: break
    case .interpolation(let pieces):
      for case .expression(let inner) in pieces { add(inner) }
    case .parenthesized(let inner), .unary(_, let inner), .tryOperator(let inner), .spread(let inner): add(inner)
    case .list(let items): add(items)
    case .dict(let entries), .structLiteral(_, let entries): add(entries)
    case .closure(let closure): add(closure.parameters, closure.body)
    case .binary(_, let left, let right), .range(let left, let right, _), .index(let left, let right, _):
      add(left, right)
    case .pipe(let value, let target):
      add(value)
      if case .name(let name) = target.kind {
        let callee = Name(name, at: target.range)
        parts.append(.call(PlainCall(callee: callee, arguments: [], range: target.range)))
      } else {
        add(target)
      }
    case .ternary(let condition, let then, let otherwise): add(condition, then, otherwise)
    case .call(let callee, _, let arguments):
      parts.append(
        .call(PlainCall(callee: callee, arguments: arguments, range: expression.range)))
      add(arguments)
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
      for arm in arms {
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
    case .spawn(let body): add(body)
    case .parallel(let parallel):
      add(parallel.operand, parallel.maxConcurrent)
      add(parallel.body)
    }
  }
}
