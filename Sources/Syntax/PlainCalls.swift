import Diagnostics

extension Block {
  /// The names that are called in the body, with repeats, in source order: nested blocks, closures, declarations,
  /// interpolations and patterns included (06 §16.4). The target of a pipe is called too when it is a name.
  package var plainCallees: [Name] { plainCalls.map(\.callee) }

  /// The calls by name in the body; see `plainCallees`.
  package var plainCalls: [PlainCall] {
    var calls: [PlainCall] = []
    var targets: Set<SourceRange> = []
    var walk = SyntaxWalk(statements, entersFunctions: true)
    while let part = walk.next() {
      guard case .expression(let expression) = part else { continue }
      switch expression.kind {
      case .call(let callee, _, let arguments):
        calls.append(PlainCall(callee: callee, arguments: arguments, range: expression.range))
      case .pipe(_, let target):
        if case .name = target.kind { targets.insert(target.range) }
      case .name(let name) where targets.contains(expression.range):
        calls.append(
          PlainCall(callee: Name(name, at: expression.range), arguments: [], range: expression.range))
      default: continue
      }
    }
    return calls
  }
}

/// A call of a name.
package struct PlainCall: Sendable {
  /// The name that is called.
  package var callee: Name
  /// The arguments; none for the target of a pipe.
  package var arguments: [ListItem]
  /// From the name to the closing parenthesis.
  package var range: SourceRange
}
