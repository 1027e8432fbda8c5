import Diagnostics
import Syntax

/// What the alternatives of an or-pattern may be (03 §9.1).
struct PatternRules {
  /// One finding for each alternative that is no literal; a pattern that stands alone may be anything.
  func findings(forAlternatives patterns: [Expression]) -> [Diagnostic] {
    guard patterns.count > 1 else { return [] }
    return patterns.filter { !isLiteral($0) }.map { .alternativeIsNoLiteral(at: $0.range) }
  }

  private func isLiteral(_ pattern: Expression) -> Bool {
    switch pattern.kind {
    case .nilLiteral, .bool, .int, .float, .string, .name("_"): true
    case .parenthesized(let inner): isLiteral(inner)
    case .unary(.negate, let operand):
      switch operand.kind {
      case .int, .float: true
      default: false
      }
    default: false
    }
  }
}
