/// One name in one scope, with what is known of its value at the current place.
struct Binding {
  var name: NameID
  var kind: Kind
  /// What may change along the control flow.
  var state: State
  /// The binding of the same name around it, -1 without one.
  var shadowed: Int32 = -1

  /// What a name stands for.
  enum Kind: Equatable {
    case variable(isMutable: Bool)
    /// A function or tool; the number of its signature.
    case function(Int)
    case pipeline
    case structure
    case enumeration
    /// Anything that an import brings, or a name of another declaration: known, with unknown properties.
    case other
  }

  /// What is known of a variable, restored at the end of the block that learned it (03 §8.3).
  struct State {
    /// The type before narrowing, dynamic when not known.
    var declared = TypeID.dynamic
    /// The narrowed type.
    var current = TypeID.dynamic
    /// Bound to nil without annotation, and not assigned since (03 §7.2).
    var awaitsFirstAssignment = false
    /// The tested type names that are ruled out for a variable of type `unknown`, one bit each (03 §9.3).
    var ruledOut: UInt16 = 0
    /// The type of the schema that the variable holds, nil when it holds none that can be read (03 §8.7).
    var schema: TypeID?
  }
}

/// The bindings of the scopes around the current place. Finding a name takes constant time.
struct BindingStack {
  private(set) var bindings: [Binding] = []
  /// The innermost binding of each name, -1 without one.
  private var innermost: [Int32] = []
  /// States to restore when blocks end.
  private var trail: [(index: Int32, state: Binding.State)] = []
  /// Bindings below belong to functions around the current one: their types are not known here (03 §5).
  var floor = 0

  /// The begin of a scope.
  struct Mark {
    fileprivate var bindings: Int
    fileprivate var trail: Int
  }

  /// A new scope starts here.
  func mark() -> Mark { Mark(bindings: bindings.count, trail: trail.count) }

  /// Ends all scopes since `mark`.
  mutating func restore(_ mark: Mark) {
    while trail.count > mark.trail {
      let (index, state) = trail.removeLast()
      bindings[Int(index)].state = state
    }
    while bindings.count > mark.bindings {
      let binding = bindings.removeLast()
      innermost[Int(binding.name.number)] = binding.shadowed
    }
  }

  /// Adds a binding to the innermost scope.
  mutating func declare(_ name: NameID, _ kind: Binding.Kind, _ state: Binding.State = Binding.State()) {
    let slot = Int(name.number)
    while innermost.count <= slot { innermost.append(-1) }
    bindings.append(
      Binding(name: name, kind: kind, state: state, shadowed: innermost[slot]))
    innermost[slot] = Int32(bindings.count - 1)
  }

  /// The place of the innermost binding of `name`.
  func index(of name: NameID) -> Int? {
    let slot = Int(name.number)
    guard slot < innermost.count, innermost[slot] >= 0 else { return nil }
    return Int(innermost[slot])
  }

  /// What is known of the binding at `index`; nothing beyond the border of a function.
  func state(at index: Int) -> Binding.State {
    index >= floor ? bindings[index].state : Binding.State()
  }

  /// Changes what is known of a binding until the current block ends.
  mutating func update(_ index: Int, _ change: (inout Binding.State) -> Void) {
    trail.append((Int32(index), bindings[index].state))
    change(&bindings[index].state)
  }
}
