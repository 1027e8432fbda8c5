import Diagnostics
import Lexer
import Syntax

/// What became of a text that was to be formatted.
package enum FormatResult: Sendable {
  /// The canonical text.
  case text(String)
  /// The text does not lex or parse.
  case refused([Diagnostic])
  /// A mistake of ours: the text that was made is not faithful to the source, and nobody should see it.
  case unfaithful
}

/// Brings `file` into its canonical form (07 §6).
///
/// The result is parsed again: where its tree is not that of the source, the items concerned are written once more with
/// the parentheses that they have (07 §6.1). Recurses with the nesting of the text, so the caller provides the stack.
package func format(_ file: SourceFile, options: FormatOptions = FormatOptions()) -> FormatResult {
  guard case .success(let tokens) = Lexer(file: file).tokenize() else { return .refused(parse(file).diagnostics) }
  let source = parse(file)
  guard source.diagnostics.isEmpty else { return .refused(source.diagnostics) }
  let expected = Fingerprint(source.program, file)
  var careful: Set<Int> = []
  for _ in 0..<2 {
    var renderer = Renderer(file: file, tokens: tokens, options: options)
    let text = renderer.render(source.program, careful: careful)
    let result = SourceFile(path: file.path, text: text)
    let parsed = parse(result)
    let actual = Fingerprint(parsed.program, result)
    if parsed.diagnostics.isEmpty, actual == expected { return .text(text) }
    careful = expected.differences(from: actual)
  }
  return .unfaithful
}
