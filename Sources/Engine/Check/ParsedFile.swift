import Checker
import Diagnostics
import Syntax

/// The text of a file after the parser, and where its imports lead.
package struct ParsedFile: Sendable {
  /// The text.
  package let file: SourceFile
  /// What the parser made of it.
  let parsed: ParseResult
  /// What it reaches through imports (04 B7); empty when the parser did not understand all of the text.
  let graph: ModuleGraph

  /// `parsed`, the result of parsing `file`, with its graph.
  init(_ file: SourceFile, _ parsed: ParseResult, _ graph: ModuleGraph) {
    self.file = file
    self.parsed = parsed
    self.graph = graph
  }

  /// Parses `file` and the modules that it reaches.
  init(_ file: SourceFile) {
    let parsed = parse(file)
    let graph =
      parsed.diagnostics.isEmpty
      ? ModuleGraph(of: parsed.program, path: file.path, reader: FileModuleReader()) : ModuleGraph()
    self.init(file, parsed, graph)
  }

  /// Whether the parser understood all of the text.
  var isComplete: Bool { parsed.diagnostics.isEmpty }

  /// The tree.
  var program: Program { parsed.program }

  /// What is wrong in the texts of the modules that the file reaches.
  func moduleFindings(_ settings: CheckSettings) -> [TextFindings] {
    var visited: Set<Int> = []
    return moduleFindings(settings, &visited)
  }

  /// What is wrong in the texts of the modules that the file reaches (04 B7.4), without those `visited`, which they join.
  func moduleFindings(_ settings: CheckSettings, _ visited: inout Set<Int>) -> [TextFindings] {
    graph.modulesReached(without: &visited).compactMap { index in
      let module = graph.modules[index]
      let findings = settings.judged(module.findings)
      if findings.isEmpty { return nil }
      return TextFindings(file: module.file, module: module.canonicalPath, diagnostics: findings)
    }
  }

  /// The names that the file imports one by one.
  var selectivelyImportedNames: [String] {
    program.items.flatMap { item -> [String] in
      guard case .importModule(let declaration) = item.kind else { return [] }
      return declaration.names?.map(\.text) ?? []
    }
  }
}

extension ModuleGraph {
  /// The modules that the file reaches, in the order of the graph, without those in `visited`, which they join.
  fileprivate func modulesReached(without visited: inout Set<Int>) -> [Int] {
    var found: [Int] = []
    var pending = imports.compactMap(\.module)
    while let index = pending.popLast() {
      guard visited.insert(index).inserted else { continue }
      found.append(index)
      pending += modules[index].imports.compactMap(\.module)
    }
    return found.sorted()
  }
}
