import Syntax

/// A type that the file, or a module it imports, declares.
struct TypeDeclaration {
  var kind: Kind
  var parameters: [TypeParameter] = []

  enum Kind {
    case alias(TypeExpression)
    case structure(StructDeclaration)
    case enumeration(EnumDeclaration)
    case interface(InterfaceDeclaration)
  }
}

extension TypeDeclaration {
  /// The type that `declaration` declares, with its name.
  static func named(_ declaration: Declaration.Kind) -> (name: Name, type: TypeDeclaration)? {
    switch declaration {
    case .typeAlias(let name, let parameters, let type):
      (name, TypeDeclaration(kind: .alias(type), parameters: parameters))
    case .structure(let declared):
      (declared.name, TypeDeclaration(kind: .structure(declared), parameters: declared.typeParameters))
    case .enumeration(let declared):
      (declared.name, TypeDeclaration(kind: .enumeration(declared), parameters: declared.typeParameters))
    case .interface(let declared):
      (declared.name, TypeDeclaration(kind: .interface(declared), parameters: declared.typeParameters))
    default: nil
    }
  }
}

/// The types that are visible at the current place, by name. Inner declarations hide outer ones.
struct TypeScopes {
  private var declarations: [TypeDeclaration] = []
  /// The declaration of each name, -1 without one.
  private var innermost: [Int32] = []
  private var trail: [(name: NameID, shadowed: Int32)] = []
  /// How often each name is a type parameter around the current place.
  private var parameterDepth: [Int32] = []
  /// Grows whenever names change their meaning; what was computed with an older number is stale.
  private(set) var epoch = 0

  /// The declaration of `name`. A type parameter hides it.
  func declaration(of name: NameID) -> TypeDeclaration? {
    let slot = Int(name.number)
    guard slot < innermost.count, innermost[slot] >= 0, !isParameter(name) else { return nil }
    return declarations[Int(innermost[slot])]
  }

  /// Whether `name` is a type parameter here.
  func isParameter(_ name: NameID) -> Bool {
    let slot = Int(name.number)
    return slot < parameterDepth.count && parameterDepth[slot] > 0
  }

  /// Whether nothing was ever declared: then no name needs to be looked up.
  var isEmpty: Bool { declarations.isEmpty && parameterDepth.isEmpty }

  /// A scope starts here.
  func mark() -> Int { trail.count }

  /// Ends the scopes since `mark`.
  mutating func restore(_ mark: Int) {
    guard trail.count > mark else { return }
    epoch += 1
    while trail.count > mark {
      let (name, shadowed) = trail.removeLast()
      innermost[Int(name.number)] = shadowed
    }
  }

  /// Adds a declaration to the innermost scope.
  mutating func declare(_ name: NameID, _ declaration: TypeDeclaration) {
    epoch += 1
    let slot = Int(name.number)
    while innermost.count <= slot { innermost.append(-1) }
    trail.append((name, innermost[slot]))
    innermost[slot] = Int32(declarations.count)
    declarations.append(declaration)
  }

  /// `name` is a type parameter until the matching `leave`.
  mutating func enter(parameter name: NameID) {
    epoch += 1
    let slot = Int(name.number)
    while parameterDepth.count <= slot { parameterDepth.append(0) }
    parameterDepth[slot] += 1
  }

  /// Ends what `enter` began.
  mutating func leave(parameter name: NameID) {
    epoch += 1
    parameterDepth[Int(name.number)] -= 1
  }

  /// The names of the visible structs, in order of declaration.
  func structNames(_ names: NameTable) -> [String] {
    innermost.indices.filter { innermost[$0] >= 0 }.sorted { innermost[$0] < innermost[$1] }
      .compactMap { slot in
        guard case .structure = declarations[Int(innermost[slot])].kind else { return nil }
        return names.text(NameID(number: Int32(slot)))
      }
  }
}
