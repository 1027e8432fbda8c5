/// Finds the file behind an import path (04 B2, B8).
struct ModuleResolver {
  private let reader: any ModuleReader

  init(_ reader: any ModuleReader) { self.reader = reader }

  /// What the path of an import means.
  enum Target {
    /// A built-in module.
    case library(String)
    /// A file.
    case file(String)
    /// Nothing; reading this path tells why.
    case unresolved(String)
  }

  /// The target of `import "path"` in a file of `directory`.
  func resolve(_ path: String, from directory: String) -> Target {
    if path.hasPrefix("std/") { return .library(String(path.dropFirst(4))) }
    let asWritten = PathText.join(directory, path)
    let kind = path.isEmpty ? .missing : reader.kind(at: asWritten)
    if kind == .file { return .file(asWritten) }
    let extended = PathText.hasExtension(path) ? asWritten : asWritten + ".harn"
    if reader.kind(at: extended) == .file { return .file(extended) }
    if let found = findInPackages(path, from: directory) { return .file(found) }
    return .unresolved(kind == .directory ? asWritten : extended)
  }

  /// Step 4: the package directories from the importing file upwards.
  private func findInPackages(_ path: String, from directory: String) -> String? {
    guard PathText.staysInside(path),
      var current = reader.canonicalPath(of: directory.isEmpty ? "." : directory)
    else { return nil }
    while true {
      let packages = PathText.join(current, ".harn/packages")
      if reader.kind(at: packages) == .directory, let found = find(path, inPackages: packages) {
        return found
      }
      if current == "/" || reader.kind(at: PathText.join(current, ".git")) != .missing { return nil }
      current = PathText.directory(of: current)
      if current.isEmpty { return nil }
    }
  }

  private func find(_ path: String, inPackages packages: String) -> String? {
    let whole = PathText.join(packages, path)
    switch reader.kind(at: whole) {
    case .file: return inside(packages, of: path, whole)
    case .directory:
      let library = PathText.join(whole, "lib.harn")
      if reader.kind(at: library) == .file { return inside(packages, of: path, library) }
    case .missing: break
    }
    if reader.kind(at: whole + ".harn") == .file {
      return inside(packages, of: path, whole + ".harn")
    }
    let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2,
      let manifest = try? reader.read(PathText.join(packages, "\(parts[0])/harn.toml")),
      let target = PackageExports(manifest).target(of: parts[1]), PathText.staysInside(target)
    else { return nil }
    let file = PathText.join(packages, "\(parts[0])/\(target)")
    return reader.kind(at: file) == .file ? inside(packages, of: path, file) : nil
  }

  /// `file`, unless a symbolic link leads out of the package that `path` names.
  private func inside(_ packages: String, of path: String, _ file: String) -> String? {
    let package = path.split(separator: "/").first.map(String.init) ?? path
    let root = PathText.join(packages, package)
    let home = reader.kind(at: root) == .directory ? root : packages
    guard let canonicalHome = reader.canonicalPath(of: home),
      let canonicalFile = reader.canonicalPath(of: file)
    else { return nil }
    return PathText.isInside(canonicalHome, canonicalFile) ? file : nil
  }
}
