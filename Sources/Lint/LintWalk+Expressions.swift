import Diagnostics
import Syntax

/// Expressions and what stands inside them (03 §16).
extension LintWalk {
  mutating func visit(_ expression: Expression, isStatement: Bool = false) {
    switch expression.kind {
    case .nilLiteral, .bool, .int, .float, .duration, .string, .name: break
    case .closure(let closure):
      for case let value? in closure.parameters.map(\.defaultValue) { visit(value) }
      resultTypes.append(nil)
      visitBody(closure.body, parameters: closure.parameters.map(\.name))
      resultTypes.removeLast()
    case .ifElse(let branch): visit(branch, at: expression.range, isStatement: isStatement)
    case .match(let subject, let arms): visitMatch(subject, arms)
    case .tryCatch(let attempt): visit(attempt, at: expression.range)
    case .retry(let operand, let body):
      countBranch()
      visit(operand)
      visit(body)
    case .deadline(let operand, let body):
      visit(operand)
      visit(body)
    case .spawn(let body): visitBody(body, parameters: [])
    case .parallel(let parallel):
      visit(parallel.operand)
      if let limit = parallel.maxConcurrent { visit(limit) }
      visitBody(parallel.body, parameters: [parallel.parameter].compactMap { $0 })
    default:
      apply(expression)
      visitParts(of: expression)
    }
  }

  /// The rules about one expression without a block.
  private mutating func apply(_ expression: Expression) {
    let range = expression.range
    switch expression.kind {
    case .binary(let operation, let left, let right):
      if operation == .and || operation == .or { countBranch() }
      reportComparison(operation, left, right, at: range)
      reportLiteralOperand(operation, left, right, at: range)
    case .ternary(let condition, let then, let otherwise):
      countBranch()
      reportNilTernary(condition, then, otherwise, at: range)
    case .call(let callee, _, let arguments):
      reportUnresolved(callee.text, at: range)
      reportCast(callee.text, arguments, at: range)
      reportClones(callee.text, arguments)
      reportAssertion(callee.text, at: range)
    case .methodCall(_, let name, let arguments, _): reportClones(name.text, arguments)
    case .property(let receiver, _, _): reportRawAccess(receiver, "property", at: range)
    case .index(let receiver, _, _): reportRawAccess(receiver, "subscript", at: range)
    default: break
    }
  }

  // MARK: Blocks

  private mutating func visit(_ branch: IfExpression, at range: SourceRange, isStatement: Bool) {
    countBranch()
    if case .bool(let value) = branch.condition.unparenthesized.kind {
      report(
        .pointlessComparison, "if condition is always `\(value)`",
        "remove the constant condition or replace it with real branching", at: branch.condition.range)
    }
    reportEmpty(
      branch.then, "if block", at: range,
      isRemovable: isStatement && branch.otherwise == nil && branch.condition.hasNoEffect)
    if isStatement { reportNeedlessElse(branch, at: range) }
    visit(branch.condition)
    visit(branch.then)
    guard let otherwise = branch.otherwise else { return }
    if branch.isElseIf, case .expression(let inner)? = otherwise.statements.first?.kind {
      visit(inner)
    } else {
      visit(otherwise)
    }
  }

  /// Both branches end in `return`.
  private mutating func reportNeedlessElse(_ branch: IfExpression, at range: SourceRange) {
    guard let otherwise = branch.otherwise, !branch.isElseIf, branch.then.endsInReturn, otherwise.endsInReturn
    else { return }
    report(
      .unnecessaryElseReturn, "both if and else branches return — else is unnecessary",
      "remove the else and place its body after the if", at: range, fix: elseRemoval(branch, otherwise, at: range))
  }

