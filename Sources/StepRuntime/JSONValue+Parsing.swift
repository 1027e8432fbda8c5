import VM

extension JSONValue {
  /// Reads one JSON text (RFC 8259) by the rules of 05 §15.1; white space may surround it.
  package init(parsing text: String) throws(JSONError) {
    let value = try parseJSON(text)
    defer { value.released() }
    self.init(value)
  }
}
