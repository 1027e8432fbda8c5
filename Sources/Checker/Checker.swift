import Diagnostics
import Syntax

/// What the checker knows about the world around one file.
package struct CheckerContext: Sendable {
  /// Names of the builtins.
  package var builtins: Set<String>
  /// The static result type of a builtin in the notation of the language, nil when it is dynamic (03 §6.5).
  package var builtinResult: @Sendable (String) -> String?
  /// Whether calls of unknown names are reported. Off in a session whose names are not all in the text (03 §5.1).
  package var reportsUnknownCalls: Bool
  /// What the imports of the file bring.
  package var imports = ImportedNames(ModuleGraph())
  /// Names that are bound around the file, as in a session.
  package var boundNames: [String] = []
  /// Types that are declared around the file, outermost first.
  package var declaredTypes: [Statement] = []
  /// Whether `schema_expect` as a statement gives its variable the type of the schema (03 §15).
  package var hasStrictTypes = false

  /// A context with these builtins.
  package init(
    builtins: Set<String>, builtinResult: @escaping @Sendable (String) -> String? = { _ in nil },
    reportsUnknownCalls: Bool = true
  ) {
    self.builtins = builtins
    self.builtinResult = builtinResult
    self.reportsUnknownCalls = reportsUnknownCalls
  }
}

/// The static findings of `program`, the tree of `file`, in the order of 03 §1.
///
/// The checker is forgiving: what no rule names is accepted silently, and a program with warnings runs.
package func check(_ program: Program, of file: SourceFile, context: CheckerContext) -> [Diagnostic] {
  var checker = FileChecker(file: file, context: context)
  return checker.check(program)
}
