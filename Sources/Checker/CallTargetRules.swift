import Diagnostics
import Syntax

/// Whether a called name can be resolved (03 §5.1).
struct CallTargetRules {
  private let builtins: Set<String>
  private let isEnabled: Bool
  /// What imports bring, in order.
  private let imported: [String]
  private let importedNames: Set<String>
  /// What bodies of pipelines and functions declare directly, anywhere in the file.
  private var bodyNames: Set<String> = []
  private var scopes: [Scope] = []

  init(program: Program, context: CheckerContext) {
    builtins = context.builtins
    imported = context.imports.names
    importedNames = Set(imported)
    let importCount = program.items.count {
      if case .importModule = $0.kind { true } else { false }
    }
    // Without the names of an import nothing can be said (04 B7.1).
    isEnabled =
      context.reportsUnknownCalls && context.imports.isResolved
      && importCount == context.imports.importCount
  }

  /// Runs `body` inside `scope`.
  mutating func enter(_ scope: Scope) { scopes.append(scope) }

  /// Leaves the innermost scope.
  mutating func leave() { scopes.removeLast() }

  /// Notes what a body of a pipeline or function declares: such names count everywhere in the file.
  mutating func noteBody(_ scope: Scope) { bodyNames.formUnion(scope.names) }

  /// A call of `name` at `range`, not yet judged: later bodies may still declare the name.
  func pendingFinding(for name: Name, at range: SourceRange) -> PendingCall? {
    guard isEnabled, !isVisible(name.text) else { return nil }
    return PendingCall(name: name.text, range: range, candidates: scopes.reversed().flatMap(\.functions))
  }

  /// The finding of a call that stayed unresolved when the whole file was seen.
  func finding(for call: PendingCall) -> Diagnostic? {
    guard !bodyNames.contains(call.name) else { return nil }
    // Alphabetical order breaks ties; it is only needed here, off the way of a program without mistakes.
    let suggestion = nearestName(to: call.name, among: builtins.sorted() + call.candidates + imported)
    return .unknownCallee(call.name, at: call.range, suggestion: suggestion)
  }

  private func isVisible(_ name: String) -> Bool {
    builtins.contains(name) || importedNames.contains(name)
      || scopes.contains { $0.names.contains(name) }
      || ["Ok", "Err", "Some", "None"].contains(name)
      || name.hasPrefix("__") || name.hasPrefix("hostlib_")
  }
}

/// A call whose name no scope around it defines.
struct PendingCall {
  var name: String
  var range: SourceRange
  /// Visible function names, innermost scope first.
  var candidates: [String]
}
