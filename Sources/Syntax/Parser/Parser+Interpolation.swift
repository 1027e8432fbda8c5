import Diagnostics
import Lexer

/// Strings with interpolations (01 "Interpolation").
extension Parser {
  /// The string token that comes next, its interpolations parsed at their own places.
  ///
  /// A mistake inside an interpolation is recorded and leaves the rest of the item as it is.
  mutating func parseInterpolatedString() -> Expression {
    let token = current
    advance()
    var parts: [InterpolationPart] = []
    for part in source.list.templates[Int(token.payload)] {
      switch part {
      case .text(let text): parts.append(.text(text))
      case .source(let range, let braceDepth):
        guard let value = parseInterpolation(range, braceDepth: braceDepth) else { continue }
        parts.append(.expression(value))
      }
    }
    return Expression(.interpolation(parts), at: token.range)
  }

  /// The expression of one interpolation, nil after a mistake. Text behind the first complete expression is ignored.
  private mutating func parseInterpolation(_ range: SourceRange, braceDepth: Int) -> Expression? {
    // Braces that are nested too deep are refused unread: each level would read all inner ones again.
    guard depth + braceDepth <= limits.nesting else {
      _ = failForNesting(at: index - 1)
      recordInnerFailure()
      return nil
    }
    switch Lexer(file: file, range: range).tokenize() {
    case .failure(let diagnostic):
      diagnostics.append(diagnostic)
      return nil
    case .success(let tokens):
      return parseExpression(of: TokenSource(tokens, isInterpolation: true))
    }
  }

  private mutating func parseExpression(of inner: TokenSource) -> Expression? {
    let outer = (source, index, depth, height, pendingOperators.count)
    (source, index) = (inner, 0)
    var result: Expression?
    do throws(Failure) {
      result = try parseExpression()
    } catch {
      recordInnerFailure()
    }
    let innerHeight = height
    (source, index, depth, height, _) = outer
    pendingOperators.removeSubrange(outer.4...)
    if result != nil { height = max(height, innerHeight) }
    return result
  }

  private mutating func recordInnerFailure() {
    guard let failure = pendingFailure else { return }
    diagnostics.append(diagnostic(for: failure))
    pendingFailure = nil
  }
}
