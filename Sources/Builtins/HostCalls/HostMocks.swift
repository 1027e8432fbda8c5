import VM

/// The mocked answers of the host, and the calls that they answered (05b §13). Values are owned here.
final class HostMocks {
  /// A mocked answer.
  struct Mock {
    var capability: String
    var operation: String
    /// What the call yields.
    var result: Value
    /// The text that the call throws instead, when it is not empty.
    var error: String
    /// Entries that the parameters of a call must have, a dict.
    var parameters: Value
  }

  /// A call that a mock answered.
  struct Call {
    var capability: String
    var operation: String
    var parameters: Value
  }

  private struct Scope {
    var mocks: [Mock] = []
    var calls: [Call] = []

    func release() {
      for mock in mocks {
        mock.result.released()
        mock.parameters.released()
      }
      for call in calls { call.parameters.released() }
    }
  }

  /// Scopes, the current one last.
  private var scopes = [Scope()]

  deinit { for scope in scopes { scope.release() } }

  /// The calls of the current scope, in order.
  var calls: [Call] { scopes[scopes.count - 1].calls }

  /// Takes over the counts of the values.
  func add(_ mock: Mock) { scopes[scopes.count - 1].mocks.append(mock) }

  /// Drops everything, saved scopes included.
  func clear() {
    for scope in scopes { scope.release() }
    scopes = [Scope()]
  }

  /// Begins with nothing; what there was comes back with `popScope`.
  func pushScope() { scopes.append(Scope()) }

  /// Ends the current scope; false when there is none but the first.
  func popScope() -> Bool {
    guard scopes.count > 1 else { return false }
    scopes.removeLast().release()
    return true
  }

  /// Whether an operation, or any of the capability, is mocked.
  func has(_ capability: String, _ operation: String?) -> Bool {
    scopes[scopes.count - 1].mocks.contains {
      $0.capability == capability && (operation == nil || $0.operation == operation)
    }
  }

  /// The mocked operations by capability, in no order.
  var operations: [(capability: String, operation: String)] {
    scopes[scopes.count - 1].mocks.map { ($0.capability, $0.operation) }
  }

  /// The answer to a call, which is noted; nil when no mock fits. The latest that fits wins.
  func answer(
    _ capability: String, _ operation: String, _ parameters: Value
  ) throws(HarnError) -> Value? {
    let found = scopes[scopes.count - 1].mocks.last { mock in
      mock.capability == capability && mock.operation == operation
        && mock.parameters.dictEntries.allSatisfy { expected in
          parameters.entry(expected.key).map { isEqual($0, expected.value) } ?? false
        }
    }
    guard let found else { return nil }
    scopes[scopes.count - 1].calls.append(
      Call(capability: capability, operation: operation, parameters: parameters.retained()))
    guard found.error.isEmpty else { throw .thrown(text: found.error) }
    return found.result.retained()
  }
}
