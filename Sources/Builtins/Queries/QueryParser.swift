import VM

/// A query that cannot be read.
struct QueryError: Error {
  var message: String
}

/// Reads the text of a query (05b §2).
struct QueryParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  /// Deeper nesting is refused; so the recursion of parser and evaluation is bounded.
  private static let depthLimit = 256

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The query of the whole text.
  mutating func parse() throws(QueryError) -> Query {
    let query = try pipe(hasCommas: true)
    skipBlanks()
    guard position == bytes.count else { throw near("unexpected input") }
    return query
  }

  // MARK: Operators

  private mutating func pipe(hasCommas: Bool) throws(QueryError) -> Query {
    depth += 1
    defer { depth -= 1 }
    guard depth < QueryParser.depthLimit else { throw near("unexpected input") }
    var query = try comma(hasCommas)
    var length = 1
    while take("|") {
      query = .pipe(query, try comma(hasCommas))
      length += 1
      // A chain is as deep a tree as it is long.
      guard length < QueryParser.depthLimit else { throw near("unexpected input") }
    }
    return query
  }

  private mutating func comma(_ hasCommas: Bool) throws(QueryError) -> Query {
    var query = try logical()
    var length = 1
    while hasCommas, take(",") {
      query = .both(query, try logical())
      length += 1
      guard length < QueryParser.depthLimit else { throw near("unexpected input") }
    }
    return query
  }

  private mutating func logical() throws(QueryError) -> Query {
    var query = try comparison()
    var length = 1
    while true {
      if takeWord("and") {
        query = .and(query, try comparison())
      } else if takeWord("or") {
        query = .or(query, try comparison())
      } else {
        return query
      }
      length += 1
      guard length < QueryParser.depthLimit else { throw near("unexpected input") }
    }
  }

  private mutating func comparison() throws(QueryError) -> Query {
    let left = try unary()
    let operators: [(String, Query.Comparison)] = [
      ("==", .equal), ("!=", .notEqual), ("<", .less), (">", .greater),
    ]
    for (spelling, comparison) in operators where take(spelling) {
      return .comparison(comparison, left, try unary())
    }
    return left
  }

  private mutating func unary() throws(QueryError) -> Query {
    var negations = 0
    while takeWord("not") { negations += 1 }
    let query = try primary()
    // Pairs of negations still make a bool of the value.
    if negations == 0 { return query }
    return negations % 2 == 1 ? .not(query) : .not(.not(query))
  }

  // MARK: Primaries

  private mutating func primary() throws(QueryError) -> Query {
    skipBlanks()
    switch peek {
    case UInt8(ascii: "("):
      position += 1
      let query = try pipe(hasCommas: true)
      try expect(")")
      return query
    case UInt8(ascii: "."):
      if starts("..") {
        position += 2
        return .descendants
      }
      return .path(try path())
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: return try word()
    }
  }

  private mutating func word() throws(QueryError) -> Query {
    let start = position
    let name = takeName()
    switch name {
    case "": throw near("expected expression")
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null", "nil": return .null
    case "length": return .length
    case "keys": return .keys
    case "values": return .values
    case "type": return .type
    case "map": return .map(try argument())
    case "select": return .select(try argument())
    case "and", "or":
      position = start
      throw near("expected expression")
    default: throw QueryError(message: "jq: unknown identifier '\(name)'")
    }
  }

  private mutating func argument() throws(QueryError) -> Query {
    try expect("(")
    let query = try pipe(hasCommas: true)
    try expect(")")
    return query
  }

  private mutating func path() throws(QueryError) -> [Query.Step] {
    position += 1
    var steps: [Query.Step] = []
    while true {
      let start = position
      skipBlanks()
      if peek == UInt8(ascii: "[") {
        steps.append(try bracket())
      } else if peek == UInt8(ascii: ".") {
        position += 1
        if peek == UInt8(ascii: "[") {
          steps.append(try bracket())
        } else {
          let name = takeName()
          guard !name.isEmpty else { throw near("expected field name") }
          steps.append(.field(name))
        }
      } else {
        let name = takeName()
        guard !name.isEmpty, name != "and", name != "or" else {
          position = start
          return steps
        }
        steps.append(.field(name))
      }
    }
  }

  private mutating func bracket() throws(QueryError) -> Query.Step {
    position += 1
    if take("]") { return .each }
    if peek == UInt8(ascii: "\"") {
      let name = try string()
      try expect("]")
      return .field(name)
    }
    let first = takeInt()
    if take(":") {
      let last = takeInt()
      try expect("]")
      return .slice(first, last)
    }
    guard let first else { throw QueryError(message: "jq: expected array index or slice bound") }
    try expect("]")
    return .index(first)
  }

  private mutating func object() throws(QueryError) -> [(key: String, value: Query)] {
    position += 1
    var entries: [(key: String, value: Query)] = []
    while !take("}") {
      skipBlanks()
      let key = peek == UInt8(ascii: "\"") ? try string() : takeName()
      if key.isEmpty, position == 0 || bytes[position - 1] != UInt8(ascii: "\"") {
        throw near("expected object key")
      }
      try expect(":")
      entries.append((key, try pipe(hasCommas: false)))
      if take(",") { continue }
      try expect("}")
      break
    }
    return entries
  }

  // MARK: Literals

  private mutating func string() throws(QueryError) -> String {
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else { throw QueryError(message: "jq: unterminated string literal") }
    position += 1
    return try literal(start, "unterminated string literal").text
  }

  private mutating func number() throws(QueryError) -> Query {
    let start = position
    while position < bytes.count, isNumberPart(bytes[position]) { position += 1 }
    do throws(QueryError) {
      return try literal(start, "").query
    } catch {
      position = start
      throw near("invalid number")
    }
  }

  private func isNumberPart(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || "+-.eE".utf8.contains(byte)
  }

  /// What a string or number literal stands for, read as JSON.
  private func literal(
    _ start: Int, _ detail: String
  ) throws(QueryError) -> (query: Query, text: String) {
    let value: Value
    do throws(JSONError) {
      value = try parseJSON(String(decoding: bytes[start..<position], as: UTF8.self))
    } catch {
      throw QueryError(message: "jq: \(detail)")
    }
    defer { value.released() }
    if let int = value.intValue { return (.int(int), "") }
    if let float = value.numberValue { return (.float(float), "") }
    return (.null, value.stringValue ?? "")
  }

  /// An int with an optional sign; nil when there is none.
  private mutating func takeInt() -> Int? {
    skipBlanks()
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    while peek &- 0x30 < 10 { position += 1 }
    guard let int = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      position = start
      return nil
    }
    return int
  }

  // MARK: Bytes

  private var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func starts(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private mutating func take(_ text: String) -> Bool {
    skipBlanks()
    guard starts(text) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    skipBlanks()
    let start = position
    if takeName() == word { return true }
    position = start
    return false
  }

  /// ASCII letters, digits and `_`.
  private mutating func takeName() -> String {
    let start = position
    while peek == UInt8(ascii: "_") || peek &- 0x30 < 10 || (peek | 0x20) &- 0x61 < 26 { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func expect(_ character: String) throws(QueryError) {
    guard take(character) else { throw near("expected '\(character)'") }
  }

  private mutating func skipBlanks() {
    while [0x20, 0x09, 0x0A, 0x0D].contains(peek) { position += 1 }
  }

  /// An error at the unread source.
  private func near(_ detail: String) -> QueryError {
    QueryError(message: "jq: \(detail) near '\(String(decoding: bytes[position...], as: UTF8.self))'")
  }
}
