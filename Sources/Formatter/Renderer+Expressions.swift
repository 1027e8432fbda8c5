import Diagnostics
import Lexer
import Syntax

/// Expressions (07 §6.3, §6.6). Parentheses are left out here and put back by whoever needs them around an operand.
extension Renderer {
  /// An expression where nothing around it binds tighter.
  mutating func expression(_ expression: Expression, _ level: Int) -> String {
    operand(expression, level) { _ in false }
  }

  /// An operand, in parentheses when `needsGroup` says so.
  mutating func operand(_ operand: Expression, _ level: Int, needsGroup: (Expression) -> Bool) -> String {
    let outer = isInExpression
    isInExpression = true
    defer { isInExpression = outer }
    noteGroups(of: operand)
    let bare = operand.unparenthesized
    let isGrouped =
      isCareful && operand.isParenthesized || needsGroup(bare) || bare.range == leftmostBlock
      || isQuestionAmbiguous(bare)
    let comments = inlineComments(before: bare.range.startOffset)
    if !isGrouped, comments.isEmpty { return form(bare, level) }
    return isGrouped ? "(\(comments)\(form(bare, level)))" : comments + form(bare, level)
  }

  private mutating func form(_ expression: Expression, _ level: Int) -> String {
    switch expression.kind {
    case .nilLiteral: return "nil"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .float(let value): return float(value, expression.range)
    case .duration(let milliseconds, let overflows):
      return overflows ? source(expression.range) : duration(milliseconds)
    case .string(let value): return string(value, expression.range)
    case .interpolation: return interpolation(expression.range)
    case .name(let name): return name
    case .parenthesized(let inner): return self.expression(inner, level)
    case .list(let items): return list(items, expression.range, level)
    case .dict(let entries): return dict("{", entries, expression.range, prefix: 1, level)
    case .structLiteral(let name, let entries):
      return dict("\(name.text) {", entries, expression.range, prefix: name.text.width + 2, level)
    case .closure(let closure): return self.closure(closure, expression.range, level)
    case .unary(let operation, let value): return unary(operation, value, level)
    case .binary(let operation, let left, let right):
      return binary(InfixForm(operation), left, right, level)
    case .pipe(let value, let target): return binary(.pipe, value, target, level)
    case .ternary(let condition, let then, let otherwise): return ternary(condition, then, otherwise, level)
    case .range(let from, let upTo, let isExclusive):
      let from = operand(from, level) { $0.binding <= .range }
      let upTo = operand(upTo, level) { $0.binding <= .range }
      return "\(from) to \(upTo)\(isExclusive ? " exclusive" : "")"
    case .call(let callee, let types, let arguments):
      return call(callee, types, arguments, expression.range, level)
    case .methodCall(let receiver, let name, let arguments, let isOptional):
      return methodCall(receiver, name, arguments, isOptional, expression.range, level)
    case .property(let receiver, let name, let isOptional):
      return property(receiver, name, isOptional, level)
    case .index(let receiver, let index, let isOptional):
      let text = self.receiver(receiver, level)
      return "\(text)\(isOptional ? "?[" : "[")\(self.expression(index, level))]"
    case .slice(let receiver, let from, let upTo):
      let text = self.receiver(receiver, level)
      let from = from.map { self.expression($0, level) } ?? ""
      return "\(text)[\(from):\(upTo.map { self.expression($0, level) } ?? "")]"
    case .tryOperator(let value): return "\(receiver(value, level))?"
    case .spread(let value): return "...\(self.expression(value, level))"
    case .ifElse, .match, .tryCatch, .retry, .spawn, .parallel, .deadline: return blockForm(expression, level)
    }
  }

  // MARK: Items

  private mutating func list(_ items: [ListItem], _ range: SourceRange, _ level: Int) -> String {
    sequence(
      "[", items, "]", from: range.startOffset + 1, to: range.endOffset - 1, prefix: 1, level, range: \.value.range,
      render: { $0.item($1, $2) })
  }

  /// A list item or an argument.
  mutating func item(_ item: ListItem, _ level: Int) -> String {
    (item.isSpread ? "..." : "") + expression(item.value, level)
  }

  private mutating func dict(
    _ open: String, _ entries: [DictEntry], _ range: SourceRange, prefix: Int, _ level: Int
  ) -> String {
    let isStruct = open != "{"
    let start = end(of: .leftBrace, from: range.startOffset)
    return sequence(
      open, entries, "}", from: start, to: range.endOffset - 1, prefix: prefix, level, range: \.range,
      render: { $0.entry($1, isStruct: isStruct, $2) })
  }

  private mutating func entry(_ entry: DictEntry, isStruct: Bool, _ level: Int) -> String {
    switch entry {
    case .named(let key, let value): return "\(self.key(key, isStruct: isStruct)): \(expression(value, level))"
    case .computed(let key, let value):
      if case .string(let text) = key.unparenthesized.kind, !isStruct, isBareKey(text) {
        return "\(text): \(expression(value, level))"
      }
      return "[\(expression(key, level))]: \(expression(value, level))"
    case .spread(let value, _): return "...\(expression(value, level))"
    }
  }

  // MARK: Closures

  private mutating func closure(_ closure: Closure, _ range: SourceRange, _ level: Int) -> String {
    var parameters: [String] = []
    for parameter in closure.parameters { parameters.append(self.parameter(parameter, level)) }
    let list = parameters.joined(separator: ", ")
    let bodyStart =
      closure.isFunctionExpression
      ? closure.body.range.startOffset + 1 : end(of: .arrow, from: arrowSearch(closure, range))
    let head = closure.isFunctionExpression ? "fn(\(list)) {" : list.isEmpty ? "{ ->" : "{ \(list) ->"
    return arrowBody(
      head, closure.body.statements, from: bodyStart, to: range.endOffset - 1, headStart: range.startOffset, level)
  }

  /// From where on the first arrow is that of the closure: defaults of parameters may hold others.
  private func arrowSearch(_ closure: Closure, _ range: SourceRange) -> Int {
    closure.parameters.last?.range.endOffset ?? range.startOffset
  }

  /// `head`, a body and the closing brace: in the line of `head` when the body is one simple expression.
  mutating func arrowBody(
    _ head: String, _ statements: [Statement], from start: Int, to end: Int, headStart: Int, _ level: Int
  ) -> String {
    if statements.count == 1, statements[0].isSimple(in: file), !hasOwnComments(statements[0], headStart, end) {
      return "\(head) \(statement(statements[0], level)) }"
    }
    return self.statements(head, statements, from: start, to: end, headStart: headStart, level)
  }

  /// Whether comments stand around the only statement of a body, so that they need lines of their own.
  private func hasOwnComments(_ statement: Statement, _ start: Int, _ end: Int) -> Bool {
    comments.hasAny(from: start, to: statement.range.startOffset)
      || comments.hasAny(from: statement.range.endOffset, to: end)
  }
}

extension DictEntry {
  /// From the key to the end of the value.
  fileprivate var range: SourceRange {
    switch self {
    case .named(let key, let value): key.range.union(value.range)
    case .computed(let key, let value): key.range.union(value.range)
    case .spread(_, let range): range
    }
  }
}

extension Statement {
  /// Whether it may stand in the line of an arrow (07 §6.3).
  fileprivate func isSimple(in file: SourceFile) -> Bool {
    switch kind {
    case .assignment, .returnValue, .breakLoop, .continueLoop, .require: true
    case .expression(let value): value.unparenthesized.isSimple(in: file)
    default: false
    }
  }
}

extension Expression {
  fileprivate func isSimple(in file: SourceFile) -> Bool {
    switch kind {
    case .string: file.bytes[Int(range.start)] != UInt8(ascii: "r")
    case .nilLiteral, .bool, .int, .float, .duration, .interpolation, .name, .list, .dict, .unary, .binary, .ternary,
      .range, .pipe, .call, .methodCall, .property, .index, .slice, .tryOperator:
      true
    case .parenthesized, .structLiteral, .closure, .spread, .ifElse, .match, .tryCatch, .retry, .spawn, .parallel,
      .deadline:
      false
    }
  }
}
