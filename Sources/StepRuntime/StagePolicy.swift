import VM

/// What a stage lets tools do, with the policies around it (06 §8.3). Policies only narrow.
///
/// A policy restricts the dispatch of tools; builtins that Harn code calls are not restricted.
package struct StagePolicy: Equatable, Sendable {
  /// The tools that may be dispatched; nil allows all, an empty set none.
  package private(set) var allowedTools: Set<String>?
  /// The highest side effect level; nil allows all.
  package private(set) var sideEffectLevel: SideEffectLevel?

  /// A policy that allows everything.
  package init() {}

  /// The policy while `stage` is in force too: the tools that both allow, and the lower level.
  package func narrowed(by stage: StageDeclaration) -> StagePolicy {
    var policy = self
    if let tools = stage.allowedTools {
      policy.allowedTools = allowedTools?.intersection(tools) ?? Set(tools)
    }
    if let level = stage.sideEffectLevel.flatMap({ SideEffectLevel(rawValue: $0) }) {
      policy.sideEffectLevel = sideEffectLevel.map { min($0, level) } ?? level
    }
    return policy
  }

  /// Whether a tool of this name, with effects up to `level`, may be dispatched.
  package func allows(tool: String, level: SideEffectLevel = .none) -> Bool {
    (allowedTools?.contains(tool) ?? true) && level <= sideEffectLevel ?? .network
  }
}

/// How far the effects of a tool reach, in the order of 06 §8.3. A level includes those before it.
package enum SideEffectLevel: String, CaseIterable, Comparable, Sendable {
  /// No effects.
  case none
  /// Reads.
  case readOnly = "read_only"
  /// Writes to the workspace.
  case workspaceWrite = "workspace_write"
  /// Runs programs.
  case processExec = "process_exec"
  /// Uses the network.
  case network

  /// The order of declaration.
  package static func < (a: SideEffectLevel, b: SideEffectLevel) -> Bool { a.place < b.place }

  private var place: Int {
    switch self {
    case .none: 0
    case .readOnly: 1
    case .workspaceWrite: 2
    case .processExec: 3
    case .network: 4
    }
  }
}

extension PersonaDefinition {
  /// The first stage that names a step (06 §8.3).
  package func stage(ofStep name: String) -> StageDeclaration? { stages.first { $0.name == name } }
}

extension TaskContext {
  /// Asks to dispatch a tool and throws when the policy in force does not allow it (06 §8.3).
  package func admitTool(_ name: String, level: SideEffectLevel = .none) throws(HarnError) {
    guard let policy = stagePolicy, !policy.allows(tool: name, level: level) else { return }
    throw .thrown(
      Value(dict: [
        "category": Value(string: "tool_rejected"),
        "reason": Value(string: "permission_denied"),
        "tool": Value(string: name),
        "message": Value(string: "Tool '\(name)' is not permitted."),
      ]))
  }
}

extension StepProgram {
  /// Asks the policy of `task` (06 §8.3).
  package func admitTool(_ name: String, task: TaskState) throws(HarnError) {
    try (task.stepContext as? TaskContext)?.admitTool(name)
  }
}
