/// Standard output of a program: text is gathered here and handed to the host in large pieces.
///
/// The owner calls `flush` before anything that must see the output so far: the end of the run, a read from standard
/// input, a write to standard error. When somebody watches the output, complete lines are handed on at once.
package final class OutputBuffer {
  private let host: any Host
  private var text = TextBuffer(capacity: 4096)

  /// From here on the bytes go to the host.
  private static let pieceBytes = 64 * 1024
  /// From here on a write looks whether the bytes go to the host: each write when lines matter.
  private let checkedBytes: Int

  /// An empty buffer in front of `host`.
  package init(host: any Host) {
    self.host = host
    checkedBytes = host.isOutputInteractive ? 0 : OutputBuffer.pieceBytes
  }

  /// Appends the display form of a value between two texts.
  func write(
    _ prefix: StaticString = "", _ value: Value, _ suffix: StaticString = ""
  ) throws(HarnError) {
    let length = text.count
    text.append(prefix)
    if !value.isAbsent { appendDisplay(value, to: &text) }
    text.append(suffix)
    if text.isTruncated {
      text.cut(to: length)
      throw .stringTooLarge(TextBuffer.defaultLimit)
    }
    if text.count >= checkedBytes { flushPiece() }
  }

  /// Appends text.
  package func write(_ string: String) {
    text.append(string)
    if text.count >= checkedBytes { flushPiece() }
  }

  /// Hands a full buffer or complete lines to the host.
  @inline(never) private func flushPiece() {
    if text.count >= OutputBuffer.pieceBytes || text.bytes.contains(UInt8(ascii: "\n")) { flush() }
  }

  /// Hands everything gathered to the host.
  package func flush() {
    guard text.count > 0 else { return }
    host.writeOutput(text.bytes)
    text.removeAll()
  }
}
