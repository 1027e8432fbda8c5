import Foundation
import TestSupport
import Testing

/// `harn lint`, and what `harn check` has in common with it (07 §4, §5).
@Suite struct LintCommandTests {
  private let directory = TemporaryDirectory()

  private func run(_ arguments: String...) throws -> HarnBinary.Result {
    try HarnBinary.run(arguments, directory: directory.url)
  }

  private func write(_ text: String, to path: String) throws { try directory.write(Data(text.utf8), to: path) }

  @Test func `findings are frames with the rule`() throws {
    try write("println(1)\n", to: "b.harn")
    try write("let unused = 1\nprintln(2)\n", to: "a.harn")
    let result = try run("lint", "b.harn", "a.harn")
    #expect(result.output == "b.harn: no issues found\n")
    #expect(
      result.errors == """
        warning: variable `unused` is declared but never used
          --> a.harn:1:1
           |
         1 | let unused = 1
           | ^^^^^^^^^^^^^^ lint[unused-variable]
           = help: prefix with underscore: `_unused`

        """)
    #expect(result.status == 0)
  }

  @Test func `syntax errors fail their file and no other`() throws {
    try write("let = 1\n", to: "a.harn")
    try write("println(1)\n", to: "b.harn")
    let result = try run("lint", "a.harn", "b.harn")
    #expect(result.errors.hasPrefix("error: Expected variable name or destructuring pattern, got = at 1:5\n"))
    #expect(result.output == "b.harn: no issues found\n")
    #expect(result.status == 1)
  }

  @Test func `fixes are applied and the rest is reported`() throws {
    try write("var n = \"n: \" + 4\nif n == true { println(n) }\nfn f() { return n }\n", to: "a.harn")
    let result = try run("lint", "--fix", "a.harn")
    #expect(result.output == "a.harn: applied 4 fix(es)\n")
    #expect(try directory.text(of: "a.harn") == "let n = \"n: ${4}\"\nif n { println(n) }\n\nfn f() { return n }\n")
    #expect(result.errors.hasPrefix("warning: function `f` is declared but never used\n"))
    #expect(result.status == 0)
    #expect(try run("lint", "--fix", "a.harn").output == "")
  }

  @Test func `the project decides about rules and strictness`() throws {
    try write("let unused = 1\n", to: "a.harn")
    #expect(try run("check", "a.harn").status == 0)
    try write("[check]\nstrict = true\n", to: "harn.toml")
    #expect(try run("check", "a.harn").status == 1)
    #expect(try run("lint", "a.harn").status == 1)
    try write("[check]\nstrict = true\n[lint]\ndisabled = [\"unused-variable\"]\n", to: "harn.toml")
    #expect(try run("lint", "a.harn").output == "a.harn: no issues found\n")
    #expect(try run("check", "a.harn").output == "a.harn: ok\n")
    try write("[check]\ndisable_rules = [\"unused-variable\"]\n[lint]\nrequire-file-header = true\n", to: "harn.toml")
    #expect(try run("lint", "a.harn").errors.contains("lint[require-file-header]"))
  }

  @Test func `the workspace adds its pipelines`() throws {
    #expect(try run("check", "--workspace").errors.hasPrefix("error: --workspace could not find a harn.toml"))
    try write("[workspace]\n", to: "harn.toml")
    #expect(try run("check", "--workspace").errors.hasPrefix("error: --workspace requires `[workspace].pipelines`"))
    try write("[workspace]\npipelines = [\"src\"]\n", to: "harn.toml")
    try directory.makeFolder("src")
    try write("println(1)\n", to: "src/a.harn")
    #expect(try run("check", "--workspace").output == "src/a.harn: ok\n")
  }

  @Test func `findings about imports have the severity that is asked for`() throws {
    try write("import \"./gone\"\n", to: "a.harn")
    #expect(try run("check", "a.harn").status == 1)
    let warned = try run("check", "--preflight", "warning", "a.harn")
    #expect(warned.errors.hasPrefix("warning: preflight: unresolved import './gone'\n"))
    #expect(warned.status == 0)
    #expect(try run("check", "--preflight=off", "a.harn").output == "a.harn: ok\n")
    try write("[check]\npreflight_severity = \"off\"\n", to: "harn.toml")
    #expect(try run("check", "a.harn").output == "a.harn: ok\n")
  }

  @Test func `JSON names the rule`() throws {
    try write("let unused = 1\n", to: "a.harn")
    for command in ["lint", "check"] {
      let result = try run(command, "--json", "a.harn")
      #expect(
        result.output == """
          {
            "errors": 0,
            "files": [
              {
                "findings": [
                  {
                    "category": "lint",
                    "column": 1,
                    "help": "prefix with underscore: `_unused`",
                    "line": 1,
                    "message": "variable `unused` is declared but never used",
                    "rule": "unused-variable",
                    "severity": "warning"
                  }
                ],
                "path": "a.harn"
              }
            ],
            "ok": true,
            "warnings": 1
          }

          """)
    }
  }
}
