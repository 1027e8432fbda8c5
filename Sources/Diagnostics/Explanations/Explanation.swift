/// What `harn explain` says about a kind of diagnostic. Tests check that the wrong example shows it and that the mended
/// one shows nothing.
package struct Explanation: Sendable {
  /// Why it is a mistake, and what to do.
  package var text: String
  /// A program with the mistake.
  package var wrong: String
  /// The same program without it.
  package var mended: String

  init(_ text: String, wrong: String, mended: String) {
    self.text = text
    self.wrong = wrong
    self.mended = mended
  }

  /// The page as printed.
  package func page(titled title: String) -> String {
    "\(title)\n\n\(text)\n\nWrong:\n\n\(indented(wrong))\nMended:\n\n\(indented(mended))"
  }

  private func indented(_ program: String) -> String {
    program.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
  }
}

extension DiagnosticCode {
  /// Whether lexer or parser report it.
  package var isSyntactic: Bool {
    switch self {
    case .unexpectedCharacter, .unterminatedString, .unterminatedComment, .unexpectedToken,
      .unexpectedEndOfFile, .nestingTooDeep:
      true
    default: false
    }
  }
}
