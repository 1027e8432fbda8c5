import Diagnostics
import Syntax

/// What `harn check` says about the imports of a file (04 B7.4). Built-in modules are exempt.
package struct PreflightRules {
  /// The findings, in the order of 07 §4.2.
  package var findings: [Diagnostic] {
    graph.isEmpty ? [] : graph.imports.compactMap(\.unresolved) + collisions() + conflicts()
  }

  private let graph: ModuleGraph
  private let program: Program
  private let path: String

  /// The rules for the file of `graph`, whose text is `program`.
  package init(_ graph: ModuleGraph, program: Program, path: String) {
    self.graph = graph
    self.program = program
    self.path = path
  }

  /// Functions that two imports of the file bring from different modules; one finding for each import.
  private func collisions() -> [Diagnostic] {
    var first: [String: (module: Int, path: String)] = [:]
    var found: [Diagnostic] = []
    for next in graph.imports {
      guard let module = next.module, !graph.modules[module].isLibrary else { continue }
      for name in graph.functions(broughtBy: next) {
        guard let other = first[name] else {
          first[name] = (module, next.path)
          continue
        }
        guard other.module != module else { continue }
        found.append(
          .importCollision(
            name, other.path, next.declaration.path,
            isSelective: next.declaration.names != nil, at: next.range))
        break
      }
    }
    return found
  }

  /// Names that the file exports from several sources.
  private func conflicts() -> [Diagnostic] {
    var sources: [String: Set<String>] = [:]
    for item in program.items {
      guard case .declaration(let declaration) = item.kind, declaration.isPublic,
        case .function(let function) = declaration.kind
      else { continue }
      sources[function.name.text] = [path]
    }
    var reported: Set<String> = []
    var found: [Diagnostic] = []
    for next in graph.imports where next.declaration.isPublic {
      guard let module = next.module, !graph.modules[module].isLibrary else { continue }
      for name in graph.functions(broughtBy: next) {
        sources[name, default: []].insert(next.path)
        guard let all = sources[name], all.count > 1, reported.insert(name).inserted else { continue }
        found.append(.reexportConflict(name, all.sorted(), at: next.range))
      }
    }
    return found
  }
}

extension Module {
  /// What is wrong in the text and with the imports of a module that is not checked itself.
  package var findings: [Diagnostic] { diagnostics + imports.compactMap(\.unresolved) }
}

extension ModuleImport {
  /// The finding of an import that leads to no file.
  fileprivate var unresolved: Diagnostic? {
    guard case .missing(_, isLibrary: false) = target else { return nil }
    return .unresolvedImport(declaration.path, at: range)
  }
}

extension Diagnostic {
  /// Two imports bring a function of one name.
  fileprivate static func importCollision(
    _ name: String, _ first: String, _ second: String, isSelective: Bool, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .preflight, .error,
      "preflight: import collision — '\(name)' is exported by both '\(first)' and '\(second)'", at: range,
      label: "preflight",
      help: isSelective
        ? "rename one of the imported modules or avoid importing conflicting names"
        : "use selective imports to disambiguate: import { \(name) } from \"...\"")
  }

  /// A façade exports one name twice.
  fileprivate static func reexportConflict(
    _ name: String, _ paths: [String], at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .preflight, .error,
      "preflight: re-export conflict — '\(name)' is re-exported (or locally defined) by multiple sources: "
        + paths.joined(separator: ", "),
      at: range, label: "preflight",
      help: "remove or rename one of the conflicting `pub import` declarations")
  }

  /// An import that leads to no file.
  fileprivate static func unresolvedImport(_ path: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .preflight, .error, "preflight: unresolved import '\(path)'", at: range, label: "preflight",
      help: "verify the import path and packaged module layout")
  }
}
