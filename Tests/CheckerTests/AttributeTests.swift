import Testing

@Suite struct AttributeTests {
  private static let noName = "`@step(...)` should declare `name: \"...\"` for stable supervision metadata"

  /// The messages about one attribute of a function.
  private func messages(_ attribute: String, on declaration: String = "fn f() { return 1 }") -> [String] {
    findings("\(attribute)\n\(declaration)").map { finding in
      String(finding.split(separator: " ", maxSplits: 2)[2])
    }
  }

  @Test func `the example of the reference has two warnings at their places`() {
    #expect(
      findings("@step(model: \"m-1\", budget: {max_calls: 3})\nfn gather(topic) {\n  return topic\n}") == [
        "1:21 warning unknown `@step(budget: ...)` field `max_calls`; expected one of [\"max_tokens\", \"max_usd\"]",
        "1:1 warning \(Self.noName)",
      ])
  }

  @Test func `unknown attributes are named`() {
    #expect(messages("@nope") == ["unknown attribute `@nope`"])
  }

  @Test(arguments: [
    ("@step(name: \"a\")", "pipeline p() { }", "`@step` only applies to function declarations"),
    ("@persona", "struct S { a: int }", "`@persona` only applies to function, tool, or pipeline declarations"),
    ("@test", "fn f() { return 1 }", "`@test` only applies to pipeline declarations"),
    ("@test(1)", "pipeline p() { }", "`@test` does not accept arguments"),
    (
      "@serial", "fn f() { return 1 }",
      "`@serial` only applies to pipeline declarations (use on `@test` or `test_*` pipelines)"
    ),
    ("@heavy", "pipeline p() { }", "`@heavy(...)` must specify `threads: <positive int>`"),
    ("@acp_tool", "pipeline p() { }", "`@acp_tool` only applies to function declarations"),
    ("@trigger", "struct S { a: int }", "`@trigger` only applies to function, tool, or pipeline declarations"),
    ("@command", "fn f() { return 1 }", "`@command` only applies to pipeline declarations"),
    (
      "@retroactive", "fn f() { return 1 }",
      "`@retroactive(...)` only applies to Flow predicates marked with `@invariant`"
    ),
  ])
  func `an attribute has its declarations`(_ attribute: String, _ declaration: String, _ message: String) {
    #expect(messages(attribute, on: declaration) == [message])
  }

  @Test(arguments: [
    ("1", "`@step(...)` arguments must be named"),
    (
      "colour: 1",
      "unknown `@step` argument `colour`; expected one of "
        + "[\"name\", \"model\", \"approval\", \"receipt\", \"error_boundary\", \"retry\", \"budget\"]"
    ),
    ("model: 1", "`@step(model: ...)` must be a string or symbol"),
    ("approval: maybe", "`@step(approval: ...)` must be one of [\"required\", \"optional\"]"),
    ("receipt: \"no\"", "`@step(receipt: ...)` must be one of [\"audit\", \"none\"]"),
    ("error_boundary: stop", "`@step(error_boundary: ...)` must be one of [\"fail\", \"continue\", \"escalate\"]"),
    ("error_boundary: 1", "`@step(error_boundary: ...)` must be a string or symbol"),
    ("retry: 3", "`@step(retry: ...)` must be a dict such as `{ max_attempts: 3 }`"),
    ("retry: {max_attempts: 0}", "`@step(retry: { max_attempts: ... })` must be a positive integer"),
    ("retry: {delay: 1}", "unknown `@step(retry: ...)` field `delay`; expected `max_attempts`"),
    ("budget: 5", "`@step(budget: ...)` must be a dict such as `{ max_tokens: 1000, max_usd: 0.05 }`"),
    ("budget: {max_tokens: 1.5}", "`@step(budget: { max_tokens: ... })` must be a positive integer"),
    ("budget: {max_usd: -1}", "`@step(budget: { max_usd: ... })` must be a non-negative number"),
  ])
  func `a step argument is checked`(_ argument: String, _ message: String) {
    #expect(messages("@step(name: \"a\", \(argument))") == [message])
  }

  @Test func `a complete step has no warning`() {
    let attribute =
      "@step(name: a.b, model: \"m\", approval: required, receipt: none, error_boundary: continue, "
      + "retry: {max_attempts: 2}, budget: {max_tokens: 5, max_usd: 0.5})"
    #expect(messages(attribute) == [])
    #expect(messages("@step") == [Self.noName])
  }

  @Test(arguments: [
    ("name: 1", "`@persona(name: ...)` must be a string or symbol"),
    ("tools: 1", "`@persona(tools: ...)` must be a list of strings or symbols"),
    ("tools: [1]", "`@persona(tools: ...)` must contain only strings or symbols"),
    ("triggers: 1", "`@persona(triggers: ...)` must be a list of strings, dotted trigger ids, or schedule(...)"),
    ("triggers: [1]", "`@persona(triggers: ...)` must contain only strings, dotted trigger ids, or schedule(...)"),
    ("receipts: 1", "`@persona(receipts: ...)` must be a string/symbol or bool"),
    ("budget: 1", "`@persona(budget: ...)` must be a dict of budget fields"),
    ("budget: {daily_usd: \"1\"}", "`@persona(daily_usd: ...)` must be a number"),
    ("budget: {on_exhausted: 1}", "`@persona(on_exhausted: ...)` must be a string or symbol"),
    ("stages: 1", "`@persona(stages: ...)` must be a list of stage dicts"),
    ("stages: [1]", "`@persona(stages: ...)` entries must be dict literals"),
    ("stages: [{}]", "`@persona(stages: ...)` entry missing required `name`"),
    ("stages: [{name: 1}]", "`@persona(stages: ...)` stage `name` must be a string"),
    (
      "stages: [{name: \"a\", max_iterations: -1}]",
      "`@persona(stages: ...)` stage `max_iterations` must be a non-negative integer"
    ),
    (
      "stages: [{name: \"a\", depth: 1}]",
      "`@persona(stages: ...)` unknown stage key `depth`; "
        + "expected one of [\"name\", \"allowed_tools\", \"side_effect_level\", \"max_iterations\"]"
    ),
  ])
  func `a persona argument is checked`(_ argument: String, _ message: String) {
    #expect(messages("@persona(\(argument))") == [message])
  }

  @Test func `a complete persona has no warning`() {
    let attribute =
      "@persona(name: \"p\", triggers: [ci.failed, schedule(\"0 7 * * *\")], receipts: true, output_style: brief, "
      + "budget: {daily_usd: 1, max_tokens: 5, on_exhausted: stop}, stages: [{name: \"a\", allowed_tools: [x.y]}])"
    #expect(messages(attribute) == [])
  }
}
