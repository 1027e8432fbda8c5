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
package struct CompletedStep: Equatable, Sendable {
  /// The step's name.
  package var name: String
  /// The function's name.
  package var function: String
  /// The model of the last reply, else the definition's.
  package var model: String?
  /// Input tokens charged.
  package var inputTokens: UInt64
  /// Output tokens charged.
  package var outputTokens: UInt64
  /// Cost charged.
  package var costUSD: Double
  /// Replies charged.
  package var llmCalls: UInt32
  /// How the activation ended, one of `StepStatus`.
  package var status: String
  /// The error text of 06 §4.4, nil after a normal return.
  package var error: String?

  init(_ ledger: StepLedger, status: String, error: String?) {
    name = ledger.definition.name
    function = ledger.definition.function
    model = ledger.lastModel ?? ledger.definition.model
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

  /// The dict of 06 §11.1, owned by the caller.
  package var value: Value { Value(json) }

  /// The log as `--steps` writes it, with a line end (07 §3).
  package static func logText(_ steps: [CompletedStep]) -> String {
    JSONValue.array(steps.map(\.json)).prettyText + "\n"
  }
}
