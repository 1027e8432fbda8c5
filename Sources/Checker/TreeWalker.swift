import Diagnostics
import Syntax

/// Visits a tree in source order and asks the rules at each place that one of them is about.
struct TreeWalker {
  private var calls: CallTargetRules
  private var placement: PlacementRules
  private var entries: [Entry] = []

  /// A finding, or a call that is judged when the whole file was seen.
  private enum Entry {
    case finding(Diagnostic)
    case pending(PendingCall)
  }

  init(calls: CallTargetRules, placement: PlacementRules) {
    self.calls = calls
    self.placement = placement
  }

  /// What was found, in source order.
  var findings: [Diagnostic] {
    entries.compactMap { entry in
      switch entry {
      case .finding(let finding): finding
      case .pending(let call): calls.finding(for: call)
      }
    }
  }

  /// Visits the whole program.
  mutating func walk(_ program: Program) {
    walk(program.items, in: Scope(program.items))
  }

  private mutating func report(_ finding: Diagnostic?) {
    if let finding { entries.append(.finding(finding)) }
  }

  private mutating func walk(_ statements: [Statement], in scope: Scope) {
    calls.enter(scope)
    for statement in statements { walk(statement) }
    calls.leave()
  }

  private mutating func walk(_ block: Block, binding names: [String] = []) {
    calls.enter(Scope(names: names))
    walk(block.statements, in: Scope(block.statements))
    calls.leave()
  }

  /// A function-like body: its own declarations are known in the whole file.
  private mutating func walk(body: Block, as kind: PlacementRules.Body, binding names: [String]) {
    calls.noteBody(Scope(body.statements))
    placement.enter(kind)
    walk(body, binding: names)
    placement.leave()
  }
}

// MARK: Statements

extension TreeWalker {
  private mutating func walk(_ statement: Statement) {
    switch statement.kind {
    case .importModule, .breakLoop, .continueLoop: break
    case .declaration(let declaration): walk(declaration)
    case .binding(let binding):
      walk(binding.value)
      walkDefaults(of: binding.pattern)
    case .assignment(let target, _, let value):
      walk(target)
      walk(value)
    case .expression(let expression): walk(expression)
    case .forLoop(let pattern, let iterable, let body):
      walk(iterable)
      walkDefaults(of: pattern)
      walk(body, binding: pattern.boundNames)
    case .whileLoop(let condition, let body):
      walk(condition)
      walk(body)
    case .returnValue(let value): walk(value)
    case .throwValue(let value): walk(value)
    case .guardElse(let condition, let otherwise):
      walk(condition)
      walk(otherwise)
    case .require(let condition, let message):
      walk(condition)
      walk(message)
    case .yieldValue(let value):
      report(placement.finding(forYieldAt: statement.range))
      walk(value)
    case .emit(let value):
      report(placement.finding(forEmitAt: statement.range))
      walk(value)
    case .mutex(let body), .deferBlock(let body): walk(body)
    case .select(let arms): for arm in arms { walk(arm) }
    }
  }

  private mutating func walk(_ arm: SelectArm) {
    switch arm.kind {
    case .receive(let name, let channel):
      walk(channel)
      walk(arm.body, binding: [name.text])
    case .timeout(let duration):
      walk(duration)
      walk(arm.body)
    case .otherwise: walk(arm.body)
    }
  }

  private mutating func walkDefaults(of pattern: Pattern) {
    switch pattern.kind {
    case .name, .pair: break
    case .list(let elements, _): for element in elements { walk(element.defaultValue) }
    case .dict(let entries, _): for entry in entries { walk(entry.defaultValue) }
    }
  }
}

// MARK: Declarations

extension TreeWalker {
  private mutating func walk(_ declaration: Declaration) {
    for finding in attributeFindings(of: declaration) { report(finding) }
    switch declaration.kind {
    case .function(let function): walk(function)
    case .pipeline(let pipeline):
      walk(body: pipeline.body, as: .pipeline, binding: pipeline.parameters.map(\.text))
    case .tool(let tool):
      walk(parameters: tool.parameters, body: tool.body, as: .function, typeParameters: [])
    case .skill(_, let fields): for field in fields { walk(field.value) }
    case .evalPack(let pack):
      for field in pack.fields { walk(field.value) }
      walk(pack.statements, in: Scope(pack.statements))
      if let summarize = pack.summarize { walk(summarize) }
    case .implementation(_, let methods): for method in methods { walk(method) }
    case .override(_, let parameters, let body):
      walk(body: body, as: .function, binding: parameters.map(\.text))
    case .typeAlias, .enumeration, .structure, .interface: break
    }
  }

