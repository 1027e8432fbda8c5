import Syntax

/// The names that are known in the whole file, wherever they are declared.
struct FileNames {
  /// Enums, `Result` included (02 §9.1).
  private(set) var enums: Set<Spelling> = [Spelling("Result")]
  /// Interfaces (02 §11).
  private(set) var interfaces: Set<Spelling> = []
  /// Structs with their fields (02 §10.1).
  private(set) var structures: [Spelling: [String]] = [:]
  /// Type aliases at the top level that are not generic (03 §13.2).
  private(set) var aliases: [Spelling: TypeExpression] = [:]
  /// Top-level functions and structs.
  private(set) var globals: Set<Spelling> = []

  /// Variables of a module and whether they can be assigned; of two with one name the last counts.
  private(set) var variables: [Spelling: Bool] = [:]
  /// Imported structs that the file does not declare itself.
  private(set) var importedStructures: [Name] = []

  /// The names of `program`; `earlier` are declarations of types that it can use too, and so are imported types.
  init(_ program: Program, earlier: [Statement] = [], importedTypes: [Declaration] = []) {
    collect(program)
    collectTypes(earlier)
    for declaration in importedTypes { addImported(declaration.kind) }
  }

  private mutating func collectTypes(_ declarations: [Statement]) {
    for case .declaration(let declaration) in declarations.map(\.kind) {
      if case .typeAlias(let name, let parameters, let type) = declaration.kind {
        if parameters.isEmpty, aliases[Spelling(name.text)] == nil { aliases[Spelling(name.text)] = type }
      } else {
        collect(declaration.kind)
      }
    }
  }

  private mutating func collect(_ program: Program) {
    for item in program.items {
      if case .binding(let binding) = item.kind {
        for name in binding.pattern.names { variables[Spelling(name.text)] = binding.isMutable }
      }
      guard case .declaration(let declaration) = item.kind else { continue }
      switch declaration.kind {
      case .function(let function): globals.insert(Spelling(function.name.text))
      case .structure(let structure): globals.insert(Spelling(structure.name.text))
      case .typeAlias(let name, let parameters, let type) where parameters.isEmpty:
        aliases[Spelling(name.text)] = type
      default: break
      }
      if !program.mayNestTypes { collect(declaration.kind) }
    }
    guard program.mayNestTypes else { return }
    var walk = SyntaxWalk(program.items, entersFunctions: true)
    while let part = walk.next() {
      guard case .statement(let statement) = part, case .declaration(let declaration) = statement.kind else {
        continue
      }
      collect(declaration.kind)
    }
  }

  /// An imported type; those of the file win.
  private mutating func addImported(_ declaration: Declaration.Kind) {
    switch declaration {
    case .structure(let structure):
      let name = Spelling(structure.name.text)
      if !globals.contains(name), structures[name] == nil, variables[name] == nil {
        importedStructures.append(structure.name)
      }
      collect(declaration)
    case .typeAlias(let name, let parameters, let type) where parameters.isEmpty:
      if aliases[Spelling(name.text)] == nil { aliases[Spelling(name.text)] = type }
    default: collect(declaration)
    }
  }

  private mutating func collect(_ declaration: Declaration.Kind) {
    switch declaration {
    case .enumeration(let enumeration): enums.insert(Spelling(enumeration.name.text))
    case .interface(let interface): interfaces.insert(Spelling(interface.name.text))
    case .structure(let structure):
      let name = Spelling(structure.name.text)
      if structures[name] == nil { structures[name] = structure.fields.map(\.name.text) }
    case .function, .pipeline, .tool, .implementation, .skill, .evalPack, .typeAlias, .override: break
    }
  }
}
