import Diagnostics

/// What `harn check` finds in one text: the file that is checked, or a module that it reaches.
package struct TextFindings: Sendable {
  /// The text.
  package var file: SourceFile
  /// The identity of the module whose text it is (04 B7); nil for the file that is checked.
  package var module: String?
  /// What is found, in the order of 07 §4.1.
  package var diagnostics: [Diagnostic]

  /// Findings in the text of `file`.
  package init(file: SourceFile, module: String? = nil, diagnostics: [Diagnostic]) {
    self.file = file
    self.module = module
    self.diagnostics = diagnostics
  }
}
