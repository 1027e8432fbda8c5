import Glibc

/// What the file builtins ask of the operating system. Paths are absolute.
enum FileAccess {
  /// A path that the system can take: text with a NUL would name another file.
  private static func checked(_ path: String) throws(SystemError) -> String {
    guard !path.utf8.contains(0) else { throw SystemError(text: "file name contained an unexpected NUL byte") }
    return path
  }

  // MARK: Whole files

  /// Most bytes that are read at once.
  private static let maximumSize = 1 << 30

  /// All bytes of a file of up to 1 GiB.
  static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let path = try checked(path)
    let file = retryingInterrupts { open(path, O_RDONLY | O_CLOEXEC) }
    guard file >= 0 else { throw .last }
    defer { close(file) }
    var status = Glibc.stat()
    let size = fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    guard size <= maximumSize else { throw SystemError(code: EFBIG) }
    var bytes: [UInt8] = []
    // One byte more than expected, so that the end shows without another round.
    var chunk = max(size + 1, 1 << 14)
    while true {
      let start = bytes.count
      var count = 0
      var failure: SystemError?
      bytes.append(contentsOf: repeatElement(0, count: chunk))
      bytes.withUnsafeMutableBytes { buffer in
        guard let base = buffer.baseAddress else { return }
        count = retryingInterrupts { Glibc.read(file, base + start, chunk) }
        if count < 0 { failure = .last }
      }
      bytes.removeLast(chunk - max(0, count))
      if let failure { throw failure }
      if count == 0 { return bytes }
      guard bytes.count <= maximumSize else { throw SystemError(code: EFBIG) }
      chunk = min(max(1 << 14, chunk * 2), 1 << 24)
    }
  }

  /// Creates or replaces a file. Readers see the old content or the new one, never a part: an ordinary file is written
  /// under another name in its directory, which then takes its place.
  static func write(_ path: String, _ bytes: UnsafeBufferPointer<UInt8>) throws(SystemError) {
    let path = try checked(path)
    var status = Glibc.stat()
    let isThere = lstat(path, &status) == 0
    let isReplaceable =
      isThere
      ? status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1 && access(path, W_OK) == 0
      : errno == ENOENT
    if isReplaceable, try replace(path, bytes, like: isThere ? status : nil) { return }
    let file = retryingInterrupts { open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) }
    guard file >= 0 else { throw .last }
    defer { close(file) }
    try writeAll(bytes, to: file)
  }

  /// Writes a new file and gives it the place of `path`, with owner, group and permissions of the old one. False when the
  /// directory does not take a new file, or when it cannot be given to the owner.
  private static func replace(
    _ path: String, _ bytes: UnsafeBufferPointer<UInt8>, like old: Glibc.stat?
  ) throws(SystemError) -> Bool {
    let name = "\(path).\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    let file = retryingInterrupts {
      open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, old.map { $0.st_mode & 0o777 } ?? 0o666)
    }
    guard file >= 0 else { return false }
    if let old, !take(file, old) {
      close(file)
      unlink(name)
      return false
    }
    do throws(SystemError) {
      defer { close(file) }
      try writeAll(bytes, to: file)
    } catch {
      unlink(name)
      throw error
    }
    if Glibc.rename(name, path) == 0 { return true }
    unlink(name)
    return false
  }

  /// Gives a new file owner, group and permissions of another one; false when that is not allowed.
  private static func take(_ file: Int32, _ old: Glibc.stat) -> Bool {
    var new = Glibc.stat()
    guard fstat(file, &new) == 0 else { return false }
    let isOthers = new.st_uid != old.st_uid || new.st_gid != old.st_gid
    if isOthers, fchown(file, old.st_uid, old.st_gid) != 0 { return false }
    return fchmod(file, old.st_mode & 0o7777) == 0
  }

  /// Opens a file for appending, creating it if absent.
  static func openForAppending(_ path: String) throws(SystemError) -> Int32 {
    let path = try checked(path)
    let file = retryingInterrupts { open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666) }
    guard file >= 0 else { throw .last }
    return file
  }

  /// Writes all bytes to a descriptor.
  static func writeAll(_ bytes: UnsafeBufferPointer<UInt8>, to file: Int32) throws(SystemError) {
    var rest = UnsafeRawBufferPointer(bytes)
    while let start = rest.baseAddress, rest.count > 0 {
      let count = retryingInterrupts { Glibc.write(file, start, rest.count) }
      guard count >= 0 else { throw .last }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
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
    let path = try checked(path)
    var status = Glibc.stat()
    guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { throw .last }
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
    guard let path = try? checked(path), let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The names in a directory, sorted.
  static func names(in path: String) throws(SystemError) -> [String] {
    let path = try checked(path)
    guard let directory = opendir(path) else { throw .last }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  // MARK: Changes

  /// Makes a directory and those above it.
  static func makeDirectory(_ path: String) throws(SystemError) {
    let path = try checked(path)
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
    guard try status(path, followsLinks: false).isDirectory else {
      guard unlink(path) == 0 else { throw .last }
      return
    }
    // Directories are removed when their content is gone: the list grows by what is found in them.
    var pending = [path]
    var emptied: [String] = []
    while let directory = pending.popLast() {
      emptied.append(directory)
      for name in try names(in: directory) {
        let child = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
        if try status(child, followsLinks: false).isDirectory {
          pending.append(child)
        } else if unlink(child) != 0 {
          throw .last
        }
      }
    }
    for directory in emptied.reversed() where rmdir(directory) != 0 { throw .last }
  }

  /// Copies the content and the permissions of a file.
  static func copy(_ source: String, to target: String) throws(SystemError) {
    let from = try status(source)
    guard from.isFile else {
      throw SystemError(text: "the source path is neither a regular file nor a symlink to a regular file")
    }
    if let to = try? status(target), to.identity == from.identity { return }
    let bytes = try read(source)
    try bytes.withUnsafeBufferPointer { buffer throws(SystemError) in try write(target, buffer) }
    guard chmod(target, from.mode) == 0 else { throw .last }
  }

  /// Renames a file or directory.
  static func rename(_ source: String, to target: String) throws(SystemError) {
    guard Glibc.rename(try checked(source), try checked(target)) == 0 else { throw .last }
  }
}
