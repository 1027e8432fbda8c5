import VM

/// URLs and query strings (05b §7).
func urlBuiltins() -> BuiltinGroup {
  [
    .init("url_parse", parseURL),
    .init("url_build", buildURL),
    .init("query_parse") { call throws(HarnError) in
      Value(
        list: queryPairs(call.text(0)).map { pair in
          Value(dict: ["key": Value(string: pair.key), "value": Value(string: pair.value)])
        })
    },
    .init("query_stringify", stringifyQuery),
  ]
}

/// A string, or nil when there is none.
func optionalString(_ text: String?) -> Value { text.map { Value(string: $0) } ?? .nilValue }

private func parseURL(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let url: WebURL
  do throws(WebURL.Failure) {
    url = try WebURL(call.text(0))
  } catch {
    throw .thrown(text: "url_parse: \(error.text)")
  }
  return Value(dict: [
    "fragment": optionalString(url.fragment),
    "host": optionalString(url.host.flatMap { $0.isEmpty ? nil : $0 }),
    "password": optionalString(url.password), "path": Value(string: url.path),
    "port": url.port.map { Value(int: $0) } ?? .nilValue, "query": optionalString(url.query),
    "scheme": Value(string: url.scheme), "username": optionalString(url.username.isEmpty ? nil : url.username),
  ])
}

private func buildURL(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let parts = call.value(0)
  guard parts.isDict else { throw .thrown(text: "url_build: expected a dict of url parts") }
  func part(_ name: String) throws(HarnError) -> String? {
    guard let value = parts.entry(name), !value.isNil else { return nil }
    guard let text = value.stringValue else {
      throw .thrown(text: "url_build: '\(name)' must be a string, got \(typeName(value))")
    }
    return text
  }
  guard let scheme = try part("scheme"), !scheme.isEmpty else { throw .thrown(text: "url_build: 'scheme' is required") }
  var text = scheme + ":"
  let host = try part("host")
  if let host {
    text += "//"
    let (username, password) = (try part("username"), try part("password"))
    if username != nil || password != nil {
      text += WebURL.credential(username ?? "") + (password.map { ":\(WebURL.credential($0))" } ?? "") + "@"
    }
    text += host
    if let port = parts.entry("port"), !port.isNil {
      guard let number = port.intValue, 0...65_535 ~= number else {
        throw .thrown(text: "url_build: 'port' must be an int between 0 and 65535")
      }
      text += ":\(number)"
    }
  }
  let path = try part("path") ?? "/"
  if host == nil, path.utf8.starts(with: "//".utf8) { text += WebURL.hostlessPrefix }
  if host != nil, !path.isEmpty, path.utf8.first != UInt8(ascii: "/") { text += "/" }
  text += percentEncoded(path) { ![0x23, 0x3f].contains($0) }
  if let query = try part("query") { text += "?" + percentEncoded(query) { $0 != 0x23 } }
  if let fragment = try part("fragment") { text += "#" + fragment }
  do throws(WebURL.Failure) {
    return Value(string: try WebURL(text).text)
  } catch {
    throw .thrown(text: "url_build: \(error.text)")
  }
}

private func stringifyQuery(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  guard call.value(0).isList else {
    throw .thrown(text: "query_stringify: expected a list of {key, value} dicts")
  }
  var pairs: [String] = []
  for item in call[0].listItems {
    guard item.isDict else { throw .thrown(text: "query_stringify: each item must be a {key, value} dict") }
    let key = item.entry("key")?.stringValue ?? ""
    let value = item.entry("value").map(displayText) ?? ""
    pairs.append("\(formEncoded(key))=\(formEncoded(value))")
  }
  return Value(string: pairs.joined(separator: "&"))
}
