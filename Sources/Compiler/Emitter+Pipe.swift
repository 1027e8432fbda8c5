import Bytecode
import Diagnostics
import Syntax

// MARK: - Pipes (01 "Pipe and placeholder")

extension FunctionEmitter {
  /// Continues with the piped value on the stack.
  ///
  /// A target with placeholders stands for a closure with one parameter. It is evaluated in place, the value being a
  /// hidden variable, unless it holds statements or `?`, which would leave that closure.
  func emitPipe(
    into target: Expression, isTail: Bool = false, at range: SourceRange
  ) throws(CompileError) {
    let hidden = "|>\(scopes.count)"
    guard let body = PlaceholderRewriter(name: hidden).rewritten(target) else {
      try emitValue(target)
      return emit(isTail ? .tailPipe : .pipe, at: target.range)
    }
    guard !target.leavesFunction else {
      let parameter = Parameter(
        name: Name(hidden, at: range), isRest: false, type: nil, defaultValue: nil)
      let statement = Statement(.expression(body), at: target.range)
      let closure = Closure(
        parameters: [parameter], body: Block(statements: [statement], range: target.range),
        isFunctionExpression: false)
      try emitClosure(closure, selfName: nil, at: target.range)
      return emit(isTail ? .tailPipe : .pipe, at: target.range)
    }
    try inScope(at: range) { () throws(CompileError) in
      let slot = allocateSlots()
      emit(.storeLocal, slot, at: range)
      scopes[scopes.count - 1].bindings[Spelling(hidden)] = Binding(
        storage: .local(slot), isMutable: false, variable: nil)
      if isTail { try emitTailValue(body) } else { try emitValue(body) }
    }
  }
}

extension Expression {
  /// Whether the expression holds, outside nested functions, statements or `?`.
  var leavesFunction: Bool {
    var walk = SyntaxWalk(self, entersFunctions: false)
    while let part = walk.next() {
      switch part {
      case .statement: return true
      case .expression(let expression):
        if case .tryOperator = expression.kind { return true }
      }
    }
    return false
  }
}

/// Replaces the placeholders of a pipe target by a name.
struct PlaceholderRewriter {
  /// The name that takes the place of `_`.
  let name: String

  /// The target with every placeholder replaced, or nil when it has none.
  func rewritten(_ target: Expression) -> Expression? {
    var links: [Expression] = []
    var current = target
    while let inner = leftPart(of: current) {
      links.append(current)
      current = inner
    }
    var changed = rewrittenStart(current)
    for link in links.reversed() {
      let left = changed ?? current
      let isChanged = changed != nil
      let result = rewrittenLink(link, left: left, isLeftChanged: isChanged)
      changed = result
      current = link
    }
    return changed
  }

  /// The leftmost searched part; following it in a loop keeps long chains off the stack.
  private func leftPart(of expression: Expression) -> Expression? {
    switch expression.kind {
    case .binary(_, let left, _), .pipe(let left, _): left
    case .methodCall(let receiver, _, _, isOptional: false): receiver
    case .property(let receiver, _, isOptional: false): receiver
    case .index(let receiver, _, isOptional: false): receiver
    default: nil
    }
  }

  private func rewrittenStart(_ expression: Expression) -> Expression? {
    let range = expression.range
    switch expression.kind {
    case .name("_"): return Expression(.name(name), at: range)
    case .parenthesized(let inner):
      return rewritten(inner).map { Expression(.parenthesized($0), at: range) }
    case .unary(let operation, let operand):
      return rewritten(operand).map { Expression(.unary(operation, $0), at: range) }
    case .list(let items): return rewritten(items).map { Expression(.list($0), at: range) }
    case .call(let callee, let types, let arguments):
      return rewritten(arguments).map {
        Expression(.call(callee: callee, typeArguments: types, arguments: $0), at: range)
      }
    default: return nil
    }
  }

  private func rewrittenLink(
    _ link: Expression, left: Expression, isLeftChanged: Bool
  ) -> Expression? {
    func result(_ isRightChanged: Bool, _ kind: Expression.Kind) -> Expression? {
      isLeftChanged || isRightChanged ? Expression(kind, at: link.range) : nil
    }
    switch link.kind {
    case .binary(let operation, _, let right):
      let changed = rewritten(right)
      return result(changed != nil, .binary(operation, left, changed ?? right))
    case .pipe(_, let target):
      let changed = rewritten(target)
      return result(changed != nil, .pipe(value: left, target: changed ?? target))
    case .methodCall(_, let name, let arguments, let isOptional):
      let changed = rewritten(arguments)
      return result(
        changed != nil,
        .methodCall(
          receiver: left, name: name, arguments: changed ?? arguments, isOptional: isOptional))
    case .property(_, let name, let isOptional):
      return result(false, .property(receiver: left, name: name, isOptional: isOptional))
    case .index(_, let index, let isOptional):
      let changed = rewritten(index)
      return result(
        changed != nil, .index(receiver: left, index: changed ?? index, isOptional: isOptional))
    default: return nil
    }
  }

  private func rewritten(_ items: [ListItem]) -> [ListItem]? {
    var isChanged = false
    let result = items.map { item in
      guard let value = rewritten(item.value) else { return item }
      isChanged = true
      return ListItem(isSpread: item.isSpread, value: value)
    }
    return isChanged ? result : nil
  }
}
