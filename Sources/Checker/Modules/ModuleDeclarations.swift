import Syntax

/// What a module itself declares, by name (04 B7.2, B7.3).
struct ModuleDeclarations: Sendable {
  /// The names that wildcard imports bring, in source order.
  private(set) var offered: [String] = []
  /// All names.
  private(set) var names: Set<String> = []
  /// The types.
  private(set) var types: [String: Declaration] = [:]
  /// The names of functions.
  private(set) var functions: Set<String> = []

  /// The declarations of `program`; `hasPublicFunction` says whether one of its functions is marked `pub`.
  init(_ program: Program, hasPublicFunction: Bool) {
    for item in program.items {
      switch item.kind {
      case .binding(let binding): names.formUnion(binding.pattern.boundNames)
      case .declaration(let declaration): add(declaration, hasPublicFunction: hasPublicFunction)
      default: break
      }
    }
  }

  private mutating func add(_ declaration: Declaration, hasPublicFunction: Bool) {
    switch declaration.kind {
    case .function(let function):
      functions.insert(function.name.text)
      add(function.name, isOffered: declaration.isPublic || !hasPublicFunction)
    case .pipeline(let pipeline): add(pipeline.name, isOffered: declaration.isPublic)
    case .tool(let tool): add(tool.name, isOffered: declaration.isPublic)
    case .skill(let name, _): add(name, isOffered: declaration.isPublic)
    case .structure(let structure): add(structure.name, type: declaration, isOffered: declaration.isPublic)
    case .enumeration(let enumeration): add(enumeration.name, type: declaration, isOffered: declaration.isPublic)
    case .interface(let interface): add(interface.name, type: declaration, isOffered: true)
    case .typeAlias(let name, _, _): add(name, type: declaration, isOffered: true)
    case .evalPack, .implementation, .override: break
    }
  }

  private mutating func add(_ name: Name, type: Declaration? = nil, isOffered: Bool) {
    names.insert(name.text)
    if isOffered { offered.append(name.text) }
    if let type, types[name.text] == nil { types[name.text] = type }
  }
}
