import Diagnostics
import Engine
import Foundation
import Lint
import TestSupport
import Testing

/// The checker is never stricter than the reference: programs that run have no errors, lint rules included.
@Suite struct CheckedProgramTests {
  private static let files =
    Repository.files(in: "Tests/Language", withExtension: "harn")
    + Repository.files(in: "Examples", withExtension: "harn")

  @Test func `programs that nothing is said against have no errors`() throws {
    var count = 0
    for file in Self.files {
      let text = try String(contentsOf: file, encoding: .utf8)
      // What a program is refused for is compared where it runs. Those that must fail when they run may be refused by rules of
      // style, and modules are judged by those who import them.
      guard !text.contains("// expect diagnostic:"), !text.contains("// expect error:"),
        !file.path.contains("/modules/")
      else { continue }
      count += 1
      let errors = Engine().checkWithImports(SourceFile(path: file.path, text: text)).flatMap(\.diagnostics)
        .filter { $0.severity == .error && $0.code != .preflight }
      #expect(errors == [], "\(Repository.relativePath(of: file)): \(errors.map(\.message))")
    }
    #expect(count > 400)
  }

  /// What is not marked must not be found: each right line beside a wrong one is a test, too.
  @Test func `findings about types stand at their markers, and there are no others`() throws {
    var count = 0
    for file in Self.files where Repository.relativePath(of: file).hasPrefix("Tests/Language/03-") {
      let text = try String(contentsOf: file, encoding: .utf8)
      let source = SourceFile(path: file.path, text: text)
      let found = try Engine().compile(fileAt: file.path).diagnostics.map { finding in
        "\(source.position(ofByte: Int(finding.range.start)).line): \(finding.message)"
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let expectations = Expectations(in: text)
      let expected = (expectations.diagnostics + expectations.warnings).map { expectation in
        // A marker on a line of its own belongs to the code above it.
        let line = lines[..<expectation.line].lastIndex { !$0.drop { $0 == " " }.hasPrefix("//") } ?? 0
        return "\(line + 1): \(expectation.text)"
      }
      count += expected.count
      #expect(found.sorted() == expected.sorted(), "\(Repository.relativePath(of: file))")
    }
    #expect(count > 500)
  }

  @Test func `the fixes of lint rules leave programs that parse`() throws {
    for file in Self.files {
      let source = SourceFile(path: file.path, text: try String(contentsOf: file, encoding: .utf8))
      guard Engine().parses(source) else { continue }
      let fixed = FixedText(source, applying: Engine().fixable(source, settings: CheckSettings()))
      #expect(
        Engine().parses(SourceFile(path: file.path, bytes: fixed.bytes)), "\(Repository.relativePath(of: file))")
    }
  }
}
