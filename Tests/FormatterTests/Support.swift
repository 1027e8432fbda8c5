import Diagnostics
import Engine
import Formatter
import Testing

/// The canonical form of `text`, which must have one.
func formatted(
  _ text: String, width: Int = 100, separator: Int = 80, sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let options = FormatOptions(lineWidth: width, separatorWidth: separator)
  switch Engine().format(SourceFile(path: "test.harn", text: text), options: options) {
  case .text(let result): return result
  case .refused(let diagnostics):
    Issue.record("\(diagnostics.map(\.message))", sourceLocation: sourceLocation)
  case .unfaithful: Issue.record("the result has another tree", sourceLocation: sourceLocation)
  }
  throw NoText()
}

private struct NoText: Error {}

/// Expects that `text` becomes `expected`, and that this is canonical.
func expectFormat(
  _ text: String, _ expected: String, width: Int = 100, separator: Int = 80,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let result = try formatted(text, width: width, separator: separator, sourceLocation: sourceLocation)
  #expect(result.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(result)", sourceLocation: sourceLocation)
  let again = try formatted(result, width: width, separator: separator, sourceLocation: sourceLocation)
  #expect(
    again.unicodeScalars.elementsEqual(result.unicodeScalars), "not canonical: \(again)", sourceLocation: sourceLocation
  )
}

/// Expects that one statement inside a function becomes `expected`, which is indented like its body.
func expectStatement(
  _ text: String, _ expected: String, width: Int = 100, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try expectFormat(
    "fn f() {\n\(text)\n}\n", "fn f() {\n\(expected)\n}\n", width: width, sourceLocation: sourceLocation)
}
