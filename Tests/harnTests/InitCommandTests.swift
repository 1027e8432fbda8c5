import Foundation
import TestSupport
import Testing

/// `harn init` (07 §10).
@Suite struct InitCommandTests {
  private let directory = TemporaryDirectory()

  private func run(_ arguments: String..., in folder: String? = nil) throws -> HarnBinary.Result {
    let place = folder.map { directory.url.appendingPathComponent($0) } ?? directory.url
    return try HarnBinary.run(arguments, directory: place)
  }

  @Test func `a project runs, is tested and has no findings`() throws {
    let created = try run("init", "shop")
    #expect(
      created.output == """
        Creating project 'shop'...
          create  shop/harn.toml
          create  shop/main.harn
          create  shop/lib/helpers.harn
          create  shop/tests/test_main.harn

        """)
    #expect((created.errors, created.status) == ("", 0))
    #expect(try directory.text(of: "shop/harn.toml") == "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n")
    #expect(try run("run", "main.harn", in: "shop").output == "Hello, world!\n")
    #expect(try run("test", in: "shop").output.contains("\n1 passed, 1 total ("))
    for command in ["check", "lint"] {
      let result = try run(command, "shop")
      #expect((result.errors, result.status) == ("", 0))
    }
  }

  @Test func `what is there is left alone`() throws {
    try directory.makeFolder("here")
    try directory.write(Data("println(1)\n".utf8), to: "here/main.harn")
    let result = try run("init", in: "here")
    #expect(
      result.output == """
        Initializing harn project in current directory...
          create  harn.toml
          skip  main.harn (already exists)
          create  lib/helpers.harn
          create  tests/test_main.harn

        """)
    #expect(try directory.text(of: "here/main.harn") == "println(1)\n")
    #expect(try directory.text(of: "here/harn.toml").contains("name = \"here\""))
    let again = try run("init", "here")
    #expect((again.output, again.errors, again.status) == ("", "Directory 'here' already exists\n", 1))
  }
}
