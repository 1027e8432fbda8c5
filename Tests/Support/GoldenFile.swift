import Foundation
import Testing

/// Compares `actual` with the file at `path` from the root. With `RECORD_GOLDEN` set, the file is written first, and the
/// test fails all the same.
package func expectGolden(
  _ actual: String, at path: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = Repository.root.appendingPathComponent(path)
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
    try actual.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("recorded \(path)", sourceLocation: sourceLocation)
  }
  let expected = try String(contentsOf: file, encoding: .utf8)
  #expect(actual == expected, "\(path)", sourceLocation: sourceLocation)
}
