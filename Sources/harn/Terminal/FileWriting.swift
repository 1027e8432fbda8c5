import Engine
import Glibc

/// Why a file could not be written.
struct WriteError: Error {
  /// The path and the reason.
  var message: String
}

/// Makes `text` the content of the file at `path`.
func writeFile(_ text: String, to path: String) throws(WriteError) {
  let descriptor = retryingInterrupts {
    open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  }
  guard descriptor >= 0 else { throw WriteError(path, errno) }
  defer { close(descriptor) }
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { bytes in
      retryingInterrupts { write(descriptor, bytes.baseAddress, bytes.count) }
    }
    guard count >= 0 else { throw WriteError(path, errno) }
    rest = rest.dropFirst(count)
  }
}

extension WriteError {
  fileprivate init(_ path: String, _ code: Int32) {
    message = "failed to write \(path): \(systemErrorText(code))"
  }
}
