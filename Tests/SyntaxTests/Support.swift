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

/// Parses `text` once more with each single token left out: no crash, no hang, and every mistake has a message.
func expectSurvival(of text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let file = SourceFile(path: "demo.harn", text: text)
  guard case .success(let list) = Lexer(file: file).tokenize() else { return }
  for token in list.tokens.dropLast() {
    var bytes = file.bytes
    bytes.removeSubrange(Int(token.range.start)..<Int(token.range.end))
    let result = parse(SourceFile(path: "demo.harn", bytes: bytes))
    for diagnostic in result.diagnostics {
      #expect(!diagnostic.message.isEmpty, sourceLocation: sourceLocation)
      #expect(diagnostic.range.end <= bytes.count, sourceLocation: sourceLocation)
    }
  }
}
