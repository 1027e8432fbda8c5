import Diagnostics
import Syntax

/// Strict types (03 §15): warns where a program looks into data from outside that nothing has checked.
///
/// Variables that hold such data are marked, in the scopes of the program, until an annotation, `schema_expect` or a test
/// with `schema_is` says what they are.
package struct StrictTypeRules {
  /// What is found, in source order.
  package private(set) var findings: [Diagnostic] = []
  /// The variables of the scopes around the current place, innermost last; the source of those that are marked.
  private var scopes: [[String: String?]] = [[:]]
  /// Names that the file declares as functions: they hide the sources of that name.
  private var ownFunctions: Set<String> = []

  /// The findings in `program`.
  package init(_ program: Program) {
    var walk = SyntaxWalk(program.items, entersFunctions: true)
    while let part = walk.next() {
      guard case .statement(let statement) = part, case .declaration(let declaration) = statement.kind,
        case .function(let function) = declaration.kind
      else { continue }
      ownFunctions.insert(function.name.text)
    }
    visit(program.items)
  }

  // MARK: Sources

  private static let sources: Set<String> = [
    "json_parse", "json_extract", "yaml_parse", "toml_parse", "llm_call", "llm_call_safe", "llm_completion",
    "host_call", "llm_stream", "llm_stream_call", "http_stream",
  ]

  /// The function that the value of `expression` comes from, when it comes from outside and nothing has checked it.
  private func source(of expression: Expression) -> String? {
    switch expression.unparenthesized.kind {
    case .call(let callee, _, let arguments):
      guard StrictTypeRules.sources.contains(callee.text) || callee.text.hasPrefix("http_"),
        !ownFunctions.contains(callee.text), !hasSchema(callee.text, arguments)
      else { return nil }
      return callee.text
    case .name(let name): return mark(of: name)
    default: return nil
    }
  }

  /// Whether the options of a model call say what the reply is.
  private func hasSchema(_ callee: String, _ arguments: [ListItem]) -> Bool {
    guard callee.hasPrefix("llm_"), case .dict(let entries)? = arguments.last?.value.kind else { return false }
    return entries.contains { entry in
      if case .named(let key, _) = entry { key.text == "schema" || key.text == "output_schema" } else { false }
    }
  }

  private func mark(of name: String) -> String? {
    for scope in scopes.reversed() {
      if let known = scope[name] { return known }
    }
    return nil
  }

  private mutating func set(_ name: String, _ source: String?) { scopes[scopes.count - 1][name] = .some(source) }

  // MARK: Statements

  private mutating func visit(_ block: Block, hiding names: [String] = [], clearing cleared: [String] = []) {
    scopes.append([:])
    for name in names + cleared { set(name, nil) }
    visit(block.statements)
    scopes.removeLast()
  }

  private mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .binding(let binding):
      visit(binding.value)
      guard case .name(let name) = binding.pattern.kind else {
        for name in binding.pattern.boundNames { set(name, nil) }
        return
      }
      set(name.text, binding.type.map(isConcrete) ?? false ? nil : source(of: binding.value))
    case .assignment(let target, let operation, let value):
      visit(value)
      if let name = target.nameText, operation == nil { set(name, source(of: value)) } else { visit(target) }
    case .expression(let expression):
      visit(expression)
      if case .call(let callee, _, let arguments) = expression.kind, callee.text == "schema_expect",
        let name = arguments.first?.value.nameText
      {
        set(name, nil)
      }
    case .forLoop(let pattern, let iterable, let body):
      visit(iterable)
      visit(body, hiding: pattern.boundNames)
    case .whileLoop(let condition, let body):
      visit(condition)
      visit(body)
    case .guardElse(let condition, let otherwise):
      visit(condition)
      visit(otherwise)
      for name in checkedNames(condition) { set(name, nil) }
    case .mutex(let body), .deferBlock(let body): visit(body)
    case .select(let arms):
      for arm in arms {
        if case .receive(let name, let channel) = arm.kind {
          visit(channel)
          visit(arm.body, hiding: [name.text])
        } else {
          visit(arm.body)
        }
      }
    case .declaration(let declaration): visit(declaration)
    case .returnValue(let value?), .throwValue(let value), .emit(let value), .yieldValue(let value?): visit(value)
    case .require(let condition, let message):
      visit(condition)
      if let message { visit(message) }
    case .importModule, .breakLoop, .continueLoop, .returnValue(nil), .yieldValue(nil): break
    }
  }

  private mutating func visit(_ declaration: Declaration) {
    switch declaration.kind {
    case .function(let function): visit(function.body, hiding: function.parameters.map(\.name.text))
    case .tool(let tool): visit(tool.body, hiding: tool.parameters.map(\.name.text))
    case .pipeline(let pipeline): visit(pipeline.body, hiding: pipeline.parameters.map(\.text))
    case .implementation(_, let methods):
      for method in methods { visit(method.body, hiding: method.parameters.map(\.name.text)) }
    case .override(_, let parameters, let body): visit(body, hiding: parameters.map(\.text))
    default: break
    }
  }

  // MARK: Expressions

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .property(let receiver, _, _):
      reportAccess(receiver, isSubscript: false, at: expression.range)
      visit(receiver)
    case .index(let receiver, let index, _):
      reportAccess(receiver, isSubscript: true, at: expression.range)
      visit(receiver)
      visit(index)
    case .closure(let closure): visit(closure.body, hiding: closure.parameters.map(\.name.text))
    case .ifElse(let branch):
      visit(branch.condition)
      visit(branch.then, clearing: checkedNames(branch.condition))
      if let otherwise = branch.otherwise { visit(otherwise) }
    case .ternary(let condition, let then, let otherwise):
      visit(condition)
      scopes.append([:])
      for name in checkedNames(condition) { set(name, nil) }
      visit(then)
      scopes.removeLast()
      visit(otherwise)
    case .match(let subject, let arms):
      visit(subject)
      for arm in arms { visit(arm.body) }
    case .tryCatch(let attempt):
      visit(attempt.body)
      if let handler = attempt.handler { visit(handler.body, hiding: [handler.name?.text].compactMap { $0 }) }
      if let cleanup = attempt.cleanup { visit(cleanup) }
    case .retry(let operand, let body), .deadline(let operand, let body):
      visit(operand)
      visit(body)
    case .spawn(let body): visit(body)
    case .parallel(let parallel):
      visit(parallel.operand)
      visit(parallel.body, hiding: [parallel.parameter?.text].compactMap { $0 })
    default:
      for case .expression(let part) in SyntaxWalk.parts(of: expression) { visit(part) }
    }
  }

  private mutating func reportAccess(_ receiver: Expression, isSubscript: Bool, at range: SourceRange) {
    guard let source = source(of: receiver) else { return }
    if let name = receiver.unparenthesized.nameText {
      findings.append(.unvalidatedVariable(name, from: source, isSubscript: isSubscript, at: range))
    } else {
      findings.append(.unvalidatedResult(of: source, isSubscript: isSubscript, at: range))
    }
  }

  /// The variables that a condition has checked against a schema when it holds.
  private func checkedNames(_ condition: Expression) -> [String] {
    switch condition.unparenthesized.kind {
    case .call(let callee, _, let arguments) where callee.text == "schema_is" || callee.text == "is_type":
      [arguments.first?.value.nameText].compactMap { $0 }
    case .binary(.and, let left, let right): checkedNames(left) + checkedNames(right)
    default: []
    }
  }

  /// Whether an annotation says what the value is: anything but `dict`, `any`, `_`, unions and literals.
  private func isConcrete(_ type: TypeExpression) -> Bool {
    switch type.kind {
    case .named(let name): !["dict", "any", "_"].contains(name)
    case .union, .stringLiteral, .intLiteral: false
    case .application, .list, .shape, .function: true
    }
  }
}

extension Diagnostic {
  /// W11: a look into the result of a call.
  fileprivate static func unvalidatedResult(
    of source: String, isSubscript: Bool, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unvalidatedAccess, .warning,
      "Direct \(isSubscript ? "subscript" : "property") access on unvalidated `\(source)()` result", at: range,
      help: "assign to a variable and validate with schema_expect() or a type annotation first")
  }

  /// W11: a look into a marked variable.
  fileprivate static func unvalidatedVariable(
    _ name: String, from source: String, isSubscript: Bool, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .unvalidatedAccess, .warning,
      "\(isSubscript ? "Subscript access on" : "Accessing property on") unvalidated value '\(name)' from `\(source)`",
      at: range,
      help: "validate with schema_expect(), schema_is() in an if-condition, or add a shape type annotation")
  }
}
