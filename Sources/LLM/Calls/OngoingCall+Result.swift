import StepRuntime
import VM

extension OngoingCall {
  /// What the builtin returns (06 §12.1), owned by the caller, or the error that it throws.
  ///
  /// - Precondition: the call is finished, and this is its only use.
  package func result() throws(HarnError) -> Value {
    guard let end = takeEnd() else { preconditionFailure("a call has one result when it is finished") }
    switch builtin {
    case .call, .completion: return resultDict(try conforming(end))
    case .stream: return try conforming(end).reply.channel
    case .callSafe: return try envelope("response", end) { resultDict($0) }
    case .structured: return data(try conforming(end))
    case .structuredSafe: return try envelope("data", end) { data($0) }
    case .structuredResult: return try diagnosis(end)
    }
  }

  /// The attempt to return, or the error to throw (06 §12.6 "After the last attempt").
  private func conforming(_ end: End) throws(HarnError) -> Attempt {
    switch end {
    case .accepted(let attempt, _): return attempt
    case .failed(let error): throw error
    case .rejected(let attempt, _):
      switch options.checks.validation {
      case .off: break
      case .warn: program.warn?(validationMessage(attempt.errors))
      case .error:
        throw ProviderError(category: "schema_validation", message: validationMessage(attempt.errors))
          .error.wrapped(provider: options.provider, model: options.model)
      }
      return attempt
    }
  }

  private func validationMessage(_ errors: [String]) -> String {
    let hint =
      options.checks.retries == 0
      ? "set `schema_retries: N` in the llm_call options to automatically re-prompt the model with a"
        + " corrective nudge"
      : "schema_retries budget exhausted — the model did not produce conforming output after the"
        + " configured retries; consider raising `schema_retries` or relaxing the schema"
    return "LLM output failed schema validation: \(errors.joined(separator: "; ")) (hint: \(hint))"
  }

  private func resultDict(_ attempt: Attempt) -> Value {
    program.results.result(
      attempt.received, to: attempt.messages, data: attempt.json?.value, transcriptID: program.nextTranscript())
  }

  private func data(_ attempt: Attempt) -> Value { attempt.json.map { Value($0.value) } ?? .nilValue }

  /// `{error, ok, <key>}`: thrown dicts become data (06 §12.1).
  private func envelope(
    _ key: String, _ end: End, _ value: (Attempt) -> Value
  ) throws(HarnError) -> Value {
    do throws(HarnError) {
      let attempt = try conforming(end)
      return Value(dict: ["error": .nilValue, "ok": Value(bool: true), key: value(attempt)])
    } catch {
      guard case .thrown(let dict) = error else { throw error }
      return Value(dict: ["error": dict, "ok": Value(bool: false), key: .nilValue])
    }
  }

  // MARK: Diagnosis

  /// The dict of 06 §12.7.
  private func diagnosis(_ end: End) throws(HarnError) -> Value {
    switch end {
    case .accepted(let attempt, let isRepaired):
      return Value(diagnosis(of: attempt, data: attempt.json?.value, isRepaired: isRepaired))
    case .rejected(let attempt, let isRepairFailed):
      let category =
        isRepairFailed ? "repair_failed" : attempt.json == nil ? "missing_json" : "schema_validation"
      return Value(diagnosis(of: attempt, data: nil, category: category))
    case .failed(let error):
      guard case .thrown(let dict) = error else { throw error }
      defer { dict.released() }
      return failure(
        category: dict.entry("category").map { displayText($0) } ?? "generic",
        message: dict.entry("message").map { displayText($0) } ?? "")
    }
  }

  private func diagnosis(
    of attempt: Attempt, data: JSONValue?, category: String? = nil, isRepaired: Bool = false
  ) -> JSONValue {
    let reply = attempt.reply
    return .object([
      "attempts": .int(attempt.number),
      "data": data ?? .null,
      "error": .string(attempt.errors.joined(separator: "; ")),
      "error_category": category.map(JSONValue.string) ?? .null,
      "extracted_json": .bool(attempt.json?.isExtracted ?? false),
      "model": .string(reply.model),
      "ok": .bool(category == nil),
      "provider": .string(reply.provider),
      "raw_text": .string(reply.text),
      "repaired": .bool(isRepaired),
      "usage": reply.usageJSON,
    ])
  }

  private func failure(category: String, message: String) -> Value {
    Value(
      .object([
        "attempts": .int(0), "data": .null, "error": .string(message),
        "error_category": .string(category), "extracted_json": .bool(false),
        "model": .string(options.model), "ok": .bool(false), "provider": .string(options.provider),
        "raw_text": .string(""), "repaired": .bool(false), "usage": Reply().usageJSON,
      ]))
  }
}

extension Reply {
  /// A channel with the words of the text, closed behind the last one (06 §12.8). Owned by the caller.
  fileprivate var channel: Value {
    let words = text.unicodeScalars.split { $0.properties.isWhitespace }
    return Value(closedChannel: "llm_stream", items: words.map { Value(string: String($0)) })
  }
}
