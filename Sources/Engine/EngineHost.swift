import VM

/// Connects a machine with the sinks and the environment of its run.
final class EngineHost: Host {
  private let options: RunOptions
  /// What stops the run.
  var interruption: Interruption?

  init(_ options: RunOptions) {
    self.options = options
    interruption = options.interruption
  }

  func writeOutput(_ bytes: UnsafeBufferPointer<UInt8>) {
    options.standardOutput.write(UnsafeRawBufferPointer(bytes))
  }

  func writeError(_ bytes: UnsafeBufferPointer<UInt8>) {
    // Both streams often end in one terminal or file: what was printed before comes before.
    options.standardOutput.flush()
    options.standardError.write(UnsafeRawBufferPointer(bytes))
    options.standardError.flush()
  }

  func readInput(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    options.standardInput.read(into: buffer) { [interruption] in
      interruption?.wasRequested ?? false
    }
  }

  func isTerminal(_ stream: StandardStreamName) -> Bool {
    switch stream {
    case .input: options.standardInput.isInteractive
    case .output: options.standardOutput.isInteractive
    case .error: options.standardError.isInteractive
    }
  }

  var isOutputInteractive: Bool { options.standardOutput.isInteractive }

  func environmentVariable(_ name: String) -> String? { options.environment(name) }
}
