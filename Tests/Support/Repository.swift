import Foundation

/// Where things are in the working copy that the tests were built from.
package enum Repository {
  /// The folder of the manifest.
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The files below `folder` with this extension, sorted by path.
  package static func files(in folder: String, withExtension suffix: String) -> [URL] {
    let start = root.appendingPathComponent(folder)
    let found = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
    return (found?.allObjects ?? []).compactMap { $0 as? URL }
      .filter { $0.pathExtension == suffix }
      .sorted { $0.path < $1.path }
  }

  /// The path of `file` from the root.
  package static func relativePath(of file: URL) -> String {
    String(file.path.dropFirst(root.path.count + 1))
  }
}
