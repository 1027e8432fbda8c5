import Diagnostics
import Glibc

/// Why a source text could not be read (07 §2.7).
public struct ReadError: Error, Equatable, Sendable {
  /// The path as given.
  public var path: String
  /// The operating system's message and number, or what is wrong with the encoding.
  public var reason: String

  /// The line that the command line prints.
  public var message: String { "Error reading \(path): \(reason)" }
}

extension Engine {
  /// The text of the file at `path`.
  ///
  /// - Throws: when the file cannot be read or is not UTF-8.
  public static func text(ofFileAt path: String) throws(ReadError) -> String {
    let file = try SourceFile.read(path)
    return file.text(of: file.range)
  }
}

extension SourceFile {
  /// Reads the text at `path`.
  package static func read(_ path: String) throws(ReadError) -> SourceFile {
    let descriptor = retryingInterrupts { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw ReadError(path: path, reason: systemErrorText(errno)) }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, path: path)
  }

  /// Reads `descriptor` to its end; messages call the text `path`.
  package static func read(descriptor: Int32, path: String) throws(ReadError) -> SourceFile {
    var bytes: [UInt8] = []
    var status = stat()
    let isSizeKnown = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    // One byte more than the file has, so that the end shows at once.
    var chunk = isSizeKnown ? max(1, min(Int(status.st_size) + 1, 1 << 24)) : 1 << 16
    while true {
      var failure: Int32 = 0
      let start = bytes.count
      var count = 0
      bytes.append(contentsOf: repeatElement(0, count: chunk))
      bytes.withUnsafeMutableBytes { buffer in
        count = retryingInterrupts { Glibc.read(descriptor, buffer.baseAddress! + start, chunk) }
        failure = errno
      }
      bytes.removeLast(chunk - max(0, count))
      guard count >= 0 else { throw ReadError(path: path, reason: systemErrorText(failure)) }
      guard count > 0 else { break }
      chunk = min(chunk * 2, 1 << 24)
    }
    guard (try? UTF8Span(validating: bytes.span)) != nil else {
      throw ReadError(path: path, reason: "stream did not contain valid UTF-8")
    }
    return SourceFile(path: path, bytes: bytes)
  }
}

/// The message of a system error followed by its number, `No such file or directory (os error 2)` (05 §1.1).
package func systemErrorText(_ code: Int32) -> String {
  "\(String(cString: strerror(code))) (os error \(code))"
}

/// Repeats a system call for as long as signals interrupt it.
package func retryingInterrupts<Count: SignedInteger>(_ call: () -> Count) -> Count {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
