import VM

/// What a path means inside of a workspace (05 §22.3).
struct WorkspacePath {
  var input: String
  var kind = "invalid"
  var normalized = ""
  var workspacePath: String?
  var hostPath: String?
  var reason: String?
  var hasRecoveredRootDrift = false

  /// The path `input` seen from the workspace at `root`, an absolute path.
  init(_ input: String, root: String) {
    self.input = input
    guard !input.isEmpty else {
      reason = "path is empty"
      return
    }
    guard !input.utf8.contains(0) else {
      reason = "path contains NUL bytes"
      return
    }
    normalized = LexicalPath.normalizedText(input)
    let path = LexicalPath(input).normalized
    if path.isAbsolute {
      classify(absolute: path, root)
    } else {
      classify(relative: path, root)
    }
  }

  private mutating func classify(relative path: LexicalPath, _ root: String) {
    hostPath = LexicalPath.normalizedText("\(root)/\(normalized)")
    if path.segments.first == ".." {
      reason = "workspace-relative path escapes the workspace root"
    } else {
      kind = "workspace_relative"
      workspacePath = normalized
    }
  }

  private mutating func classify(absolute path: LexicalPath, _ root: String) {
    kind = "host_absolute"
    hostPath = normalized
    let base = LexicalPath(root).normalized
    if path.drive == base.drive, path.segments.starts(with: base.segments) {
      let below = path.segments.dropFirst(base.segments.count)
      workspacePath = below.isEmpty ? "." : below.joined(separator: "/")
      return
    }
    guard !FileAccess.exists(normalized), !path.segments.isEmpty else { return }
    // Programs often write `/src/x` for `src/x` of the workspace.
    let below = path.segments.joined(separator: "/")
    let candidate = LexicalPath.normalizedText("\(root)/\(below)")
    let parent = hostParent(candidate)
    guard FileAccess.exists(candidate) || FileAccess.exists(parent) else { return }
    kind = "workspace_relative"
    workspacePath = below
    hostPath = candidate
    hasRecoveredRootDrift = true
  }

  /// The dict that `path_workspace_info` returns.
  var dict: Value {
    func text(_ text: String?) -> Value { text.map { Value(string: $0) } ?? .nilValue }
    return Value(dict: [
      "host_path": text(hostPath), "input": text(input), "kind": text(kind), "normalized": text(normalized),
      "reason": text(reason), "recovered_root_drift": Value(bool: hasRecoveredRootDrift),
      "workspace_path": text(workspacePath),
    ])
  }
}

/// The first argument seen from the root in the second.
func workspacePath(_ call: borrowing NativeCall) -> WorkspacePath {
  let root = call.value(1).isNil ? call.vm.executionRoot : call.path(1)
  return WorkspacePath(call.text(0), root: root)
}
