/// Everything below a directory, parents before children. What cannot be read is left out.
struct DirectoryWalk {
  /// One file or directory.
  struct Entry {
    var path: String
    /// The same for the system.
    fileprivate var systemPath: SystemPath
    /// The path below the root; empty for the root.
    var relativePath: String
    var depth: Int
    var status: FileAccess.Status
    /// The directories above it, where links are followed: a link to one of them would never end.
    var ancestors: [[UInt]]
  }

  private var pending: [Entry] = []
  private let maximumDepth: Int?
  private let followsLinks: Bool

  init(root: String, maximumDepth: Int?, followsLinks: Bool) {
    self.maximumDepth = maximumDepth
    self.followsLinks = followsLinks
    // The root itself is followed in any case.
    guard let path = try? SystemPath(root), let status = try? FileAccess.status(path, followsLinks: true) else {
      return
    }
    pending = [Entry(path: root, systemPath: path, relativePath: "", depth: 0, status: status, ancestors: [])]
  }

  /// The next entry; nil at the end.
  mutating func next() -> Entry? {
    guard let entry = pending.popLast() else { return nil }
    guard entry.status.isDirectory, entry.depth < maximumDepth ?? .max,
      let children = try? FileAccess.entries(in: entry.systemPath)
    else { return entry }
    let ancestors = followsLinks ? entry.ancestors + [entry.status.identity] : []
    for child in children.reversed() {
      let name = child.lastName
      let path = entry.path.hasSuffix("/") ? entry.path + name : "\(entry.path)/\(name)"
      guard let status = try? FileAccess.status(child, followsLinks: followsLinks),
        !ancestors.contains(status.identity)
      else { continue }
      pending.append(
        Entry(
          path: path, systemPath: child, relativePath: entry.depth == 0 ? name : "\(entry.relativePath)/\(name)",
          depth: entry.depth + 1, status: status, ancestors: ancestors))
    }
    return entry
  }
}
