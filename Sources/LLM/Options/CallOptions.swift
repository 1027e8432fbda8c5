import StepRuntime
import VM

/// The arguments of an LLM call, resolved (06 §12.1, §12.2). Plain data: it holds no Harn value.
package struct CallOptions: Sendable {
  /// The provider (06 §12.3).
  package var provider: String
  /// The model (06 §6.1).
  package var model: String
  /// The system text.
  package var system: String?
  /// The messages.
  package var messages: Messages
  /// The option `max_tokens`.
  package var maxTokens: Int?
  /// The limits of the call.
  package var budget: CallBudget
  /// Extra attempts after transient errors.
  package var retries: Int
  /// The reasoning mode.
  package var thinking: Thinking
  /// Whether prompt cache accounting is on (06 §13.5).
  package var usesCache: Bool
  /// The offered tools (`extended`).
  package var tools: JSONValue?
  /// The shape of the output.
  package var format: OutputFormat
  /// What is done about output of another shape.
  package var checks: OutputChecks
  /// The text to complete, when that is asked for instead of an answer.
  package private(set) var completion: Completion?
  /// Whether the reply is wanted in chunks (06 §12.8).
  package var isStreamed = false

  /// Resolves the arguments `(prompt, system?, options?)`; every fault is thrown before anything is sent.
  ///
  /// `stepModel` is the default of the charging step, `environment` looks variables up.
  package init(
    arguments: [Value], stepModel: String?, environment: (String) -> String?
  ) throws(HarnError) {
    let options = OptionDict(arguments.count > 2 ? arguments[2] : .nilValue)
    if options.entry("transcript") != nil {
      let advice = "Open or open-and-resume a session with agent_session_open(id) and pass"
      throw .thrown(
        text: "llm_call / agent_loop: the `transcript` option was removed. "
          + "\(advice) `session_id: id` instead.")
    }
    // What may fail comes first: an object that is complete at once need not be copied.
    let format = try OutputFormat.parse(options: options)
    let thinking = try Thinking.parse(options: options)
    let budget = try CallBudget(options: options)
    let messages = try resolveMessages(options, prompt: arguments.first.map { displayText($0) } ?? "")
    let tools: JSONValue? = if let tools = options.entry("tools"), !tools.isNil { try JSONValue(tools) } else { nil }
    self.format = format
    self.thinking = thinking
    self.budget = budget
    self.messages = messages
    self.tools = tools
    checks = OutputChecks(options: options)
    provider = resolveProvider(options, environment)
    model = resolveModel(options, stepModel, provider, environment)
    system = arguments.count > 1 && !arguments[1].isNil ? displayText(arguments[1]) : nil
    maxTokens = options.entry("max_tokens")?.intValue
    retries = max(0, options.entry("llm_retries")?.intValue ?? 0)
    usesCache = options.entry("cache")?.boolValue ?? false
  }
}

/// The options of a call that is made: they change no more, and all its parts share them.
package final class SharedOptions: Sendable {
  /// The options.
  package let options: CallOptions

  /// Shares these.
  init(_ options: CallOptions) { self.options = options }
}

/// A text with a gap at its end or in it (06 §12.8).
package struct Completion: Equatable, Sendable {
  /// What stands before the gap.
  package var prefix: String
  /// What stands behind it.
  package var suffix: String?
}

extension CallOptions {
  /// Asks for the text between `prefix` and `suffix` (06 §12.8).
  mutating func askForCompletion(of prefix: String, before suffix: String?) {
    completion = Completion(prefix: prefix, suffix: suffix)
    guard let suffix else { return messages = .prompt(prefix) }
    messages = .given([
      .object(["content": .string(prefix), "role": .string("user"), "suffix": .string(suffix)])
    ])
  }
}

/// The provider of a call (06 §12.3).
private func resolveProvider(_ options: OptionDict, _ environment: (String) -> String?) -> String {
  if let name = options.entry("provider"), !name.isNil {
    let text = displayText(name)
    if !isAutomatic(text) { return text }
  }
  if let name = environment("HARN_LLM_PROVIDER"), !name.isEmpty { return name }
  return "mock"
}

/// Whether a provider is `auto`, in any case.
private func isAutomatic(_ provider: String) -> Bool {
  provider.utf8.count == 4 && provider.utf8.first.unsafelyUnwrapped | 0x20 == UInt8(ascii: "a")
    && provider.lowercased() == "auto"
}

/// The model of a call, in the order of 06 §6.1; aliases of 06 §15.2 are resolved.
private func resolveModel(
  _ options: OptionDict, _ stepModel: String?, _ provider: String, _ environment: (String) -> String?
) -> String {
  if let model = options.entry("model") {
    if !model.isNil { return ModelAlias.resolve(displayText(model)) }
  } else if let stepModel {
    return ModelAlias.resolve(stepModel)
  }
  if let tier = options.entry("model_tier"), !tier.isNil {
    return ModelAlias.resolve(displayText(tier))
  }
  if let model = environment("HARN_LLM_MODEL"), !model.isEmpty {
    return ModelAlias.resolve(model)
  }
  switch provider {
  case "openai": return "gpt-4o"
  case "ollama": return "llama3.2"
  default: return "claude-sonnet-4-20250514"
  }
}

private func resolveMessages(_ options: OptionDict, prompt: String) throws(HarnError) -> Messages {
  guard let messages = options.entry("messages"), messages.isList,
    case .array(let items) = try JSONValue(messages)
  else { return .prompt(prompt) }
  return .given(items)
}
