import Diagnostics
import Syntax

/// A file and everything that it reaches through imports, parsed but not executed (04 B7).
///
/// A module has one node, whatever the spelling of the paths that lead to it. The file itself is not a module: when a module
/// imports it, its text is a node of its own (04 B6).
package struct ModuleGraph: Sendable {
  /// The imports of the file.
  package let imports: [ModuleImport]
  /// The modules, in no particular order. Indices are the `Int`s of `ModuleImport.Target`.
  package let modules: [Module]

  /// The graph of a file without imports.
  package init() {
    imports = []
    modules = []
  }

  /// The graph of `program`, the text of the file at `path`. Linear in the size of all texts.
  package init(of program: Program, path: String, reader: any ModuleReader) {
    var builder = Builder(reader)
    imports = builder.link(program, in: PathText.directory(of: path))
    builder.finish()
    modules = builder.modules
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

    /// Follows imports until all modules are known.
    mutating func finish() {
      while unfinished < modules.count {
        let module = modules[unfinished]
        modules[unfinished].imports = link(module.program, in: PathText.directory(of: module.file.path))
        unfinished += 1
      }
    }

    /// The imports of a file in `directory`.
    mutating func link(_ program: Program, in directory: String) -> [ModuleImport] {
      var imports: [ModuleImport] = []
      for item in program.items {
        guard case .importModule(let declaration) = item.kind else { continue }
        imports.append(
          ModuleImport(
            declaration: declaration, range: item.range,
            target: target(of: declaration.path, from: directory)))
      }
      return imports
    }

    private mutating func target(of path: String, from directory: String) -> ModuleImport.Target {
      switch resolver.resolve(path, from: directory) {
      case .library(let name): libraryModule(name)
      case .file(let path): .module(fileModule(path))
      case .unresolved(let path): .missing(failure: readFailure(path), isLibrary: false)
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
