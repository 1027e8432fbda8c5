/// What a project says about linting its files (07 §5, §12.3).
package struct LintOptions: Sendable {
  /// Names of rules that are off.
  package var disabledRules: Set<String> = []
  /// The complexity that a function may have.
  package var complexityThreshold = 25
  /// Whether each file must begin with a doc comment.
  package var requiresFileHeader = false
  /// Whether public functions must have doc comments.
  package var requiresDocComments = true
  /// Names that other files import selectively: they count as used.
  package var namesImportedElsewhere: Set<String> = []

  /// The rules of 03 §16 as they are without configuration.
  package init() {}

  /// Whether findings of the rule are wanted. `unreachable-code` is another name of `dead-code-after-return`.
  func isEnabled(_ rule: String) -> Bool {
    if disabledRules.contains(rule) { return false }
    return rule != "dead-code-after-return" || !disabledRules.contains("unreachable-code")
  }
}
