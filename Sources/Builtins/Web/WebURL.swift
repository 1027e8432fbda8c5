import VM

/// A URL by the rules of the WHATWG (05b §7), for absolute URLs.
struct WebURL {
  /// What is wrong with a text.
  struct Failure: Error {
    var text: String
  }

  /// A piece of a text, in which a mark stands for itself also when a combining character follows.
  private typealias Scalars = Substring.UnicodeScalarView

  var scheme: String
  var username = ""
  var password: String?
  var host: String?
  var port: Int?
  /// A path as written, without base for schemes that know no slashes.
  var path = ""
  var query: String?
  var fragment: String?

  private static let defaultPorts = ["http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21]

  /// Whether the scheme is one of the web.
  var isSpecial: Bool { WebURL.defaultPorts[scheme] != nil || scheme == "file" }

  init(_ text: String) throws(Failure) {
    let kept = text.unicodeScalars.filter { $0 != "\t" && $0 != "\n" && $0 != "\r" }
    var rest = Scalars(String.UnicodeScalarView(kept))
    while let first = rest.first, first.value <= 0x20 { rest.removeFirst() }
    while let last = rest.last, last.value <= 0x20 { rest.removeLast() }
    guard let colon = rest.firstIndex(of: ":"), WebURL.isScheme(rest[..<colon]) else {
      throw Failure(text: "relative URL without a base")
    }
    scheme = String(rest[..<colon]).lowercased()
    rest = rest[rest.index(after: colon)...]
    if let hash = rest.firstIndex(of: "#") {
      fragment = percentEncoded(String(rest[rest.index(after: hash)...])) { WebURL.isPrintable($0, except: " \"<>`") }
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: "?") {
      let isSpecial = self.isSpecial
      query = percentEncoded(String(rest[rest.index(after: mark)...])) {
        WebURL.isPrintable($0, except: isSpecial ? " \"#<>'" : " \"#<>")
      }
      rest = rest[..<mark]
    }
    if isSpecial { rest = Scalars(posixText(String(rest)).unicodeScalars) }
    try readHierarchy(rest)
  }

  private static func isScheme(_ text: Scalars) -> Bool {
    let name = Substring(text).utf8
    guard let first = name.first, isASCIILetter(first) else { return false }
    return name.allSatisfy { isASCIILetter($0) || (0x30...0x39).contains($0) || [0x2b, 0x2d, 0x2e].contains($0) }
  }

  private static func isPrintable(_ byte: UInt8, except: StaticString) -> Bool {
    guard (0x21...0x7e).contains(byte) else { return false }
    return except.withUTF8Buffer { !$0.contains(byte) }
  }

  private mutating func readHierarchy(_ text: Scalars) throws(Failure) {
    var rest = text
    if isSpecial, scheme != "file" {
      rest = rest.drop { $0 == "/" }
      guard !rest.isEmpty else { throw Failure(text: "empty host") }
    } else if rest.starts(with: "//".unicodeScalars) {
      rest = rest.dropFirst(2)
    } else {
      let isRooted = rest.first == "/"
      path =
        isRooted || isSpecial
        ? WebURL.normalizedPath(rest) : percentEncoded(String(rest)) { (0x20...0x7e).contains($0) }
      if scheme == "file" { host = "" }
      return
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    try readAuthority(rest[..<slash])
    let tail = rest[slash...]
    path = tail.isEmpty && !isSpecial ? "" : WebURL.normalizedPath(tail)
  }

  private mutating func readAuthority(_ text: Scalars) throws(Failure) {
    // A file is on a host, without a user and a port.
    if scheme == "file" {
      let name = try hostText(text)
      host = name == "localhost" ? "" : name
      return
    }
    var place = text
    if let at = text.lastIndex(of: "@") {
      let credentials = text[..<at]
      place = text[text.index(after: at)...]
      let colon = credentials.firstIndex(of: ":")
      username = WebURL.credential(String(colon.map { credentials[..<$0] } ?? credentials))
      password = colon.map { WebURL.credential(String(credentials[credentials.index(after: $0)...])) }
      if password?.isEmpty == true { password = nil }
    }
    var name = place
    let bracket = place.lastIndex(of: "]")
    guard place.first != "[" || bracket != nil else { throw Failure(text: "invalid IPv6 address") }
    let afterBracket = bracket ?? place.startIndex
    if let colon = place[afterBracket...].firstIndex(of: ":") {
      name = place[..<colon]
      let digits = place[place.index(after: colon)...]
      if !digits.isEmpty {
        guard digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(String(digits)), number <= 65_535 else {
          throw Failure(text: "invalid port number")
        }
        port = number == WebURL.defaultPorts[scheme] ? nil : number
      }
    }
    guard !name.isEmpty || text.isEmpty else { throw Failure(text: "empty host") }
    host = try hostText(name)
  }

  /// A user name or password as it stands in a URL.
  static func credential(_ text: String) -> String {
    percentEncoded(text) { isPrintable($0, except: " \"#<>?`{}/:;=@[\\]^|") }
  }

  private func hostText(_ name: Scalars) throws(Failure) -> String {
    if name.first == "[" {
      guard name.last == "]" else { throw Failure(text: "invalid IPv6 address") }
      return "[\(try WebHost.shortAddress(Substring(name.dropFirst().dropLast())))]"
    }
    guard isSpecial else {
      guard !name.contains(where: { "\0 #/<>?@[\\]^|".unicodeScalars.contains($0) }) else {
        throw Failure(text: "invalid domain character")
      }
      return percentEncoded(String(name)) { (0x21...0x7e).contains($0) }
    }
    if name.isEmpty {
      if scheme == "file" { return "" }
      throw Failure(text: "empty host")
    }
    return try WebHost.text(String(decoding: percentDecoded(String(name), plusIsBlank: false), as: UTF8.self))
  }

  /// The path with `.` and `..` resolved, starting with a slash.
  private static func normalizedPath(_ text: Scalars) -> String {
    var segments: [String] = []
    let parts = (text.first == "/" ? text.dropFirst() : text).split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let plain = String(part).lowercased()
      let isLast = index == parts.count - 1
      switch plain {
      case "..", ".%2e", "%2e.", "%2e%2e":
        if !segments.isEmpty { segments.removeLast() }
        if isLast { segments.append("") }
      case ".", "%2e": if isLast { segments.append("") }
      default: segments.append(percentEncoded(String(part)) { isPrintable($0, except: " \"#<>?`{}^") })
      }
    }
    return "/" + segments.joined(separator: "/")
  }

  /// Scheme, host and port, `https://host:8080`.
  var origin: String { "\(scheme)://\(host ?? "")\(port.map { ":\($0)" } ?? "")" }

  /// Stands in front of a path that would be read as a host.
  static let hostlessPrefix = "/."

  /// The URL as text.
  var text: String {
    var text = scheme + ":"
    if let host {
      text += "//"
      if !username.isEmpty || password != nil { text += username + (password.map { ":\($0)" } ?? "") + "@" }
      text += host + (port.map { ":\($0)" } ?? "")
    } else if path.utf8.starts(with: "//".utf8) {
      text += WebURL.hostlessPrefix
    }
    return text + path + (query.map { "?\($0)" } ?? "") + (fragment.map { "#\($0)" } ?? "")
  }
}
