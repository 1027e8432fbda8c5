import Diagnostics
import Engine
import Testing

@Suite struct ExplanationTests {
  /// The codes of what is found in a program; for a lint rule those of `harn lint`.
  private func codes(_ text: String, for code: DiagnosticCode) -> [DiagnosticCode] {
    let file = SourceFile(path: "example.harn", text: text)
    guard code.lintRule == nil else {
      var settings = CheckSettings()
      settings.lint.requiresFileHeader = code == .requireFileHeader
      return Engine().lint(file, settings: settings).map(\.code)
    }
    var settings = CheckSettings()
    settings.hasStrictTypes = code == .unvalidatedAccess
    return Engine().checkWithImports(file, settings: settings).flatMap(\.diagnostics).map(\.code).filter {
      $0.lintRule == nil
    }
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `the examples of a page show the mistake and its mending`(_ code: DiagnosticCode) {
    let explanation = code.explanation
    #expect(codes(explanation.wrong, for: code).contains(code))
    if code.lintRule == nil {
      #expect(codes(explanation.mended, for: code) == [])
    } else {
      #expect(!codes(explanation.mended, for: code).contains(code))
      // A text that is no program would have no finding of the rule either.
      let mended = SourceFile(path: "example.harn", text: explanation.mended)
      #expect(Engine().parses(mended))
      #expect(Engine().checkWithImports(mended).flatMap(\.diagnostics).filter { $0.severity == .error } == [])
    }
  }
}
