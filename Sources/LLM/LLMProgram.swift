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
  /// Sees each successful reply, after it was counted.
  package var didReceive: ((Reply) -> Void)?
  /// Shows a warning to the user (06 §12.6 `output_validation: "warn"`).
  package var warn: ((String) -> Void)?
  /// The machine that validates data; it outlives its program's calls.
  package weak var vm: VirtualMachine?
  /// Looks up an environment variable.
  let environment: (String) -> String?
  private let transcriptCount = Atomic(0)

  /// The state at the start of a run that may have a fixture file; `environment` looks variables up.
  package init(
    steps: StepProgram, fixture: Fixture? = nil, environment: @escaping (String) -> String?
  ) {
    self.steps = steps
    stub = StubProvider(fixture: fixture)
    self.environment = environment
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

  /// A name for one more transcript (06 §12.4).
  func makeTranscriptID() -> String {
    "transcript_\(transcriptCount.add(1, ordering: .relaxed).newValue)"
  }
}
