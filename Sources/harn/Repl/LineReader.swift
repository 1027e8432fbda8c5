import Engine
import Glibc

/// Reads inputs line by line from standard input without an editor.
///
/// Bytes are read one at a time: what stands behind an input belongs to a program that reads standard input.
struct LineReader {
  /// What is printed before the first and before further lines of an input.
  let prompts: (first: String, next: String)?

  /// The next input: lines until it is whole, or until the end of the stream. Nil at the end.
  func read() -> String? {
    prompt(prompts?.first)
    guard let first = line() else { return nil }
    if isCommand(first) { return first }
    var lines = InputLines()
    var isWhole = lines.add(first)
    while !isWhole {
      prompt(prompts?.next)
      guard let next = line() else { break }
      isWhole = lines.add(next)
    }
    return lines.text
  }

  private func isCommand(_ text: String) -> Bool {
    text.drop(while: \.isWhitespace).hasPrefix(":")
  }

  private func prompt(_ text: String?) {
    if let text { StandardStream.output.write(text) }
  }

  private func line() -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
  }
}
