import Builtins
import Diagnostics
import Engine
import Foundation
import TestSupport
import Testing

/// Files in a folder of their own, and what the engine says about them.
private struct Project {
  let folder = TemporaryDirectory()

  init(_ files: [String: String]) throws {
    for (path, text) in files {
      if path.contains("/") { try folder.makeFolder((path as NSString).deletingLastPathComponent) }
      try folder.write(Data(text.utf8), to: path)
    }
  }

  func path(_ name: String) -> String { folder.url.appendingPathComponent(name).path }

  /// The path without symbolic links, as messages about modules show it.
  func canonicalPath(_ name: String) -> String {
    folder.url.resolvingSymlinksInPath().appendingPathComponent(name).path
  }

  /// What `main.harn` prints, and the error that it ends in.
  func run() throws -> (output: String, error: String?, report: String) {
    let output = OutputCollector()
    var result = RunOutcome(exitStatus: 0)
    try balancingHeap {
      let program = try Engine().compile(fileAt: path("main.harn"))
      try #require(program.isRunnable, "\(program.report())")
      result = Engine().run(program, options: RunOptions(standardOutput: output))
    }
    return (output.text, result.uncaughtMessage, result.report)
  }

  /// The messages of `harn check main.harn`, those of lint rules left out.
  func check() throws -> [String] {
    try Engine().checkWithImports(SourceFile.read(path("main.harn"))).flatMap(\.diagnostics)
      .filter { $0.code.lintRule == nil }.map(\.message)
  }
}

@Suite struct ModuleTests {
  @Test(arguments: [
    ("missing/x", "missing/x.harn", "No such file or directory (os error 2)"),
    ("./missing.txt", "missing.txt", "No such file or directory (os error 2)"),
    ("folder", "folder", "Is a directory (os error 21)"),
  ])
  func `a module that cannot be read is an error of the import`(
    _ written: String, _ shown: String, _ reason: String
  ) throws {
    let project = try Project(["main.harn": "println(1)\nimport \"\(written)\"", "folder/a.txt": ""])
    let (output, error, _) = try project.run()
    #expect(output == "")
    #expect(error == "Runtime error: Import error: cannot read '\(project.path(shown))': \(reason) (line 2)")
  }

