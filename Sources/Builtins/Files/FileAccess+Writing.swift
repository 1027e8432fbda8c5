import Glibc

// How files are written (05 §23). Readers see the old content or the new one, never a part, and a write that fails leaves the
// old file whole: an ordinary file is written without a name, or under another name where that is not possible, in the
// directory of the file whose place it takes then.

extension FileAccess {
  /// Creates or replaces a file. A FIFO is waited for until the run shall stop.
  static func write(
    _ path: String, _ bytes: UnsafeBufferPointer<UInt8>, isInterrupted: () -> Bool = { false }
  ) throws(SystemError) {
    try write(path, isInterrupted) { file throws(SystemError) in
      try file.write(UnsafeRawBufferPointer(bytes), isInterrupted)
    }
  }

  /// Appends to a file, creating it if absent; `open` says what is thrown when it cannot be opened.
  static func append(
    _ path: String, _ bytes: UnsafeBufferPointer<UInt8>, isInterrupted: () -> Bool
  ) throws(AppendError) {
    let file: OpenFile
    do throws(SystemError) {
      file = try OpenFile(writing: SystemPath(path), O_CREAT | O_APPEND, isInterrupted)
    } catch {
      throw .open(error)
    }
    do throws(SystemError) {
      try file.write(UnsafeRawBufferPointer(bytes), isInterrupted)
    } catch {
      throw .write(error)
    }
  }

  /// Why nothing was appended.
  enum AppendError: Error {
    case open(SystemError)
    case write(SystemError)
  }

  /// Copies the content and the permissions of a file.
  static func copy(
    _ source: String, to target: String, isInterrupted: () -> Bool = { false }
  ) throws(SystemError) {
    let from = try status(source)
    guard from.isFile else {
      throw SystemError(text: "the source path is neither a regular file nor a symlink to a regular file")
    }
    if let to = try? status(target), to.identity == from.identity { return }
    let input = try OpenFile(SystemPath(source), O_RDONLY)
    try write(target, mode: from.mode, isInterrupted) { output throws(SystemError) in
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
      defer { buffer.deallocate() }
      while true {
        let count = try input.read(buffer, isInterrupted)
        if count == 0 { return }
        try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), isInterrupted)
        if isInterrupted() { throw SystemError(code: EINTR) }
      }
    }
  }

  /// Creates or replaces a file with what `content` writes. `mode`: its permissions; otherwise those that it has.
  private static func write(
    _ path: String, mode: mode_t? = nil, _ isInterrupted: () -> Bool,
    _ content: (borrowing OpenFile) throws(SystemError) -> Void
  ) throws(SystemError) {
    let target = try SystemPath(linkTarget(path))
    var status = Glibc.stat()
    let isThere = lstat(target.bytes, &status) == 0
    let isReplaceable =
      isThere
      ? status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1 && access(target.bytes, W_OK) == 0
      : errno == ENOENT
    if isReplaceable, try replace(target, like: isThere ? status : nil, mode: mode, content) { return }
    let file = try OpenFile(writing: SystemPath(path), O_CREAT | O_TRUNC, isInterrupted)
    try content(file)
    // A device keeps its permissions.
    if let mode, file.isRegular, !file.setPermissions(mode) { throw .last }
  }

  /// The file that a link leads to, so that the link stays a link. What is open in this process has paths below `/dev` and
  /// `/proc`; it must stay the same file.
  private static func linkTarget(_ path: String) -> String {
    guard !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/"),
      (try? status(path, followsLinks: false))?.isLink == true
    else { return path }
    return canonicalPath(path) ?? path
  }

  /// Writes a new file and gives it the place of `path`, with owner, group and permissions of the old one. False when the
  /// directory does not take a new file, or when it cannot be given to the owner.
  private static func replace(
    _ path: SystemPath, like old: Glibc.stat?, mode: mode_t?,
    _ content: (borrowing OpenFile) throws(SystemError) -> Void
  ) throws(SystemError) -> Bool {
    let permissions = mode ?? old.map { $0.st_mode & 0o7777 }
    func fill(_ file: borrowing OpenFile) throws(SystemError) -> Bool {
      if let old, file.owner != old.st_uid || file.group != old.st_gid, !file.give(to: old.st_uid, old.st_gid) {
        return false
      }
      if let permissions, !file.setPermissions(permissions) { return false }
      try content(file)
      return true
    }
    let name = path.sibling(named: ".harn-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp")
    if let file = OpenFile.unnamed(in: path.directory, mode: 0o666) {
      guard try fill(file) else { return false }
      if old == nil, file.link(as: path) { return true }
      if file.link(as: name) { return take(name, path) }
      // Without `/proc` such a file cannot get a name.
    }
    do throws(SystemError) {
      guard let file = try? OpenFile(name, O_WRONLY | O_CREAT | O_EXCL) else { return false }
      guard try fill(file) else {
        unlink(name.bytes)
        return false
      }
    } catch {
      unlink(name.bytes)
      throw error
    }
    return take(name, path)
  }

  /// Gives a new file the place of another one; removes it when that is not possible.
  private static func take(_ new: SystemPath, _ path: SystemPath) -> Bool {
    if Glibc.rename(new.bytes, path.bytes) == 0 { return true }
    unlink(new.bytes)
    return false
  }
}
