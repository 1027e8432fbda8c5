/// Standard output of a program: text is gathered here and handed to the host in large pieces.
///
/// The owner calls `flush` before anything that must see the output so far: the end of the run, a read from standard
/// input, a write to standard error. When somebody watches the output, complete lines are handed on at once.
///
/// What a task other than the entry task prints is gathered in its own buffer and appended to that of its parent later
/// (04 A1.4).
package final class OutputBuffer {
  private let host: any Host
  private var text = TextBuffer(capacity: 4096, limit: TaskOutput.limit)
  /// Knows the task that runs.
  private var machine: UnsafeMutablePointer<Machine>?

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
    if let task {
      try OutputBuffer.write(prefix, value, suffix, to: &task.madeOutput.text)
      return task.madeOutput.closePiece()
    }
    try OutputBuffer.write(prefix, value, suffix, to: &text)
    if text.count >= checkedBytes { flushPiece() }
  }

  private static func write(
    _ prefix: StaticString, _ value: Value, _ suffix: StaticString, to text: inout TextBuffer
  ) throws(HarnError) {
    let length = text.count
    text.append(prefix)
    if !value.isAbsent { appendDisplay(value, to: &text) }
    text.append(suffix)
    if text.isTruncated {
      text.cut(to: length)
      throw .stringTooLarge(TextBuffer.defaultLimit)
    }
  }

  /// Appends text.
  package func write(_ string: String) {
    if let task { return task.madeOutput.append(string) }
    if text.count + string.utf8.count > OutputBuffer.pieceBytes { flush() }
    text.append(string)
    if text.count >= checkedBytes { flushPiece() }
  }

  /// Hands a full buffer or complete lines to the host.
  @inline(never) private func flushPiece() {
    if text.count >= OutputBuffer.pieceBytes || text.bytes.contains(UInt8(ascii: "\n")) { flush() }
  }

  /// Hands everything that the entry task has gathered to the host.
  package func flush() {
    guard text.count > 0 else { return }
    host.writeOutput(text.bytes)
    text.removeAll()
  }

  /// From now on the writes are those of the task that runs in `machine`.
  func watch(_ machine: UnsafeMutablePointer<Machine>) { self.machine = machine }

  /// The task whose buffer gets the writes; nil for the entry task, unless it is muted.
  private var task: TaskState? {
    guard let current = machine?.pointee.current, hasOwnOutput(current) else { return nil }
    return current.state
  }

  /// Whether what a task prints goes to its own buffer: it is not the entry task, or it is muted.
  private func hasOwnOutput(_ task: TaskRecordPointer) -> Bool {
    task != machine?.pointee.root || task.pointee.mutes > 0
  }

  /// Appends what a task printed to what its parent printed.
  func append(_ output: TaskOutput?, to parent: TaskState) {
    guard let output else { return }
    if hasOwnOutput(parent.record) { return parent.madeOutput.append(output) }
    output.forEachPiece { piece in
      if text.count + piece.count > OutputBuffer.pieceBytes { flush() }
      text.append(piece)
      if text.count >= checkedBytes { flushPiece() }
    }
  }
}

/// What a task printed, however much it is.
final class TaskOutput {
  /// What is not yet in a piece.
  fileprivate var text = TextBuffer(limit: TaskOutput.limit)
  private var pieces: [[UInt8]] = []

  /// Room for what waits for a flush and for one more value of any size.
  fileprivate static let limit = 2 * TextBuffer.defaultLimit
  private static let pieceBytes = 1 << 20

  /// Appends text.
  fileprivate func append(_ string: String) {
    text.append(string)
    closePiece()
  }

  /// Appends what another task printed.
  fileprivate func append(_ other: TaskOutput) {
    other.forEachPiece { piece in
      text.append(piece)
      closePiece()
    }
  }

  /// Starts a new piece when the last one is full.
  fileprivate func closePiece() {
    guard text.count >= TaskOutput.pieceBytes else { return }
    pieces.append(Array(text.bytes))
    text.removeAll()
  }

  /// Calls `body` with all pieces in order.
  fileprivate func forEachPiece(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    for piece in pieces { piece.withUnsafeBufferPointer(body) }
    body(text.bytes)
  }

  /// The text; nil when there is none.
  var string: String? {
    var bytes: [UInt8] = []
    forEachPiece { bytes.append(contentsOf: $0) }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}

extension TaskState {
  /// Where the task prints.
  fileprivate var madeOutput: TaskOutput {
    if let output { return output }
    let made = TaskOutput()
    output = made
    return made
  }
}
