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
