/// What the machine needs from the process around it. Tests and embedders supply their own.
package protocol Host: AnyObject {
  /// Bytes for standard output, in order.
  func writeOutput(_ bytes: UnsafeBufferPointer<UInt8>)
  /// Bytes for standard error, in order.
  func writeError(_ bytes: UnsafeBufferPointer<UInt8>)
  /// Whether somebody watches standard output, so that each line is wanted when it is complete.
  var isOutputInteractive: Bool { get }
  /// The value of an environment variable.
  func environmentVariable(_ name: String) -> String?
}

extension Host {
  /// Nobody watches.
  package var isOutputInteractive: Bool { false }
}

/// The limits of a run. A program that passes one gets an error that it can catch.
package struct Limits: Sendable {
  /// Most frames of a task at a time (02 §5.9).
  package var callDepth = 10_000
  /// Longest string, in bytes.
  package var stringBytes = 1 << 28
  /// Longest list, in elements.
  package var listElements = 1 << 28
  /// Largest dict, in entries.
  package var dictEntries = 1 << 26

  /// The default limits.
  package init() {}
}
