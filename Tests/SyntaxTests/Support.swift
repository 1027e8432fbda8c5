import Diagnostics
import Lexer
import Syntax
import Testing

/// Parses `text` as the file `demo.harn`.
func parsed(_ text: String, limits: ParserLimits = .standard) -> ParseResult {
  parse(SourceFile(path: "demo.harn", text: text), limits: limits)
}

/// The tree of `text`, or its first message.
func tree(_ text: String) -> String {
  let result = parsed(text)
  return result.diagnostics.first?.message ?? TreePrinter().print(result.program)
}

/// The messages of all mistakes in `text`.
func messages(_ text: String) -> [String] { parsed(text).diagnostics.map(\.message) }

/// The frames of all mistakes in `text`.
func rendered(_ text: String) -> String {
  let file = SourceFile(path: "demo.harn", text: text)
  return DiagnosticRenderer(style: .plain).render(parse(file).diagnostics, in: file)
}
