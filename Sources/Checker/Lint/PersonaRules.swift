import Diagnostics
import Syntax

/// The static rules for personas and hooks of one file (06 §18).
package struct PersonaRules {
  private let program: Program
  private let file: SourceFile
  private let builtins: Set<String>
  private let allowedFunctions: Set<String>
  private let matchesPattern: (_ pattern: String, _ name: String) -> Bool
  /// Step names by function name.
  private var steps: [String: String] = [:]
  private var personas: [Persona] = []
  /// Names of the functions that are declared at the top level.
  private var functions: Set<String> = []

  private struct Persona {
    var name: String
    var function: String
    var calls: [PlainCall]
  }

  /// The rules for `program`, the text of `file`. `allowedFunctions` is `[lint].persona_step_allowlist`; `matchesPattern`
  /// matches a glob with the name of a persona (06 §7.2).
  package init(
    _ program: Program, of file: SourceFile, builtins: Set<String>, allowedFunctions: Set<String> = [],
    matchesPattern: @escaping (_ pattern: String, _ name: String) -> Bool
  ) {
    self.program = program
    self.file = file
    self.builtins = builtins
    self.allowedFunctions = allowedFunctions
    self.matchesPattern = matchesPattern
    for item in program.items {
      if case .declaration(let declaration) = item.kind { note(declaration) }
    }
  }

  private mutating func note(_ declaration: Declaration) {
    guard case .function(let function) = declaration.kind else { return }
    functions.insert(function.name.text)
    for attribute in declaration.attributes {
      let name = attribute.declaredName ?? function.name.text
      switch attribute.name.text {
      case "step": steps[function.name.text] = name
      case "persona":
        personas.append(
          Persona(name: name, function: function.name.text, calls: function.body.plainCalls))
      default: break
      }
    }
  }

  /// What both rules find, in source order.
  package var findings: [Diagnostic] {
    (personas.flatMap(bodyFindings) + hookFindings).sorted { $0.range.start < $1.range.start }
  }

  /// The calls of a persona that call no step.
  private func bodyFindings(_ persona: Persona) -> [Diagnostic] {
    persona.calls.filter { !isAllowed($0.callee.text) }.map { call in
      .personaCallsNoStep(persona.function, call.callee.text, at: call.range)
    }
  }

  private func isAllowed(_ callee: String) -> Bool {
    steps[callee] != nil || allowedFunctions.contains(callee)
      || callee.hasPrefix("__") || callee.hasPrefix("hostlib_")
      || (builtins.contains(callee) && !functions.contains(callee))
  }

  /// The hooks for a persona or step that nobody declares.
  private var hookFindings: [Diagnostic] {
    guard file.contains("register_step_hook") else { return [] }
    return Block(statements: program.items, range: .none).plainCalls.compactMap { call in
      guard call.callee.text == "register_step_hook", call.arguments.count > 1,
        case .string(let pattern) = call.arguments[0].value.kind,
        case .string(let step) = call.arguments[1].value.kind, pattern != "*"
      else { return nil }
      return hookFinding(pattern, step, call.range)
    }
  }

  private func hookFinding(
    _ pattern: String, _ step: String, _ range: SourceRange
  ) -> Diagnostic? {
    let matching = personas.filter { matchesPattern(pattern, $0.name) }
    if matching.isEmpty { return .hookWithoutPersona(pattern, at: range) }
    let declared = matching.flatMap { persona in
      persona.calls.compactMap { steps[$0.callee.text] }
    }
    return declared.contains(step)
      ? nil : .hookWithoutStep(step, personas: matching.map(\.name), at: range)
  }
}

extension Attribute {
  /// The text of the argument `name`.
  fileprivate var declaredName: String? {
    switch arguments.first(where: { $0.name?.text == "name" })?.value {
    case .string(let text), .symbol(let text): text
    default: nil
    }
  }
}

extension Diagnostic {
  /// A hook for personas that do not exist.
  static func hookWithoutPersona(_ pattern: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .personaHookTarget, .error,
      "`register_step_hook` pattern `\(pattern)` does not match a statically declared `@persona`",
      at: range, label: "lint[persona-hook-target]",
      help: "register hooks against a declared persona name or glob")
  }

  /// A hook for a step that its personas do not call.
  static func hookWithoutStep(
    _ step: String, personas: [String], at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .personaHookTarget, .error,
      "`register_step_hook` targets step `\(step)`, but it is not declared by persona(s): "
        + personas.joined(separator: ", "),
      at: range, label: "lint[persona-hook-target]",
      help: "use a step name declared with `@step(name: ...)` and called by the matching `@persona`")
  }

  /// A persona calls a function that is no step.
  static func personaCallsNoStep(
    _ persona: String, _ callee: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .personaBody, .warning,
      "`@persona` function `\(persona)` calls `\(callee)`, which is not declared `@step`",
      at: range, label: "lint[persona-body-must-call-steps]",
      help: "add `@step(name: \"\(callee)\", ...)` to `\(callee)` "
        + "or list it in `[lint].persona_step_allowlist`")
  }
}
