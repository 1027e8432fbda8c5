import Syntax

/// The names that one scope adds. A name counts in its whole scope, also before its declaration.
struct Scope {
  /// Functions, tools and pipelines, in source order: what a misspelt call most likely meant.
  var functions: [String] = []
  /// Everything that a call may name.
  var names: Set<String> = []
}

extension Scope {
  /// The scope of these statements.
  init(_ statements: [Statement]) {
    for statement in statements { add(statement) }
  }

  /// A scope of these names, none of them a function.
  init(names: some Sequence<String>) { self.names = Set(names) }

  private mutating func add(_ statement: Statement) {
    switch statement.kind {
    case .declaration(let declaration): add(declaration.kind)
    case .binding(let binding): names.formUnion(binding.pattern.boundNames)
    default: break
    }
  }

  private mutating func add(_ kind: Declaration.Kind) {
    switch kind {
    case .function(let function): addFunction(function.name)
    case .pipeline(let pipeline): addFunction(pipeline.name)
    case .tool(let tool): addFunction(tool.name)
    case .override(let name, _, _): addFunction(name)
    case .skill(let name, _): names.insert(name.text)
    case .evalPack(let pack): if let name = pack.name { names.insert(name.text) }
    case .typeAlias(let name, _, _): names.insert(name.text)
    case .enumeration(let declaration): names.insert(declaration.name.text)
    case .structure(let declaration): names.insert(declaration.name.text)
    case .interface(let declaration): names.insert(declaration.name.text)
    case .implementation: break
    }
  }

  private mutating func addFunction(_ name: Name) {
    functions.append(name.text)
    names.insert(name.text)
  }
}

extension Pattern {
  /// The names that the pattern binds.
  var boundNames: [String] {
    switch kind {
    case .name(let name): [name.text]
    case .list(let elements, let rest): (elements.map(\.name) + [rest].compactMap { $0 }).map(\.text)
    case .dict(let entries, let rest): (entries.map(\.name) + [rest].compactMap { $0 }).map(\.text)
    case .pair(let first, let second): [first.text, second.text]
    }
  }
}
