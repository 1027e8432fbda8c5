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
    names = graph.imports.flatMap { graph.offers(of: $0) }.map(\.name)
    types = graph.types(broughtBy: graph.imports)
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

extension ModuleGraph {
  /// The mistake in the text of an imported module that hides its names, or the listed names that it does not have.
  fileprivate func faults(of next: ModuleImport) -> [ImportedNames.ImportFault] {
    guard let index = next.module else { return [] }
    let module = modules[index]
    if let mistake = module.diagnostics.first {
      let note = "nothing is known of \(next.path), because it has a mistake (\(mistake.message)); imported"
      return [.init(names: next.declaration.names?.map(\.text), note: Diagnostic.Note(note, at: next.range))]
    }
    return (next.declaration.names ?? []).compactMap { name in
      guard offers(of: index, names: [name.text]).isEmpty else { return nil }
      let near = nearestName(to: name.text, among: offers(of: index, names: nil).map(\.name))
      let hint = near.map { ", but `\($0)`" } ?? ""
      let note = "`\(next.declaration.path)` has no `\(name.text)`\(hint); imported"
      return .init(names: [name.text], note: Diagnostic.Note(note, at: next.range))
    }
  }
}
