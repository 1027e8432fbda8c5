import StepRuntime

extension Request {
  /// What globs are matched against: all non-empty strings of the messages, joined by newlines (06 §13.2).
  package var matchText: String {
    messages.flatMap(\.strings).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The strings of `content` of the last message whose content is not blank (06 §13.3).
  package var lastPromptText: String {
    for message in messages.reversed() {
      let strings = message["content"]?.strings ?? []
      if strings.contains(where: { !trimmed($0).isEmpty }) {
        return strings.filter { !$0.isEmpty }.joined(separator: "\n")
      }
    }
    return ""
  }

  /// The reply when no mock fits (06 §12.8, §13.3).
  package var defaultReply: Reply {
    if let completion { return completion.defaultReply(model: model) }
    let prompt = lastPromptText
    var reply = Reply()
    reply.model = model
    reply.inputTokens = prompt.utf8.count
    if let call = defaultToolCall {
      reply.toolCalls = [call]
      reply.outputTokens = 20
      return reply
    }
    reply.text = isStreamed ? prompt : defaultText(prompt)
    reply.outputTokens = 30
    return reply
  }

  private func defaultText(_ prompt: String) -> String {
    let words = prompt.unicodeScalars.split { $0.properties.isWhitespace }.count
    let head = String(String.UnicodeScalarView(prompt.unicodeScalars.prefix(100)))
    let text =
      words == 0 ? "Mock LLM response" : "Mock response to \(words)-word prompt: \(head)"
    guard let system, contains(system, "<done>") else { return text }
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
    let list = tools?["tools"] ?? tools
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

extension JSONValue {
  /// All strings inside, object members in key order.
  fileprivate var strings: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let items): items.flatMap(\.strings)
    case .object(let members): members.flatMap { $0.value.strings }
    case .null, .bool, .int, .float: []
    }
  }

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
