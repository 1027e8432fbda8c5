import StepRuntime

/// The data of a structured reply (06 §12.6 "Finding JSON").
struct FoundJSON {
  /// The parsed value.
  let value: JSONValue
  /// Whether it was embedded in other text.
  let isExtracted: Bool
}

extension Reply {
  /// The first candidate that holds JSON: the text, the public text blocks, the arguments of the tool calls.
  var foundJSON: FoundJSON? {
    candidates.lazy.compactMap(FoundJSON.init(in:)).first
  }

  private var candidates: [String] {
    let texts = (blocks ?? []).compactMap { block -> String? in
      guard block["type"] == .string("output_text"), block["visibility"] == .string("public"),
        case .string(let text)? = block["text"]
      else { return nil }
      return text
    }
    let arguments = toolCalls.map { call in
      if case .string(let text) = call.arguments { text } else { call.arguments.compactText }
    }
    return [text] + texts + arguments
  }
}

extension FoundJSON {
  /// The JSON of a candidate: all of it, else what is embedded in it.
  init?(in candidate: String) {
    let text = trimmed(candidate)
    if let whole = try? JSONValue(parsing: text) {
      self.init(value: whole, isExtracted: false)
    } else if let part = embeddedJSON(in: text), let value = try? JSONValue(parsing: part) {
      self.init(value: value, isExtracted: true)
    } else {
      return nil
    }
  }
}

/// The fenced block of a text, else its first balanced object, else its first balanced array (05 §15.3).
private func embeddedJSON(in text: String) -> String? {
  let bytes = Array(text.utf8)
  let part =
    fencedBlock(in: bytes) ?? balancedPart(in: bytes, "{", "}") ?? balancedPart(in: bytes, "[", "]")
  return part.map { trimmed(String(decoding: bytes[$0], as: UTF8.self)) }
}

/// What lies between the line of the first three backticks and the next three.
private func fencedBlock(in text: [UInt8]) -> Range<Int>? {
  guard let open = range(of: "```", in: text, from: 0) else { return nil }
  let lineEnd = text[open.upperBound...].firstIndex(of: UInt8(ascii: "\n"))
  let start = lineEnd.map { $0 + 1 } ?? open.upperBound
  return range(of: "```", in: text, from: start).map { start..<$0.lowerBound }
}

/// From the first opening bracket to the one that closes it; brackets inside strings do not count.
private func balancedPart(in text: [UInt8], _ open: Unicode.Scalar, _ close: Unicode.Scalar) -> Range<Int>? {
  let open = UInt8(ascii: open)
  let close = UInt8(ascii: close)
  guard let start = text.firstIndex(of: open) else { return nil }
  var depth = 0
  var isString = false
  var isEscaped = false
  for position in start..<text.count {
    let byte = text[position]
    if isEscaped {
      isEscaped = false
    } else if isString {
      if byte == UInt8(ascii: "\\") { isEscaped = true }
      if byte == UInt8(ascii: "\"") { isString = false }
    } else if byte == UInt8(ascii: "\"") {
      isString = true
    } else if byte == open {
      depth += 1
    } else if byte == close {
      depth -= 1
      if depth == 0 { return start..<(position + 1) }
    }
  }
  return nil
}
