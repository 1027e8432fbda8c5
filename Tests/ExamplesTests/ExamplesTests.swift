import Engine
import Foundation
import TestSupport
import Testing

/// The programs a newcomer runs first do what they claim.
struct ExamplesTests {
  /// The examples whose output is written down next to them.
  static let examples = Repository.files(in: "Examples", withExtension: "expected")
    .map { $0.deletingPathExtension().lastPathComponent }

  @Test(arguments: examples)
  func `an example prints what stands next to it`(_ name: String) throws {
    let example = Repository.root.appendingPathComponent("Examples/\(name)")
    let program = try Engine().compile(fileAt: example.appendingPathExtension("harn").path)
    #expect(program.findings.isEmpty)
    try #require(program.isRunnable, "\(program.report())")
    let output = OutputCollector()
    let errors = OutputCollector()
    var report = ""
    balancingHeap {
      let options = RunOptions(standardOutput: output, standardError: errors)
      report = Engine().run(program, options: options).report
    }
    #expect(output.text == (try text(example.appendingPathExtension("expected"))))
    let expectedErrors = (try? text(example.appendingPathExtension("expected-stderr"))) ?? ""
    #expect(errors.text + report == expectedErrors)
  }

  @Test func `every example has its output next to it`() {
    let programs = Repository.files(in: "Examples", withExtension: "harn")
      .map { $0.deletingPathExtension().lastPathComponent }
    #expect(programs == Self.examples)
  }

  private func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }
}
