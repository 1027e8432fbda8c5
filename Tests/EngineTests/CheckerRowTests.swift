import Diagnostics
import Engine
import Foundation
import TestSupport
import Testing

/// The rows of 03, each with a small program: the files of `CheckerRows` say what is found in it, and where.
@Suite struct CheckerRowTests {
  /// A program and its findings.
  struct Row {
    var program: String
    var findings: String
  }

  private func rows(_ name: String) throws -> [Row] {
    let file = Repository.root.appendingPathComponent("Tests/EngineTests/CheckerRows/\(name).txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.drop { $0.hasPrefix("#") }.joined(separator: "\n")
    return text.components(separatedBy: "===\n").compactMap { part in
      let halves = part.components(separatedBy: "---\n")
      guard halves.count == 2 else { return nil }
      return Row(program: halves[0].trimmingCharacters(in: .newlines) + "\n", findings: halves[1])
    }
  }

  @Test(arguments: ["types", "inference", "narrowing", "rules"])
  func `each program has its findings and no others`(_ name: String) throws {
    let rows = try rows(name)
    #expect(rows.count > 70)
    for row in rows {
      let findings = Engine().check(row.program, path: "row.harn").map { finding in
        "\(finding.severity == .error ? "E" : "W") \(finding.line):\(finding.column) \(finding.message)\n"
      }
      #expect(findings.joined() == row.findings, "\(row.program)")
    }
  }
}
