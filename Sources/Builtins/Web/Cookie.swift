/// The grammar of cookies (RFC 6265, 05b §10).
enum CookieText {
  /// Whether a text is a name: a token.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
  }

  /// Whether a text is a value.
  static func isValue(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { !isControl($0) && !" \",;\\".unicodeScalars.contains($0) }
  }

  /// Whether a text may be the value of an attribute.
  static func isAttribute(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { !isControl($0) && $0 != ";" }
  }

  /// Whether a text may be signed.
  static func isSignable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { !isControl($0) && $0 != ";" && $0 != "," }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
  }

  /// Without blanks at both ends.
  static func trimmed(_ text: Substring) -> Substring {
    let start = text.utf8.firstIndex { !isBlank($0) } ?? text.endIndex
    guard let end = text.utf8.lastIndex(where: { !isBlank($0) }) else { return text[start..<start] }
    return text[start..<text.utf8.index(after: end)]
  }

  /// A value without the quotes around it.
  static func unquoted(_ text: Substring) -> Substring {
    let scalars = text.unicodeScalars
    return scalars.count >= 2 && scalars.first == "\"" && scalars.last == "\""
      ? Substring(scalars.dropFirst().dropLast()) : text
  }
}

/// The cookies that a client sends.
struct SentCookies {
  /// All cookies in order.
  var pairs: [(name: String, value: String)] = []
  /// What is no cookie, and why.
  var invalid: [(reason: String, segment: String)] = []

  /// Reads `Cookie` headers.
  init(_ headers: [String]) {
    for header in headers {
      for piece in header.utf8.split(separator: UInt8(ascii: ";")) { read(CookieText.trimmed(Substring(piece))) }
    }
  }

  private mutating func read(_ segment: Substring) {
    guard !segment.isEmpty else { return }
    guard let equals = segment.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      return invalid.append(("missing '='", String(segment)))
    }
    let name = String(CookieText.trimmed(segment[..<equals]))
    let value = String(CookieText.unquoted(CookieText.trimmed(segment[segment.utf8.index(after: equals)...])))
    if !CookieText.isName(name) {
      invalid.append(("invalid name", String(segment)))
    } else if !CookieText.isValue(value) {
      invalid.append(("invalid value", String(segment)))
    } else {
      pairs.append((name, value))
    }
  }

  /// The first value of a name.
  func first(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
}

/// A cookie that a server sets.
struct SetCookie {
  var name: String
  var value: String
  /// The client forgets it at once.
  var isRemoved = false

  /// Reads a `Set-Cookie` header; nil when it holds no cookie.
  init?(_ header: String, now: Int) {
    let pieces = header.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { Substring($0) }
    guard let cookie = SentCookies([String(pieces.first ?? "")]).pairs.first else { return nil }
    (name, value) = cookie
    var maxAge: Int?
    var expires: Int?
    for piece in pieces.dropFirst() {
      let equals = piece.utf8.firstIndex(of: UInt8(ascii: "="))
      let attribute = CookieText.trimmed(equals.map { piece[..<$0] } ?? piece).lowercased()
      let text = equals.map { CookieText.unquoted(CookieText.trimmed(piece[piece.utf8.index(after: $0)...])) } ?? ""
      if attribute == "max-age" { maxAge = Int(text) ?? maxAge }
      if attribute == "expires" { expires = httpDate(String(text)) ?? expires }
    }
    // The age wins over the date.
    if let maxAge {
      isRemoved = maxAge <= 0
    } else if let expires {
      isRemoved = expires <= now
    }
  }
}

/// The seconds since the epoch of `Thu, 01 Jan 1970 00:00:00 GMT`; nil for other texts.
func httpDate(_ text: String) -> Int? {
  let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map { $0.lowercased() }
  let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  guard words.count >= 5, let day = Int(words[1]), let month = months.firstIndex(of: words[2]),
    let year = Int(words[3]), 0...9999 ~= year
  else { return nil }
  let fullYear = words[3].count == 2 ? (year < 70 ? 2000 + year : 1900 + year) : year
  let time = words[4].split(separator: ":").compactMap { Int($0) }
  guard time.count == 3, 0...23 ~= time[0], 0...59 ~= time[1], 0...60 ~= time[2],
    1...CivilDate.daysIn(month: month + 1, of: fullYear) ~= day
  else { return nil }
  let days = CivilDate(year: fullYear, month: month + 1, day: day).daysSinceEpoch
  return days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
}
