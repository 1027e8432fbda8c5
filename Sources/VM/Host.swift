/// What the machine needs from the process around it. Tests and embedders supply their own.
package protocol Host: AnyObject {
  /// Bytes for standard output, in order.
  func writeOutput(_ bytes: UnsafeBufferPointer<UInt8>)
  /// Bytes for standard error, in order.
  func writeError(_ bytes: UnsafeBufferPointer<UInt8>)
  /// Whether somebody watches standard output, so that each line is wanted when it is complete.
  var isOutputInteractive: Bool { get }
  /// Waits for bytes of standard input; 0 at its end, nil when reading fails.
  func readInput(into buffer: UnsafeMutableRawBufferPointer) -> Int?
  /// Whether a standard stream is a terminal.
  func isTerminal(_ stream: StandardStreamName) -> Bool
  /// The value of an environment variable.
  func environmentVariable(_ name: String) -> String?
}

extension Host {
  /// Nobody watches.
  package var isOutputInteractive: Bool { false }
  /// No input.
  package func readInput(into buffer: UnsafeMutableRawBufferPointer) -> Int? { 0 }
  /// No terminal.
  package func isTerminal(_ stream: StandardStreamName) -> Bool { false }
}

/// The standard streams of a process, by the names that programs use (05 §3).
package enum StandardStreamName: String, CaseIterable, Sendable {
  case input = "stdin"
  case output = "stdout"
  case error = "stderr"
}

/// The limits of a run. A program that passes one gets an error that it can catch.
package struct Limits: Sendable {
  /// Most frames of a task at a time (02 §5.9).
  package var callDepth = 10_000
  /// Longest string, in bytes.
  package var stringBytes = 1 << 28
  /// Longest list, in elements.
  package var listElements = 1 << 26
  /// Largest dict, in entries.
  package var dictEntries = 1 << 25

  /// The default limits.
  package init() {}
}
