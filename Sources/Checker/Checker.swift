import Diagnostics
import Syntax

/// What the checker knows about the world around one file.
package struct CheckerContext: Sendable {
  /// Names of the builtins.
  package var builtins: Set<String>
  /// Whether calls of unknown names are reported. Off in a session whose names are not all in the text (03 §5.1).
  package var reportsUnknownCalls: Bool
  /// What the imports of the file bring.
  package var imports: ImportedNames

  /// A context with these builtins.
  package init(
    builtins: Set<String>, reportsUnknownCalls: Bool = true,
    imports: ImportedNames = ImportedNames(ModuleGraph())
  ) {
    self.builtins = builtins
    self.reportsUnknownCalls = reportsUnknownCalls
    self.imports = imports
  }
}

/// The static findings of one file, in the order of 03 §1.
///
/// The checker is forgiving: what no rule names is accepted silently, and a program with warnings runs. Each group of
/// rules has a file of its own and is called from `TreeWalker`, which knows only the shape of the tree.
package func check(_ program: Program, context: CheckerContext) -> [Diagnostic] {
  var walker = TreeWalker(
    calls: CallTargetRules(program: program, context: context), placement: PlacementRules())
  walker.walk(program)
  return walker.findings
}
