import StepRuntime
import VM

extension Request {
  /// The reply when no mock fits (06 §12.8, §13.3).
  package var defaultReply: Reply {
    if let completion = options.completion { return completion.defaultReply(model: options.model) }
    let prompt = messages.lastPromptText
    let call = defaultToolCall
    let text = call != nil ? "" : options.isStreamed ? prompt : defaultText(prompt)
    return Reply(
      text: text, toolCalls: call.map { [$0] } ?? [], model: options.model, inputTokens: prompt.utf8.count,
      outputTokens: call != nil ? 20 : 30)
  }

  /// The prompt, when nothing else decides about the default reply than the prompt and the model.
  var plainPrompt: String? {
    guard case .prompt(let prompt) = messages, options.system == nil, options.tools == nil,
      options.completion == nil, !options.isStreamed, !options.usesCache
    else { return nil }
    return prompt
  }

  private func defaultText(_ prompt: String) -> String {
    let text = mockResponse(to: prompt)
    guard let system = options.system, contains(system, "<done>") else { return text }
    return "<assistant_prose>\(text)</assistant_prose>\n<done>##DONE##</done>"
  }

  /// A call of the first offered tool with placeholders for its required parameters (06 §13.3).
  private var defaultToolCall: Reply.ToolCall? {
    guard let tool = offeredTools.first else { return nil }
    let name = if case .string(let name)? = tool["name"] { name } else { "unknown" }
    return Reply.ToolCall(
      id: "mock_call_1", name: name, arguments: .object(tool.requiredParameters))
  }

  /// The tools of a registry or list.
  private var offeredTools: [JSONValue] {
    let list = options.tools?["tools"] ?? options.tools
    if case .array(let tools)? = list { return tools }
    return []
  }
}

extension Completion {
  /// The reply to a completion (06 §12.8).
  fileprivate func defaultReply(model: String) -> Reply {
    var reply = Reply()
    reply.model = model
    reply.text = "Mock completion after \(prefix.unicodeScalars.count) chars"
    if let suffix { reply.text += " before \(suffix.unicodeScalars.count) chars" }
    reply.inputTokens = prefix.utf8.count + (suffix?.utf8.count ?? 0)
    reply.outputTokens = 16
    reply.stopReason = "stop"
    return reply
  }
}

/// The text of the default reply.
private func mockResponse(to prompt: String) -> String {
  let ascii = countWords(prompt)
  let words = ascii?.words ?? prompt.unicodeScalars.split { $0.properties.isWhitespace }.count
  if words == 0 { return "Mock LLM response" }
  let isShort = (ascii?.characters ?? .max) <= 100
  let beginning = isShort ? prompt : String(String.UnicodeScalarView(prompt.unicodeScalars.prefix(100)))
  return "Mock response to \(words)-word prompt: \(beginning)"
}

extension JSONValue {
  /// The required parameters of a tool, with placeholders. Parameters are a JSON schema, or a dict of descriptions that are
  /// required unless they say otherwise.
  fileprivate var requiredParameters: [JSONMember] {
    guard let parameters = self["parameters"] else { return [] }
    if let properties = parameters["properties"], case .object(let members) = properties {
      guard case .array(let required)? = parameters["required"] else { return [] }
      return members.filter { required.contains(.string($0.key)) }.map(\.placeholder)
    }
    guard case .object(let members) = parameters else { return [] }
    return members.filter { $0.value["required"] != .bool(false) }.map(\.placeholder)
  }
}

extension JSONMember {
  /// The parameter with the placeholder of its type.
  fileprivate var placeholder: JSONMember {
    let type: JSONValue? = if case .string = value { value } else { value["type"] }
    let placeholder: JSONValue =
      switch type {
      case .string("integer"): .int(0)
      case .string("number"): .float(0)
      case .string("boolean"): .bool(false)
      case .string("array"): .array([])
      case .string("object"): .object([] as [JSONMember])
      default: .string("")
      }
    return JSONMember(key: key, value: placeholder)
  }
}
