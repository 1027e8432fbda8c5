import VM

/// How an activation ended (06 §4.5).
package enum StepStatus {
  /// Normal return.
  package static let completed = "completed"
  /// An error left the activation.
  package static let failed = "failed"
  /// An exhausted budget with boundary *continue*.
  package static let skipped = "skipped"
  /// An exhausted budget with boundary *escalate*.
  package static let escalated = "escalated"
}

/// Summary of an ended activation (06 §10.1 `CompletedStep`).
///
/// The log of a long run has many of them, so names are those of the shared definition.
package struct CompletedStep: Equatable, Sendable {
  /// The definition that the activation started with.
  let definition: StepDefinition
  /// The model of the last reply that named one.
  let lastModel: String?
  /// Input tokens charged.
  package let inputTokens: UInt64
  /// Output tokens charged.
  package let outputTokens: UInt64
  /// Cost charged.
  package let costUSD: Double
  /// Replies charged.
  package let llmCalls: UInt32
  /// How the activation ended, one of `StepStatus`.
  package let status: String
  /// The error text of 06 §4.4, nil after a normal return.
  package let error: String?

  /// The step's name.
  package var name: String { definition.name }
  /// The function's name.
  package var function: String { definition.function }
  /// The model of the last reply, else the definition's.
  package var model: String? { lastModel ?? definition.model }

  /// The summary of an activation that ended with a normal return and was never charged.
  init(unused definition: StepDefinition) {
    self.definition = definition
    lastModel = nil
    (inputTokens, outputTokens, costUSD, llmCalls) = (0, 0, 0, 0)
    status = StepStatus.completed
    error = nil
  }

  init(_ ledger: StepLedger, status: String, error: String?) {
    definition = ledger.definition
    lastModel = ledger.lastModel
    inputTokens = ledger.inputTokens
    outputTokens = ledger.outputTokens
    costUSD = ledger.costUSD
    llmCalls = ledger.llmCalls
    self.status = status
    self.error = error
  }

  /// The object of 06 §11.1 (§10.5 `CompletedStep.json`).
  package var json: JSONValue {
    .object([
      "cost_usd": .float(costUSD),
      "error": error.map(JSONValue.string) ?? .null,
      "function": .string(function),
      "input_tokens": .int(Int(clamping: inputTokens)),
      "llm_calls": .int(Int(llmCalls)),
      "model": model.map(JSONValue.string) ?? .null,
      "name": .string(name),
      "output_tokens": .int(Int(clamping: outputTokens)),
      "status": .string(status),
    ])
  }

  /// What the span of the activation tells (06 §10.3 `finishActiveStep`).
  func spanDetails(persona: String?) -> [(key: String, detail: SpanDetail)] {
    [
      ("cost_usd", .amount(costUSD)), ("input_tokens", .count(Int(clamping: inputTokens))),
      ("llm_calls", .count(Int(llmCalls))), ("model", .text(model)),
      ("output_tokens", .count(Int(clamping: outputTokens))), ("persona", .text(persona)), ("status", .text(status)),
    ]
  }

  /// The log as `--steps` writes it, with a line end (07 §3).
  package static func logText(_ steps: [CompletedStep]) -> String {
    JSONValue.array(steps.map(\.json)).prettyText + "\n"
  }
}
