/// Where template files are (05 §27, §27.4).
enum TemplateFiles {
  /// Why a path means nothing.
  struct Failure: Error {
    var text: String
  }

  /// The text of a template file.
  static func read(_ path: String) throws(SystemError) -> String {
    let bytes = try FileAccess.read(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SystemError(text: "stream did not contain valid UTF-8")
    }
    return text
  }

  /// The path of a template: `@/rel`, `@alias/rel`, absolute, or relative to `directory`.
  static func resolve(_ path: String, from directory: String) throws(Failure) -> String {
    guard path.hasPrefix("@") else { return resolved(path, against: directory) }
    let rest = path.dropFirst()
    let slash = rest.firstIndex(of: "/")
    let alias = String(slash.map { rest[..<$0] } ?? rest)
    let relative = slash.map { String(rest[rest.index(after: $0)...]) } ?? ""
    guard isSafe(relative) else {
      throw Failure(
        text: alias.isEmpty
          ? "invalid project-root asset path '@/\(relative)'" : "invalid asset path '@\(alias)/\(relative)'")
    }
    guard let root = projectRoot(above: directory) else {
      throw Failure(
        text: "package-root prompt path '\(path)' has no project root: no harn.toml found above \(directory)")
    }
    if alias.isEmpty { return joinedPath([root, relative]) }
    let manifest = joinedPath([root, "harn.toml"])
    guard let place = assetRoots(manifest)[alias] else {
      throw Failure(text: "asset alias '\(alias)' is not defined in [asset_roots] of \(manifest)")
    }
    guard isSafe(place) else {
      throw Failure(
        text:
          "asset alias '\(alias)' resolves to an unsafe path '\(place)' (must be a project-relative directory without `..` segments)"
      )
    }
    return joinedPath([root, place, relative])
  }

  /// Whether a path stays below where it starts.
  private static func isSafe(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.utf8.contains(0x5c) && !path.split(separator: "/").contains("..")
  }
}
