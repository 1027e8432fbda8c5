import VM

/// The mocked answers to requests, and the requests that they answered (05b §15).
final class HTTPMocks {
  private struct Mock {
    var method: String
    var pattern: [UInt8]
    /// In the order in which they are given; the last one repeats.
    var responses: [HTTPResponse]
    var used = 0
  }

  /// A request that a mock answered, once for each attempt.
  struct Call {
    var method: String
    var url: String
    var headers: [(name: String, value: String)]
    var body: String?
  }

  private var mocks: [Mock] = []
  private(set) var calls: [Call] = []

  /// Registers an answer in place of the one with the same method and pattern.
  func add(method: String, pattern: String, _ responses: [HTTPResponse]) {
    let mock = Mock(method: method.uppercased(), pattern: Array(pattern.utf8), responses: responses)
    if let index = mocks.firstIndex(where: { $0.method == mock.method && $0.pattern == mock.pattern }) {
      mocks[index] = mock
    } else {
      mocks.append(mock)
    }
  }

  /// Drops mocks and calls.
  func clear() {
    mocks = []
    calls = []
  }

  /// The answer of the first mock that fits; nil when none does.
  func answer(_ request: HTTPRequest) -> HTTPResponse? {
    let url = Array(request.url.utf8)
    guard
      let index = mocks.firstIndex(where: {
        ($0.method == "*" || $0.method == request.method) && HTTPMocks.matches(url, $0.pattern)
      })
    else { return nil }
    calls.append(
      Call(
        method: request.method, url: request.url,
        headers: request.headers.map { ($0.name.lowercased(), $0.value) }, body: request.body))
    let mock = mocks[index]
    mocks[index].used = min(mock.used + 1, mock.responses.count - 1)
    return mock.responses[mock.used]
  }

  /// Whether a text fits a pattern, in which `*` stands for any text.
  static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
    var (t, p) = (0, 0)
    var star: (text: Int, pattern: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (t, p)
        p += 1
      } else if p < pattern.count, pattern[p] == text[t] {
        t += 1
        p += 1
      } else if let last = star {
        star = (last.text + 1, last.pattern)
        t = last.text + 1
        p = last.pattern + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

extension HTTPMocks.Call {
  private static let sensitiveHeaders: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token",
    "x-csrf-token", "x-xsrf-token",
  ]
  private static let sensitiveParameters: Set<String> = [
    "api_key", "apikey", "access_token", "refresh_token", "id_token", "client_secret", "password", "secret", "token",
  ]
  private static let marker = "[redacted]"

  /// The dict that programs see; secrets are hidden unless they are asked for.
  func value(hidesSecrets: Bool) -> Value {
    let shown = headers.map { header in
      (header.name, hidesSecrets && Self.sensitiveHeaders.contains(header.name) ? Self.marker : header.value)
    }
    return Value(dict: [
      "body": optionalString(body), "headers": Value(dict: shown.map { ($0.0, Value(string: $0.1)) }),
      "method": Value(string: method), "url": Value(string: hidesSecrets ? redactedURL : url),
    ])
  }

  private var redactedURL: String {
    guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return url }
    let hash = url[mark...].utf8.firstIndex(of: UInt8(ascii: "#")) ?? url.endIndex
    let pairs = queryPairs(String(url[mark..<hash]))
    guard pairs.contains(where: { Self.isSensitive($0.key) }) else { return url }
    let query = pairs.map { pair in
      "\(formEncoded(pair.key))=\(formEncoded(Self.isSensitive(pair.key) ? Self.marker : pair.value))"
    }
    return url[...mark] + query.joined(separator: "&") + url[hash...]
  }

  private static func isSensitive(_ name: String) -> Bool {
    let name = name.lowercased()
    return sensitiveParameters.contains(name) || name.hasSuffix("_token") || name.hasSuffix("_secret")
  }
}
