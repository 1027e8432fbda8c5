import Foundation

/// The built command line in a pseudo terminal: the test types, and waits for what the screen shall show.
package final class TerminalSession {
  /// What the program has drawn so far.
  package private(set) var screen: TerminalScreen
  private let master: Int32
  private var process: pid_t = 0

  /// Why a session could not be started or did not get where it should.
  package struct Failure: Error, CustomStringConvertible {
    /// What was waited for, and the screen.
    package var description: String
  }

  /// Starts the binary with a terminal of this size as its controlling terminal.
  package init(
    _ arguments: [String], columns: Int = 60, rows: Int = 24, environment: [String: String] = [:]
  ) throws {
    screen = TerminalScreen(columns: columns, rows: rows)
    var (outer, inner): (Int32, Int32) = (-1, -1)
    guard openpty(&outer, &inner, nil, nil, nil) == 0, let name = ttyname(inner) else {
      throw Failure(description: "no pseudo terminal")
    }
    master = outer
    defer { close(inner) }
    for descriptor in [outer, inner] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    resize(columns: columns, rows: rows)
    var settings = ["TERM": "xterm"]
    settings.merge(environment) { $1 }
    try spawn(arguments, terminal: String(cString: name), settings.map { "\($0.key)=\($0.value)" })
  }

  deinit {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
    close(master)
  }

  private func spawn(_ arguments: [String], terminal: String, _ environment: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that a session leader opens becomes its controlling terminal.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(0x80 | POSIX_SPAWN_SETSIGMASK))  // POSIX_SPAWN_SETSID
    let path = HarnBinary.url.path
    var argv = ([path] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    let status = posix_spawn(&process, path, &actions, &attributes, &argv, &envp)
    guard status == 0 else { throw Failure(description: "cannot start \(path): \(status)") }
  }

  /// Gives the window another size; the screen starts anew.
  package func resize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    screen = TerminalScreen(columns: columns, rows: rows)
  }

  /// Types text; control characters are keys.
  package func type(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(master, $0.baseAddress, min($0.count, 1024)) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
      // What the program echoes must not fill the terminal up.
      while receive(timeout: 0) {}
    }
  }

  /// Waits until the screen is as wanted.
  package func wait(
    for what: String, until isReached: (TerminalScreen) -> Bool
  ) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !isReached(screen) {
      guard ContinuousClock.now < deadline, receive(timeout: 1000) || !isClosed else {
        throw Failure(
          description: "waited for \(what); the screen is:\n" + screen.lines.joined(separator: "\n"))
      }
    }
  }

  /// Waits until the last lines of the screen are these.
  package func expect(_ lines: String...) throws {
    try wait(for: "\(lines)") { $0.lines.suffix(lines.count) == lines[...] }
  }

  /// Waits for the end of the process; its exit status, or 128 and the signal that ended it.
  package func finish() -> Int32 {
    while receive(timeout: 60_000) {}
    var status: Int32 = 0
    waitpid(process, &status, 0)
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }

  private var isClosed = false

  /// Reads what is there; false when nothing came in time, or the program has closed the terminal.
  private func receive(timeout milliseconds: Int32) -> Bool {
    var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(master, &buffer, buffer.count)
    guard count > 0 else {
      isClosed = true
      return false
    }
    screen.write(buffer[..<count])
    return true
  }
}
