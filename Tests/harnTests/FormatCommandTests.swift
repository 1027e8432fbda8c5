import Foundation
import TestSupport
import Testing

/// `harn fmt` (07 §6).
@Suite struct FormatCommandTests {
  private let directory = TemporaryDirectory()

  private func run(_ arguments: String..., input: String = "") throws -> HarnBinary.Result {
    try HarnBinary.run(arguments, input: input, directory: directory.url)
  }

  private func write(_ text: String, to path: String) throws {
    let folder = directory.url.appendingPathComponent(path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try directory.write(Data(text.utf8), to: path)
  }

  @Test func `changed files are rewritten and named, canonical ones are not`() throws {
    try write("f( 1 )", to: "b.harn")
    try write("f(1)\n", to: "a.harn")
    let result = try run("fmt", "b.harn", "a.harn")
    #expect(result.output == "formatted b.harn\n")
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(try directory.text(of: "b.harn") == "f(1)\n")
    #expect(try run("fmt", ".").output == "")
  }

  @Test func `check reports and writes nothing`() throws {
    try write("f( 1 )", to: "b.harn")
    try write("f(1)\n", to: "a.harn")
    let result = try run("fmt", "--check", "b.harn", "a.harn")
    #expect(result.output == "")
    #expect(result.errors == "b.harn: would be reformatted\n")
    #expect(result.status == 1)
    #expect(try directory.text(of: "b.harn") == "f( 1 )")
    #expect(try run("fmt", "--check", "a.harn").status == 0)
  }

  @Test func `texts that do not parse are left alone, the others are formatted`() throws {
    try write("let = 1", to: "a.harn")
    try write("let s = \"abc", to: "b.harn")
    try write("f( 1 )", to: "c.harn")
    let result = try run("fmt", "a.harn", "b.harn", "none.harn", "c.harn")
    #expect(
      result.errors == """
        a.harn: Expected variable name or destructuring pattern, got = at 1:5
        b.harn: Unterminated string at 1:9
        Error reading none.harn: No such file or directory (os error 2)

        """)
    #expect(result.output == "formatted c.harn\n")
    #expect(result.status == 1)
    #expect(try directory.text(of: "a.harn") == "let = 1")
  }

  @Test func `folders are searched in the order of names, targets keep theirs`() throws {
    for path in ["z.harn", "d/b.harn", "d/a/x.harn", "d/.c/y.harn", "d/b2.harn", "d/s.harn", "d/n.txt"] {
      try write("f( 1 )", to: path)
    }
    try write("", to: "d/s.slow-skip")
    let result = try run("fmt", "--check", "z.harn", "d")
    #expect(
      result.errors.split(separator: "\n").map { $0.prefix { $0 != ":" } } == [
        "z.harn", "d/.c/y.harn", "d/a/x.harn", "d/b.harn", "d/b2.harn",
      ])
  }

  @Test func `without files there is nothing to do`() throws {
    try write("", to: "d/n.txt")
    let result = try run("fmt", "d")
    #expect(result.errors == "No .harn files found\n")
    #expect(result.status == 1)
  }

  @Test func `standard input goes to standard output`() throws {
    let result = try run("fmt", "-", input: "f( 1 )")
    #expect(result.output == "f(1)\n")
    #expect(result.status == 0)
    let broken = try run("fmt", "-", input: "f(")
    #expect(broken.output == "")
    #expect(broken.errors == "<stdin>: Unexpected end of file, expected )\n")
    #expect(broken.status == 1)
    #expect(try run("fmt", "--check", "-", input: "f( 1 )").errors == "<stdin>: would be reformatted\n")
  }

  @Test func `options go before the project, the project before the defaults`() throws {
    let wide = "f(\(Array(repeating: "1234", count: 20).joined(separator: ", ")))\n"
    func lines(_ arguments: String...) throws -> Int {
      try HarnBinary.run(["fmt"] + arguments + ["-"], input: wide + "\n// ----", directory: directory.url)
        .output.split(separator: "\n").count
    }
    #expect(try lines() == 23)
    try write("[fmt]\nline-width = 200\nseparator_width = 20\n", to: "harn.toml")
    #expect(try lines() == 2)
    #expect(try lines("--line-width", "100") == 23)
    #expect(try run("fmt", "-", input: "// ----").output == "// -----------------\n")
    #expect(try run("fmt", "--separator-width=30", "-", input: "// ----").output == "// ---------------------------\n")
    try write("[fmt\n", to: "harn.toml")
    let result = try run("fmt", "-", input: "// ----")
    #expect(result.output.count == 81)
    #expect(result.errors.hasPrefix("warning: failed to parse harn.toml: "))
    #expect(result.status == 0)
  }

  @Test func `permissions and links stay`() throws {
    try write("f( 1 )", to: "a.harn")
    let file = directory.url.appendingPathComponent("a.harn").path
    try FileManager.default.setAttributes([.posixPermissions: 0o751], ofItemAtPath: file)
    try FileManager.default.createSymbolicLink(
      atPath: directory.url.appendingPathComponent("link.harn").path, withDestinationPath: "a.harn")
    #expect(try run("fmt", "link.harn").output == "formatted link.harn\n")
    #expect(try directory.text(of: "a.harn") == "f(1)\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o751)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted() == ["a.harn", "link.harn"])
  }

  @Test func `usage errors`() throws {
    let result = try run("fmt")
    #expect(
      result.errors == """
        error: the following required arguments were not provided:
          <TARGETS>...

        Usage: harn fmt [OPTIONS] <TARGETS>...

        For more information, try '--help'.

        """)
    #expect(result.status == 2)
    #expect(
      try run("fmt", "--line-width", "x", "a.harn").errors.hasPrefix(
        "error: invalid value 'x' for '--line-width <N>': invalid digit found in string\n"))
  }

  @Test func `the examples are canonical`() throws {
    #expect(try HarnBinary.run(["fmt", "--check", "Examples"]).errors == "")
  }
}
