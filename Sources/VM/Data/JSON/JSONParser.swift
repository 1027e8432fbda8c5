/// The value of one JSON text, white space around it allowed (05 §15.1). Owned by the caller. O(n).
package func parseJSON(
  _ text: UnsafeBufferPointer<UInt8>, limits: Limits = Limits()
) throws(JSONError) -> Value {
  guard let start = text.baseAddress else {
    throw JSONError(detail: "EOF while parsing a value", line: 1, column: 0)
  }
  var parser = JSONParser(start: start, count: text.count, limits: limits)
  return try parser.parseText()
}

/// The value of one JSON text (05 §15.1). Owned by the caller.
package func parseJSON(_ text: String) throws(JSONError) -> Value {
  var text = text
  var result: Result<Value, JSONError> = .success(.nilValue)
  text.withUTF8 { bytes in
    do throws(JSONError) { result = .success(try parseJSON(bytes)) } catch { result = .failure(error) }
  }
  return try result.get()
}

/// Reads a JSON text from its start to its end, straight into Harn values (05 §15.1). The bytes are valid UTF-8.
///
/// Every reading function leaves the cursor behind what it has read. What was made before an error is released by the
/// function that holds it.
struct JSONParser: ~Copyable {
  let start: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  var cursor: UnsafePointer<UInt8>
  var keys = JSONKeyCache()
  private var depth = 0
  private let limits: Limits

  /// Deeper nesting is refused; so the recursion of the parser is bounded.
  private static let depthLimit = 127

  /// A parser at the start of a text, which must live as long.
  init(start: UnsafePointer<UInt8>, count: Int, limits: Limits) {
    self.start = start
    self.limits = limits
    end = start + count
    cursor = start
  }

  /// The value of the whole text.
  mutating func parseText() throws(JSONError) -> Value {
    let value = try parseValue()
    skipBlanks()
    guard cursor == end else {
      release(value)
      throw errorHere("trailing characters")
    }
    return value
  }

  private mutating func parseValue() throws(JSONError) -> Value {
    skipBlanks()
    switch peek {
    case UInt8(ascii: "\""):
      cursor += 1
      return Value(try parseString())
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    case UInt8(ascii: "t"):
      try take("true")
      return Value(bool: true)
    case UInt8(ascii: "f"):
      try take("false")
      return Value(bool: false)
    case UInt8(ascii: "n"):
      try take("null")
      return .nilValue
    default:
      throw errorHere(cursor == end ? "EOF while parsing a value" : "expected value")
    }
  }

  private mutating func take(_ word: StaticString) throws(JSONError) {
    for offset in 0..<word.utf8CodeUnitCount {
      guard cursor < end else { throw errorHere("EOF while parsing a value") }
      guard peek == word.utf8Start[offset] else { throw errorHere("expected ident") }
      cursor += 1
    }
  }

  private mutating func enter() throws(JSONError) {
    guard depth < JSONParser.depthLimit else { throw errorHere("recursion limit exceeded") }
    depth += 1
    cursor += 1
  }

  // MARK: Arrays and objects

  private mutating func parseArray() throws(JSONError) -> Value {
    try enter()
    let list = newList()
    do throws(JSONError) {
      try parseItems(of: list)
    } catch {
      release(Value(list))
      throw error
    }
    depth -= 1
    return Value(list)
  }

  private mutating func parseItems(of list: ListPointer) throws(JSONError) {
    skipBlanks()
    if peek == UInt8(ascii: "]") {
      cursor += 1
      return
    }
    if cursor == end { throw errorHere("EOF while parsing a list") }
    while true {
      guard list.pointee.count < limits.listElements else { throw errorHere("too many elements in a list") }
      append(try parseValue(), to: list)
      skipBlanks()
      switch peek {
      case UInt8(ascii: ","):
        cursor += 1
        skipBlanks()
        if peek == UInt8(ascii: "]") { throw errorHere("trailing comma") }
      case UInt8(ascii: "]"):
        cursor += 1
        return
      default: throw errorHere(cursor == end ? "EOF while parsing a list" : "expected `,` or `]`")
      }
    }
  }

  private mutating func parseObject() throws(JSONError) -> Value {
    try enter()
    let dict = newDict()
    do throws(JSONError) {
      try parseMembers(of: dict)
    } catch {
      release(Value(dict))
      throw error
    }
    depth -= 1
    return Value(dict)
  }

  private mutating func parseMembers(of dict: DictPointer) throws(JSONError) {
    skipBlanks()
    if peek == UInt8(ascii: "}") {
      cursor += 1
      return
    }
    if cursor == end { throw errorHere("EOF while parsing an object") }
    while true {
      guard peek == UInt8(ascii: "\"") else {
        throw errorHere(cursor == end ? "EOF while parsing a value" : "key must be a string")
      }
      cursor += 1
      try parseMember(of: dict)
      skipBlanks()
      switch peek {
      case UInt8(ascii: ","):
        cursor += 1
        skipBlanks()
        if peek == UInt8(ascii: "}") { throw errorHere("trailing comma") }
      case UInt8(ascii: "}"):
        cursor += 1
        return
      default: throw errorHere(cursor == end ? "EOF while parsing an object" : "expected `,` or `}`")
      }
    }
  }

  /// Reads a member from behind the quote of its key. The last of several members with one key counts.
  private mutating func parseMember(of dict: DictPointer) throws(JSONError) {
    let key = try parseKey()
    do throws(JSONError) {
      skipBlanks()
      guard peek == UInt8(ascii: ":") else {
        throw errorHere(cursor == end ? "EOF while parsing an object" : "expected `:`")
      }
      cursor += 1
      guard dict.pointee.count < limits.dictEntries else { throw errorHere("too many entries in an object") }
      setEntry(dict, key, try parseValue())
    } catch {
      release(Value(key))
      throw error
    }
    release(Value(key))
  }

  // MARK: Bytes

  /// The byte at the cursor; 0 at the end, where no JSON text has a meaningful 0.
  @inline(__always) var peek: UInt8 { cursor < end ? cursor.pointee : 0 }

  @inline(__always) private mutating func skipBlanks() {
    while cursor < end {
      let byte = cursor.pointee
      if byte > 0x20 || (byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09) { return }
      cursor += 1
    }
  }

  /// An error at the byte under the cursor, or at the end of the text.
  func errorHere(_ detail: String) -> JSONError {
    error(detail, behind: cursor < end ? cursor + 1 : cursor)
  }

  /// An error at the byte before the cursor.
  func errorBefore(_ detail: String) -> JSONError { error(detail, behind: cursor) }

  private func error(_ detail: String, behind place: UnsafePointer<UInt8>) -> JSONError {
    var line = 1
    var lineStart = start
    var position = start
    while position < place {
      if position.pointee == 0x0A {
        line += 1
        lineStart = position + 1
      }
      position += 1
    }
    return JSONError(detail: detail, line: line, column: place - lineStart)
  }
}
