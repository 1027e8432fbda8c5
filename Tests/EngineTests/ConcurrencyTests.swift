import Engine
import Foundation
import TestSupport
import Testing

/// How `harn check` looks at many files.
@Suite struct ConcurrencyTests {
  @Test(arguments: [0, 1, 2, 1000]) func `results come in the order of the items`(_ count: Int) {
    #expect(concurrentMap(Array(0..<count)) { $0 * $0 } == (0..<count).map { $0 * $0 })
  }

  @Test func `a file is read once`() throws {
    let folder = TemporaryDirectory()
    try folder.write(Data("let a = 1\n".utf8), to: "a.harn")
    let path = folder.url.appendingPathComponent("a.harn").path
    let sources = SourceCache()
    let first = try sources.read(path)
    try FileManager.default.removeItem(atPath: path)
    #expect(try sources.read(path).bytes == first.bytes)
    #expect(throws: ReadError.self) { try SourceCache().read(path) }
  }

  @Test func `a file is parsed once, whatever the spelling of its path`() throws {
    let folder = TemporaryDirectory()
    try folder.write(Data("let a = 1\n".utf8), to: "a.harn")
    let path = folder.url.appendingPathComponent("a.harn").path
    let other = folder.url.path + "/./a.harn"
    let sources = SourceCache()
    let file = try sources.read(path)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
    try folder.write(Data("let =".utf8), to: "a.harn")
    #expect(try sources.read(other).bytes == file.bytes)
    #expect(try sources.read(other).path == other)
  }

  @Test func `a mistake in a module that several files import is reported once`() throws {
    let folder = TemporaryDirectory()
    try folder.makeFolder("lib")
    try folder.makeFolder("app")
    try folder.write(Data("let = 3\n".utf8), to: "lib/broken.harn")
    for name in ["a", "b", "c"] {
      try folder.write(Data("import \"../lib/broken\"\nprintln(1)\n".utf8), to: "app/\(name).harn")
    }
    let app = folder.url.appendingPathComponent("app").path
    let result = try HarnBinary.run(["check", app])
    #expect(result.status == 1)
    #expect(result.errors.components(separatedBy: "error: ").count == 2)
    #expect(result.errors.contains("app/../lib/broken.harn:1:5\n"))
    let both = try HarnBinary.run(["check", app, folder.url.appendingPathComponent("lib").path])
    #expect(both.status == 1)
    #expect(both.errors.components(separatedBy: "error: ").count == 2)
    #expect(both.errors.contains("\(folder.url.path)/lib/broken.harn:1:5\n"))
  }

  @Test func `places in the report as JSON belong to the path beside them`() throws {
    let folder = TemporaryDirectory()
    try folder.write(Data("\n\nlet = 3\n".utf8), to: "broken.harn")
    try folder.write(Data("import \"broken\"\nprintln(1)\n".utf8), to: "a.harn")
    let path = folder.url.appendingPathComponent("a.harn").path
    let result = try HarnBinary.run(["check", "--json", path])
    let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let files = try #require(report["files"] as? [[String: Any]])
    let lines = files.map { ($0["findings"] as? [[String: Any]])?.compactMap { $0["line"] as? Int } ?? [] }
    #expect(files.map { $0["path"] as? String } == [path, "\(folder.url.path)/broken.harn"])
    #expect(lines == [[], [3]])
  }

  @Test func `the findings of a folder come in the order of its paths`() throws {
    let folder = TemporaryDirectory()
    try folder.write(Data("pub fn shared() { return 1 }\n".utf8), to: "shared.harn")
    for number in 10..<40 {
      let text = "import \"shared\"\nlet x: string = shared() + \(number)\nlet y: int = \"\(number)\"\n"
      try folder.write(Data(text.utf8), to: "file\(number).harn")
    }
    let arguments = ["check", folder.url.path]
    let first = try HarnBinary.run(arguments)
    let paths = first.errors.split(separator: "\n").filter { $0.contains("-->") }
      .compactMap { $0.split(separator: ":").first }
    #expect(first.status == 1)
    #expect(Set(paths).count >= 30)
    #expect(paths == paths.sorted())
    #expect(try HarnBinary.run(arguments).errors == first.errors)
  }
}
