import Engine
import Glibc
import Synchronization

/// Standard output or standard error, without a buffer: what a program prints is gathered by its machine.
///
/// When the reader of standard output is gone, the process ends without a word (07 §14).
final class StandardStream: OutputSink {
  static let output = StandardStream(STDOUT_FILENO)
  static let error = StandardStream(STDERR_FILENO)

  /// Whether standard input is a terminal.
  static var isInputInteractive: Bool { isatty(STDIN_FILENO) != 0 }

  /// Whether what was written last, to either stream, ended a line.
  private static let hasEndedLine = Atomic(true)

  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Whether the stream is a terminal.
  var isInteractive: Bool { isatty(descriptor) != 0 }

  /// Whether to write colours (07 §2.5).
  var isColored: Bool {
    if environment("FORCE_COLOR") == "1" { return true }
    return isInteractive && environment("NO_COLOR").isEmpty
  }

  private func environment(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
  }

  /// Writes all of `bytes`. A stream that cannot be written, such as a full disk, loses them; a broken pipe ends the
  /// process.
  func write(_ bytes: UnsafeRawBufferPointer) {
    if let last = bytes.last { StandardStream.hasEndedLine.store(last == UInt8(ascii: "\n"), ordering: .relaxed) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = Glibc.write(descriptor, part.baseAddress, part.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE, descriptor == STDOUT_FILENO {
        _exit(ExitStatus.brokenPipe)
      } else if errno == EAGAIN {
        waitUntilWritable()
      } else if errno != EINTR {
        return
      }
    }
  }

  func flush() {}

  /// Runs `body`, whose output starts on a line of its own; ends the last line that it has written, if it has not.
  static func endingLines<Result>(_ body: () -> Result) -> Result {
    hasEndedLine.store(true, ordering: .relaxed)
    let result = body()
    if !hasEndedLine.load(ordering: .relaxed) { output.write("\n") }
    return result
  }

  /// Waits, because the other end put the open file into non-blocking mode.
  private func waitUntilWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&request, 1, -1)
  }
}
