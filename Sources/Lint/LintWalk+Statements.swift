import Diagnostics
import Syntax

/// Rules about statements and blocks (03 §16).
extension LintWalk {
  mutating func visit(_ statement: Statement, next: Statement?) {
    switch statement.kind {
    case .importModule(let declaration): declared.note(declaration, at: statement.range)
    case .declaration(let declaration): visit(declaration, at: statement.range)
    case .binding(let binding): visit(binding, at: statement.range, next: next)
    case .assignment(let target, _, let value):
      visit(target)
      visit(value)
    case .expression(let expression): visit(expression, isStatement: true)
    case .forLoop(let pattern, let iterable, let body): visitFor(pattern, iterable, body, at: statement.range)
    case .whileLoop(let condition, let body):
      countBranch()
      reportEmpty(body, "while loop", at: statement.range)
      visit(condition)
      visitLoop(body, binding: [])
    case .returnValue(let value):
      guard let value else { return }
      reportEagerConversion(resultTypes.last ?? nil, value)
      visit(value)
    case .throwValue(let value), .emit(let value): visit(value)
    case .yieldValue(let value): if let value { visit(value) }
    case .guardElse(let condition, let otherwise):
      countBranch()
      visit(condition)
      visit(otherwise)
    case .require(let condition, let message):
      if isInTest {
        report(
          .requireInTest, "`require` in a test pipeline should usually be an assertion",
          "prefer `assert(...)` or `assert_eq(...)` in test pipelines", at: statement.range)
      }
      visit(condition)
      if let message { visit(message) }
    case .mutex(let body), .deferBlock(let body): visit(body)
    case .breakLoop: reportMisplaced("break", at: statement.range)
    case .continueLoop: reportMisplaced("continue", at: statement.range)
    case .select(let arms): for arm in arms { visit(arm) }
    }
  }

  private mutating func reportMisplaced(_ keyword: String, at range: SourceRange) {
    guard loopDepth == 0 else { return }
    report(
      .breakOutsideLoop, "`\(keyword)` used outside of a loop",
      "`\(keyword)` can only be used inside for or while loops",
      at: range, isError: true)
  }

  private mutating func visit(_ arm: SelectArm) {
    countBranch()
    switch arm.kind {
    case .receive(let name, let channel):
      visit(channel)
      visit(arm.body, binding: [name])
    case .timeout(let duration):
      visit(duration)
      visit(arm.body)
    case .otherwise: visit(arm.body)
    }
  }

  // MARK: Loops

  private mutating func visitFor(_ pattern: Pattern, _ iterable: Expression, _ body: Block, at range: SourceRange) {
    countBranch()
    var isRemovable = iterable.isPlainSequence
    if case .name = pattern.kind {
    } else {
      declared.note(pattern: pattern.names)
      isRemovable = false
    }
    reportEmpty(body, "for loop", at: range, isRemovable: isRemovable)
    visit(iterable)
    visitDefaults(of: pattern)
    visitLoop(body, binding: pattern.names)
  }

  /// The variables of a loop live in the scope of its body and may be assigned (02 §3.1, §3.2).
  private mutating func visitLoop(_ body: Block, binding names: [Name]) {
    loopDepth += 1
    variables.enterScope()
    for name in names { variables.bind(name.text, isMutable: true) }
    visit(body.statements)
    variables.leaveScope()
    loopDepth -= 1
  }

  func isEmpty(_ block: Block) -> Bool { block.statements.isEmpty && !hasComment(in: block.range) }

  /// Reports the empty body of `what`. Without effects of its own the whole construct can go.
  mutating func reportEmpty(_ body: Block, _ what: String, at range: SourceRange, isRemovable: Bool = false) {
    guard isEmpty(body) else { return }
    let name = what == "if block" ? "if" : what == "try block" ? "try/catch" : what
    report(
      .emptyBlock, "\(what) has an empty body", "remove the empty \(name) or add a body", at: range,
      fix: isRemovable ? [Diagnostic.Edit(replacing: lineRange(of: range), with: "")] : [])
  }

  /// `range` of a statement, with the whole line when nothing else stands on it, else with the `;` behind it.
  func lineRange(of range: SourceRange) -> SourceRange {
    var start = Int(range.start)
    while start > 0, file.bytes[start - 1] == UInt8(ascii: " ") || file.bytes[start - 1] == UInt8(ascii: "\t") {
      start -= 1
    }
    var end = Int(range.end)
    if start == 0 || file.bytes[start - 1] == UInt8(ascii: "\n"), end < file.bytes.count,
      file.bytes[end] == UInt8(ascii: "\n")
    {
      return SourceRange(start: start, end: end + 1)
    }
    while end < file.bytes.count, file.bytes[end] == UInt8(ascii: " ") { end += 1 }
    guard end < file.bytes.count, file.bytes[end] == UInt8(ascii: ";") else { return range }
    return SourceRange(start: Int(range.start), end: end + 1)
  }

  // MARK: Bindings

