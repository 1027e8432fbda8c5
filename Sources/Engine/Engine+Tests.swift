import Diagnostics
import Syntax

extension Engine {
  /// The names of the pipelines of a text that are tests, in source order: those called `test_…` and those with `@test`
  /// (07 §7.1).
  ///
  /// - Throws: the first syntax error.
  package func testPipelines(of file: SourceFile) throws(Diagnostic) -> [String] {
    let parsed = onDeepStack { parse(file) }
    if let first = parsed.diagnostics.first { throw first }
    return parsed.program.items.compactMap { item in
      guard case .declaration(let declaration) = item.kind, case .pipeline(let pipeline) = declaration.kind
      else { return nil }
      let name = pipeline.name.text
      let isMarked = declaration.attributes.contains { $0.name.text == "test" }
      return isMarked || name.hasPrefix("test_") ? name : nil
    }
  }
}
