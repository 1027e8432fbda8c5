import Glibc

extension Manifest {
  /// The folders that are searched at most.
  private static let searchDepth = 16

  /// The path of the nearest `harn.toml` from `directory` upwards, nil when there is none (07 §12.1). The search ends
  /// behind a folder with `.git`. The path begins as `directory` does.
  package static func nearest(from directory: String) -> String? {
    var folder = directory.isEmpty ? "." : directory
    for _ in 0..<searchDepth {
      let path = join(folder, fileName)
      if isFile(path) { return path.hasPrefix("./") ? String(path.dropFirst(2)) : path }
      if exists(join(folder, ".git")) { return nil }
      guard let parent = parent(of: folder), !isSameFolder(parent, folder) else { return nil }
      folder = parent
    }
    return nil
  }

  /// The folder above, written relative to the same place.
  private static func parent(of folder: String) -> String? {
    if folder == "." { return ".." }
    if folder == ".." || folder.hasSuffix("/..") { return "\(folder)/.." }
    if folder == "/" { return nil }
    let parts = folder.split(separator: "/", omittingEmptySubsequences: true)
    guard let last = parts.last, last != "." else { return join(folder, "..") }
    let rest = parts.dropLast().joined(separator: "/")
    return folder.hasPrefix("/") ? "/\(rest)" : rest.isEmpty ? "." : rest
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? "\(folder)\(name)" : "\(folder)/\(name)"
  }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }

  /// The root is its own parent.
  private static func isSameFolder(_ a: String, _ b: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard stat(a, &first) == 0, stat(b, &second) == 0 else { return true }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }
}
