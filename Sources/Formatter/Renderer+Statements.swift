import Diagnostics
import Lexer
import Syntax

/// Statements (07 §6.3).
extension Renderer {
  /// One statement, without its separator.
  mutating func statement(_ statement: Statement, _ level: Int) -> String {
    let start = statement.range.startOffset
    switch statement.kind {
    case .importModule(let declaration): return importDeclaration(declaration, start: start, level)
    case .declaration(let declaration): return self.declaration(declaration, start: start, level)
    case .binding(let binding): return self.binding(binding, level)
    case .assignment(let target, let operation, let value):
      return "\(leading(target, level)) \(operation?.rawValue ?? "")= \(expression(value, level))"
    case .expression(let value): return expressionStatement(value, level)
    case .forLoop(let pattern, let iterable, let body):
      let pattern = self.pattern(pattern, level)
      let iterable = header(expression(iterable, level), before: body)
      return block("for \(pattern) in \(iterable) {", body, headStart: start, level)
    case .whileLoop(let condition, let body):
      return block("while \(whileCondition(condition, body, level)) {", body, headStart: start, level)
    case .returnValue(let value): return keyword("return", value, level)
    case .throwValue(let value): return keyword("throw", value, level)
    case .yieldValue(let value): return keyword("yield", value, level)
    case .emit(let value): return keyword("emit", value, level)
    case .guardElse(let condition, let otherwise):
      return block("guard \(expression(condition, level)) else {", otherwise, headStart: start, level)
    case .require(let condition, let message):
      let condition = expression(condition, level)
      return "require \(condition)" + (message.map { ", " + expression($0, level) } ?? "")
    case .mutex(let body): return block("mutex {", body, headStart: start, level)
    case .deferBlock(let body): return block("defer {", body, headStart: start, level)
    case .breakLoop: return "break"
    case .continueLoop: return "continue"
    case .select(let arms): return select(arms, statement.range, level)
    }
  }

  private mutating func keyword(_ word: String, _ value: Expression?, _ level: Int) -> String {
    value.map { "\(word) \(expression($0, level))" } ?? word
  }

  private mutating func binding(_ binding: BindingStatement, _ level: Int) -> String {
    let pattern = self.pattern(binding.pattern, level)
    let type = binding.type.map { ": " + self.type($0) } ?? ""
    return "\(binding.isMutable ? "var" : "let") \(pattern)\(type) = \(expression(binding.value, level))"
  }

  /// A condition in parentheses ends at the closing one, so that one that begins with a parenthesis needs another pair.
  private mutating func whileCondition(_ condition: Expression, _ body: Block, _ level: Int) -> String {
    let text = header(expression(condition, level), before: body)
    guard text.hasPrefix("("), !(isCareful && condition.isParenthesized) else { return text }
    return "(\(text))"
  }

  /// What stands before the braces of `body`. A name with an uppercase letter before empty braces would read as a struct.
  func header(_ text: String, before body: Block) -> String {
    body.statements.isEmpty && endsWithTypeName(text) ? "(\(text))" : text
  }

  /// Whether the last token is a name that begins a struct literal when a brace follows.
  func endsWithTypeName(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    let word = scalars.reversed().prefix { $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil }
    guard let first = word.last, first.properties.isUppercase else { return false }
    return scalars.dropLast(word.count).last != "."
  }

  private mutating func select(_ arms: [SelectArm], _ range: SourceRange, _ level: Int) -> String {
    let start = end(of: .leftBrace, from: range.startOffset)
    let arms = arms.map { (arm: $0, range: selectArmRange($0)) }
    return braces(
      "select {", arms, from: start, to: range.endOffset - 1, headStart: range.startOffset, level, range: \.range
    ) { renderer, member, level in
      let arm = member.arm
      let head: String
      switch arm.kind {
      case .receive(let name, let source):
        head = "\(name.text) from \(renderer.header(renderer.expression(source, level), before: arm.body))"
      case .timeout(let duration):
        head = "timeout \(renderer.header(renderer.expression(duration, level), before: arm.body))"
      case .otherwise: head = "default"
      }
      return renderer.block("\(head) {", arm.body, headStart: member.range.startOffset, level)
    }
  }

