import Foundation

/// A folder that lives as long as its test.
package final class TemporaryDirectory: Sendable {
  /// Where it is.
  package let url = FileManager.default.temporaryDirectory.appendingPathComponent("harn-\(UUID().uuidString)")

  /// Makes an empty folder.
  package init() { try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Makes `data` the content of a file.
  package func write(_ data: Data, to name: String) throws { try data.write(to: url.appendingPathComponent(name)) }

  /// Makes a folder inside.
  package func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      at: url.appendingPathComponent(name), withIntermediateDirectories: true)
  }

  /// The content of a file.
  package func text(of name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }
}