  @Test func `a module that is not UTF-8 is an error of the import`() throws {
    let project = try Project(["main.harn": "import \"bad\""])
    try project.folder.write(Data([0xFF, 0xFE]), to: "bad.harn")
    let path = project.path("bad.harn")
    #expect(
      try project.run().error
        == "Runtime error: Import error: cannot read '\(path)': stream did not contain valid UTF-8 (line 1)")
  }

  @Test func `a directory does not hide a file with extension`() throws {
    let project = try Project([
      "main.harn": "import \"lib\"\nprintln(f())", "lib.harn": "fn f() { return 1 }", "lib/x.txt": "",
    ])
    #expect(try project.run().output == "1\n")
  }

  @Test func `a dot in the name is an extension`() throws {
    let project = try Project(["main.harn": "import \"v1.2\"", "v1.2.harn": "fn f() { return 1 }"])
    #expect(try project.run().error?.contains("cannot read '\(project.path("v1.2"))'") == true)
  }

  @Test func `a module has one instance whatever its spelling`() throws {
    let project = try Project([
      "main.harn": """
      import { next } from "lib/a"
      import { show } from "lib/../lib/./a.harn"
      next()
      next()
      println(show())
      """,
      "lib/a.harn": "var n = 0\nfn next() { n += 1 }\nfn show() { return n }",
    ])
    #expect(try project.run().output == "2\n")
  }

  @Test func `an unknown name of a selective import names the module`() throws {
    let project = try Project(["main.harn": "import { g } from \"a\"", "a.harn": "fn f() { return 1 }"])
    #expect(
      try project.run().error
        == "Runtime error: Import error: 'g' is not defined in \(project.canonicalPath("a.harn")) (line 1)")
    let library = try Project(["main.harn": "import { nothing } from \"std/math\""])
    #expect(
      try library.run().error == "Runtime error: Import error: 'nothing' is not defined in <stdlib>/math.harn (line 1)")
  }

  @Test(arguments: [
    "import \"a\"\nimport \"b\"", "import \"a\"\nimport { x } from \"b\"", "import \"b\"\nimport \"b\"",
  ])
  func `two imports of one name collide`(_ imports: String) throws {
    let project = try Project([
      "main.harn": imports, "a.harn": "pub fn x() { return 1 }", "b.harn": "pub fn x() { return 2 }",
    ])
    #expect(
      try project.run().error
        == "Runtime error: Import collision: 'x' is already defined when importing "
        + "\(project.canonicalPath("b.harn")). Use selective imports to disambiguate: import { x } from \"...\" (line 2)"
    )
  }

  @Test func `a facade with two sources fails though nobody uses the name`() throws {
    let project = try Project([
      "main.harn": "\nimport \"all\"", "all.harn": "pub import \"a\"\npub import \"b\"",
      "a.harn": "pub fn x() { return 1 }", "b.harn": "pub fn x() { return 2 }",
    ])
    #expect(try project.run().error?.hasPrefix("Runtime error: Import collision: 'x' is already defined") == true)
    #expect(try project.run().error?.hasSuffix("(line 2)") == true)
  }

  @Test func `a re-export inside a cycle is an error`() throws {
    let project = try Project([
      "main.harn": "import \"a\"", "a.harn": "import \"b\"\nfn f() { return 1 }",
      "b.harn": "pub import \"a\"\nfn g() { return 1 }",
    ])
    #expect(
      try project.run().error == "Runtime error: Re-export error: imported module 'a' was not loaded (line 1)")
  }

  @Test func `a long chain of imports is loaded`() throws {
    var files = ["main.harn": "import \"m0\"\nprintln(f0())"]
    let length = 1200
    for index in 0..<length {
      files["m\(index).harn"] = "import \"m\(index + 1)\"\nfn f\(index)() { return f\(index + 1)() }"
    }
    files["m\(length).harn"] = "fn f\(length)() { return \"end\" }"
    #expect(try Project(files).run().output == "end\n")
  }

  @Test func `an error while a module is evaluated shows the import and the origin`() throws {
    let project = try Project([
      "main.harn": "import \"a\"", "a.harn": "let zero = 0\nlet half = { x -> x / zero }\nlet bad = half(1)",
    ])
    let report = try project.run().report
    #expect(report.hasPrefix("error: Runtime error: Division by zero (line 1)\n"))
    #expect(report.contains("--> \(project.path("main.harn")):1:1\n"))
    #expect(report.hasSuffix("  = note: raised at \(project.path("a.harn")):2\n"))
  }

  @Test func `packages are found from the importing file upwards`() throws {
    let project = try Project([
      "main.harn": "import \"src/inner\"\nprintln(all())",
      "src/inner.harn": """
      import "kit"
      import "single"
      import "kit/extra"
      import "kit/deep"
      fn all() { return [kit(), single(), extra(), deep()] }
      """,
      ".harn/packages/kit/lib.harn": "fn kit() { return 1 }",
      ".harn/packages/single.harn": "fn single() { return 2 }",
      ".harn/packages/kit/harn.toml":
        "[package]\nname = \"kit\"\n[exports] # names\nextra = \"src/extra.harn\"\nout = \"../single.harn\"\n",
      ".harn/packages/kit/src/extra.harn": "fn extra() { return 3 }",
      ".harn/packages/kit/deep.harn": "fn deep() { return 4 }",
    ])
    #expect(try project.run().output == "[1, 2, 3, 4]\n")
    let outside = try Project([
      "main.harn": "import \"kit/out\"", ".harn/packages/single.harn": "",
      ".harn/packages/kit/harn.toml": "[exports]\nout = \"../single.harn\"\n",
    ])
    #expect(try outside.run().error?.contains("cannot read") == true)
  }

  @Test func `check reports imports that cannot be carried out`() throws {
    let project = try Project([
      "main.harn": "import \"a\"\nimport \"nowhere\"\nimport \"std/nothing\"", "a.harn": "import \"gone\"",
    ])
    #expect(
      try project.check() == ["preflight: unresolved import 'nowhere'", "preflight: unresolved import 'gone'"])
  }

  @Test func `check reports collisions and conflicts`() throws {
    let files = ["a.harn": "pub fn x() { return 1 }", "b.harn": "pub fn x() { return 2 }"]
    let twice = try Project(files.merging(["main.harn": "import \"a\"\nimport \"b\""]) { $1 })
    #expect(
      try twice.check()
        == ["preflight: import collision — 'x' is exported by both '\(twice.path("a.harn"))' and 'b'"])
    let facade = try Project(files.merging(["main.harn": "pub import \"a\"\npub fn x() { return 1 }"]) { $1 })
    #expect(
      try facade.check() == [
        "preflight: re-export conflict — 'x' is re-exported (or locally defined) by multiple sources: "
          + "\(facade.path("a.harn")), \(facade.path("main.harn"))"
      ])
  }

  @Test func `check reports mistakes in the texts of modules`() throws {
    let project = try Project(["main.harn": "import \"a\"", "a.harn": "fn f( {"])
    #expect(try project.check() == ["Expected parameter name, got { at 1:7"])
  }

  @Test(arguments: libraryModules.keys.sorted())
  func `a built-in module can be imported whole`(_ name: String) throws {
    #expect(try Project(["main.harn": "import \"std/\(name)\"\nprintln(1)"]).run().output == "1\n")
  }
}
