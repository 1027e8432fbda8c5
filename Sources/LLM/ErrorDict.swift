import StepRuntime
import VM

/// What a failed call tells about retrying (06 §12.5).
package struct FailureClass: Equatable, Sendable {
  /// Whether trying again may help: kind `transient`.
  package var isTransient: Bool
  /// The reason of the table.
  package var reason: String

  /// The first row of 06 §12.5 that fits.
  package init(category: String, message: String) {
    let text = message.lowercased()
    let row = FailureClass.rows.first { row in
      row.categories.contains(category) || row.texts.contains { contains(text, $0) }
        || (row.reason == "context_overflow" && speaksOfContextOverflow(text))
    }
    isTransient = row?.isTransient ?? false
    reason = row?.reason ?? "unknown"
  }

  private struct Row: Sendable {
    var categories: [String] = []
    var texts: [String] = []
    var isTransient = false
    var reason: String
  }

  private static let rows = [
    Row(texts: ["context_length_exceeded", "maximum context length"], reason: "context_overflow"),
    Row(texts: ["content policy", "content_policy"], reason: "content_policy"),
    Row(texts: ["invalid_api_key", "unauthorized", "forbidden"], reason: "auth_failure"),
    Row(texts: ["model_not_found"], reason: "model_unavailable"),
    Row(
      categories: ["rate_limit"], texts: ["too many requests", "insufficient_quota"],
      isTransient: true, reason: "rate_limit"),
    Row(
      categories: ["timeout"], texts: ["timeout", "timed out"], isTransient: true,
      reason: "timeout"),
    Row(
      categories: ["overloaded", "server_error"],
      texts: ["bad gateway", "service unavailable", "overloaded", "api_error"], isTransient: true,
      reason: "server_error"),
    Row(
      categories: ["transient_network"],
      texts: [
        "connection reset", "connection refused", "connection closed", "broken pipe", "dns error",
        "stream error", "unexpected eof",
      ], isTransient: true, reason: "network_error"),
    Row(categories: ["auth"], reason: "auth_failure"),
    Row(categories: ["not_found"], reason: "model_unavailable"),
    Row(texts: ["invalid_request", "bad request"], reason: "invalid_request"),
  ]
}

/// Whether a lower-case message says that the context length or window is exceeded.
private func speaksOfContextOverflow(_ text: String) -> Bool {
  (contains(text, "context length") || contains(text, "context window"))
    && ["exceed", "too long", "too large", "maximum"].contains { contains(text, $0) }
}

/// The delay that a line `retry-after: <seconds>` names, at most a minute (06 §12.5).
package func retryAfterMilliseconds(in message: String) -> Int? {
  let name = "retry-after:"
  for line in message.split(separator: "\n") {
    let line = trimmed(line)
    guard line.lowercased().hasPrefix(name) else { continue }
    guard let seconds = Double(trimmed(line.dropFirst(name.count))), seconds >= 0 else { continue }
    return Int((min(seconds, 60) * 1000).rounded())
  }
  return nil
}

extension ProviderError {
  /// Kind and reason of the error.
  var failureClass: FailureClass { FailureClass(category: category, message: message) }

  /// The dict of 06 §12.5 without provider and model. Owned by the caller.
  var error: HarnError {
    let failure = failureClass
    var entries: [(String, Value)] = [
      ("category", Value(string: category)),
      ("kind", Value(string: failure.isTransient ? "transient" : "terminal")),
      ("reason", Value(string: failure.reason)),
      ("message", Value(string: message)),
    ]
    if let delay = retryAfterMilliseconds(in: message) {
      entries.append(("retry_after_ms", Value(int: delay)))
    }
    return .thrown(Value(dict: entries))
  }
}

extension HarnError {
  /// The error as a call of `provider` and `model` throws it (06 §12.5): a dict keeps its keys, missing ones are filled in.
  /// Takes over the count of the error; the result is owned by the caller.
  func wrapped(provider: String, model: String) -> HarnError {
    guard case .thrown(let value) = self else { return self }
    guard value.isDict else {
      let text = displayText(value)
      value.released()
      return ProviderError(category: "generic", message: text).error
        .wrapped(provider: provider, model: model)
    }
    var entries = [("provider", Value(string: provider)), ("model", Value(string: model))]
    let category = value.entry("category").map { displayText($0) } ?? "generic"
    let message = value.entry("message").map { displayText($0) } ?? displayText(value)
    let failure = FailureClass(category: category, message: message)
    for (key, text) in [
      ("category", category), ("message", message), ("reason", failure.reason),
      ("kind", failure.isTransient ? "transient" : "terminal"),
    ] where value.entry(key) == nil {
      entries.append((key, Value(string: text)))
    }
    let wrapped = value.settingEntries(entries)
    value.released()
    return .thrown(wrapped)
  }
}
