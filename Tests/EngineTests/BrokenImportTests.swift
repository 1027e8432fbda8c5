import Engine
import Foundation
import TestSupport
import Testing

/// What is said about calls of names that an import with a syntax error would have brought, or that an import does not have (04 B7.1).
@Suite struct BrokenImportTests {
  private func report(_ program: String) throws -> String {
    let folder = TemporaryDirectory()
    try "pub fn helper( { return 1 }\n".write(
      to: folder.url.appendingPathComponent("lib.harn"), atomically: true, encoding: .utf8)
    let path = folder.url.appendingPathComponent("main.harn").path
    try program.write(toFile: path, atomically: true, encoding: .utf8)
    return try Engine().compile(fileAt: path).report().replacing(folder.url.path + "/", with: "")
  }

  @Test func `the first call names the broken import`() throws {
    let report = try report("import \"./lib\"\nprintln(helper())\nprintln(helper())\n")
    #expect(
      report.hasPrefix(
        """
        error: call target `helper` is not defined or imported
          --> main.harn:2:9
           |
         2 | println(helper())
           = note: nothing is known of lib.harn, because it has a mistake (Expected parameter name, got { at 1:16); \
        imported at 1:1: `import "./lib"`

        """))
    #expect(report.ranges(of: "= note").count == 1)
  }

  @Test func `a misspelt name of an import is said to be missing`() {
    let report = Engine().compile("import { clmap } from \"std/math\"\nclmap(1, 2, 3)\n", path: "a.harn").report()
    #expect(report.contains("= note: `std/math` has no `clmap`, but `clamp`; imported at 1:1: `import { clmap }"))
  }

  @Test func `a selective import is blamed for its own names only`() throws {
    let report = try report("import { helper } from \"./lib\"\nprintln(other())\n")
    #expect(report.contains("`other` is not defined"))
    #expect(!report.contains("= note"))
  }
}
