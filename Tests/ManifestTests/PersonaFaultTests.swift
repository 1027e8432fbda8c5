import Diagnostics
import Manifest
import Testing

/// The lines that are reported about a manifest.
private func faults(_ text: String, path: String = "harn.toml") throws -> [String] {
  try Manifest(SourceFile(path: path, text: text)).personas.faults.map(\.line)
}

/// A persona without faults, and lines behind it.
private func persona(_ lines: String, without fields: String...) -> String {
  let valid = [
    "name = \"a\"", "description = \"d\"", "entry_workflow = \"e\"", "tools = [\"shell\"]",
    "autonomy_tier = \"suggest\"", "receipt_policy = \"optional\"",
  ]
  let kept = valid.filter { line in !fields.contains { line.hasPrefix("\($0) ") } }
  return "[[personas]]\n" + kept.joined(separator: "\n") + "\n" + lines
}

/// 06 §16.3, row by row.
@Suite struct PersonaFaultTests {
  private static let levels = "none, read_only, workspace_write, process_exec, or network"

  @Test(
    arguments: [
      ("", nil),
      ("zeal = 1\nbrain = 2", "brain: unknown persona field|zeal: unknown persona field"),
      ("handoffs = [\"a\"]\ntriggers = [\"git.hub.x\"]\nsteps = []\noutput_style = {name = \"x\"}", nil),
      ("capabilities = [\"workspace\"]", "capabilities: capability 'workspace' must use capability.operation syntax"),
      ("capabilities = [\".list\"]", "capabilities: capability '.list' must use capability.operation syntax"),
      ("capabilities = [\"workspace.fly\"]", "capabilities: unknown capability 'workspace.fly'"),
      (
        "capabilities = [\"moon.list\", \"x\"]",
        "capabilities: capability 'x' must use capability.operation syntax|capabilities: unknown capability 'moon.list'"
      ),
      (
        "context_packs = [\"\", \"x\", \" \"]",
        "context_packs: context_packs entries must not be empty|context_packs: context_packs entries must not be empty"
      ),
      ("evals = [\"\"]", "evals: evals entries must not be empty"),
      ("schedules = [\" \"]", "schedules: schedule entries must not be empty"),
      ("schedules = [\"0 7 * *\"]", "schedules: invalid cron schedule '0 7 * *': expected 5 fields, got 4"),
      ("schedules = [\"60 7 * * *\"]", "schedules: invalid cron schedule '60 7 * * *': invalid minute field '60'"),
      ("schedules = [\"0 7-5 * * *\"]", "schedules: invalid cron schedule '0 7-5 * * *': invalid hour field '7-5'"),
      (
        "schedules = [\"0 7 1, * *\"]", "schedules: invalid cron schedule '0 7 1, * *': invalid day-of-month field '1,'"
      ),
      ("schedules = [\"*/5 0,12 1-15/2 jan-MAR 0-7\", \"0 7 * * 1-5\"]", nil),
      ("triggers = [\"push\"]", "triggers: trigger 'push' must use provider.event syntax"),
      ("handoffs = [\"b\"]", "handoffs: unknown handoff target 'b'"),
      (
        "budget = {weekly_usd = 1, run_usd = -1, max_tokens = inf, hourly_usd = \"1\", daily_usd = 0}",
        "budget.weekly_usd: unknown budget field|budget.hourly_usd: budget amounts must be finite non-negative numbers"
          + "|budget.run_usd: budget amounts must be finite non-negative numbers"
          + "|budget.max_tokens: budget amounts must be finite non-negative numbers"
      ),
      (
        "stages = [{name = \" \"}, {}]",
        "stages[0].name: stage name must not be empty|stages[1].name: stage name must not be empty"
      ),
      ("stages = [{name = \"s\"}, {name = \"s\"}]", "stages[1].name: duplicate stage name 's'"),
      ("stages = [{name = \"s\", size = 1}]", "stages[0].size: unknown stage field"),
      (
        "stages = [{name = \"s\", allowed_tools = [\"\", \"shell\"]}]",
        "stages[0].allowed_tools: allowed_tools entries must not be empty"
      ),
      (
        "stages = [{name = \"s\", allowed_tools = [\"github\"]}]",
        "stages[0].allowed_tools: tool 'github' is not part of the persona-level tools allowlist"
      ),
      (
        "stages = [{name = \"s\", side_effect_level = \"some\"}]",
        "stages[0].side_effect_level: unknown side_effect_level 'some' (expected \(levels))"
      ),
      (
        "stages = [{name = \"s\", on_exit = {on_complete = \"s\", on_failure = \"t\", on_luck = \"s\"}}]",
        "stages[0].on_exit.on_failure: unknown stage 't'|stages[0].on_exit.on_luck: unknown on_exit field"
      ),
      (
        "stages = [{on_exit = {x = 1}}, {name = \"s\", size = 1}]",
        "stages[0].name: stage name must not be empty|stages[0].on_exit.x: unknown on_exit field"
          + "|stages[1].size: unknown stage field"
      ),
      ("model_policy = {model = \"m\"}", "model_policy.model: unknown model_policy field"),
      ("package_source = {url = \"u\"}", "package_source.url: unknown package_source field"),
      ("rollout_policy = {when = \"u\"}", "rollout_policy.when: unknown rollout_policy field"),
      (
        "rollout_policy = {percentage = 100.5}",
        "rollout_policy.percentage: rollout percentage must be between 0 and 100"
      ),
      ("rollout_policy = {percentage = 100}", nil),
      (
        "version = 1\nowner = []\ntriggers = \"a.b\"\nevals = [1]",
        "version: expected string, got integer|owner: expected string, got array"
          + "|triggers: expected list of strings, got string|evals: expected string, got integer"
      ),
    ] as [(String, String?)])
  func `faults of one field`(_ lines: String, _ expected: String?) throws {
    let expected = expected?.split(separator: "|").map { "harn.toml [[personas]][0].\($0)" } ?? []
    #expect(try faults(persona(lines)) == expected)
  }

