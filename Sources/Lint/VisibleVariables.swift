/// The variables that are visible at a place, while a walk goes from scope to scope.
struct VisibleVariables {
  /// The innermost variable of each name.
  private var innermost: [String: Variable] = [:]
  /// What the variables of the open scopes hide, to come back at the end of their scope.
  private var hidden: [(name: String, variable: Variable?)] = []
  /// How many entries `hidden` had at the start of each open scope.
  private var scopeStarts: [Int] = []

  private struct Variable {
    /// The number of scopes around it.
    var depth: Int
    var isMutable: Bool
    /// Whether an outer scope has a variable of the name.
    var hidesAnother: Bool
  }

  /// What a name means to a declaration of it.
  enum Meaning {
    /// An immutable variable of the same scope.
    case immutableHere
    /// A variable of an outer scope.
    case outer
    /// Nothing that is in the way.
    case free
  }

  mutating func enterScope() { scopeStarts.append(hidden.count) }

  mutating func leaveScope() {
    guard let start = scopeStarts.popLast() else { preconditionFailure("scopes end where they began") }
    while hidden.count > start {
      let (name, variable) = hidden.removeLast()
      innermost[name] = variable
    }
  }

  /// Declares a variable in the innermost scope. `_` is none.
  mutating func bind(_ name: String, isMutable: Bool) {
    guard name != "_" else { return }
    let depth = scopeStarts.count
    let old = innermost[name]
    if let old, old.depth == depth {
      innermost[name]?.isMutable = isMutable
    } else {
      hidden.append((name, old))
      innermost[name] = Variable(depth: depth, isMutable: isMutable, hidesAnother: old != nil)
    }
  }

  /// What a declaration of `name` in the innermost scope would meet.
  func meaning(of name: String) -> Meaning {
    guard let variable = innermost[name] else { return .free }
    guard variable.depth == scopeStarts.count else { return .outer }
    return !variable.isMutable ? .immutableHere : variable.hidesAnother ? .outer : .free
  }
}