  private func elseRemoval(_ branch: IfExpression, _ otherwise: Block, at range: SourceRange) -> [Diagnostic.Edit] {
    let declares = otherwise.statements.contains {
      switch $0.kind {
      case .binding, .declaration: true
      default: false
      }
    }
    let inner = SourceRange(start: Int(otherwise.range.start) + 1, end: Int(otherwise.range.end) - 1)
    guard !declares, !text(inner).contains("\"\"\"") else { return [] }
    let line = file.line(file.lineNumber(ofByte: Int(range.start))) ?? ""
    let indent = String(line.prefix { $0 == " " || $0 == "\t" })
    let body = text(inner).split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
    let shift = body.map { $0.prefix { $0 == " " || $0 == "\t" }.count }.min() ?? 0
    let moved = body.map { "\n\(indent)\($0.dropFirst(shift).trimmingTrailingBlanks)" }.joined()
    let replaced = SourceRange(start: Int(branch.then.range.end), end: Int(otherwise.range.end))
    return [Diagnostic.Edit(replacing: replaced, with: moved)]
  }

  private mutating func visit(_ attempt: TryExpression, at range: SourceRange) {
    if attempt.handler != nil { countBranch() }
    reportEmpty(attempt.body, "try block", at: range)
    visit(attempt.body)
    if let handler = attempt.handler { visit(handler.body, binding: [handler.name].compactMap { $0 }) }
    visit(attempt.cleanup)
  }

  private mutating func visitMatch(_ subject: Expression, _ arms: [MatchArm]) {
    countBranch()
    visit(subject)
    var seen: Set<String> = []
    for arm in arms {
      let pattern = arm.patterns.map { words(of: $0.range) }.joined(separator: "|")
      let guardText = arm.condition.map { words(of: $0.range) } ?? ""
      if !seen.insert("\(pattern) if \(guardText)").inserted {
        report(.duplicateMatchArm, "duplicate match arm pattern", "remove the duplicate arm", at: arm.range)
      }
      let names = arm.patterns.flatMap(\.boundNames)
      declared.note(pattern: names)
      variables.enterScope()
      for name in names { variables.bind(name.text, isMutable: false) }
      if let condition = arm.condition { visit(condition) }
      visit(arm.body)
      variables.leaveScope()
    }
  }
}

extension Substring {
  fileprivate var trimmingTrailingBlanks: Substring {
    var rest = self
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}

extension Block {
  fileprivate var endsInReturn: Bool {
    if case .returnValue? = statements.last?.kind { true } else { false }
  }
}

extension Expression {
  /// Whether evaluating the expression does nothing but give a value.
  var hasNoEffect: Bool {
    switch kind {
    case .nilLiteral, .bool, .int, .float, .duration, .string, .name: true
    case .parenthesized(let inner), .property(let inner, _, _): inner.hasNoEffect
    case .unary(let operation, let operand): operation != .tryStar && operand.hasNoEffect
    case .binary(_, let left, let right), .index(let left, let right, _), .range(let left, let right, _):
      left.hasNoEffect && right.hasNoEffect
    case .list(let items): items.allSatisfy { $0.value.hasNoEffect }
    default: false
    }
  }

  /// Whether a loop over the value does nothing by itself. A name does not tell: what it holds may be a channel or an
  /// iterator, which the loop would drain.
  var isPlainSequence: Bool {
    switch kind {
    case .string: true
    case .parenthesized(let inner): inner.isPlainSequence
    case .list(let items): items.allSatisfy { !$0.isSpread && $0.value.isPlain }
    case .range(let from, let upTo, _): from.isIntLiteral && upTo.isIntLiteral
    default: false
    }
  }

  /// A literal, a name, or a list of them.
  private var isPlain: Bool {
    switch kind {
    case .nilLiteral, .bool, .float, .duration, .name: true
    default: isPlainSequence || isIntLiteral
    }
  }

  private var isIntLiteral: Bool {
    switch kind {
    case .int: true
    case .parenthesized(let inner), .unary(.negate, let inner): inner.isIntLiteral
    default: false
    }
  }
}
