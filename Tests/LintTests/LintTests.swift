import Diagnostics
import Engine
import Foundation
import Lint
import TestSupport
import Testing

/// What `harn lint` finds in the programs of `Golden`, and what `--fix` makes of them (03 §16).
@Suite struct LintTests {
  private let folder = "Tests/LintTests/Golden"

  @Test(arguments: ["blocks", "calls", "conditions", "declarations", "text", "unused", "variables"])
  func `a program has the findings of its golden file`(_ name: String) throws {
    let file = try source(name)
    let settings = settings(for: name)
    let findings = Engine().lint(file, settings: settings)
    let fixed = FixedText(file, applying: findings)
    let text = String(decoding: fixed.bytes, as: UTF8.self)
    #expect(Engine().parses(SourceFile(path: file.path, text: text)))
    try expectGolden(
      "\(lines(findings, in: file))\n--- \(fixed.count) fixes ---\n\(text)", at: "\(folder)/\(name).txt")
  }

  @Test(arguments: ["blocks", "calls", "conditions", "declarations", "text", "unused", "variables"])
  func `fixing again and again comes to an end`(_ name: String) throws {
    var file = try source(name)
    for round in 1...6 {
      let fixed = FixedText(file, applying: Engine().lint(file, settings: settings(for: name)))
      if fixed.count == 0 { return }
      #expect(round < 6)
      file = SourceFile(path: file.path, bytes: fixed.bytes)
      #expect(Engine().parses(file))
    }
  }

  @Test func `rules are switched off by name`() {
    let file = SourceFile(path: "a.harn", text: "fn f() {\n  return 1\n  println(2)\n}\n")
    var settings = CheckSettings()
    func rules() -> [String] { Engine().lint(file, settings: settings).map(\.code.rawValue) }
    #expect(rules() == ["dead-code-after-return", "unused-function"])
    settings.lint.disabledRules = ["unreachable-code"]
    #expect(rules() == ["unused-function"])
    settings.lint.disabledRules = ["dead-code-after-return", "unused-function"]
    #expect(rules() == [])
  }

  @Test(arguments: [
    (#"println("a  b" == "a b")"#, 0), (#"println("${x == y}")"#, 0), (#"println("${x == x}")"#, 1),
    ("println(x  ==\n  x)", 1), ("println(x == /* again */ x)", 1), ("println(1 < 2 < 3)", 0),
  ])
  func `expressions are the same when their tokens are`(_ line: String, _ count: Int) {
    let file = SourceFile(path: "a.harn", text: "let x = 1\nlet y = 2\n\(line)\n")
    #expect(Engine().lint(file).count { $0.code == .pointlessComparison } == count)
  }

  @Test func `names that other files import are used`() {
    let file = SourceFile(path: "a.harn", text: "fn f() { return 1 }\n")
    var settings = CheckSettings()
    settings.lint.namesImportedElsewhere = ["f"]
    #expect(Engine().lint(file, settings: settings) == [])
  }

  @Test(arguments: [
    ("println(1)\n", "/** Old tools */\n\nprintln(1)\n"),
    ("#!/usr/bin/harn\nprintln(1)\n", "#!/usr/bin/harn\n/** Old tools */\n\nprintln(1)\n"),
    ("/** Here. */\nprintln(1)\n", "/** Here. */\nprintln(1)\n"),
  ])
  func `a header is asked for on demand`(_ text: String, _ fixed: String) {
    let file = SourceFile(path: "x/old_tools.harn", text: text)
    #expect(Engine().lint(file) == [])
    var settings = CheckSettings()
    settings.lint.requiresFileHeader = true
    let findings = Engine().lint(file, settings: settings)
    #expect(
      findings.map(\.help)
        == (text == fixed ? [] : ["add a `/** <title> */` block at the top of the file (e.g. `Old tools`)"]))
    #expect(String(decoding: FixedText(file, applying: findings).bytes, as: UTF8.self) == fixed)
  }

  @Test func `one cause has one message when a file is checked`() {
    let file = SourceFile(
      path: "a.harn", text: "nope()\nprintln(\"a\" + true)\npub fn f() {\n  return 1\n  f()\n}\n")
    let messages = Engine().checkWithImports(file).flatMap(\.diagnostics).map(\.message)
    #expect(
      messages == [
        "call target `nope` is not defined or imported", "can't add string and bool", "unreachable code",
        "top-level items should be separated by a blank line",
        "public function `f` is missing a `/** */` doc comment",
      ])
  }

  @Test func `the rule about break speaks for the compiler unless it is off`() {
    let file = SourceFile(path: "a.harn", text: "break\n")
    var settings = CheckSettings()
    func messages() -> [String] {
      Engine().checkWithImports(file, settings: settings).flatMap(\.diagnostics).map(\.message)
    }
    #expect(messages() == ["`break` used outside of a loop"])
    settings.lint.disabledRules = ["break-outside-loop"]
    #expect(messages() == ["break outside of loop"])
  }

  private func source(_ name: String) throws -> SourceFile {
    try SourceFile.read(Repository.root.appendingPathComponent("\(folder)/\(name).harn").path)
  }

  private func settings(for name: String) -> CheckSettings {
    var settings = CheckSettings()
    settings.lint.complexityThreshold = 10
    return settings
  }

  private func lines(_ findings: [Diagnostic], in file: SourceFile) -> String {
    findings.map { finding in
      let position = file.position(ofByte: Int(finding.range.start))
      let severity = finding.severity == .error ? "error " : ""
      return "\(position.line):\(position.column) \(severity)\(finding.label ?? ""): \(finding.message)\n"
        + "    \(finding.help ?? "")\n"
    }.joined()
  }
}
