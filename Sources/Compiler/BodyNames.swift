import Syntax

extension Block {
  /// Whether the body yields, which makes its function a generator (02 §13.1).
  var containsYield: Bool {
    guard mayYield else { return false }
    var walk = SyntaxWalk(statements, entersFunctions: false)
    while let part = walk.next() {
      guard case .statement(let statement) = part else { continue }
      switch statement.kind {
      case .yieldValue, .emit: return true
      default: continue
      }
    }
    return false
  }
}

extension [Statement] {
  /// The names that the statements themselves bind and that may hold functions (02 §5.7).
  var functionNames: Set<Spelling> {
    var names: Set<Spelling> = []
    for statement in self {
      switch statement.kind {
      case .binding(let binding): names.formUnion(binding.pattern.names.map { Spelling($0.text) })
      case .declaration(let declaration):
        switch declaration.kind {
        case .function(let function): names.insert(Spelling(function.name.text))
        case .structure(let structure): names.insert(Spelling(structure.name.text))
        default: continue
        }
      default: continue
      }
    }
    return names
  }
}

extension Pattern {
  /// The names that the pattern binds, `_` included.
  var names: [Name] {
    switch kind {
    case .name(let name): [name]
    case .list(let elements, let rest): elements.map(\.name) + (rest.map { [$0] } ?? [])
    case .dict(let entries, let rest): entries.map(\.name) + (rest.map { [$0] } ?? [])
    case .pair(let first, let second): [first, second]
    }
  }
}
