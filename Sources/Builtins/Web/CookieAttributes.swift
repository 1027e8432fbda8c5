import VM

/// The attributes of a cookie that a server sets (05b §10).
struct CookieAttributes {
  private var path: String?
  private var domain: String?
  private var maxAge: Int?
  private var expires: String?
  private var isHTTPOnly = false
  private var isSecure = false
  private var sameSite: String?

  /// No attributes.
  init() {}

  /// Those of a session.
  static var session: CookieAttributes {
    var attributes = CookieAttributes()
    attributes.path = "/"
    attributes.isHTTPOnly = true
    attributes.isSecure = true
    attributes.sameSite = "Lax"
    return attributes
  }

  /// Those that make a client forget a cookie.
  static var removal: CookieAttributes {
    var attributes = session
    attributes.maxAge = 0
    attributes.expires = "Thu, 01 Jan 1970 00:00:00 GMT"
    return attributes
  }

  /// Sets what the options name, in any of their spellings.
  mutating func apply(_ options: Value) throws(HarnError) {
    func option(_ names: String...) -> Value? {
      names.lazy.compactMap { options.entry($0) }.first { !$0.isNil }
    }
    path = option("path", "Path").map(displayText) ?? path
    domain = option("domain", "Domain").map(displayText) ?? domain
    if let age = option("max_age", "maxAge", "Max-Age") {
      guard let seconds = age.intValue else {
        throw .runtimeError("cookie: max_age must be an int, got \(typeName(age))")
      }
      maxAge = seconds
    }
    expires = option("expires", "Expires").map(displayText) ?? expires
    isHTTPOnly = option("http_only", "httpOnly", "HttpOnly")?.isTruthy ?? isHTTPOnly
    isSecure = option("secure", "Secure")?.isTruthy ?? isSecure
    if let policy = option("same_site", "sameSite", "SameSite") {
      guard let known = ["Lax", "Strict", "None"].first(where: { $0.lowercased() == displayText(policy).lowercased() })
      else { throw .runtimeError("cookie: same_site must be one of Lax, Strict, or None") }
      sameSite = known
    }
  }

  /// The attributes as they stand behind a cookie.
  func text() throws(HarnError) -> String {
    var text = ""
    func checked(_ name: String, _ value: String?) throws(HarnError) -> String {
      guard let value else { return "" }
      guard CookieText.isAttribute(value) else {
        throw .runtimeError("cookie: \(name) contains an invalid cookie attribute value")
      }
      return "; \(name)=\(value)"
    }
    text += try checked("Path", path)
    text += try checked("Domain", domain)
    if let maxAge { text += "; Max-Age=\(maxAge)" }
    text += try checked("Expires", expires)
    if isHTTPOnly { text += "; HttpOnly" }
    if isSecure { text += "; Secure" }
    if let sameSite {
      guard sameSite != "None" || isSecure else { throw .runtimeError("cookie: SameSite=None requires Secure") }
      text += "; SameSite=\(sameSite)"
    }
    return text
  }
}
