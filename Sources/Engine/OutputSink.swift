/// Takes the bytes that a program writes.
///
/// A run calls its sinks from one thread at a time.
public protocol OutputSink: AnyObject, Sendable {
  /// Takes `bytes`; they need not have reached their destination on return.
  func write(_ bytes: UnsafeRawBufferPointer)
  /// Brings everything written so far to its destination.
  func flush()
  /// Whether somebody watches: complete lines are then written at once instead of in large pieces.
  var isInteractive: Bool { get }
}

extension OutputSink {
  /// Nobody watches.
  public var isInteractive: Bool { false }

  /// Takes the UTF-8 of `text`.
  public func write(_ text: String) {
    var text = text
    text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
  }
}

/// Keeps what is written in memory.
///
/// Unchecked, because a run is the only writer and hands the collector back when it ends.
public final class OutputCollector: OutputSink, @unchecked Sendable {
  private var bytes: [UInt8] = []

  /// An empty collector.
  public init() {}

  /// Everything written so far.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends `bytes`.
  public func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }

  /// Does nothing: what is written is there at once.
  public func flush() {}
}
