import StepRuntime
import VM

extension Reply {
  /// The result dict of 06 §12.4. Owned by the caller.
  func result(messages: [JSONValue], data: JSONValue?, transcriptID: String) -> Value {
    let protocolText = ProtocolText(text)
    var members = usageMembers
    members += [
      member("usage", usageJSON),
      member("text", .string(text)),
      member("prose", .string(protocolText.prose)),
      member("visible_text", .string(protocolText.visible)),
      member("model", .string(model)),
      member("provider", .string(provider)),
      member("blocks", .array(blocks ?? defaultBlocks)),
      member("transcript", transcript(messages, id: transcriptID)),
    ]
    if let data { members.append(member("data", data)) }
    if protocolText.isProtocolUsed {
      members += [
        member("canonical_text", .string(text)),
        member("done_marker", protocolText.doneMarker.map(JSONValue.string) ?? .null),
        member("protocol_violations", .array([])),
        member("tool_parse_errors", .array([])),
      ]
    }
    if !toolCalls.isEmpty { members.append(member("tool_calls", .array(toolCalls.map(\.json)))) }
    if let thinking {
      members.append(member("thinking", .string(thinking)))
      members.append(member("private_reasoning", .string(thinking)))
    }
    if let thinkingSummary {
      members.append(member("thinking_summary", .string(thinkingSummary)))
    }
    if let stopReason { members.append(member("stop_reason", .string(stopReason))) }
    return Value(.object(members))
  }

  /// The dict `usage` (06 §12.4).
  var usageJSON: JSONValue { .object(usageMembers) }

  /// The seven numbers of `usage`, in key order (06 §12.4).
  private var usageMembers: [JSONMember] {
    [
      member("cache_creation_input_tokens", .int(cacheWriteTokens)),
      member("cache_hit_ratio", .float(cacheHitRatio)),
      member("cache_read_tokens", .int(cacheReadTokens)),
      member(
        "cache_savings_usd",
        .float(
          Prices.cacheSavings(ofModel: model, read: cacheReadTokens, written: cacheWriteTokens))),
      member("cache_write_tokens", .int(cacheWriteTokens)),
      member("input_tokens", .int(inputTokens)),
      member("output_tokens", .int(outputTokens)),
    ]
  }

  /// The share of the input that came from the cache (06 §13.5).
  package var cacheHitRatio: Double {
    let cached = Double(cacheReadTokens) + Double(cacheWriteTokens)
    let total = cached <= Double(inputTokens) ? Double(inputTokens) : Double(inputTokens) + cached
    return total == 0 ? 0 : Double(cacheReadTokens) / total
  }

  private var defaultBlocks: [JSONValue] {
    let texts: [JSONValue] =
      text.isEmpty
      ? []
      : [
        .object([
          "text": .string(text), "type": .string("output_text"), "visibility": .string("public"),
        ])
      ]
    return texts
      + toolCalls.map { call in
        .object([
          "arguments": call.arguments, "id": .string(call.id), "name": .string(call.name),
          "type": .string("tool_call"), "visibility": .string("internal"),
        ])
      }
  }

  /// The conversation so far: what was sent, and this reply (06 §12.4).
  private func transcript(_ messages: [JSONValue], id: String) -> JSONValue {
    let own = JSONValue.object(["content": .string(text), "role": .string("assistant")])
    let all = messages + [own]
    return .object([
      "_type": .string("transcript"),
      "assets": .array([]),
      "events": .array(all.map(event)),
      "id": .string(id),
      "messages": .array(all),
      "state": .string("active"),
      "version": .int(2),
    ])
  }

  private func event(_ message: JSONValue) -> JSONValue {
    .object([
      "kind": .string("message"),
      "role": message["role"] ?? .string("user"),
      "text": message["content"] ?? .string(""),
      "visibility": .string("public"),
    ])
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
}

private func member(_ key: String, _ value: JSONValue) -> JSONMember {
  JSONMember(key: key, value: value)
}

/// A reply text seen through the tagged text protocol (06 §12.4 `prose`, `visible_text`).
struct ProtocolText {
  /// The part for people.
  let prose: String
  /// The text without reasoning and protocol blocks.
  let visible: String
  /// The content of the last `<done>`.
  private(set) var doneMarker: String?
  /// Whether a block of the protocol occurs; reasoning alone is none.
  private(set) var isProtocolUsed = false

  init(_ text: String) {
    guard text.utf8.contains(UInt8(ascii: "<")) else {
      (prose, visible) = (text, text)
      return
    }
    var bytes = Array(text.utf8)
    var isTagged = false
    for tag in ["think", "tool_call", "done"] {
      while let block = block(tag, in: bytes) {
        if tag == "done" { doneMarker = String(decoding: bytes[block.inner], as: UTF8.self) }
        if tag != "think" { isProtocolUsed = true }
        bytes.removeSubrange(block.outer)
        isTagged = true
      }
    }
    var proses: [String] = []
    while let block = block("assistant_prose", in: bytes) {
      proses.append(String(decoding: bytes[block.inner], as: UTF8.self))
      bytes.replaceSubrange(block.outer, with: Array(bytes[block.inner]))
    }
    if !proses.isEmpty { isProtocolUsed = true }
    let rest = String(decoding: bytes, as: UTF8.self)
    visible = isTagged || !proses.isEmpty ? trimmed(rest) : text
    prose = proses.isEmpty ? text : proses.joined(separator: "\n")
  }
}

/// The first complete block of a tag: with and without the tags.
private func block(_ tag: String, in text: [UInt8]) -> (outer: Range<Int>, inner: Range<Int>)? {
  guard let open = range(of: "<\(tag)>", in: text, from: 0),
    let close = range(of: "</\(tag)>", in: text, from: open.upperBound)
  else { return nil }
  return (open.lowerBound..<close.upperBound, open.upperBound..<close.lowerBound)
}
