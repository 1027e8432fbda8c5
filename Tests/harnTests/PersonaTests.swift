import Foundation
import TestSupport
import Testing

/// `harn persona` (06 §17).
@Suite struct PersonaTests {
  private let directory = TemporaryDirectory()
  private let fixtures = Repository.root.appendingPathComponent("Tests/Fixtures/personas")

  private func run(_ arguments: String...) throws -> HarnBinary.Result {
    try HarnBinary.run(["persona"] + arguments, directory: fixtures)
  }

  private func expected(_ name: String) throws -> String {
    try String(contentsOf: fixtures.appendingPathComponent(name), encoding: .utf8)
  }

  @Test(arguments: [["--manifest", "ops", "list"], ["list", "--manifest=ops/harn.toml"]])
  func `list is a table`(_ arguments: [String]) throws {
    let result = try HarnBinary.run(["persona"] + arguments, directory: fixtures)
    #expect(
      result.output == """
        Personas in ops/harn.toml:
          desk     tier=suggest           receipts=optional entry=desk_main
          nightly  tier=act_with_approval receipts=required entry=sweep

        """)
    #expect((result.errors, result.status) == ("", 0))
  }

  @Test func `a file without personas says so`() throws {
    #expect(try run("--manifest", "empty", "list").output == "No personas declared in empty/harn.toml.\n")
    #expect(try run("--manifest", "empty", "list", "--json").output == "[]\n")
  }

  @Test(arguments: [
    ("ops", "desk", "desk.txt"), ("desk.harn", "desk", "source-desk.txt"), ("desk.harn", "night", "source-night.txt"),
  ])
  func `inspect shows one persona`(_ path: String, _ name: String, _ file: String) throws {
    let result = try run("--manifest", path, "inspect", name)
    #expect(result.output == (try expected(file)))
    #expect((result.errors, result.status) == ("", 0))
  }

  @Test(arguments: [
    ("ops", "desk", "desk.json"), ("ops", "nightly", "nightly.json"), ("desk.harn", "desk", "source-desk.json"),
  ])
  func `inspect prints JSON`(_ path: String, _ name: String, _ file: String) throws {
    #expect(try run("inspect", name, "--json", "--manifest", path).output == (try expected(file)))
  }

  @Test func `the example shows what stands next to it`() throws {
    let result = try HarnBinary.run(["persona", "--manifest", "Examples", "inspect", "merge_captain"])
    let file = Repository.root.appendingPathComponent("Examples/merge_captain.persona")
    #expect(result.output == (try String(contentsOf: file, encoding: .utf8)))
    let readme = Repository.root.appendingPathComponent("README.md")
    #expect(try String(contentsOf: readme, encoding: .utf8).contains(result.output))
  }

  @Test func `the log of the first step stands next to it`() throws {
    let result = try HarnBinary.run(["run", "--steps", "-", "Examples/first_step.harn"])
    let file = Repository.root.appendingPathComponent("Examples/first_step.steps")
    #expect(result.errors == (try String(contentsOf: file, encoding: .utf8)))
    let readme = Repository.root.appendingPathComponent("README.md")
    #expect(try String(contentsOf: readme, encoding: .utf8).contains(result.errors))
  }

  @Test func `list prints the objects of inspect`() throws {
    let objects = try ["desk.json", "nightly.json"].map { name in
      try expected(name).split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }
    #expect(try run("--json", "list", "--manifest", "ops").output == "[\n\(objects.joined(separator: ",\n"))\n]\n")
  }

  @Test func `check counts the personas`() throws {
    #expect(try run("check", "ops").output == "ok: ops/harn.toml persona manifest validates (2 personas)\n")
    #expect(
      try run("check", "--manifest", "single.toml").output
        == "ok: single.toml persona manifest validates (1 personas)\n")
    #expect(try run("check", "desk.harn").output == "ok: desk.harn persona manifest validates (2 personas)\n")
    #expect(
      try run("check", "single.toml", "--json").output == """
        {
          "manifest_path": "single.toml",
          "ok": true,
          "personas": [
            {
              "autonomy": "shadow",
              "name": "solo",
              "receipts": "disabled",
              "tools": [
                "anything"
              ],
              "triggers": []
            }
          ]
        }

        """)
  }

  @Test(arguments: [["list"], ["list", "--json"], ["inspect", "a"], ["check"]])
  func `faults are listed`(_ action: [String]) throws {
    try directory.write(Data("[[personas]]\nname = \"a\"\nx = 1\ntools = [\"shell\"]\n".utf8), to: "harn.toml")
    let result = try HarnBinary.run(["persona"] + action, directory: directory.url)
    #expect(
      result.errors == """
        error: harn.toml [[personas]][0].x: unknown persona field
        harn.toml [[personas]][0].description: missing required description
        harn.toml [[personas]][0].entry_workflow: missing required entry_workflow
        harn.toml [[personas]][0].autonomy_tier: missing required autonomy tier
        harn.toml [[personas]][0].receipt_policy: missing required receipt policy

        """)
    #expect((result.output, result.status) == ("", 1))
  }

  @Test func `check prints faults as JSON`() throws {
    let text =
      "name = \"a\"\ndescription = \"d\"\nentry = \"e\"\ntools = [\"\"]\ntier = \"shadow\"\nreceipts = \"optional\"\n"
    try directory.write(Data(text.utf8), to: "one.toml")
    let result = try HarnBinary.run(["persona", "check", "one.toml", "--json"], directory: directory.url)
    #expect(
      result.output == """
        {
          "errors": [
            {
              "field_path": "[[personas]][0].tools",
              "manifest_path": "one.toml",
              "message": "tools entries must not be empty"
            }
          ],
          "ok": false
        }

        """)
    #expect((result.errors, result.status) == ("", 1))
  }

  @Test(arguments: [
    (["--manifest", "ops", "inspect", "nobody"], "persona 'nobody' not found in ops/harn.toml"),
    (["check", "broken.toml"], "failed to parse broken.toml: duplicate key `name` at line 3 column 1"),
    (["check", "none.toml"], "failed to read none.toml: No such file or directory (os error 2)"),
    (["status", "desk"], "not supported in this build"),
    (["tick", "desk", "--at", "x", "-"], "not supported in this build"),
    (["trigger", "desk"], "not supported in this build"), (["pause", "desk"], "not supported in this build"),
    (["resume", "desk"], "not supported in this build"), (["disable", "desk"], "not supported in this build"),
    (["spend", "desk"], "not supported in this build"),
  ])
  func `failures are one line`(_ arguments: [String], _ message: String) throws {
    let result = try HarnBinary.run(["persona"] + arguments, directory: fixtures)
    #expect(result.errors == "error: \(message)\n")
    #expect((result.output, result.status) == ("", 1))
  }

  @Test func `the nearest manifest is found upwards, not beyond a repository`() throws {
    try directory.makeFolder("a/b/c")
    try directory.write(Data(), to: "a/harn.toml")
    func check(_ folder: String) throws -> HarnBinary.Result {
      try HarnBinary.run(["persona", "check"], directory: directory.url.appendingPathComponent(folder))
    }
    #expect(try check("a").output == "ok: harn.toml persona manifest validates (0 personas)\n")
    #expect(try check("a/b/c").output == "ok: ../../harn.toml persona manifest validates (0 personas)\n")
    try directory.makeFolder("a/b/.git")
    let result = try check("a/b/c")
    #expect(result.errors == "error: no harn.toml found; pass --manifest <path> or run inside a Harn project\n")
    #expect(result.status == 1)
  }

  @Test func `mistakes in a program are shown in its text`() throws {
    try directory.write(Data("let = 1\n".utf8), to: "p.harn")
    let result = try HarnBinary.run(["persona", "list", "--manifest", "p.harn"], directory: directory.url)
    #expect(result.errors.contains("  --> p.harn:1:5\n"))
    #expect(result.status == 1)
  }

  @Test(arguments: [("caps.json", #"{"crm": ["find"]}"#), ("caps.toml", "crm = [\"find\"]\n")])
  func `host capabilities stand in a file of their own`(_ name: String, _ text: String) throws {
    let persona =
      "[[personas]]\nname = \"a\"\ndescription = \"d\"\nentry = \"e\"\ntier = \"shadow\"\nreceipts = \"optional\"\n"
      + "capabilities = [\"crm.find\"]\n[check]\nhost_capabilities_path = \"\(name)\"\n"
    try directory.makeFolder("p")
    try directory.write(Data(persona.utf8), to: "p/harn.toml")
    let missing = try HarnBinary.run(["persona", "check", "p"], directory: directory.url)
    #expect(missing.errors == "error: failed to read p/\(name): No such file or directory (os error 2)\n")
    try directory.write(Data(text.utf8), to: "p/\(name)")
    let result = try HarnBinary.run(["persona", "check", "p"], directory: directory.url)
    #expect(result.output == "ok: p/harn.toml persona manifest validates (1 personas)\n")
  }

  @Test(arguments: [("", true), ("[lint]\npersona_step_allowlist = [\"helper\"]\n", false), ("[lint\n", true)])
  func `the manifest allows calls of plain functions`(_ manifest: String, _ isReported: Bool) throws {
    let program = "fn helper() { return 1 }\n@persona(name: \"p\")\nfn lead() { return helper() }\nlead()\n"
    try directory.makeFolder("src")
    try directory.write(Data(program.utf8), to: "src/app.harn")
    try directory.write(Data(manifest.utf8), to: "harn.toml")
    let result = try HarnBinary.run(["check", "src/app.harn"], directory: directory.url)
    let finding = "`@persona` function `lead` calls `helper`, which is not declared `@step`"
    #expect(result.errors.contains(finding) == isReported)
    #expect(result.errors.contains("warning: failed to parse") == (manifest == "[lint\n"))
    #expect(result.status == 0)
  }

  @Test(arguments: [
    ([], "the following required arguments were not provided:\n  <ACTION>"),
    (["nope"], "unrecognized subcommand 'nope'"),
    (["inspect"], "the following required arguments were not provided:\n  <NAME>"),
    (["list", "x"], "unexpected argument 'x' found"), (["check", "x", "y"], "unexpected argument 'y' found"),
    (["--manifest"], "a value is required for '--manifest <PATH>' but none was supplied"),
  ])
  func `wrong arguments are explained`(_ arguments: [String], _ message: String) throws {
    let result = try HarnBinary.run(["persona"] + arguments)
    let usage = "Usage: harn persona [--manifest PATH] [--json] list | inspect NAME | check [PATH]"
    #expect(result.errors == "error: \(message)\n\n\(usage)\n\nFor more information, try '--help'.\n")
    #expect(result.status == 2)
  }
}
