import StepRuntime
import VM

/// Makes the result dicts of calls, piece by piece as values: every call makes one (06 §12.4).
final class ResultDicts {
  private let result: DictShape
  private let usage: DictShape
  private let transcript: DictShape
  private let event: DictShape
  private let message: DictShape
  private let textBlock: DictShape
  private let words = Words()
  // Unchecked, because every result uses them, and nothing holds on to an access.
  @exclusivity(unchecked) private var model = RepeatedText()
  @exclusivity(unchecked) private var provider = RepeatedText()
  @exclusivity(unchecked) private var lastParts: Parts?
  @exclusivity(unchecked) private var lastUsage: Usage?

  /// Makes dicts for the programs of a machine, which is missing in tests.
  init(_ vm: VirtualMachine?) {
    let figures = [
      "cache_creation_input_tokens", "cache_hit_ratio", "cache_read_tokens", "cache_savings_usd",
      "cache_write_tokens", "input_tokens", "output_tokens",
    ]
    let others = ["blocks", "model", "prose", "provider", "text", "transcript", "usage", "visible_text"]
    result = DictShape(figures + others, in: vm)
    usage = DictShape(figures, in: vm)
    transcript = DictShape(["_type", "assets", "events", "id", "messages", "state", "version"], in: vm)
    event = DictShape(["kind", "role", "text", "visibility"], in: vm)
    message = DictShape(["content", "role"], in: vm)
    textBlock = DictShape(["text", "type", "visibility"], in: vm)
  }

  /// The values that stand in every result, each with a count.
  private final class Words {
    let active = Value(string: "active")
    let assistant = Value(string: "assistant")
    let message = Value(string: "message")
    let nothing = Value(list: [])
    let outputText = Value(string: "output_text")
    let `public` = Value(string: "public")
    let transcript = Value(string: "transcript")
    let user = Value(string: "user")

    deinit {
      for word in [active, assistant, message, nothing, outputText, `public`, transcript, user] { word.released() }
    }
  }

  /// The parts of a result that depend on nothing but messages and reply, each with a count.
  private final class Parts {
    let messages: Messages
    let received: SharedReply
    let text: Value
    let blocks: Value
    let conversation: (messages: Value, events: Value)
    /// The text seen through the tagged text protocol.
    let protocolText: ProtocolText?

    init(_ received: SharedReply, to messages: Messages, _ dicts: ResultDicts) {
      self.messages = messages
      self.received = received
      text = Value(string: received.reply.text)
      blocks = dicts.blocks(received, text)
      conversation = dicts.conversation(messages, reply: text)
      protocolText = ProtocolText(received.reply.text)
    }

    deinit {
      for value in [text, blocks, conversation.messages, conversation.events] { value.released() }
    }

    /// Whether these are the parts of the result of such a reply.
    func fit(_ received: SharedReply, to messages: Messages) -> Bool {
      guard received === self.received, case .prompt(let prompt) = messages, case .prompt(let own) = self.messages
      else { return false }
      return isSame(prompt, own)
    }
  }

  /// The dict `usage` of a reply that used no prompt cache, with a count.
  private final class Usage {
    let tokens: (input: Int, output: Int)
    let value: Value

    init(_ reply: Reply, _ value: Value) {
      tokens = (reply.inputTokens, reply.outputTokens)
      self.value = value
    }

    deinit { value.released() }
  }

  /// The parts of a result; those of the last one when the same reply is given to the same prompt again.
  private func parts(_ received: SharedReply, to messages: Messages) -> Parts {
    if let lastParts, lastParts.fit(received, to: messages) { return lastParts }
    let parts = Parts(received, to: messages, self)
    lastParts = parts
    return parts
  }

  /// The result dict of a reply to `messages`, owned by the caller.
  func result(_ received: SharedReply, to messages: Messages, data: JSONValue?, transcriptID: Int) -> Value {
    let parts = parts(received, to: messages)
    let reply = received.reply
    var dict = result.begin()
    dict.set("blocks", parts.blocks.retained())
    setCacheFigures(of: reply, &dict)
    dict.set("input_tokens", Value(int: reply.inputTokens))
    dict.set("model", model.value(of: reply.model))
    dict.set("output_tokens", Value(int: reply.outputTokens))
    dict.set("prose", parts.protocolText.map { Value(string: $0.prose) } ?? parts.text.retained())
    dict.set("provider", provider.value(of: reply.provider))
    dict.set("text", parts.text.retained())
    dict.set("transcript", transcript(parts, id: transcriptID))
    dict.set("usage", usage(reply))
    dict.set("visible_text", parts.protocolText.map { Value(string: $0.visible) } ?? parts.text.retained())
    return dict.finish(adding: reply.optionalEntries(data: data, parts.protocolText))
  }

  /// The figures of the prompt cache, which stand side by side in results and in `usage` (06 §13.5).
  private func setCacheFigures(of reply: Reply, _ dict: inout DictFiller) {
    let figures = reply.usageFigures
    dict.set("cache_creation_input_tokens", Value(int: reply.cacheWriteTokens))
    dict.set("cache_hit_ratio", Value(float: figures.hitRatio))
    dict.set("cache_read_tokens", Value(int: reply.cacheReadTokens))
    dict.set("cache_savings_usd", Value(float: figures.savings))
    dict.set("cache_write_tokens", Value(int: reply.cacheWriteTokens))
  }

  private func usage(_ reply: Reply) -> Value {
    let isCached = reply.cacheReadTokens != 0 || reply.cacheWriteTokens != 0
    if isCached { return newUsage(reply) }
    if let lastUsage, lastUsage.tokens == (reply.inputTokens, reply.outputTokens) { return lastUsage.value.retained() }
    let value = newUsage(reply)
    lastUsage = Usage(reply, value.retained())
    return value
  }