  @Test(arguments: [
    ("name", "", "name: missing required name"),
    ("description", "description = \" \"", "description: missing required description"),
    ("entry_workflow", "", "entry_workflow: missing required entry_workflow"),
    ("name", "name = \"a b\"", "name: 'a b' must contain only letters, numbers, '.', '-', '_', or '/'"),
    ("name", "name = \"ä\"", "name: 'ä' must contain only letters, numbers, '.', '-', '_', or '/'"),
    ("name", "name = 5", "name: expected string, got integer"),
    ("tools", "", "tools: persona requires at least one tool or capability"),
    ("autonomy_tier", "", "autonomy_tier: missing required autonomy tier"),
    (
      "autonomy_tier", "tier = \"wild\"",
      "autonomy_tier: unknown autonomy tier 'wild' (expected shadow, suggest, act_with_approval, or act_auto)"
    ),
    ("receipt_policy", "", "receipt_policy: missing required receipt policy"),
    (
      "receipt_policy", "receipts = \"some\"",
      "receipt_policy: unknown receipt policy 'some' (expected optional, required, or disabled)"
    ),
    ("tools", "tools = [\"hammer\", \"\"]", "tools: tools entries must not be empty|tools: unknown tool 'hammer'"),
  ])
  func `faults of required fields`(_ field: String, _ lines: String, _ expected: String) throws {
    let expected = expected.split(separator: "|").map { "harn.toml [[personas]][0].\($0)" }
    #expect(try faults(persona(lines, without: field)) == expected)
  }

  @Test func `all personas are checked and faults stand in the order of the reference`() throws {
    let text = """
      [[personas]]
      rollout_policy = {percentage = -1}
      handoffs = ["b", "c"]
      evals = [""]
      \(persona("tools = [\"\"]\nwhat = 1", without: "tools").replacingName("b"))
      """
    #expect(
      try faults(text, path: "p/harn.toml") == [
        "p/harn.toml [[personas]][0].name: missing required name",
        "p/harn.toml [[personas]][0].description: missing required description",
        "p/harn.toml [[personas]][0].entry_workflow: missing required entry_workflow",
        "p/harn.toml [[personas]][0].tools: persona requires at least one tool or capability",
        "p/harn.toml [[personas]][0].autonomy_tier: missing required autonomy tier",
        "p/harn.toml [[personas]][0].receipt_policy: missing required receipt policy",
        "p/harn.toml [[personas]][0].evals: evals entries must not be empty",
        "p/harn.toml [[personas]][0].handoffs: unknown handoff target 'c'",
        "p/harn.toml [[personas]][0].rollout_policy.percentage: rollout percentage must be between 0 and 100",
        "p/harn.toml [[personas]][1].what: unknown persona field",
        "p/harn.toml [[personas]][1].tools: tools entries must not be empty",
      ])
  }

  @Test func `tools are known in the manifest of a project only`() throws {
    let text = persona(
      "stages = [{name = \"s\", allowed_tools = [\"saw\"]}]\ntools = [\"saw\", \"own\", \"crm\", \"jira\"]",
      without: "tools")
    #expect(
      try faults(text).filter { $0.contains("saw") } == [
        "harn.toml [[personas]][0].tools: unknown tool 'saw'",
        "harn.toml [[personas]][0].stages[0].allowed_tools: unknown tool 'saw'",
      ])
    #expect(try faults(text, path: "other.toml") == [])
    let named = "[[mcp]]\nname = \"own\"\n[[providers]]\nid = \"crm\"\n[[triggers]]\nprovider = \"jira\"\n"
    #expect(try faults(named + text).filter { !$0.contains("saw") } == [])
  }

  @Test func `capabilities of the host are known`() throws {
    let text = persona(
      "capabilities = [\"crm.find\", \"crm.lose\", \"project.scan\"]\n[check.host_capabilities]\ncrm = [\"find\"]\n")
    #expect(try faults(text) == ["harn.toml [[personas]][0].capabilities: unknown capability 'crm.lose'"])
  }

  @Test func `personas must be tables`() throws {
    #expect(try faults("personas = 1") == ["harn.toml personas: expected an array of tables"])
    #expect(try faults("name = \"x\"") == [])
    #expect(try faults("unrelated = 1", path: "x.toml") == [])
    #expect(try faults("name = \"x\"", path: "x.toml").count == 5)
  }
}

extension String {
  fileprivate func replacingName(_ name: String) -> String {
    split(separator: "\n").map { $0.hasPrefix("name = ") ? "name = \"\(name)\"" : String($0) }.joined(separator: "\n")
  }
}
