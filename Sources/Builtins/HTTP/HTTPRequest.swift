import VM

/// A request as programs describe it (05b §14).
struct HTTPRequest {
  var method: String
  var url: String
  /// Headers by name, as they were given.
  var headers: [(name: String, value: String)] = []
  var body: String?
  var retries = Retries()

  /// When a request is sent once more.
  struct Retries {
    var limit = 0
    var backoffMilliseconds = 1000
    var statuses: Set<Int> = [408, 429, 500, 502, 503, 504]
    var methods: Set<String> = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]
    var respectsRetryAfter = true
  }

  /// Reads the options of a call; paths of files to send start in `directory`.
  init(method: String, url: String, options: Value, directory: String) throws(HarnError) {
    self.method = method.uppercased()
    self.url = url
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      throw .thrown(text: "http: URL must start with http:// or https://, got '\(url)'")
    }
    guard CookieText.isName(method) else {
      throw .thrown(text: "http: invalid method '\(method)': invalid HTTP method")
    }
    addQuery(options.entry("query") ?? .nilValue)
    try readHeaders(options)
    try readBody(options, directory)
    readRetries(options)
  }

  /// Appends the entries in key order; nil values are left out.
  private mutating func addQuery(_ query: Value) {
    let pairs = query.dictEntries.filter { !$0.value.isNil }
      .map { "\(formEncoded($0.key))=\(formEncoded(displayText($0.value)))" }
    guard !pairs.isEmpty else { return }
    let hash = url.utf8.firstIndex(of: UInt8(ascii: "#")) ?? url.endIndex
    let (place, fragment) = (url[..<hash], url[hash...])
    let separator = !place.contains("?") ? "?" : place.hasSuffix("?") || place.hasSuffix("&") ? "" : "&"
    url = place + separator + pairs.joined(separator: "&") + fragment
  }

  private mutating func readHeaders(_ options: Value) throws(HarnError) {
    for header in options.entry("headers")?.dictEntries ?? [] where !header.value.isNil {
      guard CookieText.isName(header.key) else {
        throw .thrown(text: "http: invalid header name '\(header.key)': invalid HTTP header name")
      }
      let value = displayText(header.value)
      guard CookieText.isAttribute(value.replacingSemicolons()) else {
        throw .thrown(text: "http: invalid header value for '\(header.key)': invalid HTTP header value")
      }
      headers.append((header.key, value))
    }
    guard let auth = options.entry("auth"), !auth.isNil else { return }
    if let token = auth.entry("bearer"), !token.isNil {
      setHeader("Authorization", "Bearer \(displayText(token))")
    } else if let basic = auth.entry("basic"), !basic.isNil {
      let pair = ["user", "password"].map { basic.entry($0).map(displayText) ?? "" }.joined(separator: ":")
      setHeader("Authorization", "Basic \(Base64.standard.text(Array(pair.utf8)))")
    } else if !auth.isDict {
      setHeader("Authorization", displayText(auth))
    }
  }

  private mutating func setHeader(_ name: String, _ value: String) {
    headers.removeAll { $0.name.lowercased() == name.lowercased() }
    headers.append((name, value))
  }

  private mutating func readBody(_ options: Value, _ directory: String) throws(HarnError) {
    let parts = options.entry("multipart") ?? .nilValue
    let text = options.entry("body") ?? .nilValue
    if parts.isNil {
      body = text.isNil ? nil : displayText(text)
      return
    }
    guard text.isNil else { throw .thrown(text: "http: body and multipart options are mutually exclusive") }
    guard parts.isList else { throw .thrown(text: "http: multipart must be a list, got \(typeName(parts))") }
    var fields: [Multipart.Field] = []
    for (index, part) in parts.listItems.enumerated() { fields.append(try field(part, index, directory)) }
    body = String(decoding: Multipart.body(fields, boundary: HTTPRequest.boundary), as: UTF8.self)
    setHeader("Content-Type", "multipart/form-data; boundary=\(HTTPRequest.boundary)")
  }

  /// What separates the parts of requests that mocks answer.
  private static let boundary = "harn-boundary"

  private func field(_ part: Value, _ index: Int, _ directory: String) throws(HarnError) -> Multipart.Field {
    func failure(_ detail: String) -> HarnError { .thrown(text: "http: multipart part \(index) \(detail)") }
    func text(_ key: String) -> String? { part.entry(key).flatMap { $0.isNil ? nil : displayText($0) } }
    guard part.isDict else { throw failure("must be a dict, got \(typeName(part))") }
    var field = Multipart.Field()
    guard let name = text("name"), !name.isEmpty else { throw failure("is missing name") }
    field.name = name
    field.filename = text("filename")
    field.contentType = text("content_type")
    if let encoded = text("value_base64") {
      guard let octets = try? Base64.standard.octets(encoded) else { throw failure("has an invalid value_base64") }
      field.content = octets
    } else if let path = text("path") {
      do throws(SystemError) {
        field.content = try FileAccess.read(resolved(path, against: directory))
      } catch {
        throw failure("cannot be read: \(path): \(error.text)")
      }
      field.filename = field.filename ?? LexicalPath(path).basename
    } else if let value = part.entry("value"), !value.isNil {
      field.content = value.isBytes ? Array(value.octets) : Array(displayText(value).utf8)
    } else {
      throw failure("is missing value, value_base64 or path")
    }
    return field
  }

  private mutating func readRetries(_ options: Value) {
    let retry = options.entry("retry") ?? .nilValue
    func number(_ candidates: Value?...) -> Int? { candidates.lazy.compactMap { $0?.countOrMilliseconds }.first }
    retries.limit = max(0, number(retry.entry("max"), options.entry("retries"), retry) ?? 0)
    retries.backoffMilliseconds = max(
      0, number(retry.entry("backoff_ms"), options.entry("backoff"), retry.entry("backoff")) ?? 1000)
    if let statuses = options.entry("retry_on"), statuses.isList {
      retries.statuses = Set(statuses.listItems.compactMap(\.intValue))
    }
    if let methods = options.entry("retry_methods"), methods.isList {
      retries.methods = Set(methods.listItems.map { displayText($0).uppercased() })
    }
    retries.respectsRetryAfter = options.entry("respect_retry_after")?.isTruthy ?? true
  }
}

