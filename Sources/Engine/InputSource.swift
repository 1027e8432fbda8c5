/// Gives the bytes that a program reads from standard input.
///
/// A run calls its source from one thread at a time.
public protocol InputSource: AnyObject, Sendable {
  /// Waits for input and fills in what is there, at most `buffer.count` bytes; 0 at the end of input, nil when reading
  /// fails. Gives up with 0 soon after `isStopped` has become true.
  func read(into buffer: UnsafeMutableRawBufferPointer, isStopped: () -> Bool) -> Int?
  /// Whether somebody types.
  var isInteractive: Bool { get }
}

extension InputSource {
  /// Nobody types.
  public var isInteractive: Bool { false }
}

/// Input without a byte.
public final class EmptyInput: InputSource {
  /// The end of input from the start.
  public init() {}

  /// Nothing.
  public func read(into buffer: UnsafeMutableRawBufferPointer, isStopped: () -> Bool) -> Int? { 0 }
}
