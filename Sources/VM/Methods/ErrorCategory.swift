/// What an error is about (02 §14.8). The raw values are the words that programs see.
package enum ErrorCategory: String, CaseIterable, Sendable {
  case timeout, auth, cancelled, generic, overloaded
  case rateLimit = "rate_limit"
  case serverError = "server_error"
  case transientNetwork = "transient_network"
  case schemaValidation = "schema_validation"
  case toolError = "tool_error"
  case toolRejected = "tool_rejected"
  case egressBlocked = "egress_blocked"
  case notFound = "not_found"
  case circuitOpen = "circuit_open"
  case budgetExceeded = "budget_exceeded"

  /// The category of an error text: a status code, then telling words (02 §14.8).
  package init(classifying text: String) {
    self =
      ErrorCategory.fromStatus(text) ?? ErrorCategory.fromWords(text)
      ?? ErrorCategory.fromNetworkWords(text) ?? .generic
  }

  /// The first run of exactly three digits that is a known status.
  private static func fromStatus(_ text: String) -> ErrorCategory? {
    let runs = text.utf8.split(omittingEmptySubsequences: true) { $0 < 0x30 || $0 > 0x39 }
    for run in runs where run.count == 3 {
      let status = run.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      if let category = ErrorCategory(status: status) { return category }
    }
    return nil
  }

  private init?(status: Int) {
    switch status {
    case 401, 403: self = .auth
    case 404, 410: self = .notFound
    case 408, 504, 522, 524: self = .timeout
    case 429: self = .rateLimit
    case 503, 529: self = .overloaded
    case 500, 502: self = .serverError
    default: return nil
    }
  }

  private static func fromWords(_ text: String) -> ErrorCategory? {
    let words: [(String, ErrorCategory)] = [
      ("Deadline exceeded", .timeout), ("context deadline exceeded", .timeout),
      ("overloaded_error", .overloaded), ("api_error", .serverError),
      ("insufficient_quota", .rateLimit), ("billing_hard_limit_reached", .rateLimit),
      ("invalid_api_key", .auth), ("authentication_error", .auth),
      ("not_found_error", .notFound), ("model_not_found", .notFound),
      ("circuit_open", .circuitOpen),
    ]
    return words.first { text.containsBytes(of: $0.0) }?.1
  }

  private static func fromNetworkWords(_ text: String) -> ErrorCategory? {
    let words = [
      "connection reset", "connection refused", "connection closed", "broken pipe", "dns error",
      "stream error", "unexpected eof",
    ]
    let lower = text.lowercased()
    return words.contains { lower.containsBytes(of: $0) } ? .transientNetwork : nil
  }
}

extension String {
  /// Whether the UTF-8 bytes of `other` occur in this text; never canonical equivalence.
  func containsBytes(of other: String) -> Bool {
    var (text, needle) = (self, other)
    return text.withUTF8 { text in
      needle.withUTF8 { firstOffset(of: $0, in: text, from: 0) >= 0 }
    }
  }
}

/// The builtins that make and look at categorised errors (02 §14.8).
var errorBuiltins: [NativeBuiltin] {
  [
    .init("throw_error", throwError),
    .init("error_category") { call throws(HarnError) in Value(string: category(of: call.value(0))) },
    .init("is_timeout") { call throws(HarnError) in Value(bool: category(of: call.value(0)) == "timeout") },
    .init("is_rate_limited") { call throws(HarnError) in Value(bool: category(of: call.value(0)) == "rate_limit") },
  ]
}

private func throwError(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let category = ErrorCategory(rawValue: call.text(1)) ?? .generic
  let message = try call.textValue(0)
  throw .thrown(Value(dict: [("category", Value(string: category.rawValue)), ("message", message)]))
}

/// Categories of errors that another attempt may cure (04 A15.4).
let transientCategories: Set<String> = ["rate_limit", "overloaded", "transient_network", "timeout"]

/// The category of a caught error (02 §14.8).
func category(of error: Value) -> String {
  if let text = error.stringValue { return ErrorCategory(classifying: text).rawValue }
  return error.entry("category").map(displayText) ?? ErrorCategory.generic.rawValue
}
