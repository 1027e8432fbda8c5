import Glibc

/// Why the operating system refused something.
struct SystemError: Error, Equatable {
  /// The system's message followed by its number, `No such file or directory (os error 2)` (05 §1.1); without a number for
  /// what never reached the system.
  var text: String

  /// The error of this number.
  init(code: Int32) { text = "\(String(cString: strerror(code))) (os error \(code))" }

  /// An error found before the system was asked.
  init(text: String) { self.text = text }

  /// The error of the last system call.
  static var last: SystemError { SystemError(code: errno) }
}

/// Repeats a system call for as long as signals interrupt it.
func retryingInterrupts<Count: SignedInteger>(_ call: () -> Count) -> Count {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
