import Foundation
import Testing

/// The listings of whole programs, one file each in `Golden`.
@Suite struct GoldenTests {
  @Test(arguments: [
    "bindings", "errors", "functions", "operators", "pipes", "schemas", "steps", "types",
  ])
  func `a program compiles to its listing`(name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let program = try String(
      contentsOf: folder.appending(path: "\(name).harn"), encoding: .utf8)
    let golden = folder.appending(path: "\(name).txt")
    let actual = "# RECORD_GOLDEN=1 swift test --filter GoldenTests\n\n" + (try listing(program))
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try actual.write(to: golden, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name).txt")
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    #expect(actual == expected)
  }
}
