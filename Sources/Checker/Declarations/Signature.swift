import Syntax

/// What callers may know of a function or tool of the file (03 §5).
struct Signature {
  var name: String
  var typeParameters: [NameID]
  var parameters: [Parameter]
  var hasRest: Bool
  /// The result type; nil without annotation.
  var result: TypeID?
  /// The type of a call when there is no annotation.
  var implicitResult: TypeID
  var bounds: [(parameter: NameID, interface: NameID)]
  /// The arguments of `@deprecated`, nil without that attribute.
  var deprecation: Deprecation?

  struct Parameter {
    var name: String
    /// The annotation; nil without one and for rest parameters, which are not checked.
    var type: TypeID?
    var isRest: Bool
    var isRequired: Bool
  }

  /// What a warning at a call says (03 §10.3).
  struct Deprecation {
    var since: String?
    var replacement: String?
  }

  /// The parameters without a default.
  var requiredCount: Int { parameters.count { $0.isRequired } }
}

extension Signature.Deprecation {
  /// The arguments of `@deprecated` among `attributes`.
  init?(_ attributes: [Attribute]) {
    guard let attribute = attributes.first(where: { $0.name.text == "deprecated" }) else { return nil }
    func text(_ name: String) -> String? {
      attribute.arguments.first { $0.name?.text == name }?.value.text
    }
    since = text("since")
    replacement = text("use")
  }
}

/// Whether a body yields for itself, not in a function or closure inside it (03 §6.3).
func yields(_ block: Block) -> Bool {
  block.statements.contains(where: yields)
}

private func yields(_ statement: Statement) -> Bool {
  switch statement.kind {
  case .yieldValue: true
  case .expression(let expression): yields(expression)
  case .binding(let binding): yields(binding.value)
  case .assignment(_, _, let value): yields(value)
  case .forLoop(_, _, let body), .whileLoop(_, let body), .mutex(let body), .deferBlock(let body),
    .guardElse(_, let body):
    yields(body)
  case .select(let arms): arms.contains { yields($0.body) }
  case .returnValue(let value): value.map(yields) ?? false
  default: false
  }
}

private func yields(_ expression: Expression) -> Bool {
  switch expression.kind {
  case .ifElse(let branch): yields(branch.then) || (branch.otherwise.map(yields) ?? false)
  case .match(_, let arms): arms.contains { yields($0.body) }
  case .tryCatch(let attempt):
    yields(attempt.body) || (attempt.handler.map { yields($0.body) } ?? false)
      || (attempt.cleanup.map(yields) ?? false)
  case .retry(_, let body), .deadline(_, let body): yields(body)
  case .parenthesized(let inner): yields(inner)
  default: false
  }
}
