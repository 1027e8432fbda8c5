import Foundation
import TestSupport
import Testing

/// Targets and settings of `harn check` (07 §4, §12).
@Suite struct CheckCommandTests {
  private let directory = TemporaryDirectory()

  private func write(_ text: String, to name: String) throws { try directory.write(Data(text.utf8), to: name) }

  private func run(_ arguments: String...) throws -> HarnBinary.Result {
    try HarnBinary.run(arguments, directory: directory.url)
  }

  @Test func `a target is needed`() throws {
    let result = try run("check")
    #expect(
      result.errors == """
        error: `harn check` requires at least one target path, or `--workspace` with `[workspace].pipelines`

        Usage: harn check [OPTIONS] [TARGETS]...

        For more information, try '--help'.

        """)
    #expect(result.status == 2)
    #expect(
      try run("check", "--workspace").errors.hasPrefix(
        "error: --workspace could not find a harn.toml walking up from the target(s)\n"))
    try write("[package]\nname = \"x\"\n", to: "harn.toml")
    #expect(
      try run("check", "--workspace").errors.hasPrefix(
        "error: --workspace requires `[workspace].pipelines` in the nearest harn.toml\n"))
    #expect(
      try run("lint").errors.hasPrefix("error: the following required arguments were not provided:\n  <TARGETS>...\n"))
  }

  @Test func `the workspace names further targets`() throws {
    try directory.makeFolder("flows")
    try directory.makeFolder("deep")
    try write("[workspace]\npipelines = [\"flows\"]\n", to: "harn.toml")
    try write("println(1)\n", to: "flows/b.harn")
    try write("println(1)\n", to: "a.harn")
    try write("println(1)\n", to: "deep/c.harn")
    #expect(try run("check", "--workspace").output == "flows/b.harn: ok\n")
    #expect(try run("check", "--workspace", "a.harn").output == "a.harn: ok\nflows/b.harn: ok\n")
    #expect(try run("check", "deep/c.harn", "--workspace").output == "deep/c.harn: ok\nflows/b.harn: ok\n")
  }

  @Test(arguments: [
    (["--preflight", "off"], "", "a.harn: ok\n", "", 0), (["--preflight=warning"], "", "", "warning: preflight", 0),
    ([], "", "", "error: preflight", 1),
    ([], "[check]\npreflight_severity = \"warning\"\n", "", "warning: preflight", 0),
    ([], "[check]\npreflight-severity = \"off\"\n", "a.harn: ok\n", "", 0),
    (["--preflight", "error"], "[check]\npreflight_severity = \"off\"\n", "", "error: preflight", 1),
    ([], "[check]\nstrict = true\npreflight_severity = \"warning\"\n", "", "warning: preflight", 1),
  ])
  func `findings about imports count as wanted`(
    _ options: [String], _ manifest: String, _ output: String, _ errors: String, _ status: Int32
  ) throws {
    try write("import \"nowhere\"\n", to: "a.harn")
    try write(manifest, to: "harn.toml")
    let result = try HarnBinary.run(["check", "a.harn"] + options, directory: directory.url)
    #expect(result.output == output)
    #expect(result.errors.hasPrefix(errors) && result.errors.isEmpty == errors.isEmpty)
    #expect(result.status == status)
  }

  @Test func `a manifest that cannot be read counts as empty`() throws {
    try write("println(1)\n", to: "a.harn")
    try write("[check\n", to: "harn.toml")
    let result = try run("check", "a.harn")
    #expect(result.output == "a.harn: ok\n")
    #expect(result.errors.hasPrefix("warning: failed to parse harn.toml: "))
  }

  @Test func `folders give their programs, and skipped ones are left out`() throws {
    try directory.makeFolder("d/.hidden")
    for name in ["d/z.harn", "d/a.harn", "d/.hidden/h.harn", "d/s.harn", "d/note.txt"] {
      try write("println(1)\n", to: name)
    }
    try write("", to: "d/s.slow-skip")
    #expect(try run("check", "d", "d/a.harn").output == "d/.hidden/h.harn: ok\nd/a.harn: ok\nd/z.harn: ok\n")
    #expect(try run("check", "d/s.harn", "d/note.txt").output == "d/note.txt: ok\nd/s.harn: ok\n")
  }
}
