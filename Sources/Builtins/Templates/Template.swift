/// A place in a template: line and column in characters, from 1.
struct TemplatePlace {
  var line: Int
  var column: Int
}

/// What is wrong with a template, or went wrong in it.
struct TemplateError: Error {
  var message: String
  var place: TemplatePlace
  /// The file; nil for an inline template.
  var path: String?

  /// The text that is thrown (05 §27.6).
  var text: String {
    (path.map { "\($0) " } ?? "") + "at \(place.line):\(place.column): \(message)"
  }
}

/// A piece of a template (05 §27.1).
indirect enum TemplateNode {
  /// Copied as it is.
  case text(String, TemplatePlace)
  /// The value of an expression.
  case expression(TemplateExpression, TemplatePlace)
  /// A bare name: it stands for itself when nothing is bound to it.
  case name(String, TemplatePlace)
  /// The first branch whose condition holds, else the last part.
  case conditional(
    [(condition: TemplateExpression, body: [TemplateNode], place: TemplatePlace)], otherwise: [TemplateNode])
  /// A loop over elements with one name, or over keys and values with two.
  case loop(names: [String], TemplateExpression, body: [TemplateNode], otherwise: [TemplateNode], TemplatePlace)
  /// Another file.
  case include(TemplateExpression, bindings: [(name: String, value: TemplateExpression)], TemplatePlace)
}

/// An expression of a template (05 §27.2).
indirect enum TemplateExpression {
  case string(String)
  case int(Int)
  case float(Double)
  case bool(Bool)
  case nothing
  case path(name: String, steps: [TemplateStep])
  case not(TemplateExpression)
  case and(TemplateExpression, TemplateExpression)
  case or(TemplateExpression, TemplateExpression)
  case compare(TemplateExpression, TemplateComparison, TemplateExpression)
  case filter(TemplateExpression, name: String, arguments: [TemplateExpression])
}

/// `.name` or `[…]`.
enum TemplateStep {
  case key(String)
  case index(Int)
}

/// A comparison operator.
enum TemplateComparison: String {
  case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
}
