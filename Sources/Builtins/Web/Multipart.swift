import VM

/// Bodies with several parts (05b §11).
enum Multipart {
  /// What is wrong with a body or its parts.
  struct Failure: Error {
    var text: String
  }

  /// One part of a form.
  struct Field {
    var name = ""
    var filename: String?
    var contentType: String?
    /// Headers in order, names in lower case.
    var headers: [(name: String, value: String)] = []
    var content: [UInt8] = []
  }

  /// How large a body may be.
  struct Limits {
    var totalBytes = 8_388_608
    var fieldBytes = 8_388_608
    var fields = 128
  }

  // MARK: Reading

  /// The boundary that a content type names.
  static func boundary(_ contentType: String) throws(Failure) -> String {
    let pieces = parameters(contentType)
    guard pieces.value.lowercased() == "multipart/form-data" else {
      throw Failure(text: "expected multipart/form-data content type, got \(pieces.value)")
    }
    guard let boundary = pieces.parameters["boundary"], !boundary.isEmpty else {
      throw Failure(text: "content type is missing boundary")
    }
    return boundary
  }

  /// The parts of a body.
  static func parse(_ body: [UInt8], boundary: String, _ limits: Limits) throws(Failure) -> [Field] {
    guard body.count <= limits.totalBytes else {
      throw Failure(text: "total body size \(body.count) exceeds max_total_bytes \(limits.totalBytes)")
    }
    let mark = Array("--\(boundary)".utf8)
    guard body.starts(with: mark) else { throw Failure(text: "body does not start with multipart boundary") }
    var rest = body[mark.count...]
    var fields: [Field] = []
    while !rest.starts(with: Array("--".utf8)) {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
      guard let afterLine = afterLineEnd(rest) else {
        throw Failure(text: "multipart boundary is not followed by a line end")
      }
      guard fields.count < limits.fields else {
        throw Failure(text: "field count exceeds max_fields \(limits.fields)")
      }
      var field = Field()
      rest = try readHeaders(afterLine, &field)
      let end = try endOfContent(rest, mark)
      field.content = Array(rest[..<end.content])
      guard field.content.count <= limits.fieldBytes else {
        throw Failure(text: "field size \(field.content.count) exceeds max_field_bytes \(limits.fieldBytes)")
      }
      fields.append(field)
      rest = rest[end.mark...].dropFirst(mark.count)
    }
    return fields
  }

  /// What is behind `\r\n` or `\n`; nil when there is no line end.
  private static func afterLineEnd(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    if octets.starts(with: [0x0d, 0x0a]) { return octets.dropFirst(2) }
    return octets.first == 0x0a ? octets.dropFirst() : nil
  }

  /// Reads headers up to the blank line; returns what is behind it.
  private static func readHeaders(
    _ octets: ArraySlice<UInt8>, _ field: inout Field
  ) throws(Failure) -> ArraySlice<UInt8> {
    var rest = octets
    var hasDisposition = false
    while true {
      guard let lineFeed = rest.firstIndex(of: 0x0a) else { throw Failure(text: "field headers do not end") }
      var line = rest[..<lineFeed]
      if line.last == 0x0d { line = line.dropLast() }
      rest = rest[(lineFeed + 1)...]
      if line.isEmpty { break }
      guard let colon = line.firstIndex(of: 0x3a) else { throw Failure(text: "invalid field header") }
      let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      let value = String(CookieText.trimmed(Substring(String(decoding: line[(colon + 1)...], as: UTF8.self))))
      field.headers.append((name, value))
      if name == "content-type" { field.contentType = value }
      if name == "content-disposition" {
        let disposition = parameters(value)
        guard disposition.value.lowercased() == "form-data", let fieldName = disposition.parameters["name"] else {
          throw Failure(text: "field is missing name")
        }
        field.name = fieldName
        field.filename = disposition.parameters["filename"]
        hasDisposition = true
      }
    }
    guard hasDisposition else { throw Failure(text: "field is missing content-disposition") }
    return rest
  }

