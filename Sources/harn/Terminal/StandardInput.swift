import Engine
import Glibc

/// Standard input, without a buffer.
final class StandardInput: InputSource {
  /// How often a wait for input looks whether the run is to stop.
  private static let checkMilliseconds: Int32 = 100

  /// Whether the input is a terminal.
  var isInteractive: Bool { isatty(STDIN_FILENO) != 0 }

  func read(into buffer: UnsafeMutableRawBufferPointer, isStopped: () -> Bool) -> Int? {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while true {
      if isStopped() { return 0 }
      let ready = poll(&request, 1, StandardInput.checkMilliseconds)
      if ready == 0 || ready < 0 && errno == EINTR { continue }
      let count = Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR, errno != EAGAIN { return nil }
    }
  }
}
