import VM

extension JSONValue {
  /// Reads one JSON text (RFC 8259) by the rules of 05 §15.1; white space may surround it.
  package init(parsing text: String) throws(JSONError) {
    let value = try parseJSON(text)
    defer { value.released() }
    do throws(HarnError) {
      try self.init(value)
    } catch {
      error.released()
      throw JSONError(detail: "value is too large", line: 1, column: 1)
    }
  }
}
