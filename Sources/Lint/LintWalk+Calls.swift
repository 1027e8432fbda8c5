import Diagnostics
import Syntax

/// Functions whose result comes from outside of the program: nothing is known of its form (03 §15).
private let rawSources: Set<String> = [
  "json_parse", "json_extract", "yaml_parse", "toml_parse", "llm_call", "llm_call_safe", "llm_completion",
]

/// Rules about calls (03 §16).
extension LintWalk {
  mutating func reportUnresolved(_ name: String, at range: SourceRange) {
    guard let near = unresolvedCalls[range.start] else { return }
    report(
      .undefinedFunction, "function `\(name)` is not defined",
      near.map { "did you mean `\($0)`?" } ?? "check the spelling or import `\(name)`", at: range)
  }

  mutating func reportAssertion(_ name: String, at range: SourceRange) {
    guard !isInTest, ["assert", "assert_eq", "assert_ne"].contains(name) else { return }
    report(
      .assertOutsideTest, "`\(name)` is intended for test pipelines, not production control flow",
      "use `require` for invariants in non-test code", at: range)
  }

  /// `to_string("text")`, `to_int(to_int(x))`.
  mutating func reportCast(_ name: String, _ arguments: [ListItem], at range: SourceRange) {
    guard arguments.count == 1, !arguments[0].isSpread, let type = castType(name) else { return }
    let argument = arguments[0].value
    guard argument.unparenthesized.isLiteral(of: type) || argument.unparenthesized.isCall(of: name) else { return }
    report(
      .unnecessaryCast, "`\(name)` is a no-op here — its argument is already \(type == "int" ? "an" : "a") \(type)",
      "remove the redundant `\(name)(...)` wrapper", at: range,
      fix: [
        Diagnostic.Edit(
          replacing: range, with: argument.bindsTightly ? text(argument.range) : "(\(text(argument.range)))")
      ])
  }

  private func castType(_ name: String) -> String? {
    ["to_string": "string", "to_int": "int", "to_float": "float", "to_list": "list", "to_dict": "dict"][name]
  }

  /// Arguments that are copies made for the call.
  mutating func reportClones(_ callee: String, _ arguments: [ListItem]) {
    for argument in arguments where !argument.isSpread {
      guard let original = argument.value.cloned else { continue }
      let isDropped = callee == "drop"
      report(
        .redundantClone,
        isDropped ? "cloned value is immediately dropped" : "cloned value is immediately passed by value",
        isDropped
          ? "drop the original value directly"
          : "pass the original value directly unless a distinct snapshot is required", at: argument.value.range,
        fix: [Diagnostic.Edit(replacing: argument.value.range, with: text(original.range))])
    }
  }

  /// `json_parse(text).field`.
  mutating func reportRawAccess(_ receiver: Expression, _ form: String, at range: SourceRange) {
    guard case .call(let callee, _, let arguments) = receiver.unparenthesized.kind,
      rawSources.contains(callee.text) || callee.text.hasPrefix("http_"), !arguments.hasSchemaOption
    else { return }
    report(
      .untypedDictAccess, "\(form) access on raw `\(callee.text)()` result without schema validation",
      "assign to a variable and validate with schema_expect() or a type annotation first", at: range)
  }
}

extension [ListItem] {
  /// Whether the options of a model call carry a schema for its reply.
  fileprivate var hasSchemaOption: Bool {
    guard case .dict(let entries)? = last?.value.kind else { return false }
    return entries.contains { entry in
      if case .named(let key, _) = entry { key.text == "schema" || key.text == "output_schema" } else { false }
    }
  }
}

extension Expression {
  fileprivate func isLiteral(of type: String) -> Bool {
    switch (kind, type) {
    case (.string, "string"), (.interpolation, "string"), (.int, "int"), (.float, "float"), (.list, "list"),
      (.dict, "dict"):
      true
    case (.unary(.negate, let operand), "int"), (.unary(.negate, let operand), "float"): operand.isLiteral(of: type)
    default: false
    }
  }

  fileprivate func isCall(of name: String) -> Bool {
    if case .call(let callee, _, _) = kind { callee.text == name } else { false }
  }

  /// The value of which this is a fresh copy: `x` of `x.clone()` and `clone(x)`.
  fileprivate var cloned: Expression? {
    switch kind {
    case .methodCall(let receiver, let name, let arguments, false) where name.text == "clone" && arguments.isEmpty:
      receiver
    case .call(let callee, _, let arguments) where callee.text == "clone" && arguments.count == 1: arguments[0].value
    default: nil
    }
  }
}
