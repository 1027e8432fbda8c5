import Glibc

/// What the file builtins ask of the operating system. Paths are absolute.
enum FileAccess {
  // MARK: Whole files

  /// Most bytes that are read at once.
  private static let maximumSize = 1 << 30

  /// All bytes of a file of up to 1 GiB. A FIFO or a device that has nothing yet is waited for until the run shall stop.
  static func read(_ path: String, isInterrupted: () -> Bool = { false }) throws(SystemError) -> [UInt8] {
    let file = try OpenFile(SystemPath(path), O_RDONLY)
    let size = file.isRegular ? file.size : 0
    guard size <= maximumSize else { throw SystemError(code: EFBIG) }
    try file.waitForWriter(isInterrupted)
    var bytes: [UInt8] = []
    // One byte more than expected, so that the end shows without another round.
    var chunk = max(size + 1, 1 << 14)
    while true {
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: chunk))
      var outcome: Result<Int, SystemError> = .success(0)
      bytes.withUnsafeMutableBytes { buffer in
        outcome = Result { () throws(SystemError) in
          try file.read(UnsafeMutableRawBufferPointer(rebasing: buffer[start...]), isInterrupted)
        }
      }
      let count = try outcome.get()
      bytes.removeLast(chunk - count)
      if count == 0 { return bytes }
      guard bytes.count <= maximumSize else { throw SystemError(code: EFBIG) }
      chunk = min(max(1 << 14, chunk * 2), 1 << 24)
    }
  }

  // MARK: Facts

  /// What a path leads to.
  struct Status {
    var isDirectory: Bool
    var isFile: Bool
    var isLink: Bool
    var size: Int
    /// Seconds since 1970.
    var modified: Double
    var isReadonly: Bool
    /// Tells files apart.
    var identity: [UInt]
    var mode: mode_t
  }

  /// What a path leads to; a link itself unless it is to be followed.
  static func status(_ path: String, followsLinks: Bool = true) throws(SystemError) -> Status {
    try status(SystemPath(path), followsLinks: followsLinks)
  }

  /// The same.
  static func status(_ path: SystemPath, followsLinks: Bool) throws(SystemError) -> Status {
    var status = Glibc.stat()
    guard (followsLinks ? stat(path.bytes, &status) : lstat(path.bytes, &status)) == 0 else { throw .last }
    let kind = status.st_mode & S_IFMT
    return Status(
      isDirectory: kind == S_IFDIR, isFile: kind == S_IFREG, isLink: kind == S_IFLNK, size: Int(status.st_size),
      modified: Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9,
      isReadonly: status.st_mode & 0o222 == 0, identity: [UInt(status.st_dev), UInt(status.st_ino)],
      mode: status.st_mode & 0o7777)
  }

  /// Whether a path leads to something.
  static func exists(_ path: String) -> Bool { (try? status(path)) != nil }

  /// Whether a path leads to a directory.
  static func isDirectory(_ path: String) -> Bool { (try? status(path))?.isDirectory ?? false }

  /// The path without links, `.` and `..`; nil when it leads nowhere.
  static func canonicalPath(_ path: String) -> String? {
    guard let path = try? SystemPath(path), let resolved = realpath(path.bytes, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The names in a directory, sorted; what is not UTF-8 in them becomes U+FFFD.
  static func names(in path: String) throws(SystemError) -> [String] {
    try entries(in: SystemPath(path)).map(\.lastName).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What lies in a directory, sorted.
  static func entries(in path: SystemPath) throws(SystemError) -> [SystemPath] {
    guard let directory = opendir(path.bytes) else { throw .last }
    defer { closedir(directory) }
    var entries: [SystemPath] = []
    while true {
      errno = 0
      guard let entry = readdir(directory) else {
        if errno != 0 { throw .last }
        return entries.sorted()
      }
      withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          if strcmp(name, ".") != 0, strcmp(name, "..") != 0 { entries.append(path.appending(name)) }
        }
      }
    }
  }

  // MARK: Changes

  /// Makes a directory and those above it.
  static func makeDirectory(_ path: String) throws(SystemError) {
    let path = try SystemPath(path).text
    var missing: [String] = []
    var current = path
    while !current.isEmpty, mkdir(current, 0o777) != 0 {
      let code = errno
      if code == EEXIST, isDirectory(current) { break }
      guard code == ENOENT, let slash = current.dropLast().lastIndex(of: "/") else { throw SystemError(code: code) }
      missing.append(current)
      current = String(current[..<slash])
    }
    for directory in missing.reversed() where mkdir(directory, 0o777) != 0 {
      let code = errno
      guard code == EEXIST, isDirectory(directory) else { throw SystemError(code: code) }
    }
  }

  /// Removes a file, a link, or a directory with everything in it.
  static func remove(_ path: String) throws(SystemError) {
    // Behind a slash, a link counts as what it leads to: the link itself is removed, never that.
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let root = try SystemPath(path)
    guard try status(root, followsLinks: false).isDirectory else {
      guard unlink(root.bytes) == 0 else { throw .last }
      return
    }
    // Directories are removed when their content is gone: the list grows by what is found in them.
    var pending = [root]
    var emptied: [SystemPath] = []
    while let directory = pending.popLast() {
      emptied.append(directory)
      for child in try entries(in: directory) {
        if try status(child, followsLinks: false).isDirectory {
          pending.append(child)
        } else if unlink(child.bytes) != 0 {
          throw .last
        }
      }
    }
    for directory in emptied.reversed() where rmdir(directory.bytes) != 0 { throw .last }
  }

  /// Renames a file or directory.
  static func rename(_ source: String, to target: String) throws(SystemError) {
    guard try Glibc.rename(SystemPath(source).bytes, SystemPath(target).bytes) == 0 else { throw .last }
  }
}
