import Diagnostics
import Syntax

/// A file and everything that it reaches through imports, parsed but not executed (04 B7).
///
/// A module has one node, whatever the spelling of the paths that lead to it. The file itself is not a module: when a module
/// imports it, its text is a node of its own (04 B6).
package struct ModuleGraph: Sendable {
  /// The imports of the file.
  package let imports: [ModuleImport]
  /// The modules, in no particular order. Indices are the `Int`s of `ModuleImport.Target`. In the graph of several files
  /// some may be reached only by the others.
  package let modules: [Module]
  /// What each module re-exports, transitively.
  let reexports: [[Offer]]

  /// The graph of a file without imports.
  package init() { self.init(imports: [], modules: [], reexports: []) }

  /// The graph of `program`, the text of the file at `path`. Linear in the size of all texts.
  package init(of program: Program, path: String, reader: any ModuleReader) {
    self = ModuleGraph.graphs(of: [(program, path)], reader: reader)[0]
  }

  /// The graphs of several files, each with its text and path, as one: a module that several files reach is read and
  /// looked at once. Linear in the size of all texts.
  package static func graphs(of files: [(program: Program, path: String)], reader: any ModuleReader) -> [ModuleGraph] {
    var builder = Builder(reader)
    let imports = files.map { builder.add($0.program, path: $0.path) }
    let reexports = Reexports(of: builder.modules).offers
    return imports.map { ModuleGraph(imports: $0, modules: builder.modules, reexports: reexports) }
  }

  private init(imports: [ModuleImport], modules: [Module], reexports: [[Offer]]) {
    self.imports = imports
    self.modules = modules
    self.reexports = reexports
  }

  /// Whether every import of the file leads somewhere (04 B7.1).
  package var isResolved: Bool { imports.allSatisfy(\.isResolved) }

  /// Whether the file imports nothing.
  package var isEmpty: Bool { imports.isEmpty }

  private struct Builder {
    var modules: [Module] = []
    private let reader: any ModuleReader
    private let resolver: ModuleResolver
    private var indices: [String: Int] = [:]
    private var unfinished = 0

    init(_ reader: any ModuleReader) {
      self.reader = reader
      resolver = ModuleResolver(reader)
    }

    /// The imports of a file, followed until all modules that it reaches are known.
    mutating func add(_ program: Program, path: String) -> [ModuleImport] {
      let imports = link(program, in: PathText.directory(of: path))
      while unfinished < modules.count {
        let module = modules[unfinished]
        modules[unfinished].imports = link(module.program, in: PathText.directory(of: module.file.path))
        unfinished += 1
      }
      return imports
    }

    /// The imports of a file in `directory`.
    private mutating func link(_ program: Program, in directory: String) -> [ModuleImport] {
      var imports: [ModuleImport] = []
      for item in program.items {
        guard case .importModule(let declaration) = item.kind else { continue }
        let (target, path) = target(of: declaration.path, from: directory)
        imports.append(ModuleImport(declaration: declaration, range: item.range, target: target, path: path))
      }
      return imports
    }

    /// Where an import leads, and the path of the file there.
    private mutating func target(
      of path: String, from directory: String
    ) -> (target: ModuleImport.Target, path: String) {
      switch resolver.resolve(path, from: directory) {
      case .library(let name): (libraryModule(name), path)
      case .file(let path): (.module(fileModule(path)), path)
      case .unresolved(let path): (.missing(failure: readFailure(path), isLibrary: false), path)
      }
    }

    private mutating func libraryModule(_ name: String) -> ModuleImport.Target {
      let canonical = "<stdlib>/\(name).harn"
      if let known = indices[canonical] { return .module(known) }
      guard let file = reader.libraryModule(name) else {
        return .missing(failure: "Unknown stdlib module: std/\(name)", isLibrary: true)
      }
      return .module(add(Module(file, reader.parsed(file), canonicalPath: canonical, isLibrary: true)))
    }

    private mutating func fileModule(_ path: String) -> Int {
      let canonical = reader.canonicalPath(of: path) ?? path
      if let known = indices[canonical] { return known }
      do throws(ModuleReadFailure) {
        let file = try reader.read(path)
        return add(Module(file, reader.parsed(file), canonicalPath: canonical, isLibrary: false))
      } catch {
        return add(Module(unreadable: path, canonicalPath: canonical, reason: error.reason))
      }
    }

    private mutating func add(_ module: Module) -> Int {
      indices[module.canonicalPath] = modules.count
      modules.append(module)
      return modules.count - 1
    }

    /// The error of reading a path that leads to no file.
    private func readFailure(_ path: String) -> String {
      var reason = "No such file or directory (os error 2)"
      do throws(ModuleReadFailure) { _ = try reader.read(path) } catch { reason = error.reason }
      return "Import error: cannot read '\(path)': \(reason)"
    }
  }
}
