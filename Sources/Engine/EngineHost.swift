import VM

/// Connects a machine with the sinks and the environment of its run.
final class EngineHost: Host {
  private let options: RunOptions

  init(_ options: RunOptions) { self.options = options }

  func writeOutput(_ bytes: UnsafeBufferPointer<UInt8>) {
    options.standardOutput.write(UnsafeRawBufferPointer(bytes))
  }

  func writeError(_ bytes: UnsafeBufferPointer<UInt8>) {
    // Both streams often end in one terminal or file: what was printed before comes before.
    options.standardOutput.flush()
    options.standardError.write(UnsafeRawBufferPointer(bytes))
    options.standardError.flush()
  }

  var isOutputInteractive: Bool { options.standardOutput.isInteractive }

  func environmentVariable(_ name: String) -> String? { options.environment(name) }
}
