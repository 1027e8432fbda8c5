import TestSupport
import Testing
import VM

/// Runs `body` with a machine of its own and fails when objects are left over afterwards.
func withMachine(
  limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (VirtualMachine, RecordingHost) throws -> Void
) rethrows {
  try balancingHeap(sourceLocation: sourceLocation) { try run(limits, body) }
}

/// A call of its own, so that the machine is gone before objects are counted.
@inline(never) private func run(
  _ limits: Limits, _ body: (VirtualMachine, RecordingHost) throws -> Void
) rethrows {
  let host = RecordingHost()
  try body(VirtualMachine(host: host, limits: limits), host)
}

/// A host that keeps what the program writes.
final class RecordingHost: Host {
  private(set) var output = ""
  private(set) var errors = ""
  private(set) var pieces = 0

  func writeOutput(_ bytes: UnsafeBufferPointer<UInt8>) {
    output += String(decoding: bytes, as: UTF8.self)
    pieces += 1
  }

  func writeError(_ bytes: UnsafeBufferPointer<UInt8>) {
    errors += String(decoding: bytes, as: UTF8.self)
  }

  func environmentVariable(_ name: String) -> String? { nil }
}

/// The display form of what `body` returns, or the text of the error that it throws (02 §14.1). Releases either.
func outcome(_ body: () throws -> Value?) -> String {
  do {
    guard let value = try body() else { return "no such method" }
    defer { value.released() }
    return displayText(value)
  } catch let error as HarnError {
    return text(of: error)
  } catch {
    return "\(error)"
  }
}

private func text(of error: HarnError) -> String {
  switch error {
  case .thrown(let value):
    defer { value.released() }
    return "Thrown: \(displayText(value))"
  case .runtimeError(let message): return "Runtime error: \(message)"
  case .typeError(let message): return "Type error: \(message)"
  case .divisionByZero: return "Division by zero"
  case .exit(let status): return "exit \(status)"
  default: return "\(error)"
  }
}
