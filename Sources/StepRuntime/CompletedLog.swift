import VM

/// How an activation ended (06 §4.5).
package enum StepStatus: String, Sendable {
  /// Normal return.
  case completed
  /// An error left the activation.
  case failed
  /// An exhausted budget with boundary *continue*.
  case skipped
  /// An exhausted budget with boundary *escalate*.
  case escalated
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
  /// How the activation ended.
  package var status: StepStatus
  /// The error text of 06 §4.4, nil after a normal return.
  package var error: String?

  init(_ ledger: StepLedger, status: StepStatus, error: String?) {
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
      "status": .string(status.rawValue),
    ])
  }

  /// The dict of 06 §11.1, owned by the caller.
  package var value: Value { Value(json) }

  /// The log as `--steps` writes it, with a line end (07 §3).
  package static func logText(_ steps: [CompletedStep]) -> String {
    JSONValue.array(steps.map(\.json)).prettyText + "\n"
  }
}

extension Value {
  /// The Harn value of a JSON value: null is nil, objects are dicts. Owned by the caller. O(n).
  package init(_ json: JSONValue) {
    switch json {
    case .null: self = .nilValue
    case .bool(let bool): self = Value(bool: bool)
    case .int(let int): self = Value(int: int)
    case .float(let number): self = Value(float: number)
    case .string(let text): self = Value(string: text)
    case .array(let items): self = Value(list: items.map { Value($0) })
    case .object(let members): self = Value(dict: members.map { ($0.key, Value($0.value)) })
    }
  }
}

extension JSONValue {
  /// Deepest nesting that is kept; what lies deeper becomes null, so that no program can exhaust the Swift stack.
  private static let deepestNesting = 256

  /// The JSON form of a Harn value; a kind without one becomes its display text. O(n).
  package init(_ value: Value) { self.init(value, level: 0) }

  private init(_ value: Value, level: Int) {
    if let text = value.stringValue {
      self = .string(text)
    } else if let int = value.intValue {
      self = .int(int)
    } else if let number = value.numberValue {
      self = .float(number)
    } else if let bool = value.boolValue {
      self = .bool(bool)
    } else if value.isNil || value.isAbsent || level > JSONValue.deepestNesting {
      self = .null
    } else if value.isList {
      self = .array(value.listItems.map { JSONValue($0, level: level + 1) })
    } else if value.isDict {
      self = .object(
        value.dictEntries.map {
          JSONMember(key: $0.key, value: JSONValue($0.value, level: level + 1))
        })
    } else {
      self = .string(displayText(value))
    }
  }
}
