import Checker
import Syntax

/// Files that are checked or linted together, and everything that they reach through imports (04 B7): each text is read and
/// parsed once, and all modules are nodes of one graph.
package struct CheckedFiles: Sendable {
  /// The files, in the order of their paths.
  package let files: [Swift.Result<ParsedFile, ReadError>]

  private let paths: [String]

  /// Reads and parses the files at `paths` on all processors, and follows their imports.
  package init(paths: [String]) {
    self.paths = paths
    let sources = SourceCache()
    let parsed = concurrentMap(paths) { path in
      Swift.Result { () throws(ReadError) in
        let file = try sources.read(path)
        return (file: file, parsed: sources.parsed(file))
      }
    }
    files = onDeepStack {
      let complete = parsed.compactMap { result in
        (try? result.get()).flatMap { $0.parsed.diagnostics.isEmpty ? ($0.parsed.program, $0.file.path) : nil }
      }
      var graphs = ModuleGraph.graphs(of: complete, reader: FileModuleReader(sources: sources))[...]
      return parsed.map { result in
        result.map { file, parsed in
          ParsedFile(file, parsed, parsed.diagnostics.isEmpty ? graphs.removeFirst() : ModuleGraph())
        }
      }
    }
  }

  /// The names that some file imports one by one: where they are declared, they are used (07 §5).
  package var selectivelyImportedNames: Set<String> {
    Set(files.flatMap { (try? $0.get())?.selectivelyImportedNames ?? [] })
  }

  /// For each file what is wrong in the texts of modules that it reaches (04 B7.4), judged by the settings for that file.
  /// What is wrong in a module stands with the first file that reaches it; modules that are among the files are left out.
  package func moduleFindings(_ settings: [CheckSettings]) -> [[TextFindings]] {
    let own = Set(paths.map { resolvedPath($0) ?? $0 })
    var visited: Set<Int> = []
    return zip(files, settings).map { file, settings in
      let found = (try? file.get())?.moduleFindings(settings, &visited) ?? []
      return found.filter { text in text.module.map { !own.contains($0) } ?? true }
    }
  }
}
