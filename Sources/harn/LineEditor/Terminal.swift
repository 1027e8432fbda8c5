import Glibc

/// What the line editor needs from a terminal.
protocol Terminal {
  /// Columns and rows.
  var size: (columns: Int, rows: Int) { get }
  /// Sends text and escape sequences.
  func write(_ text: String)
  /// Whether the next bytes of the keyboard are there.
  var hasInput: Bool { get }
  /// The next bytes of the keyboard.
  func read(timeout milliseconds: Int32) -> TerminalInput
}

/// What came from the keyboard.
enum TerminalInput {
  case bytes([UInt8])
  /// Nothing came in time.
  case timeout
  /// The window has another size.
  case resized
  /// The terminal is gone.
  case end
}

/// The terminal of this process.
///
/// While a line is edited it is in raw mode; programs run in the mode that was found.
final class ProcessTerminal: Terminal {
  private let saved: termios
  private var isRaw = false

  /// Nil when standard input or output is no terminal that understands escape sequences.
  init?() {
    var settings = termios()
    guard isatty(STDIN_FILENO) != 0, isatty(STDOUT_FILENO) != 0,
      tcgetattr(STDIN_FILENO, &settings) == 0
    else { return nil }
    let kind = getenv("TERM").map { String(cString: $0) } ?? "dumb"
    guard kind != "dumb", !kind.isEmpty else { return nil }
    saved = settings
    WindowSize.watch()
  }

  var size: (columns: Int, rows: Int) {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else {
      return (80, 24)
    }
    return (Int(window.ws_col), max(Int(window.ws_row), 1))
  }

  func write(_ text: String) { StandardStream.output.write(text) }

  /// Keys come one by one and are not echoed; pasted text is marked.
  func enterRawMode() {
    guard !isRaw else { return }
    var settings = saved
    settings.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INPCK | ISTRIP | IXON)
    settings.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
    settings.c_cflag |= tcflag_t(CS8)
    withUnsafeMutableBytes(of: &settings.c_cc) { bytes in
      bytes[Int(VMIN)] = 1
      bytes[Int(VTIME)] = 0
    }
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    isRaw = true
    write("\u{1B}[?2004h")
  }

  /// Back to the mode that was found.
  func leaveRawMode() {
    guard isRaw else { return }
    write("\u{1B}[?2004l")
    var settings = saved
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    isRaw = false
  }

  /// Stops the process as the shell expects it, and goes on when it is continued.
  func suspend() {
    leaveRawMode()
    raise(SIGTSTP)
    enterRawMode()
  }

  var hasInput: Bool {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }

  func read(timeout milliseconds: Int32) -> TerminalInput {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    if WindowSize.takeChange() { return .resized }
    let ready = poll(&request, 1, milliseconds)
    if WindowSize.takeChange() { return .resized }
    if ready == 0 { return .timeout }
    guard ready > 0 else { return errno == EINTR ? .timeout : .end }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return .timeout }
    guard count > 0 else { return .end }
    return .bytes(Array(buffer[..<count]))
  }
}