extension Value {
  /// An int, or the milliseconds of a duration.
  fileprivate var countOrMilliseconds: Int? { isInt || isDuration ? int : nil }
}

extension String {
  /// Semicolons are allowed in headers.
  fileprivate func replacingSemicolons() -> String {
    String(decoding: utf8.map { $0 == 0x3b ? 0x2c : $0 }, as: UTF8.self)
  }
}

/// What comes back.
struct HTTPResponse: Sendable {
  var status = 200
  var body = ""
  /// Headers as the mock gives them.
  var headers: [Header] = []

  struct Header: Sendable {
    var name: String
    var value: String
  }

  /// Whether the status is 200–299.
  var isOK: Bool { 200...299 ~= status }

  /// Reads the answer of a mock.
  init(_ mock: Value) {
    status = mock.entry("status")?.intValue ?? 200
    body =
      mock.entry("body").map {
        $0.isNil ? "" : $0.isBytes ? String(decoding: $0.octets, as: UTF8.self) : displayText($0)
      } ?? ""
    headers = mock.entry("headers")?.dictEntries.map { Header(name: $0.key, value: displayText($0.value)) } ?? []
  }

  /// The entries that every form of the response has.
  var head: [(String, Value)] {
    [
      ("headers", Value(dict: headers.map { ($0.name, Value(string: $0.value)) })), ("ok", Value(bool: isOK)),
      ("status", Value(int: status)),
    ]
  }

  /// The dict that programs see.
  var value: Value { Value(dict: head + [("body", Value(string: body))]) }

  /// How long a client is asked to wait, in milliseconds.
  func retryAfterMilliseconds(now: Int) -> Int? {
    guard status == 429 || status == 503,
      let text = headers.first(where: { $0.name.lowercased() == "retry-after" })?.value
    else { return nil }
    if let seconds = Int(text) { return seconds < 0 ? 0 : min(seconds, 1 << 32) * 1000 }
    return httpDate(text).map { max(0, $0 * 1000 - now) }
  }
}
