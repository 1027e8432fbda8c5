import Diagnostics
import Manifest
import Syntax

extension Engine {
  /// The personas that `file` declares (06 §16.4), and what lexer and parser found; with mistakes there are none.
  package func personas(in file: SourceFile) -> (list: PersonaList?, diagnostics: [Diagnostic]) {
    onDeepStack {
      let parsed = parse(file)
      guard parsed.diagnostics.isEmpty else { return (nil, parsed.diagnostics) }
      return (PersonaList(program: parsed.program, file: file), [])
    }
  }
}
