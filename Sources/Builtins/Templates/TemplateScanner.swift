/// Splits a template into text and directives, and cuts the blanks that trim markers ask for (05 §27.1).
struct TemplateScanner {
  enum Item {
    case text(String, TemplatePlace)
    /// The trimmed body between the braces.
    case directive(String, TemplatePlace)
  }

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var place = TemplatePlace(line: 1, column: 1)
  private var items: [Item] = []
  private var text: [Unicode.Scalar] = []
  private var textPlace = TemplatePlace(line: 1, column: 1)

  /// The items of a template in order.
  static func items(of template: String) throws(TemplateError) -> [Item] {
    var scanner = TemplateScanner(template)
    try scanner.run()
    return scanner.items
  }

  private init(_ template: String) { scalars = Array(template.unicodeScalars) }

  private func starts(_ text: StaticString, at position: Int) -> Bool {
    text.withUTF8Buffer { bytes in
      position + bytes.count <= scalars.count
        && bytes.indices.allSatisfy { scalars[position + $0].value == UInt32(bytes[$0]) }
    }
  }

  /// Moves on and keeps count of lines and columns.
  private mutating func advance(to end: Int) {
    while position < end {
      if scalars[position] == "\n" {
        place = TemplatePlace(line: place.line + 1, column: 1)
      } else {
        place.column += 1
      }
      position += 1
    }
  }

  private mutating func run() throws(TemplateError) {
    while position < scalars.count {
      if starts("{{", at: position) {
        try scanDirective()
      } else {
        if text.isEmpty { textPlace = place }
        text.append(scalars[position])
        advance(to: position + 1)
      }
    }
    endText()
  }

  private mutating func endText() {
    if !text.isEmpty { items.append(.text(String(String.UnicodeScalarView(text)), textPlace)) }
    text = []
  }

  private mutating func scanDirective() throws(TemplateError) {
    let start = place
    var body = position + 2
    if starts("-", at: body) {
      trimTextEnd()
      body += 1
    }
    endText()
    if starts("#", at: body) {
      guard let end = firstPosition(of: "#}}", from: body + 1) else {
        throw TemplateError(message: "unterminated comment", place: start)
      }
      return advance(to: end + 3)
    }
    guard let end = directiveEnd(from: body) else {
      throw TemplateError(message: "unterminated directive", place: start)
    }
    let trimsRight = end > body && scalars[end - 1] == "-"
    let content = String(String.UnicodeScalarView(scalars[body..<(trimsRight ? end - 1 : end)])).trimmed
    advance(to: end + 2)
    if content == "raw" { return try scanRaw(from: start) }
    items.append(.directive(content, start))
    if trimsRight { trimTextStart() }
  }

  private func firstPosition(of text: StaticString, from start: Int) -> Int? {
    var position = start
    while position < scalars.count {
      if starts(text, at: position) { return position }
      position += 1
    }
    return nil
  }

  /// The first `}}` that is not inside of a quoted string.
  private func directiveEnd(from start: Int) -> Int? {
    var position = start
    var quote: Unicode.Scalar?
    while position < scalars.count {
      let scalar = scalars[position]
      if let open = quote {
        if scalar == "\\" { position += 1 }
        if scalar == open { quote = nil }
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
      } else if starts("}}", at: position) {
        return position
      }
      position += 1
    }
    return nil
  }

  /// Copies everything up to `{{ endraw }}`.
  private mutating func scanRaw(from start: TemplatePlace) throws(TemplateError) {
    var candidate = position
    while let open = firstPosition(of: "{{", from: candidate) {
      if let close = firstPosition(of: "}}", from: open + 2) {
        let body = scalars[(open + 2)..<close].drop { $0 == "-" }
        if String(String.UnicodeScalarView(body.last == "-" ? body.dropLast() : body)).trimmed == "endraw" {
          textPlace = place
          text += scalars[position..<open]
          endText()
          return advance(to: close + 2)
        }
      }
      candidate = open + 1
    }
    throw TemplateError(message: "unterminated `{{ raw }}` block", place: start)
  }

  // MARK: Trim markers

  /// Removes spaces and tabs, and then one newline, from the end of the text before.
  private mutating func trimTextEnd() {
    while text.last == " " || text.last == "\t" { text.removeLast() }
    guard text.last == "\n" else { return }
    text.removeLast()
    if text.last == "\r" { text.removeLast() }
  }

  /// Skips spaces and tabs, and then one newline.
  private mutating func trimTextStart() {
    var end = position
    while end < scalars.count, scalars[end] == " " || scalars[end] == "\t" { end += 1 }
    if starts("\r\n", at: end) {
      end += 2
    } else if starts("\n", at: end) {
      end += 1
    }
    advance(to: end)
  }
}
