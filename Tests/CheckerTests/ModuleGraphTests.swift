import Checker
import Diagnostics
import Synchronization
import Syntax
import Testing

/// Modules in memory, and how often each is read.
private final class MemoryReader: ModuleReader {
  private let texts: [String: String]
  private let reads = Mutex<[String: Int]>([:])

  init(_ texts: [String: String]) { self.texts = texts }

  var readCounts: [String: Int] { reads.withLock { $0 } }

  func kind(at path: String) -> FileKind { texts[path] == nil ? .missing : .file }
  func canonicalPath(of path: String) -> String? { texts[path] == nil ? nil : path }
  func libraryModule(_ name: String) -> SourceFile? { nil }

  func read(_ path: String) throws(ModuleReadFailure) -> SourceFile {
    guard let text = texts[path] else { throw ModuleReadFailure(reason: "missing") }
    reads.withLock { $0[path, default: 0] += 1 }
    return SourceFile(path: path, text: text)
  }

  /// The graphs of these files as one.
  func graphs(of paths: [String]) -> [ModuleGraph] {
    let files = paths.map { (program: parse(SourceFile(path: $0, text: texts[$0] ?? "")).program, path: $0) }
    return ModuleGraph.graphs(of: files, reader: self)
  }
}

/// The graph of modules (04 B7).
@Suite struct ModuleGraphTests {
  @Test func `a module that several files reach is read once`() {
    let reader = MemoryReader([
      "a.harn": "import \"c\"", "b.harn": "import \"c\"\nimport \"d\"",
      "c.harn": "import \"d\"", "d.harn": "import \"c\"",
    ])
    let graphs = reader.graphs(of: ["a.harn", "b.harn", "c.harn"])
    #expect(reader.readCounts == ["c.harn": 1, "d.harn": 1])
    #expect(graphs.map { $0.imports.count } == [1, 2, 1])
    #expect(Set(graphs.flatMap(\.imports).compactMap(\.module)).count == 2)
  }

  @Test func `a file of a shared graph sees only what it imports`() {
    let reader = MemoryReader([
      "a.harn": "import \"x\"", "b.harn": "import \"y\"", "c.harn": "",
      "x.harn": "fn one() {}", "y.harn": "fn two() {}",
    ])
    let names = reader.graphs(of: ["a.harn", "b.harn", "c.harn"]).map { ImportedNames($0).names }
    #expect(names == [["one"], ["two"], []])
  }

  /// Chains in either order of discovery, and rings.
  @Test(arguments: [["f0", "f1", "f2", "f3"], ["f3", "f2", "f1", "f0"], ["f2", "f0", "f3", "f1"]])
  func `names are re-exported through chains and rings`(_ order: [String]) {
    var texts: [String: String] = [:]
    for index in 0..<4 {
      texts["f\(index).harn"] = "pub import \"f\((index + 1) % 4)\"\npub fn own\(index)() {}\ntype T\(index) = int"
    }
    texts["main.harn"] = "import \"f0\""
    texts["some.harn"] = "import { own2, T3, missing } from \"f0\""
    let graphs = MemoryReader(texts).graphs(of: order.map { "\($0).harn" } + ["main.harn", "some.harn"])
    let all = ImportedNames(graphs[4])
    #expect(Set(all.names) == Set((0..<4).flatMap { ["own\($0)", "T\($0)"] }))
    #expect(ImportedNames(graphs[5]).names == ["own2", "T3"])
    #expect(ImportedNames(graphs[5]).types.count == 1)
  }
}
