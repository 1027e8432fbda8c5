/// Paths as texts. Nothing here looks at files.
enum PathText {
  /// The directory of a path; empty for a bare name.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  /// `path` as seen from `directory`, without `./` at its front; an absolute path stays as it is.
  static func join(_ directory: String, _ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    var rest = path[...]
    while rest.hasPrefix("./") {
      rest = rest.dropFirst(2)
      while rest.hasPrefix("/") { rest.removeFirst() }
    }
    if directory.isEmpty { return String(rest) }
    return directory.hasSuffix("/") ? directory + rest : "\(directory)/\(rest)"
  }

  /// Whether there is a dot inside the last component (04 B2 no. 3).
  static func hasExtension(_ path: String) -> Bool {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return name != "." && name != ".." && name.dropFirst().contains(".")
  }

  /// Whether a path stays below the directory that it is joined to.
  static func staysInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.contains("\\")
      && !path.split(separator: "/").contains("..")
  }

  /// Whether `path` lies below `directory`; both are canonical.
  static func isInside(_ directory: String, _ path: String) -> Bool {
    path.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
  }
}