  private mutating func visit(_ binding: BindingStatement, at range: SourceRange, next: Statement?) {
    if !binding.isMutable {
      // With `let` before it, this one would fail.
      for name in binding.pattern.names {
        if let earlier = variables.keywordFinding(of: name.text) { findings[earlier].fixes = [] }
      }
    }
    let keywordFinding = reportKeyword(binding, at: range)
    for name in binding.pattern.names { reportShadowing(name.text, isMutable: binding.isMutable, at: range) }
    reportReturned(binding, at: range, next: next)
    reportEagerConversion(binding.type, binding.value)
    visitDefaults(of: binding.pattern)
    visit(binding.value)
    for name in binding.pattern.names {
      variables.bind(name.text, isMutable: binding.isMutable, keywordFinding: keywordFinding)
    }
    switch binding.pattern.kind {
    case .name(let name): declared.note(variable: name, at: range)
    default: declared.note(pattern: binding.pattern.names)
    }
  }

  /// Reports a `var` that could be a `let`; the place of the finding. What replaces a variable of the same scope must be a
  /// `var` (02 §3.3).
  private mutating func reportKeyword(_ binding: BindingStatement, at range: SourceRange) -> Int? {
    guard case .name(let name) = binding.pattern.kind, name.text != "_" else { return nil }
    guard binding.isMutable, !uses.assigned.contains(name.text), !variables.isDeclaredHere(name.text) else {
      return nil
    }
    let keyword = SourceRange(start: Int(range.start), end: Int(range.start) + 3)
    report(
      .mutableNeverReassigned, "variable `\(name.text)` is declared as `var` but never reassigned",
      "use `let` instead of `var`", at: range,
      fix: [Diagnostic.Edit(replacing: keyword, with: "let")])
    return findings.count - 1
  }

  mutating func visitDefaults(of pattern: Pattern) {
    switch pattern.kind {
    case .name, .pair: break
    case .list(let elements, _): for case let value? in elements.map(\.defaultValue) { visit(value) }
    case .dict(let entries, _): for case let value? in entries.map(\.defaultValue) { visit(value) }
    }
  }

  private mutating func reportShadowing(_ name: String, isMutable: Bool, at range: SourceRange) {
    guard !name.hasPrefix("_") else { return }
    switch variables.meaning(of: name) {
    case .immutableHere where isMutable: break
    case .immutableHere:
      report(
        .shadowVariable, "cannot redeclare immutable variable `\(name)` in the same scope",
        "use `var \(name)` for a mutable binding, or choose a different name", at: range)
    case .outer:
      report(
        .shadowVariable, "variable `\(name)` shadows a variable in an outer scope",
        "consider renaming to avoid shadowing `\(name)`", at: range)
    case .free: break
    }
  }

  /// `let x = e` directly before `return x`.
  private mutating func reportReturned(_ binding: BindingStatement, at range: SourceRange, next: Statement?) {
    guard !binding.isMutable, binding.type == nil, case .name(let name) = binding.pattern.kind, let next,
      case .returnValue(let returned?) = next.kind, case .name(name.text) = returned.kind
    else { return }
    let between = SourceRange(start: Int(binding.value.range.end), end: Int(next.range.end))
    let head = SourceRange(start: Int(range.start), end: Int(binding.value.range.start))
    report(
      .letThenReturn, "binding `\(name.text)` is immediately returned",
      "return the expression assigned to `\(name.text)` directly", at: range,
      fix: hasComment(in: range.union(next.range)) || variables.isDeclaredHere(name.text)
        ? [] : [Diagnostic.Edit(replacing: head, with: "return "), Diagnostic.Edit(replacing: between, with: "")])
  }

  // MARK: Iterators

  /// A lazy iterator where the declared type is a collection.
  mutating func reportEagerConversion(_ type: TypeExpression?, _ value: Expression) {
    guard let collection = type?.collectionName, value.isLazyIterator else { return }
    let end = SourceRange(start: Int(value.range.end), end: Int(value.range.end))
    report(
      .eagerCollectionConversion,
      "expression is an iterator; expected \(collection). Add .to_\(collection)() to materialize.",
      "append `.to_\(collection)()` to materialize the iterator", at: value.range,
      fix: [Diagnostic.Edit(replacing: end, with: ".to_\(collection)()")])
  }
}

extension TypeExpression {
  /// `list`, `set` or `dict`, plain or with arguments.
  fileprivate var collectionName: String? {
    switch kind {
    case .list: return "list"
    case .named(let name), .application(let name, _): return ["list", "set", "dict"].contains(name) ? name : nil
    default: return nil
    }
  }
}

extension Expression {
  private static let lazyMethods: Set<String> = [
    "iter", "map", "flat_map", "filter", "take", "skip", "take_while", "skip_while", "chain", "zip", "enumerate",
    "chunks", "windows",
  ]

  /// Whether the value is a chain of methods on an iterator that ends in one that gives an iterator again.
  fileprivate var isLazyIterator: Bool {
    guard case .methodCall(let receiver, let name, _, false) = kind, Self.lazyMethods.contains(name.text) else {
      if case .call(let callee, _, _) = kind { return callee.text == "iter" }
      return false
    }
    return name.text == "iter" || receiver.isLazyIterator
  }
}
