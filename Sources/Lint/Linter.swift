import Diagnostics
import Syntax

/// The lint rules of 03 §16 for one file.
///
/// Findings come in the order of that section: those about the text, those of a walk through the program in source order,
/// then those about names that nothing uses.
package struct Linter {
  private let file: SourceFile
  private let parsed: ParseResult
  private let options: LintOptions
  /// Calls of names that nothing defines, with a near name, by the start of the call.
  private let unresolvedCalls: [Int32: String?]

  /// The rules for `file`, which was `parsed` without syntax errors. `unresolvedCalls` are the calls that the checker cannot
  /// resolve, by their first byte, each with the name that was probably meant.
  package init(
    _ file: SourceFile, _ parsed: ParseResult, options: LintOptions, unresolvedCalls: [Int32: String?] = [:]
  ) {
    self.file = file
    self.parsed = parsed
    self.options = options
    self.unresolvedCalls = unresolvedCalls
  }

  /// What the enabled rules find.
  package func findings() -> [Diagnostic] {
    let uses = NameUses(parsed, of: file)
    let text = TextRules(file: file, parsed: parsed, literalBraces: uses.literalBraces, options: options)
    var walk = LintWalk(
      file: file, tokens: parsed.tokens, options: options, uses: uses, unresolvedCalls: unresolvedCalls)
    walk.visit(parsed.program)
    return (text.findings() + walk.findings + walk.unusedFindings())
      .filter { options.isEnabled($0.code.rawValue) }
  }
}