  private func newUsage(_ reply: Reply) -> Value {
    var dict = usage.begin()
    setCacheFigures(of: reply, &dict)
    dict.set("input_tokens", Value(int: reply.inputTokens))
    dict.set("output_tokens", Value(int: reply.outputTokens))
    return dict.finish()
  }

  private func blocks(_ received: SharedReply, _ text: Value) -> Value {
    let reply = received.reply
    if let blocks = reply.blocks { return Value(.array(blocks)) }
    var list = ListBuilder(capacity: reply.toolCalls.count + 1)
    if !reply.text.isEmpty {
      var block = textBlock.begin()
      block.set("text", text.retained())
      block.set("type", words.outputText.retained())
      block.set("visibility", words.public.retained())
      list.append(block.finish())
    }
    for call in reply.toolCalls { list.append(Value(call.block)) }
    return list.finish()
  }

  /// The conversation so far: what was sent, and this reply (06 §12.4).
  private func conversation(_ messages: Messages, reply: Value) -> (messages: Value, events: Value) {
    var all = ListBuilder(capacity: 2)
    var events = ListBuilder(capacity: 2)
    switch messages {
    case .prompt(let prompt):
      let content = Value(string: prompt)
      events.append(event(role: words.user.retained(), text: content.retained()))
      all.append(message(content, role: words.user.retained()))
    case .given(let messages):
      for message in messages {
        all.append(Value(message))
        events.append(
          event(role: Value(message["role"] ?? .string("user")), text: Value(message["content"] ?? .string(""))))
      }
    }
    events.append(event(role: words.assistant.retained(), text: reply.retained()))
    all.append(message(reply.retained(), role: words.assistant.retained()))
    return (all.finish(), events.finish())
  }

  private func transcript(_ parts: Parts, id: Int) -> Value {
    var dict = transcript.begin()
    dict.set("_type", words.transcript.retained())
    dict.set("assets", words.nothing.retained())
    dict.set("events", parts.conversation.events.retained())
    var name = TextBuffer(capacity: 40)
    name.append("transcript_")
    name.append(int: id)
    dict.set("id", name.finish())
    dict.set("messages", parts.conversation.messages.retained())
    dict.set("state", words.active.retained())
    dict.set("version", Value(int: 2))
    return dict.finish()
  }

  /// Takes over the counts of both.
  private func message(_ content: Value, role: Value) -> Value {
    var dict = message.begin()
    dict.set("content", content)
    dict.set("role", role)
    return dict.finish()
  }

  /// Takes over the counts of both.
  private func event(role: Value, text: Value) -> Value {
    var dict = event.begin()
    dict.set("kind", words.message.retained())
    dict.set("role", role)
    dict.set("text", text)
    dict.set("visibility", words.public.retained())
    return dict.finish()
  }
}

extension Reply {
  /// What only some results have, owned by the caller.
  fileprivate func optionalEntries(data: JSONValue?, _ protocolText: ProtocolText?) -> [(String, Value)] {
    var entries: [(String, Value)] = []
    if let data { entries.append(("data", Value(data))) }
    if let protocolText, protocolText.isProtocolUsed {
      entries += [
        ("canonical_text", Value(string: text)),
        ("done_marker", protocolText.doneMarker.map { Value(string: $0) } ?? .nilValue),
        ("protocol_violations", Value(list: [])),
        ("tool_parse_errors", Value(list: [])),
      ]
    }
    if !toolCalls.isEmpty { entries.append(("tool_calls", Value(.array(toolCalls.map(\.json))))) }
    if let thinking {
      entries += [("thinking", Value(string: thinking)), ("private_reasoning", Value(string: thinking))]
    }
    if let thinkingSummary { entries.append(("thinking_summary", Value(string: thinkingSummary))) }
    if let stopReason { entries.append(("stop_reason", Value(string: stopReason))) }
    return entries
  }

  /// What of `usage` must be calculated.
  fileprivate var usageFigures: (hitRatio: Double, savings: Double) {
    (
      cacheHitRatio,
      Prices.cacheSavings(ofModel: model, read: cacheReadTokens, written: cacheWriteTokens)
    )
  }

  /// The dict `usage` as JSON (06 §12.7).
  var usageJSON: JSONValue {
    let figures = usageFigures
    return .object([
      "cache_creation_input_tokens": .int(cacheWriteTokens),
      "cache_hit_ratio": .float(figures.hitRatio),
      "cache_read_tokens": .int(cacheReadTokens),
      "cache_savings_usd": .float(figures.savings),
      "cache_write_tokens": .int(cacheWriteTokens),
      "input_tokens": .int(inputTokens),
      "output_tokens": .int(outputTokens),
    ])
  }

  /// The share of the input that came from the cache (06 §13.5).
  package var cacheHitRatio: Double {
    let cached = Double(cacheReadTokens) + Double(cacheWriteTokens)
    let total = cached <= Double(inputTokens) ? Double(inputTokens) : Double(inputTokens) + cached
    return total == 0 ? 0 : Double(cacheReadTokens) / total
  }
}

extension Reply.ToolCall {
  /// An entry of `tool_calls` (06 §12.4).
  fileprivate var json: JSONValue {
    .object([
      "arguments": arguments, "id": .string(id), "name": .string(name),
      "type": .string("tool_call"),
    ])
  }

  /// An entry of `blocks` (06 §12.4).
  fileprivate var block: JSONValue {
    .object([
      "arguments": arguments, "id": .string(id), "name": .string(name),
      "type": .string("tool_call"), "visibility": .string("internal"),
    ])
  }
}
