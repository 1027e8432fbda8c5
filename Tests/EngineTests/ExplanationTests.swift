import Diagnostics
import Engine
import Testing

@Suite struct ExplanationTests {
  /// The codes of what is found in a program.
  private func codes(_ text: String) -> [DiagnosticCode] {
    Engine().checkWithImports(SourceFile(path: "example.harn", text: text)).flatMap(\.diagnostics).map(\.code)
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `the examples of a page show the mistake and its mending`(_ code: DiagnosticCode) {
    let explanation = code.explanation
    #expect(codes(explanation.wrong).contains(code))
    #expect(codes(explanation.mended) == [])
  }
}