  private mutating func walk(_ function: FunctionDeclaration) {
    walk(
      parameters: function.parameters, body: function.body,
      as: function.isStream ? .stream : .function, typeParameters: function.typeParameters)
  }

  private mutating func walk(
    parameters: [Parameter], body: Block, as kind: PlacementRules.Body,
    typeParameters: [TypeParameter]
  ) {
    let names = parameters.map(\.name.text) + typeParameters.map(\.name.text)
    placement.enter(kind)
    calls.enter(Scope(names: names))
    for parameter in parameters { walk(parameter.defaultValue) }
    calls.leave()
    placement.leave()
    walk(body: body, as: kind, binding: names)
  }
}

// MARK: Expressions

extension TreeWalker {
  private mutating func walk(_ expression: Expression?) {
    guard let expression else { return }
    switch expression.kind {
    // The text of interpolations is not checked (03 §1).
    case .nilLiteral, .bool, .int, .float, .duration, .string, .interpolation, .name: break
    case .parenthesized(let inner), .tryOperator(let inner), .spread(let inner): walk(inner)
    case .list(let items): walk(items)
    case .dict(let entries), .structLiteral(_, let entries): walk(entries)
    case .closure(let closure):
      walk(
        parameters: closure.parameters, body: closure.body, as: .closure, typeParameters: [])
    case .unary(let operation, let operand):
      if operation == .tryStar { report(placement.finding(forTryStarAt: expression.range)) }
      walk(operand)
    case .binary(_, let left, let right), .pipe(let left, let right),
      .range(let left, let right, _), .index(let left, let right, _):
      walk(left)
      walk(right)
    case .ternary(let condition, let then, let otherwise):
      walk(condition)
      walk(then)
      walk(otherwise)
    case .call(let callee, _, let arguments):
      if let call = calls.pendingFinding(for: callee, at: expression.range) {
        entries.append(.pending(call))
      }
      walk(arguments)
    case .methodCall(let receiver, _, let arguments, _):
      walk(receiver)
      walk(arguments)
    case .property(let receiver, _, _): walk(receiver)
    case .slice(let receiver, let from, let upTo):
      walk(receiver)
      walk(from)
      walk(upTo)
    case .ifElse(let branch):
      walk(branch.condition)
      walk(branch.then)
      if let otherwise = branch.otherwise { walk(otherwise) }
    case .match(let subject, let arms):
      walk(subject)
      for arm in arms { walk(arm) }
    case .tryCatch(let attempt): walk(attempt)
    case .retry(let count, let body):
      walk(count)
      walk(body)
    case .spawn(let body): walk(body)
    case .parallel(let parallel):
      walk(parallel.operand)
      walk(parallel.maxConcurrent)
      walk(parallel.body, binding: [parallel.parameter?.text].compactMap { $0 })
    case .deadline(let duration, let body):
      walk(duration)
      walk(body)
    }
  }

  private mutating func walk(_ items: [ListItem]) {
    for item in items { walk(item.value) }
  }

  private mutating func walk(_ entries: [DictEntry]) {
    for entry in entries {
      switch entry {
      case .named(_, let value), .spread(let value, _): walk(value)
      case .computed(let key, let value):
        walk(key)
        walk(value)
      }
    }
  }

  private mutating func walk(_ arm: MatchArm) {
    // Calls in patterns are values that are compared, or enum cases; the names in them are bound.
    if arm.patterns.count > 1 {
      for pattern in arm.patterns { report(placement.finding(forAlternative: pattern)) }
    }
    var names: [String] = []
    for pattern in arm.patterns { collectNames(in: pattern, into: &names) }
    calls.enter(Scope(names: names))
    walk(arm.condition)
    walk(arm.body)
    calls.leave()
  }

  /// The names that a pattern of `match` binds, and some that it only reads: too many hide nothing from the reader.
  private func collectNames(in pattern: Expression, into names: inout [String]) {
    switch pattern.kind {
    case .name(let name): names.append(name)
    case .parenthesized(let inner): collectNames(in: inner, into: &names)
    case .list(let items): for item in items { collectNames(in: item.value, into: &names) }
    case .dict(let entries):
      for case .named(_, let value) in entries { collectNames(in: value, into: &names) }
    case .call(_, _, let arguments), .methodCall(_, _, let arguments, _):
      for argument in arguments { collectNames(in: argument.value, into: &names) }
    default: break
    }
  }

  private mutating func walk(_ attempt: TryExpression) {
    walk(attempt.body)
    if let handler = attempt.handler {
      walk(handler.body, binding: [handler.name?.text].compactMap { $0 })
    }
    if let cleanup = attempt.cleanup { walk(cleanup) }
  }
}
