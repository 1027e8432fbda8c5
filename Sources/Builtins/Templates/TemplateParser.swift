/// Builds the nodes of a template; all syntax errors are found here, before anything is rendered (05 §27.6).
struct TemplateParser {
  /// What ends a list of nodes.
  private enum Terminator {
    case end
    case otherwise(TemplatePlace)
    case elseIf(String, TemplatePlace)
    /// The template is over.
    case none
  }

  private let items: [TemplateScanner.Item]
  private var position = 0
  private var nesting = 0
  private static let maximumNesting = 500

  /// The nodes of a template; `path` is named in errors.
  static func parse(_ template: String, path: String?) throws(TemplateError) -> [TemplateNode] {
    do throws(TemplateError) {
      var parser = TemplateParser(items: try TemplateScanner.items(of: template))
      return try parser.parseAll()
    } catch {
      throw TemplateError(message: error.message, place: error.place, path: path)
    }
  }

  private init(items: [TemplateScanner.Item]) { self.items = items }

  private mutating func parseAll() throws(TemplateError) -> [TemplateNode] {
    let (nodes, terminator, place) = try parseNodes()
    switch terminator {
    case .none: return nodes
    case .end: throw TemplateError(message: "unexpected `{{ end }}`", place: place)
    case .otherwise: throw TemplateError(message: "unexpected `{{ else }}`", place: place)
    case .elseIf: throw TemplateError(message: "unexpected `{{ elif }}`", place: place)
    }
  }

  /// Nodes up to a terminator, which is taken, and its place.
  private mutating func parseNodes() throws(TemplateError) -> ([TemplateNode], Terminator, TemplatePlace) {
    var nodes: [TemplateNode] = []
    while position < items.count {
      let item = items[position]
      position += 1
      guard case .directive(let body, let place) = item else {
        if case .text(let text, let place) = item { nodes.append(.text(text, place)) }
        continue
      }
      let (keyword, rest) = TemplateParser.keyword(of: body)
      switch keyword {
      case "end": return (nodes, .end, place)
      case "else":
        let (following, condition) = TemplateParser.keyword(of: rest)
        return (nodes, following == "if" ? .elseIf(condition, place) : .otherwise(place), place)
      case "elif": return (nodes, .elseIf(rest, place), place)
      case "if": nodes.append(try nested(place) { parser throws(TemplateError) in try parser.parseIf(rest, place) })
      case "for": nodes.append(try nested(place) { parser throws(TemplateError) in try parser.parseFor(rest, place) })
      case "include": nodes.append(try parseInclude(rest, place))
      default:
        let isName = TemplateLexer.isIdentifier(body) && !["true", "false", "nil", "and", "or", "not"].contains(body)
        nodes.append(isName ? .name(body, place) : .expression(try expression(body, place), place))
      }
    }
    return (nodes, .none, TemplatePlace(line: 1, column: 1))
  }

  private mutating func nested(
    _ place: TemplatePlace, _ body: (inout TemplateParser) throws(TemplateError) -> TemplateNode
  ) throws(TemplateError) -> TemplateNode {
    guard nesting < TemplateParser.maximumNesting else {
      throw TemplateError(message: "directives are nested too deeply", place: place)
    }
    nesting += 1
    defer { nesting -= 1 }
    return try body(&self)
  }

  /// The first word of a body and what follows. A word that goes on as a path is no keyword.
  private static func keyword(of body: String) -> (keyword: String, rest: String) {
    let word = body.unicodeScalars.prefix { TemplateLexer.isIdentifierStart($0) || TemplateLexer.isDigit($0) }
    let rest = body.unicodeScalars[word.endIndex...]
    if let next = rest.first, ".[|".unicodeScalars.contains(next) { return ("", body) }
    return (String(word), String(rest.drop { $0.properties.isWhitespace }))
  }

  private func expression(_ text: String, _ place: TemplatePlace) throws(TemplateError) -> TemplateExpression {
    do throws(TemplateLexer.Failure) {
      return try TemplateExpressionParser.parse(text)
    } catch {
      throw TemplateError(message: error.message, place: place)
    }
  }

  // MARK: Directives

  private mutating func parseIf(_ condition: String, _ place: TemplatePlace) throws(TemplateError) -> TemplateNode {
    var branches: [(condition: TemplateExpression, body: [TemplateNode], place: TemplatePlace)] = []
    var current = (condition: try expression(condition, place), place: place)
    while true {
      let (body, terminator, _) = try parseNodes()
      branches.append((current.condition, body, current.place))
      switch terminator {
      case .end: return .conditional(branches, otherwise: [])
      case .elseIf(let text, let next): current = (try expression(text, next), next)
      case .otherwise(let next): return .conditional(branches, otherwise: try parseElse(next))
      case .none: throw TemplateError(message: "`{{ if }}` missing matching `{{ end }}`", place: place)
      }
    }
  }

