import Foundation

/// The built command line.
package enum HarnBinary {
  /// `HARN_BINARY`, or the `harn` that was built with the tests.
  package static let url: URL =
    if let path = ProcessInfo.processInfo.environment["HARN_BINARY"] {
      URL(fileURLWithPath: path)
    } else {
      URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("harn")
    }

  /// What one call of the binary left behind.
  package struct Result {
    /// The exit status, or the number of the signal that ended the process.
    package var status: Int32
    /// Whether a signal ended the process.
    package var wasKilled: Bool
    /// Standard output.
    package var output: String
    /// Standard error.
    package var errors: String
  }

  /// Runs the binary to its end, in the root of the repository or `directory`. `launcher` is a command with arguments that
  /// starts what follows it, under other conditions.
  package static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:], directory: URL = Repository.root,
    through launcher: [String] = []
  ) throws -> Result {
    let process = Process()
    let command = launcher + [url.path] + arguments
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = directory
    process.environment = environment
    let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = stdin
    try process.run()
    let end = ProcessEnd(process)
    // Both ends are read at the same time, so that neither pipe fills up while the other one is waited for.
    let errorReader = PipeReader(errors)
    stdin.fileHandleForWriting.write(Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let errorData = errorReader.finish()
    process.waitUntilExit()
    end.arrive()
    return Result(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: String(decoding: outputData, as: UTF8.self), errors: String(decoding: errorData, as: UTF8.self))
  }
}

/// Reads a pipe to its end on a thread of its own.
///
/// Unchecked, because the reader is asked for the data only after the semaphore said that they are complete.
private final class PipeReader: @unchecked Sendable {
  private var data = Data()
  private let isDone = DispatchSemaphore(value: 0)

  init(_ pipe: Pipe) {
    let handle = pipe.fileHandleForReading
    Thread.detachNewThread { [self] in
      data = handle.readDataToEndOfFile()
      isDone.signal()
    }
  }

  func finish() -> Data {
    isDone.wait()
    return data
  }
}

/// Kills a process that does not end within a minute.
final class ProcessEnd: Sendable {
  private let isDone = DispatchSemaphore(value: 0)

  init(_ process: Process) {
    let identifier = process.processIdentifier
    Thread.detachNewThread { [isDone] in
      if isDone.wait(timeout: .now() + .seconds(60)) == .timedOut { kill(identifier, SIGKILL) }
    }
  }

  /// The process ended by itself.
  func arrive() { isDone.signal() }
}