  /// The text of an arm: it begins with the name, or with the word before what it waits for.
  private func selectArmRange(_ arm: SelectArm) -> SourceRange {
    let start: Int
    switch arm.kind {
    case .receive(let name, _): start = name.range.startOffset
    case .timeout(let duration): start = wordStart(before: duration.range.startOffset)
    case .otherwise: start = wordStart(before: arm.body.range.startOffset)
    }
    return SourceRange(start: start, end: arm.body.range.endOffset)
  }

  /// The start of the token before `offset`.
  func wordStart(before offset: Int) -> Int {
    var index = tokenIndex(from: offset) - 1
    while index > 0, tokens.tokens[index].kind == .newline { index -= 1 }
    return tokens.tokens[max(0, index)].range.startOffset
  }

  // MARK: Expressions as statements

  private mutating func expressionStatement(_ value: Expression, _ level: Int) -> String {
    let bare = value.unparenthesized
    if isCareful, value.isParenthesized { return expression(value, level) }
    switch bare.kind {
    case .ifElse, .match, .tryCatch, .retry, .parallel, .deadline, .spawn: return blockForm(bare, level)
    case .closure(let closure) where closure.isFunctionExpression: return "(\(expression(bare, level)))"
    default: return leading(bare, level)
    }
  }

  /// An expression at the start of a statement. Block forms end a statement at their brace, so that one at its very
  /// start needs parentheses.
  private mutating func leading(_ value: Expression, _ level: Int) -> String {
    let outer = leftmostBlock
    defer { leftmostBlock = outer }
    leftmostBlock = value.leftmostOperand.flatMap { $0.beginsStatement ? $0.range : nil }
    return expression(value, level)
  }

  // MARK: Patterns

  /// What a binding or a loop binds. It never wraps.
  mutating func pattern(_ pattern: Pattern, _ level: Int) -> String {
    switch pattern.kind {
    case .name(let name): return name.text
    case .pair(let first, let second): return "(\(first.text), \(second.text))"
    case .list(let elements, let rest):
      var parts: [String] = []
      for element in elements { parts.append(element.name.text + defaultValue(element.defaultValue, level)) }
      return "[\((parts + dotted(rest)).joined(separator: ", "))]"
    case .dict(let entries, let rest):
      var parts: [String] = []
      for entry in entries {
        let alias = entry.name.text == entry.key.text ? "" : ": \(entry.name.text)"
        parts.append(entry.key.text + alias + defaultValue(entry.defaultValue, level))
      }
      return "{\((parts + dotted(rest)).joined(separator: ", "))}"
    }
  }

  private func dotted(_ rest: Name?) -> [String] { rest.map { ["...\($0.text)"] } ?? [] }

  private mutating func defaultValue(_ value: Expression?, _ level: Int) -> String {
    value.map { " = " + expression($0, level) } ?? ""
  }
}

extension Expression {
  var isParenthesized: Bool { if case .parenthesized = kind { true } else { false } }

  /// The operand that it begins with, when that is not the whole of it.
  var leftmostOperand: Expression? {
    var expression = unparenthesized
    var isPart = false
    while let next = expression.firstOperand {
      expression = next.unparenthesized
      isPart = true
    }
    return isPart ? expression : nil
  }

  private var firstOperand: Expression? {
    switch kind {
    case .binary(_, let left, _), .pipe(let left, _), .range(let left, _, _), .ternary(let left, _, _): left
    case .methodCall(let receiver, _, _, _), .property(let receiver, _, _), .index(let receiver, _, _),
      .slice(let receiver, _, _), .tryOperator(let receiver):
      receiver
    default: nil
    }
  }

  /// Whether a statement that begins with it ends with it.
  fileprivate var beginsStatement: Bool {
    switch kind {
    case .ifElse, .match, .tryCatch, .retry, .parallel, .deadline: true
    case .closure(let closure): closure.isFunctionExpression
    default: false
    }
  }
}
