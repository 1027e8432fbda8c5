import Synchronization
import Testing
import VM

/// Serialises everything that looks at the number of live objects, which is one number for the process.
private let heap = Mutex(())

/// Runs `body` and expects that it gives back every object that it made.
///
/// Every test that makes Harn values runs inside, because tests run in parallel and the count is process-wide.
package func balancingHeap(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) rethrows {
  try heap.withLock { _ in
    #if DEBUG
      let before = liveObjectCount()
    #endif
    try body()
    #if DEBUG
      #expect(
        liveObjectCount() == before, "objects left: \(liveObjectSummary())",
        sourceLocation: sourceLocation)
    #endif
  }
}

/// A host without input, output and environment, except the variables it is given.
package final class SilentHost: Host {
  private let variables: [String: String]

  /// A host with these environment variables.
  package init(variables: [String: String] = [:]) { self.variables = variables }

  package func writeOutput(_ bytes: UnsafeBufferPointer<UInt8>) {}
  package func writeError(_ bytes: UnsafeBufferPointer<UInt8>) {}
  package func environmentVariable(_ name: String) -> String? { variables[name] }
}

/// A value written down in Swift.
package indirect enum Literal: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, Sendable
{
  case string(String)
  case int(Int)
  case float(Double)
  case bool(Bool)
  case `nil`
  case list([Literal])
  case dict([(String, Literal)])

  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(floatLiteral value: Double) { self = .float(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(nilLiteral: ()) { self = .nil }
  package init(arrayLiteral elements: Literal...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, Literal)...) { self = .dict(elements) }

  /// The Harn value, owned by the caller.
  package var value: VM.Value {
    switch self {
    case .string(let text): VM.Value(string: text)
    case .int(let int): VM.Value(int: int)
    case .float(let number): VM.Value(float: number)
    case .bool(let bool): VM.Value(bool: bool)
    case .nil: .nilValue
    case .list(let items): VM.Value(list: items.map(\.value))
    case .dict(let entries): VM.Value(dict: entries.map { ($0.0, $0.1.value) })
    }
  }
}

/// Lends the values of `literals` to `body`.
package func withValues<T>(_ literals: [Literal], _ body: ([Value]) throws -> T) rethrows -> T {
  let values = literals.map(\.value)
  defer { values.forEach { $0.released() } }
  return try body(values)
}

/// Lends the value of `literal` to `body`.
package func withValue<T>(_ literal: Literal, _ body: (Value) throws -> T) rethrows -> T {
  try withValues([literal]) { try body($0[0]) }
}

/// The display text of an owned value, which is given back.
package func consumedText(_ value: Value) -> String {
  defer { value.released() }
  return displayText(value)
}

/// What `catch` would show of the error that `body` throws, nil when it throws none.
package func errorText(_ body: () throws -> Value) -> String? {
  do {
    try body().released()
    return nil
  } catch let error as HarnError {
    switch error {
    case .thrown(let value): return consumedText(value)
    case .runtimeError(let message): return "Runtime error: \(message)"
    default: return "\(error)"
    }
  } catch {
    return "\(error)"
  }
}
