import StepRuntime
import TestSupport
import Testing
import VM

/// Stage policies (06 §8.3).
@Suite struct StagePolicyTests {
  private func policy(_ stages: [StageDeclaration]) -> StagePolicy {
    stages.reduce(StagePolicy()) { $0.narrowed(by: $1) }
  }

  @Test(
    arguments: [
      ([], ["a", "b", "c"]), ([nil], ["a", "b", "c"]), ([["a", "b"]], ["a", "b"]),
      ([["a", "b"], nil], ["a", "b"]), ([nil, ["b"]], ["b"]), ([["a", "b"], ["b", "c"]], ["b"]),
      ([["a"], ["b"]], []), ([[]], []), ([["a"], []], []), ([[], ["a"]], []),
    ] as [([[String]?], [String])])
  func `allowed tools are the intersection`(lists: [[String]?], allowed: [String]) {
    let policy = policy(lists.map { StageDeclaration(name: "s", allowedTools: $0) })
    #expect(["a", "b", "c"].filter { policy.allows(tool: $0) } == allowed)
  }

  @Test(
    arguments: [
      ([], .network), ([nil], .network), (["network"], .network), (["none"], .none),
      (["process_exec", "read_only"], .readOnly), (["read_only", "process_exec"], .readOnly),
      (["workspace_write", nil, "network"], .workspaceWrite), (["unheard of"], .network),
    ] as [([String?], SideEffectLevel)])
  func `the lowest level counts`(levels: [String?], highest: SideEffectLevel) {
    let policy = policy(levels.map { StageDeclaration(name: "s", sideEffectLevel: $0) })
    for level in SideEffectLevel.allCases {
      #expect(policy.allows(tool: "a", level: level) == (level <= highest))
    }
  }

  @Test func `levels are ordered`() {
    #expect(
      SideEffectLevel.allCases.sorted()
        == [.none, .readOnly, .workspaceWrite, .processExec, .network])
  }

  private func stagedRun() -> Run {
    let run = Run()
    run.program.registerPersona(
      function: "desk",
      definition: PersonaDefinition(
        name: "desk",
        stages: [
          StageDeclaration(name: "read", allowedTools: ["grep", "cat"], sideEffectLevel: "read_only"),
          StageDeclaration(name: "inner", allowedTools: ["cat", "write"], sideEffectLevel: "network"),
        ]))
    for name in ["read", "inner", "free"] { run.register(name) }
    return run
  }

  @Test func `a stage is in force while a step of its name is open, and narrows with the steps around it`() throws {
    let run = stagedRun()
    run.enter("read", depth: 1)
    #expect(run.context.withActiveStep { $0.stagePolicyPushed } == false)
    #expect(run.context.stagePolicy == nil)
    try run.leave(depth: 1)

    run.enter("desk", depth: 1)
    #expect(run.context.stagePolicy == nil)
    run.enter("read", depth: 2)
    #expect(run.context.withActiveStep { $0.stagePolicyPushed } == true)
    #expect(run.context.stagePolicy?.allowedTools == ["grep", "cat"])
    run.enter("free", depth: 3)
    #expect(run.context.withActiveStep { $0.stagePolicyPushed } == false)
    #expect(run.context.stagePolicy?.allowedTools == ["grep", "cat"])
    run.enter("inner", depth: 4)
    #expect(run.context.stagePolicy?.allowedTools == ["cat"])
    #expect(run.context.stagePolicy?.sideEffectLevel == .readOnly)
    try run.leave(depth: 4)
    run.context.pruneBelowFrame(2, error: "x")
    #expect(run.context.stagePolicy?.allowedTools == ["grep", "cat"])
    try run.leave(depth: 2)
    #expect(run.context.stagePolicy == nil)
    try run.leave(depth: 1)
  }

  @Test func `child tasks inherit the policy of their creation point`() throws {
    let run = stagedRun()
    run.enter("desk", depth: 1)
    run.enter("read", depth: 2)
    let child = run.context.makeChildContext()
    try run.leave(depth: 2)
    try run.leave(depth: 1)
    #expect(child.stagePolicy?.allowedTools == ["grep", "cat"])
    child.pushActiveStepIfRegistered(function: "inner", frameDepth: 1, arguments: [])
    #expect(child.stagePolicy?.allowedTools == ["cat"])
    child.pruneBelowFrame(0)
    #expect(child.makeChildContext().stagePolicy?.sideEffectLevel == .readOnly)
  }

  @Test func `handlers are under no policy`() throws {
    let run = stagedRun()
    run.enter("desk", depth: 1)
    run.enter("read", depth: 2)
    let snapshot = run.context.takeActiveContext()
    #expect(run.context.stagePolicy == nil)
    run.context.restoreActiveContext(snapshot)
    #expect(run.context.stagePolicy != nil)
    try run.leave(depth: 2)
    try run.leave(depth: 1)
  }

  @Test func `a tool outside the policy is rejected`() throws {
    try balancingHeap {
      let run = stagedRun()
      try run.context.admitTool("write", level: .network)
      run.enter("desk", depth: 1)
      run.enter("read", depth: 2)
      try run.context.admitTool("cat", level: .readOnly)
      for (tool, level) in [("write", .none), ("cat", .network)] as [(String, SideEffectLevel)] {
        do throws(HarnError) {
          try run.context.admitTool(tool, level: level)
          Issue.record("\(tool) was admitted")
        } catch {
          guard case .thrown(let value) = error else {
            Issue.record("not a thrown value")
            return
          }
          #expect(
            consumedText(value)
              == "{category: tool_rejected, message: Tool '\(tool)' is not permitted., "
              + "reason: permission_denied, tool: \(tool)}")
        }
      }
      try run.leave(depth: 2)
      try run.leave(depth: 1)
    }
  }
}
