import Diagnostics
import Syntax

/// What the imports of a file let it name, as far as static checks are concerned (04 B7.2, B7.3).
package struct ImportedNames: Sendable {
  /// Whether every import leads to a module. If not, unknown names are no mistakes.
  package let isResolved: Bool
  /// How many imports the file has.
  let importCount: Int
  /// The names, in the order of the imports.
  package let names: [String]
  /// The declarations of the types among them.
  package let types: [Declaration]
  /// Why names that are missing are missing (04 B7.1, B7.2).
  let faults: [ImportFault]

  /// The names that the imports of the file of `graph` bring.
  package init(_ graph: ModuleGraph) {
    isResolved = graph.isResolved
    importCount = graph.imports.count
    let offers = graph.offers(of: graph.imports, graph.offers)
    names = offers.map(\.name)
    types = graph.types(of: offers)
    faults = graph.imports.flatMap { graph.faults(of: $0) }
  }

  /// Why an import does not bring what a file expects of it.
  struct ImportFault: Sendable {
    /// The names that are missing, nil when all of them may be.
    var names: [String]?
    /// Says so at the import.
    var note: Diagnostic.Note
  }
}

/// The types that imports bring (04 B7.3), for the file of a graph and for its modules.
package struct ImportedTypes {
  private let graph: ModuleGraph
  private let offers: (Int, [String]?) -> [ModuleGraph.Offer]

  /// The types in `graph`.
  package init(_ graph: ModuleGraph) {
    self.graph = graph
    offers = graph.offers
  }

  /// The declarations of the types that these imports bring.
  package func declarations(of imports: [ModuleImport]) -> [Declaration] {
    graph.types(of: graph.offers(of: imports, offers))
  }
}

extension ModuleGraph {
  /// A name that an importer of a module may use, and the module that declares it.
  fileprivate struct Offer: Hashable {
    var name: String
    var module: Int
  }

  /// What importers of each module may use: `offers(module, names)`, where `names` are those of a selective import.
  fileprivate var offers: (Int, [String]?) -> [Offer] {
    let reexported = reexportedOffers()
    return { module, names in
      let own = declarations(of: module)
      guard let names else { return own.filter(\.isOfferedToWildcards).map(\.offer) + reexported[module] }
      return names.compactMap { name in
        own.first { $0.offer.name == name }?.offer ?? reexported[module].first { $0.name == name }
      }
    }
  }

  /// What these imports bring.
  fileprivate func offers(
    of imports: [ModuleImport], _ offers: (Int, [String]?) -> [Offer]
  ) -> [Offer] {
    var found: [Offer] = []
    for next in imports {
      guard let module = next.module else { continue }
      var names: [String]?
      if let listed = next.declaration.names { names = listed.map(\.text) }
      found += offers(module, names)
    }
    return found
  }

  /// The mistake in the text of an imported module that hides its names, or the listed names that it does not have.
  fileprivate func faults(of next: ModuleImport) -> [ImportedNames.ImportFault] {
    guard let index = next.module else { return [] }
    let module = modules[index]
    if let mistake = module.diagnostics.first {
      let note = "nothing is known of \(module.file.path), because it has a mistake (\(mistake.message)); imported"
      return [.init(names: next.declaration.names?.map(\.text), note: Diagnostic.Note(note, at: next.range))]
    }
    return (next.declaration.names ?? []).compactMap { name in
      guard offers(index, [name.text]).isEmpty else { return nil }
      let near = nearestName(to: name.text, among: offers(index, nil).map(\.name)).map { ", but `\($0)`" } ?? ""
      let note = "`\(next.declaration.path)` has no `\(name.text)`\(near); imported"
      return .init(names: [name.text], note: Diagnostic.Note(note, at: next.range))
    }
  }

  /// The declarations of the types among what is brought.
  fileprivate func types(of offers: [Offer]) -> [Declaration] {
    offers.compactMap { type($0.name, in: $0.module) }
  }

