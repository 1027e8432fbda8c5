import Glibc

/// An open file. Nobody waits in a system call for the other end of a FIFO or for a device, so that a run can be stopped
/// meanwhile: what is read or written then fails, and is not taken for the whole.
struct OpenFile: ~Copyable {
  private let descriptor: Int32
  private let status: Glibc.stat

  /// Takes over a descriptor.
  private init(descriptor: Int32) {
    self.descriptor = descriptor
    var status = Glibc.stat()
    fstat(descriptor, &status)
    self.status = status
  }

  /// Opens a file with these flags of `open`.
  init(_ path: SystemPath, _ flags: Int32, mode: mode_t = 0o666) throws(SystemError) {
    let file = retryingInterrupts { open(path.bytes, flags | O_CLOEXEC | O_NONBLOCK, mode) }
    guard file >= 0 else { throw .last }
    self.init(descriptor: file)
  }

  /// Opens a file for writing. A FIFO that nobody reads yet is waited for until the run shall stop.
  init(
    writing path: SystemPath, _ flags: Int32, mode: mode_t = 0o666, _ isInterrupted: () -> Bool
  ) throws(SystemError) {
    while true {
      do throws(SystemError) {
        try self.init(path, O_WRONLY | flags, mode: mode)
        return
      } catch {
        guard error == SystemError(code: ENXIO), OpenFile.isFIFO(path) else { throw error }
        if isInterrupted() { throw SystemError(code: EINTR) }
        usleep(OpenFile.pauseMicroseconds)
      }
    }
  }

  deinit { close(descriptor) }

  private static let pauseMicroseconds: UInt32 = 10_000

  // MARK: Facts

  var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }
  var size: Int { Int(status.st_size) }
  var owner: uid_t { status.st_uid }
  var group: gid_t { status.st_gid }

  /// Whether what is at the path is a FIFO.
  private static func isFIFO(_ path: SystemPath) -> Bool {
    var status = Glibc.stat()
    return stat(path.bytes, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  // MARK: Content

  /// Waits until a FIFO has a writer: before, it looks as if it were at its end.
  func waitForWriter(_ isInterrupted: () -> Bool) throws(SystemError) {
    if status.st_mode & S_IFMT == S_IFIFO { try wait(for: POLLIN, isInterrupted) }
  }

  /// Reads some bytes; 0 at the end.
  func read(_ buffer: UnsafeMutableRawBufferPointer, _ isInterrupted: () -> Bool) throws(SystemError) -> Int {
    while true {
      let count = retryingInterrupts { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
      if count >= 0 { return count }
      guard errno == EAGAIN else { throw .last }
      try wait(for: POLLIN, isInterrupted)
    }
  }

  /// Writes all bytes.
  func write(_ bytes: UnsafeRawBufferPointer, _ isInterrupted: () -> Bool) throws(SystemError) {
    var rest = bytes
    while rest.count > 0 {
      let count = retryingInterrupts { Glibc.write(descriptor, rest.baseAddress, rest.count) }
      if count < 0 {
        guard errno == EAGAIN else { throw .last }
        try wait(for: POLLOUT, isInterrupted)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
    }
  }

  /// Waits until the file is ready; fails when the run shall stop before.
  private func wait(for events: Int32, _ isInterrupted: () -> Bool) throws(SystemError) {
    var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while poll(&request, 1, 100) <= 0 {
      if isInterrupted() { throw SystemError(code: EINTR) }
    }
  }

  // MARK: Place and rights

  /// A file of no name in a directory; nil where the file system has none.
  static func unnamed(in directory: SystemPath, mode: mode_t) -> OpenFile? {
    // `O_TMPFILE`, which the headers hide from Swift.
    try? OpenFile(directory, O_WRONLY | 0o20_000_000 | O_DIRECTORY, mode: mode)
  }

  /// Gives a file of no name this one, which must be free.
  func link(as path: SystemPath) -> Bool {
    linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path.bytes, AT_SYMLINK_FOLLOW) == 0
  }

  /// Gives the file to an owner and a group; false when that is not allowed.
  func give(to owner: uid_t, _ group: gid_t) -> Bool { fchown(descriptor, owner, group) == 0 }

  /// Sets the permissions; false when that is not allowed.
  func setPermissions(_ mode: mode_t) -> Bool { fchmod(descriptor, mode) == 0 }
}
