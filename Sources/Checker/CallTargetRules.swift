import Diagnostics
import Syntax

/// Whether a called name can be resolved (03 §5.1).
struct CallTargetRules {
  private let builtins: Set<String>
  private let isEnabled: Bool
  /// What bodies of pipelines and functions declare directly, anywhere in the file.
  private var bodyNames: Set<String> = []
  private var scopes: [Scope] = []

  init(program: Program, context: CheckerContext) {
    builtins = context.builtins
    // The names that an import brings are known only to whoever reads the module, so a file with imports is not judged.
    let hasImports = program.items.contains {
      if case .importModule = $0.kind { true } else { false }
    }
    isEnabled = context.reportsUnknownCalls && !hasImports
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
    let suggestion = nearestName(to: call.name, among: builtins.sorted() + call.candidates)
    return .unknownCallee(call.name, at: call.range, suggestion: suggestion)
  }

  private func isVisible(_ name: String) -> Bool {
    builtins.contains(name) || scopes.contains { $0.names.contains(name) }
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
