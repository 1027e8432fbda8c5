import Engine

/// Standard input for the programs of a session. It is read byte by byte: what a program does not ask for are the next inputs
/// of the session.
final class ReplInput: InputSource {
  private let input = StandardInput()

  var isInteractive: Bool { input.isInteractive }

  func read(into buffer: UnsafeMutableRawBufferPointer, isStopped: () -> Bool) -> Int? {
    input.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(1)), isStopped: isStopped)
  }
}
