import Diagnostics
import Lexer
import Syntax

/// The lint rules of 03 §16 for one file.
///
/// Findings come in the order of that section: those about the text, those of a walk through the program in source order,
/// then those about names that nothing uses.
package struct Linter {
  private let file: SourceFile
  private let program: Program
  private let options: LintOptions
  /// Calls of names that nothing defines, with a near name, by the start of the call.
  private let unresolvedCalls: [Int32: String?]

  /// The rules for `program`, which is the text of `file` and has no syntax errors. `unresolvedCalls` are the calls that the
  /// checker cannot resolve, by their first byte, each with the name that was probably meant.
  package init(
    _ file: SourceFile, _ program: Program, options: LintOptions, unresolvedCalls: [Int32: String?] = [:]
  ) {
    self.file = file
    self.program = program
    self.options = options
    self.unresolvedCalls = unresolvedCalls
  }

  /// What the enabled rules find.
  package func findings() -> [Diagnostic] {
    guard case .success(let tokens) = Lexer(file: file).tokenize() else { return [] }
    let text = TextRules(file: file, program: program, tokens: tokens, options: options)
    var walk = LintWalk(
      file: file, tokens: tokens, options: options, uses: NameUses(program, tokens, of: file),
      unresolvedCalls: unresolvedCalls)
    walk.visit(program)
    return (text.findings() + walk.findings + walk.unusedFindings())
      .filter { options.isEnabled($0.code.rawValue) }
  }
}