  /// Where the content ends and the next boundary starts.
  private static func endOfContent(
    _ octets: ArraySlice<UInt8>, _ mark: [UInt8]
  ) throws(Failure) -> (content: Int, mark: Int) {
    if octets.starts(with: mark) { return (octets.startIndex, octets.startIndex) }
    var start = octets.startIndex
    while let lineFeed = octets[start...].firstIndex(of: 0x0a) {
      if octets[(lineFeed + 1)...].starts(with: mark) {
        let hasReturn = lineFeed > octets.startIndex && octets[lineFeed - 1] == 0x0d
        return (hasReturn ? lineFeed - 1 : lineFeed, lineFeed + 1)
      }
      start = lineFeed + 1
    }
    throw Failure(text: "body does not end with multipart boundary")
  }

  /// The value of a header and the parameters behind it, names in lower case.
  static func parameters(_ header: String) -> (value: String, parameters: [String: String]) {
    var pieces: [String] = [""]
    var isQuoted = false
    var isEscaped = false
    for scalar in header.unicodeScalars {
      if isEscaped {
        isEscaped = false
      } else if isQuoted, scalar == "\\" {
        isEscaped = true
      } else if scalar == "\"" {
        isQuoted.toggle()
      } else if scalar == ";", !isQuoted {
        pieces.append("")
        continue
      }
      pieces[pieces.count - 1].unicodeScalars.append(scalar)
    }
    var parameters: [String: String] = [:]
    for piece in pieces.dropFirst() {
      guard let equals = piece.utf8.firstIndex(of: 0x3d) else { continue }
      let name = CookieText.trimmed(piece[..<equals]).lowercased()
      let value = CookieText.trimmed(piece[piece.utf8.index(after: equals)...])
      if parameters[name] == nil { parameters[name] = unescaped(value) }
    }
    return (String(CookieText.trimmed(Substring(pieces[0]))), parameters)
  }

  /// A quoted value without quotes and backslashes; another one as it is.
  private static func unescaped(_ value: Substring) -> String {
    guard value.hasPrefix("\""), value.hasSuffix("\""), value.utf8.count >= 2 else { return String(value) }
    var text = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in value.unicodeScalars.dropFirst().dropLast() {
      if !isEscaped, scalar == "\\" {
        isEscaped = true
      } else {
        isEscaped = false
        text.append(scalar)
      }
    }
    return String(text)
  }

  // MARK: Writing

  /// The body with these parts.
  static func body(_ fields: [Field], boundary: String) -> [UInt8] {
    var body: [UInt8] = []
    for field in fields {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(escaped(field.name))\"".utf8)
      if let filename = field.filename { body += Array("; filename=\"\(escaped(filename))\"".utf8) }
      body += Array("\r\n".utf8)
      if let contentType = field.contentType { body += Array("Content-Type: \(contentType)\r\n".utf8) }
      for header in field.headers { body += Array("\(header.name): \(header.value)\r\n".utf8) }
      body += Array("\r\n".utf8) + field.content + Array("\r\n".utf8)
    }
    return body + Array("--\(boundary)--\r\n".utf8)
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { escaped += "\\" }
      // A line end would start another header.
      escaped.unicodeScalars.append(scalar == "\r" || scalar == "\n" ? " " : scalar)
    }
    return escaped
  }

  /// A boundary that these fields always get, and that none of them contains.
  static func boundary(for fields: [Field]) -> String {
    var seed: [UInt8] = []
    for field in fields {
      for text in [field.name, field.filename ?? "", field.contentType ?? ""] { seed += Array(text.utf8) + [0] }
      for header in field.headers { seed += Array("\(header.name):\(header.value)".utf8) + [0] }
      seed += field.content + [0]
    }
    while true {
      seed = SHA256.digest(seed)
      let boundary = "----harn-boundary-\(hexText(Array(seed.prefix(8))))"
      let isFree = fields.allSatisfy { !contains($0.content, Array(boundary.utf8)) }
      if isFree { return boundary }
    }
  }

  /// Whether octets occur. The first ones of a boundary are rare, so this is linear.
  static func contains(_ octets: [UInt8], _ part: [UInt8]) -> Bool {
    var start = 0
    while let index = octets[start...].firstIndex(of: part[0]) {
      if octets[index...].starts(with: part) { return true }
      start = index + 1
    }
    return false
  }
}
