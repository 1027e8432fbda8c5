import Syntax

/// What a module lets its importers name (04 B7.2, B7.3).
extension ModuleGraph {
  /// A name that an importer of a module may use, and the module that declares it.
  struct Offer: Hashable {
    var name: String
    var module: Int
  }

  /// What an import brings; nothing when it leads nowhere.
  func offers(of next: ModuleImport) -> [Offer] {
    next.module.map { offers(of: $0, names: next.declaration.names?.map(\.text)) } ?? []
  }

  /// What a module offers: these names, as far as it has them, or what wildcard imports bring.
  func offers(of module: Int, names: [String]?) -> [Offer] {
    let own = modules[module].declarations
    guard let names else { return own.offered.map { Offer(name: $0, module: module) } + reexports[module] }
    return names.compactMap { name in
      own.names.contains(name) ? Offer(name: name, module: module) : reexports[module].first { $0.name == name }
    }
  }

  /// The names of the functions that an import brings.
  package func functions(broughtBy next: ModuleImport) -> [String] {
    offers(of: next).filter { modules[$0.module].declarations.functions.contains($0.name) }.map(\.name)
  }

  /// The declarations of the types that these imports bring.
  package func types(broughtBy imports: [ModuleImport]) -> [Declaration] {
    var types: [Declaration] = []
    for next in imports {
      for offer in offers(of: next) {
        guard let type = modules[offer.module].declarations.types[offer.name] else { continue }
        types.append(type)
      }
    }
    return types
  }

  /// Whether a selective import of `name` from a module means a type, of the module itself or one that it re-exports.
  func declaresType(_ name: String, in module: Int) -> Bool {
    var pending = [module]
    var seen: Set<Int> = []
    while let index = pending.popLast() {
      if modules[index].declarations.types[name] != nil { return true }
      for next in modules[index].imports where next.declaration.isPublic {
        let isNamed = next.declaration.names?.contains { $0.text == name } ?? true
        if isNamed, let source = next.module, seen.insert(source).inserted { pending.append(source) }
      }
    }
    return false
  }
}

/// Works out what each module re-exports, transitively.
struct Reexports {
  /// For each module the names, without repetitions.
  private(set) var offers: [[ModuleGraph.Offer]]

  private let modules: [Module]

  /// The re-exports of `modules`.
  init(of modules: [Module]) {
    self.modules = modules
    offers = Array(repeating: [], count: modules.count)
    let order = facadesBehindSources()
    var isChanged = !order.isEmpty
    // Only cycles need further rounds.
    while isChanged {
      isChanged = false
      for index in order {
        let found = reexported(by: modules[index])
        if found != offers[index] {
          offers[index] = found
          isChanged = true
        }
      }
    }
  }

  /// What a module re-exports, as far as its sources are known.
  private func reexported(by module: Module) -> [ModuleGraph.Offer] {
    var seen: Set<ModuleGraph.Offer> = []
    var found: [ModuleGraph.Offer] = []
    for next in module.imports where next.declaration.isPublic {
      guard let source = next.module else { continue }
      let own = modules[source].declarations
      if let listed = next.declaration.names {
        let names = Set(listed.map(\.text))
        found += listed.map(\.text).filter(own.names.contains).map { .init(name: $0, module: source) }
        found += offers[source].filter { names.contains($0.name) }
      } else {
        found += own.offered.map { .init(name: $0, module: source) } + offers[source]
      }
    }
    return found.filter { seen.insert($0).inserted }
  }

  /// The modules that re-export something, each behind those that it re-exports from, as far as cycles allow.
  private func facadesBehindSources() -> [Int] {
    var order: [Int] = []
    var isSeen = Array(repeating: false, count: modules.count)
    for start in modules.indices where modules[start].reexports && !isSeen[start] {
      isSeen[start] = true
      var path = [(module: start, import: 0)]
      while let (module, position) = path.last {
        guard position < modules[module].imports.count else {
          order.append(module)
          path.removeLast()
          continue
        }
        path[path.count - 1].import += 1
        let next = modules[module].imports[position]
        guard next.declaration.isPublic, let source = next.module, modules[source].reexports, !isSeen[source]
        else { continue }
        isSeen[source] = true
        path.append((source, 0))
      }
    }
    return order
  }
}
