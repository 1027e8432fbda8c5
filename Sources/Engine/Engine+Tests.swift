import Diagnostics
import Syntax

/// A pipeline that is a test (07 §7.1).
package struct TestPipeline: Sendable {
  /// Its name.
  package var name: String
  /// Tests of one group never overlap (`@serial`).
  package var serialGroup: String?
  /// How many threads it needs (`@heavy`).
  package var threads = 1

  init(_ name: String, _ attributes: [Attribute]) {
    self.name = name
    for attribute in attributes {
      switch (attribute.name.text, attribute.arguments.first?.value) {
      case ("serial", .string(let group)), ("serial", .symbol(let group)): serialGroup = group
      case ("serial", _): serialGroup = ""
      case ("heavy", .int(let threads)): self.threads = max(threads, 1)
      default: break
      }
    }
  }
}

extension Engine {
  /// The pipelines of a text that are tests, in source order: those called `test_…` and those with `@test` (07 §7.1).
  ///
  /// - Throws: the first syntax error.
  package func testPipelines(of file: SourceFile) throws(Diagnostic) -> [TestPipeline] {
    let parsed = onDeepStack { parse(file) }
    if let first = parsed.diagnostics.first { throw first }
    return parsed.program.items.compactMap { item in
      guard case .declaration(let declaration) = item.kind, case .pipeline(let pipeline) = declaration.kind
      else { return nil }
      let name = pipeline.name.text
      let isMarked = declaration.attributes.contains { $0.name.text == "test" }
      return isMarked || name.hasPrefix("test_") ? TestPipeline(name, declaration.attributes) : nil
    }
  }
}
