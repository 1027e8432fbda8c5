import Diagnostics
import Syntax

/// Where `try*`, `yield`, `emit` and alternatives of patterns may stand (03 §10.1 no. 16 to 19).
struct PlacementRules {
  /// The function-like bodies around the current place, outermost first.
  private var bodies: [Body] = []

  /// A function-like body.
  enum Body { case closure, pipeline, function, stream }

  /// The current place is inside `body` from here on.
  mutating func enter(_ body: Body) { bodies.append(body) }

  /// The innermost body ends here.
  mutating func leave() { bodies.removeLast() }

  /// `try*` needs any function-like body around it.
  func finding(forTryStarAt range: SourceRange) -> Diagnostic? {
    bodies.isEmpty ? .tryStarOutsideFunction(at: range) : nil
  }

  /// A closure of a stream may be a generator of its own; the stream itself may not yield.
  func finding(forYieldAt range: SourceRange) -> Diagnostic? {
    bodies.last == .stream ? .yieldInStream(at: range) : nil
  }

  /// Only a literal may be one of several alternatives.
  func finding(forAlternative pattern: Expression) -> Diagnostic? {
    switch pattern.kind {
    case .string, .int, .float, .bool, .nilLiteral, .name("_"): return nil
    case .unary(.negate, let number):
      switch number.kind {
      case .int, .float: return nil
      default: return .orPatternAlternative(at: pattern.range)
      }
    default: return .orPatternAlternative(at: pattern.range)
    }
  }

  /// `emit` belongs to a stream; closures inside it are not judged.
  func finding(forEmitAt range: SourceRange) -> Diagnostic? {
    bodies.last { $0 != .closure } == .stream ? nil : .emitOutsideStream(at: range)
  }
}