  /// The names that each module re-exports, transitively. Cycles need several rounds; a chain needs one, because modules
  /// that are imported stand behind their importers.
  private func reexportedOffers() -> [[Offer]] {
    var offers = Array(repeating: [Offer](), count: modules.count)
    let facades = modules.indices.filter { modules[$0].reexports }
    var isChanged = !facades.isEmpty
    while isChanged {
      isChanged = false
      for index in facades.reversed() {
        var found: [Offer] = []
        for next in modules[index].imports where next.declaration.isPublic {
          guard let source = next.module else { continue }
          let own = declarations(of: source)
          if let names = next.declaration.names?.map(\.text) {
            found += own.map(\.offer).filter { names.contains($0.name) }
            found += offers[source].filter { names.contains($0.name) }
          } else {
            found += own.filter(\.isOfferedToWildcards).map(\.offer) + offers[source]
          }
        }
        var seen: Set<Offer> = []
        found = found.filter { seen.insert($0).inserted }
        if found != offers[index] {
          offers[index] = found
          isChanged = true
        }
      }
    }
    return offers
  }

  private struct Declared {
    var offer: Offer
    var isOfferedToWildcards: Bool
  }

  /// What a module itself declares.
  private func declarations(of index: Int) -> [Declared] {
    let module = modules[index]
    let hasPublicFunction = module.functions.contains(where: \.isPublic)
    var result: [Declared] = []
    func add(_ name: String, _ isOffered: Bool) {
      result.append(
        Declared(offer: Offer(name: name, module: index), isOfferedToWildcards: isOffered))
    }
    for item in module.program.items {
      switch item.kind {
      case .binding(let binding): for name in binding.pattern.boundNames { add(name, false) }
      case .declaration(let declaration):
        switch declaration.kind {
        case .function(let function):
          add(function.name.text, declaration.isPublic || !hasPublicFunction)
        case .pipeline(let pipeline): add(pipeline.name.text, declaration.isPublic)
        case .structure(let structure): add(structure.name.text, declaration.isPublic)
        case .enumeration(let enumeration): add(enumeration.name.text, declaration.isPublic)
        case .interface(let interface): add(interface.name.text, true)
        case .typeAlias(let name, _, _): add(name.text, true)
        case .tool(let tool): add(tool.name.text, declaration.isPublic)
        case .skill(let name, _): add(name.text, declaration.isPublic)
        case .evalPack, .implementation, .override: break
        }
      default: break
      }
    }
    return result
  }

  /// The declaration of the type `name` in a module itself.
  fileprivate func type(_ name: String, in module: Int) -> Declaration? {
    for item in modules[module].program.items {
      guard case .declaration(let declaration) = item.kind else { continue }
      switch declaration.kind {
      case .structure(let structure) where structure.name.text == name: return declaration
      case .enumeration(let enumeration) where enumeration.name.text == name: return declaration
      case .interface(let interface) where interface.name.text == name: return declaration
      case .typeAlias(let alias, _, _) where alias.text == name: return declaration
      default: continue
      }
    }
    return nil
  }

  /// Whether a selective import of `name` from a module means a type, of the module itself or one that it re-exports.
  func declaresType(_ name: String, in module: Int) -> Bool {
    var pending = [module]
    var seen: Set<Int> = []
    while let index = pending.popLast() {
      if type(name, in: index) != nil { return true }
      for next in modules[index].imports where next.declaration.isPublic {
        let isNamed = next.declaration.names?.contains { $0.text == name } ?? true
        if isNamed, let source = next.module, seen.insert(source).inserted { pending.append(source) }
      }
    }
    return false
  }
}

extension ModuleGraph {
  /// The names of the functions that an import brings.
  func functions(broughtBy next: ModuleImport) -> [String] {
    offers(of: [next], offers)
      .filter { offer in modules[offer.module].functions.contains { $0.name == offer.name } }
      .map(\.name)
  }
}
