import Foundation

/// A call of the built command line that the test talks to while it runs. It is killed after a minute.
package final class RunningHarn {
  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()
  private let end: ProcessEnd

  /// Starts the binary in the root of the repository or `directory`; `output` takes standard output instead of a pipe.
  package init(
    _ arguments: [String], directory: URL = Repository.root, output terminal: FileHandle? = nil
  ) throws {
    process.executableURL = HarnBinary.url
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.environment = [:]
    process.standardInput = FileHandle.nullDevice
    process.standardError = errors
    if let terminal { process.standardOutput = terminal } else { process.standardOutput = output }
    try process.run()
    end = ProcessEnd(process)
    if terminal != nil { try output.fileHandleForWriting.close() }
  }

  /// Waits for the next line on standard error, which must be `line`.
  package func expectErrorLine(_ line: String) throws {
    var bytes = Data()
    while bytes.last != UInt8(ascii: "\n") {
      guard let byte = try errors.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else { break }
      bytes += byte
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text == line + "\n" else { throw UnexpectedLine(text: text) }
  }

  /// Sends a signal.
  package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end. The result holds what was not read before; the process must not write more than a pipe takes.
  package func finish() -> HarnBinary.Result {
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let errorData = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    end.arrive()
    return HarnBinary.Result(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: String(decoding: outputData, as: UTF8.self), errors: String(decoding: errorData, as: UTF8.self))
  }
}

/// A line that the test did not wait for.
package struct UnexpectedLine: Error {
  /// The line with its end, empty at the end of the stream.
  package var text: String
}
