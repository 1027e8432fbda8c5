import StepRuntime
import Synchronization
import VM

/// The state of LLM calls of one program: the stub, the session counters and the way to the steps (06 §12–§14). Its tasks
/// share it.
package final class LLMProgram {
  /// The step runtime that calls are charged to.
  package let steps: StepProgram
  /// Answers requests.
  package let stub: StubProvider
  /// Counts replies.
  package let session = Session()
  /// What replies and schema retries left for `agent_trace`.
  package let trace = AgentTrace()
  /// Sees each successful reply, after it was counted. Unchecked as the machine below: every call asks for them.
  @exclusivity(unchecked) package var didReceive: ((Reply) -> Void)?
  /// Shows a warning to the user (06 §12.6 `output_validation: "warn"`).
  package var warn: ((String) -> Void)?
  /// The machine that validates data; it outlives its program's calls.
  @exclusivity(unchecked) package unowned var vm: VirtualMachine?
  /// Makes the results of calls.
  private(set) lazy var results = ResultDicts(vm)
  /// Looks up an environment variable.
  let environment: (String) -> String?
  private let transcriptCount = Atomic(0)

  /// The state at the start of a run that may have a fixture file; `environment` looks variables up.
  package init(
    steps: StepProgram, fixture: Fixture? = nil, environment: @escaping (String) -> String?
  ) {
    self.steps = steps
    stub = StubProvider(fixture: fixture)
    self.environment = remembering(environment)
  }

  /// Back to the start of a run (06 §13.4, §14.1).
  package func reset() {
    stub.reset()
    session.reset()
    trace.reset()
    transcriptCount.store(0, ordering: .relaxed)
  }

  /// The ways in which data does not conform to a schema (05 §17.1).
  func schemaErrors(of data: JSONValue, schema: JSONValue) -> [String] {
    let value = Value(data)
    let schema = Value(schema)
    defer {
      value.released()
      schema.released()
    }
    do throws(HarnError) {
      guard let result = try vm?.validate(value, schema: schema) else { return [] }
      result.value.released()
      return result.problems
    } catch {
      defer { error.released() }
      return [error.summaryText]
    }
  }

  /// The number of one more transcript (06 §12.4).
  func nextTranscript() -> Int { transcriptCount.add(1, ordering: .relaxed).newValue }
}

/// The same look-up, which asks for each variable once: a program cannot change its environment.
private func remembering(_ environment: @escaping (String) -> String?) -> (String) -> String? {
  let known = Mutex<[(name: String, value: String?)]>([])
  return { name in
    known.withLock { known in
      if let entry = known.first(where: { $0.name == name }) { return entry.value }
      let value = environment(name)
      known.append((name, value))
      return value
    }
  }
}