  /// What follows an `else`, up to its `end`.
  private mutating func parseElse(_ place: TemplatePlace) throws(TemplateError) -> [TemplateNode] {
    let (body, terminator, end) = try parseNodes()
    switch terminator {
    case .end: return body
    case .otherwise: throw TemplateError(message: "unexpected `{{ else }}`", place: end)
    case .elseIf: throw TemplateError(message: "unexpected `{{ elif }}`", place: end)
    case .none: throw TemplateError(message: "`{{ else }}` missing matching `{{ end }}`", place: place)
    }
  }

  private mutating func parseFor(_ head: String, _ place: TemplatePlace) throws(TemplateError) -> TemplateNode {
    guard let (left, right) = TemplateParser.split(head, atWord: "in") else {
      throw TemplateError(message: "expected `in` in for-loop", place: place)
    }
    let names = left.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
    guard names.count == 1 || names.count == 2 && names.allSatisfy(TemplateLexer.isIdentifier) else {
      throw TemplateError(message: "invalid for-loop variables", place: place)
    }
    guard names.allSatisfy(TemplateLexer.isIdentifier) else {
      throw TemplateError(message: "invalid for-loop variable", place: place)
    }
    let elements = try expression(right, place)
    let (body, terminator, end) = try parseNodes()
    switch terminator {
    case .end: return .loop(names: names, elements, body: body, otherwise: [], place)
    case .otherwise(let next):
      return .loop(names: names, elements, body: body, otherwise: try parseElse(next), place)
    case .elseIf: throw TemplateError(message: "unexpected `{{ elif }}`", place: end)
    case .none: throw TemplateError(message: "`{{ for }}` missing matching `{{ end }}`", place: place)
    }
  }

  private func parseInclude(_ text: String, _ place: TemplatePlace) throws(TemplateError) -> TemplateNode {
    guard let (path, rest) = TemplateParser.split(text, atWord: "with") else {
      return .include(try expression(text, place), bindings: [], place)
    }
    guard rest.hasPrefix("{"), rest.hasSuffix("}") else {
      throw TemplateError(message: "expected `{ ... }` after `with`", place: place)
    }
    var bindings: [(name: String, value: TemplateExpression)] = []
    let inner = rest.dropFirst().dropLast().trimmed
    let parts = inner.isEmpty ? [] : TemplateParser.split(inner, at: ",")
    for (index, part) in parts.enumerated() {
      if part.isEmpty, index > 0, index == parts.count - 1 { break }
      guard let colon = TemplateParser.positions(in: part, where: { $0 == ":" }).first else {
        throw TemplateError(message: "expected `key: value` in include bindings", place: place)
      }
      let name = part[..<colon].trimmed
      guard TemplateLexer.isIdentifier(name) else {
        throw TemplateError(message: "invalid include binding key", place: place)
      }
      bindings.append((name, try expression(String(part[part.index(after: colon)...]), place)))
    }
    return .include(try expression(path, place), bindings: bindings, place)
  }

  // MARK: Text

  /// Where characters stand that are outside of strings and brackets.
  private static func positions(in text: String, where isWanted: (Character) -> Bool) -> [String.Index] {
    var found: [String.Index] = []
    var quote: Character?
    var isEscaped = false
    var depth = 0
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if !isEscaped, character == open { quote = nil }
        isEscaped = !isEscaped && character == "\\"
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "(" || character == "[" {
        depth += 1
      } else if character == ")" || character == "]" {
        depth -= 1
      } else if depth == 0, isWanted(character) {
        found.append(index)
      }
    }
    return found
  }

  /// The trimmed parts between separators outside of strings and brackets.
  private static func split(_ text: String, at separator: Character) -> [String] {
    var parts: [String] = []
    var start = text.startIndex
    for index in positions(in: text, where: { $0 == separator }) {
      parts.append(text[start..<index].trimmed)
      start = text.index(after: index)
    }
    return parts + [text[start...].trimmed]
  }

  /// What stands before and behind the first use of a word that is outside of strings and brackets.
  private static func split(_ text: String, atWord word: String) -> (String, String)? {
    func isWordPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
    for index in positions(in: text, where: { $0 == word.first }) {
      guard text[index...].hasPrefix(word) else { continue }
      let end = text.index(index, offsetBy: word.count)
      let isStart =
        index == text.startIndex
        || !isWordPart(text[text.index(before: index)]) && text[text.index(before: index)] != "."
      guard isStart, end == text.endIndex || !isWordPart(text[end]) else { continue }
      return (text[..<index].trimmed, text[end...].trimmed)
    }
    return nil
  }
}
