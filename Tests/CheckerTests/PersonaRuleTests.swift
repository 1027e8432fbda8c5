import Checker
import Diagnostics
import Syntax
import Testing

/// 06 §18.
@Suite struct PersonaRuleTests {
  private static let declarations = """
    @step(name: "read")
    fn readMail() { return 1 }
    @step
    fn file() { return 1 }
    @step(name: "other")
    fn other() { return 1 }
    fn helper() { return 1 }

    """

  /// `line: severity message` of each finding in a file that begins with the declarations above.
  private func findings(_ text: String, allowed: Set<String> = []) -> [String] {
    let file = SourceFile(path: "a.harn", text: Self.declarations + text)
    let rules = PersonaRules(
      parse(file).program, of: file, builtins: ["println", "register_step_hook"], allowedFunctions: allowed
    ) { pattern, name in
      pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : pattern == name
    }
    return rules.findings.map { finding in
      let line = file.position(ofByte: Int(finding.range.start)).line - 7
      return "\(line): \(finding.severity) \(finding.message)"
    }
  }

  private func callsNoStep(_ line: Int, _ callee: String) -> String {
    "\(line): warning `@persona` function `clerk` calls `\(callee)`, which is not declared `@step`"
  }

  @Test func `a persona calls steps only, wherever the call stands`() {
    #expect(
      findings(
        """
        @persona(name: "desk")
        fn clerk() {
          readMail()
          helper()
          for i in [1] { missing(i) }
          println([file()].map({ y -> helper() }))
          __peek_completed_steps() ; hostlib_read()
          1 |> helper
        }
        fn plain() { helper() }
        """) == [
          callsNoStep(4, "helper"), callsNoStep(5, "missing"), callsNoStep(6, "helper"),
          callsNoStep(8, "helper"),
        ])
  }

  @Test func `functions on the list are allowed, and a function may take the name of a builtin`() {
    let text = "@persona\nfn clerk() { helper() }"
    #expect(findings(text, allowed: ["helper"]) == [])
    #expect(
      findings("fn println(x) { }\n@persona\nfn clerk() { println(1) }")
        == [callsNoStep(3, "println")])
  }

  @Test(
    arguments: [
      ("\"cl*\", \"read\"", nil), ("\"clerk\", \"file\"", nil), ("\"*\", \"nothing\"", nil),
      ("\"bo\" + \"ss\", \"read\"", nil),
      (
        "\"boss\", \"read\"",
        "`register_step_hook` pattern `boss` does not match a statically declared `@persona`"
      ),
      (
        "\"c*\", \"other\"",
        "`register_step_hook` targets step `other`, but it is not declared by persona(s): clerk, clerk two"
      ),
      (
        "\"clerk\", \"readMail\"",
        "`register_step_hook` targets step `readMail`, but it is not declared by persona(s): clerk"
      ),
    ] as [(String, String?)])
  func `a hook names a declared persona and a step that it calls`(arguments: String, message: String?) {
    let text = """
      @persona
      fn clerk() { readMail() ; file() }
      @persona(name: "clerk two")
      fn second() { readMail() }
      pipeline default() { register_step_hook(\(arguments), "PreStep", { e -> nil }) }
      """
    #expect(findings(text) == (message.map { ["5: error \($0)"] } ?? []))
  }
}
