/// What one run did and spent, as a record that outlives it (06 §11.2).
package struct Receipt: Equatable, Sendable {
  /// The only schema.
  package static let schema = "harn.receipt.v1"

  /// Names the form of the record.
  package var schema = Receipt.schema
  /// Names the run.
  package var id: String
  /// The persona that ran.
  package var persona: String
  /// Connects the records of one piece of work.
  package var traceID: String
  /// The run that started this one.
  package var parentRunID: String?
  /// The step of that run.
  package var step: String?
  /// When the run began, RFC 3339 in UTC.
  package var startedAt: String
  /// When it ended.
  package var completedAt: String?
  /// How it stands.
  package var status: Status
  /// `sha256:<hex>` of what went in.
  package var inputsDigest: String?
  /// `sha256:<hex>` of what came out.
  package var outputsDigest: String?
  /// The calls of models.
  package var modelCalls: [JSONValue] = []
  /// The calls of tools.
  package var toolCalls: [JSONValue] = []
  /// The approvals asked for.
  package var approvals: [JSONValue] = []
  /// The work that was handed on.
  package var handoffs: [JSONValue] = []
  /// What else the run changed.
  package var sideEffects: [JSONValue] = []
  /// What the run cost.
  package var costUSD = 0.0
  /// Why it failed.
  package var error: JSONValue?
  /// Who may see the record.
  package var redactionClass = RedactionClass.internal
  /// Anything else; an object.
  package var metadata: JSONValue = .object([] as [JSONMember])

  /// How a run stands.
  package enum Status: String, CaseIterable, Sendable {
    case accepted, running, success, noop, failure, denied, duplicate, cancelled
  }

  /// Who may see a record.
  package enum RedactionClass: String, CaseIterable, Sendable {
    case `public`, `internal`, secret
    case receiptOnly = "receipt_only"
  }

  /// A record of a run that has done nothing yet.
  package init(id: String, persona: String, traceID: String, startedAt: String, status: Status) {
    self.id = id
    self.persona = persona
    self.traceID = traceID
    self.startedAt = startedAt
    self.status = status
  }
}

extension Receipt {
  /// What is wrong with the record, nil when nothing is (06 §11.2).
  package var fault: String? {
    if schema != Receipt.schema { return "unsupported receipt schema `\(schema)`" }
    for (field, text) in [("id", id), ("persona", persona), ("trace_id", traceID)]
    where text.allSatisfy(\.isWhitespace) {
      return "receipt is missing required field `\(field)`"
    }
    guard costUSD.isFinite, costUSD >= 0 else {
      return "receipt cost_usd must be finite and non-negative, got \(costUSD)"
    }
    return nil
  }

  /// Appends the summaries of a log to `modelCalls` and adds their cost (06 §11.2).
  package mutating func attach(_ log: [CompletedStep]) {
    modelCalls += log.map(\.modelCall)
    for summary in log where summary.costUSD.isFinite { costUSD += summary.costUSD }
  }

  /// The object of 06 §11.2; optional fields without value are left out.
  package var json: JSONValue {
    let members: [(String, JSONValue?)] = [
      ("approvals", .array(approvals)), ("completed_at", completedAt.map(JSONValue.string)),
      ("cost_usd", .float(costUSD)), ("error", error), ("handoffs", .array(handoffs)),
      ("id", .string(id)), ("inputs_digest", inputsDigest.map(JSONValue.string)),
      ("metadata", metadata), ("model_calls", .array(modelCalls)),
      ("outputs_digest", outputsDigest.map(JSONValue.string)),
      ("parent_run_id", parentRunID.map(JSONValue.string)), ("persona", .string(persona)),
      ("redaction_class", .string(redactionClass.rawValue)), ("schema", .string(schema)),
      ("side_effects", .array(sideEffects)), ("started_at", .string(startedAt)),
      ("status", .string(status.rawValue)), ("step", step.map(JSONValue.string)),
      ("tool_calls", .array(toolCalls)), ("trace_id", .string(traceID)),
    ]
    return .object(
      members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } })
  }
}

extension CompletedStep {
  /// The entry of `model_calls` that a summary becomes (06 §11.2).
  fileprivate var modelCall: JSONValue {
    let members: [(String, JSONValue?)] = [
      ("cost_usd", costUSD.isFinite ? .float(costUSD) : nil), ("error", error.map(JSONValue.string)),
      ("function", .string(function)), ("input_tokens", .int(Int(clamping: inputTokens))),
      ("llm_calls", .int(Int(llmCalls))), ("model", model.map(JSONValue.string)),
      ("output_tokens", .int(Int(clamping: outputTokens))), ("status", .string(status)),
      ("step", .string(name)),
    ]
    return .object(
      members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } })
  }
}
