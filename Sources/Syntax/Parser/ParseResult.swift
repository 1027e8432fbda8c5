import Diagnostics
import Lexer

/// What a source text holds, as far as it could be read.
package struct ParseResult: Sendable {
  /// The items without mistakes.
  package var program: Program
  /// The mistakes in source order; all of them are errors.
  package var diagnostics: [Diagnostic]
  /// The tokens and comments, for whoever looks at the text beside the tree; empty when the text does not lex.
  package var tokens: TokenList

  /// The comments in source order.
  package var comments: [SourceComment] { tokens.comments }
}

/// Lexes and parses `file`. A text that does not lex has an empty program and one diagnostic.
package func parse(_ file: SourceFile, limits: ParserLimits = .standard) -> ParseResult {
  switch Lexer(file: file).tokenize() {
  case .failure(let diagnostic):
    return ParseResult(program: Program(items: []), diagnostics: [diagnostic], tokens: TokenList())
  case .success(let tokens):
    var parser = Parser(tokens, of: file, limits: limits)
    let (program, diagnostics) = parser.parseProgram()
    return ParseResult(program: program, diagnostics: diagnostics, tokens: tokens)
  }
}
