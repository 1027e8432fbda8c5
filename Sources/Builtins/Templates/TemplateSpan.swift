import VM

/// A piece of a rendered text and the place of the template that it comes from (05b §17).
struct TemplateSpan {
  /// What made it.
  enum Kind: String {
    case text
    case expression = "expr"
    case name = "legacy_bare"
    case conditional = "if"
    case iteration = "for_iteration"
    case include
  }

  var kind: Kind
  /// Octets of the text in front of it.
  var start: Int
  /// Octets of the text up to its end.
  var end: Int
  var place: TemplatePlace
  /// The start of the text of an expression.
  var value: String?

  /// The dict that programs see.
  var dict: Value {
    var entries: [(String, Value)] = [
      ("kind", Value(string: kind.rawValue)), ("output_end", Value(int: end)), ("output_start", Value(int: start)),
      ("template_col", Value(int: place.column)), ("template_line", Value(int: place.line)),
    ]
    if let value { entries.append(("bound_value", Value(string: value))) }
    return Value(dict: entries)
  }
}
