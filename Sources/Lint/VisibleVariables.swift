/// The variables that are visible at a place, while a walk goes from scope to scope.
struct VisibleVariables {
  /// The innermost variable of each name.
  private var innermost: [String: Variable] = [:]
  /// What the variables of the open scopes hide, to come back at the end of their scope.
  private var hidden: [(name: String, variable: Variable?)] = []
  /// How many entries `hidden` had at the start of each open scope, and the depth around it.
  private var outer: [(hidden: Int, depth: Int)] = []
  /// The number of scopes around the current place.
  private var depth = 0

  private struct Variable {
    /// The number of scopes around it.
    var depth: Int
    var isMutable: Bool
    /// Whether an outer scope has a variable of the name.
    var hidesAnother: Bool
    /// The place of the finding that it could be declared with `let`.
    var keywordFinding: Int?
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

  mutating func enterScope() { enter(depth + 1) }

  /// Enters a piece of the current scope: its variables end with it.
  mutating func enterSameScope() { enter(depth) }

  private mutating func enter(_ depth: Int) {
    outer.append((hidden.count, self.depth))
    self.depth = depth
  }

  mutating func leaveScope() {
    guard let (start, outerDepth) = outer.popLast() else { preconditionFailure("scopes end where they began") }
    while hidden.count > start {
      let (name, variable) = hidden.removeLast()
      innermost[name] = variable
    }
    depth = outerDepth
  }

  /// Declares a variable in the innermost scope. `_` is none.
  mutating func bind(_ name: String, isMutable: Bool, keywordFinding: Int? = nil) {
    guard name != "_" else { return }
    let old = innermost[name]
    hidden.append((name, old))
    let hidesAnother = old.map { $0.depth < depth || $0.hidesAnother } ?? false
    innermost[name] = Variable(
      depth: depth, isMutable: isMutable, hidesAnother: hidesAnother, keywordFinding: keywordFinding)
  }

  /// What a declaration of `name` in the innermost scope would meet.
  func meaning(of name: String) -> Meaning {
    guard let variable = innermost[name] else { return .free }
    guard variable.depth == depth else { return .outer }
    return !variable.isMutable ? .immutableHere : variable.hidesAnother ? .outer : .free
  }

  /// Whether the innermost scope has declared `name`.
  func isDeclaredHere(_ name: String) -> Bool { innermost[name]?.depth == depth }

  /// The finding about the keyword of a variable that the innermost scope has declared.
  func keywordFinding(of name: String) -> Int? { isDeclaredHere(name) ? innermost[name]?.keywordFinding : nil }
}
