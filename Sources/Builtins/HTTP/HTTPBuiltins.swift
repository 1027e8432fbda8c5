import VM

/// HTTP requests and their mocks (05b §14, §15).
func httpBuiltins() -> BuiltinGroup {
  let client = HTTPClient()
  let verbs: BuiltinGroup = ["get", "delete", "post", "put", "patch"].map { verb in
    .init("http_\(verb)") { call throws(HarnError) in try client.request(verb, call) }
  }
  return verbs + [
    .init("http_request") { call throws(HarnError) in
      guard !call.text(0).isEmpty else { throw .thrown(text: "http_request: method is required") }
      return try client.request("request", method: call.text(0), url: 1, call.value(2), call)
    },
    .init("http_download") { call throws(HarnError) in try client.download(call) },
    .init("http_session") { call throws(HarnError) in
      let options = call.value(0)
      return Value(string: client.openSession(options.isDict ? options.retained() : Value(dict: [:])))
    },
    .init("http_session_request") { call throws(HarnError) in
      guard !call.text(1).isEmpty else { throw .thrown(text: "http_session_request: method is required") }
      return try client.request(
        "session_request", method: call.text(1), url: 2, call.value(3), session: call.text(0), call)
    },
    .init("http_session_close") { call throws(HarnError) in Value(bool: client.closeSession(call.text(0))) },
  ] + streamBuiltins(client) + mockBuiltins(client)
}

private func streamBuiltins(_ client: HTTPClient) -> BuiltinGroup {
  [
    .init("http_stream_open") { call throws(HarnError) in
      let method = call.value(1).entry("method").map(displayText) ?? "GET"
      return try client.request("stream_open", method: method, url: 0, call.value(1), call) { response in
        Value(string: client.openStream(response))
      }
    },
    .init("http_stream_read") { call throws(HarnError) in
      _ = try client.openStream("http_stream_read", call)
      let octets = client.read(call.text(0), upTo: max(1, call.int(1) ?? 1_048_576))
      return octets.isEmpty ? .nilValue : Value(octets: Array(octets))
    },
    .init("http_stream_info") { call throws(HarnError) in
      Value(dict: try client.openStream("http_stream_info", call).head)
    },
    .init("http_stream_close") { call throws(HarnError) in Value(bool: client.closeStream(call.text(0))) },
  ]
}

private func mockBuiltins(_ client: HTTPClient) -> BuiltinGroup {
  [
    .init("http_mock") { call throws(HarnError) in
      let response = call.value(2)
      let several = response.entry("responses")?.listItems ?? []
      let responses = several.isEmpty ? [HTTPResponse(response)] : several.map { HTTPResponse($0) }
      client.mocks.add(method: call.text(0), pattern: call.text(1), responses)
      return .nilValue
    },
    .init("http_mock_clear") { call throws(HarnError) in
      client.clearMocks()
      return .nilValue
    },
    .init("http_mock_calls") { call throws(HarnError) in
      let options = call.value(0)
      let showsSecrets =
        options.entry("include_sensitive")?.isTruthy ?? false || options.entry("redact_sensitive")?.boolValue == false
      return Value(list: client.mocks.calls.map { $0.value(hidesSecrets: !showsSecrets) })
    },
  ]
}

extension HTTPClient {
  /// `http_get` and its like.
  fileprivate func request(_ verb: String, _ call: borrowing NativeCall) throws(HarnError) -> Value {
    guard verb != "get", verb != "delete" else {
      return try request(verb, method: verb, url: 0, call.value(1), call)
    }
    // A single dict behind the URL is the options.
    if call.count == 2, call[1].isDict { return try request(verb, method: verb, url: 0, call[1], call) }
    var options = call.value(2).isDict ? call[2].retained() : Value(dict: [:])
    defer { options.released() }
    if !call.value(1).isNil {
      let withBody = options.settingEntry("body", Value(string: call.text(1)))
      options.released()
      options = withBody
    }
    return try request(verb, method: verb, url: 0, options, call)
  }

  fileprivate func request(
    _ name: String, method: String, url: Int, _ given: Value, session: String? = nil, _ call: borrowing NativeCall,
    _ result: @escaping @Sendable (HTTPResponse) throws(HarnError) -> Value = { $0.value }
  ) throws(HarnError) -> Value {
    guard !call.text(url).isEmpty, !call.value(url).isNil else { throw .thrown(text: "http_\(name): URL is required") }
    let named = given.entry("session").flatMap { $0.isNil ? nil : displayText($0) }
    let options = try options(given, session: session ?? named, "http_\(name)")
    defer { options.released() }
    let request = try HTTPRequest(
      method: method, url: call.text(url), options: options, directory: call.vm.executionRoot)
    return try send(request, call, result)
  }

  fileprivate func download(_ call: borrowing NativeCall) throws(HarnError) -> Value {
    guard !call.text(1).isEmpty else { throw .thrown(text: "http_download: path is required") }
    let path = call.path(1)
    return try request("download", method: "GET", url: 0, call.value(2), call) { response throws(HarnError) in
      let octets = Array(response.body.utf8)
      do throws(SystemError) {
        try octets.withUnsafeBufferPointer { buffer throws(SystemError) in try FileAccess.write(path, buffer) }
      } catch {
        throw .thrown(text: "http_download: failed to write \(path): \(error.text)")
      }
      return Value(dict: response.head + [("bytes_written", Value(int: octets.count))])
    }
  }

  /// The response of the stream that the first argument names.
  fileprivate func openStream(_ name: String, _ call: borrowing NativeCall) throws(HarnError) -> HTTPResponse {
    guard let response = stream(call.text(0)) else { throw .thrown(text: "\(name): unknown stream '\(call.text(0))'") }
    return response
  }
}
