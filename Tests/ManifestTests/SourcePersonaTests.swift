import Diagnostics
import Manifest
import Syntax
import Testing

/// The personas of a program.
private func personas(_ text: String) -> PersonaList {
  let file = SourceFile(path: "p.harn", text: text)
  return PersonaList(program: parse(file).program, file: file)
}

/// 06 §16.4.
@Suite struct SourcePersonaTests {
  @Test func `a bare attribute has defaults`() throws {
    let list = personas("@persona\nfn f() {}\nfn g() {}\npipeline p() { @persona\nfn inner() {} }")
    let persona = try #require(list.personas.first)
    #expect(list.personas.count == 1 && list.faults.isEmpty)
    #expect((persona.name, persona.description, persona.entryWorkflow) == ("f", "Source-declared persona", "f"))
    #expect((persona.autonomyTier, persona.receiptPolicy) == ("suggest", "optional"))
    #expect((persona.tools, persona.capabilities) == ([], ["project.test_commands"]))
  }

  @Test(arguments: [
    ("optional", "optional"), ("required", "required"), ("disabled", "disabled"), ("none", "disabled"),
    ("false", "disabled"), ("true", "required"), ("\"none\"", "disabled"), ("odd", "optional"),
  ])
  func `receipts become a policy`(_ written: String, _ policy: String) {
    #expect(personas("@persona(receipts: \(written))\nfn f() {}").personas.first?.receiptPolicy == policy)
  }

  @Test func `steps are what the body calls in order`() {
    let steps = "abcdefgh".map { "@step(name: \"\($0)\")\nfn \($0)(x) { return x }\n" }.joined()
    let body = """
      @persona
      fn f(x) {
        let t = "${d(1)}" + h(g(2))
        if x == 1 { [1].map({ v -> c(v) }) } else { other(x) }
        try { a(1) } catch (e) { a(2) } finally { c(1) }
        fn inner() { return e(1) }
        return x |> b
      }
      fn other(x) { return f(x) }
      """
    #expect(personas(steps + body).personas.first?.steps.map(\.name) == ["d", "h", "g", "c", "a", "e", "b"])
  }

  @Test func `long chains of operators do not use up the stack`() {
    let chain = String(repeating: "a(1) + ", count: 400) + "1"
    let list = personas("@step\nfn a(x) { return x }\n@persona\nfn f() { return \(chain) }")
    #expect(list.personas.first?.steps.map(\.name) == ["a"])
  }

  @Test func `faults are those of a manifest`() {
    let list = personas(
      """
      @persona(name: "a b", autonomy: wild, handoffs: [g, h], triggers: [now], schedules: ["daily", schedule("0 1 * * *")],
        tools: [""], budget: {run_usd: -1, on_exhausted: stop}, stages: [{name: "s"}, {name: "s"}])
      fn f() {}
      @persona
      fn g() {}
      """)
    #expect(
      list.faults.map(\.line) == [
        "p.harn [[personas]][0].name: 'a b' must contain only letters, numbers, '.', '-', '_', or '/'",
        "p.harn [[personas]][0].autonomy_tier: unknown autonomy tier 'wild' (expected shadow, suggest, act_with_approval, or act_auto)",
        "p.harn [[personas]][0].tools: tools entries must not be empty",
        "p.harn [[personas]][0].schedules: invalid cron schedule 'daily': expected 5 fields, got 1",
        "p.harn [[personas]][0].triggers: trigger 'now' must use provider.event syntax",
        "p.harn [[personas]][0].handoffs: unknown handoff target 'h'",
        "p.harn [[personas]][0].budget.run_usd: budget amounts must be finite non-negative numbers",
        "p.harn [[personas]][0].stages[1].name: duplicate stage name 's'",
      ])
  }
}
