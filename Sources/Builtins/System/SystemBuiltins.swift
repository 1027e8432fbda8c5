import Glibc
import VM

/// The environment of the program (05 §24).
func systemBuiltins() -> BuiltinGroup {
  [
    .init("env") { call throws(HarnError) in
      call.vm.host.environmentVariable(call.text(0)).map { Value(string: $0) } ?? .nilValue
    },
    .init("env_or") { call throws(HarnError) in
      call.vm.host.environmentVariable(call.text(0)).map { Value(string: $0) } ?? call.value(1).retained()
    },
    .init("username") { call throws(HarnError) in
      Value(string: firstVariable(["USER", "USERNAME"], call.vm.host) ?? account(\.pw_name))
    },
    .init("home_dir") { call throws(HarnError) in
      Value(string: firstVariable(["HOME", "USERPROFILE"], call.vm.host) ?? account(\.pw_dir))
    },
    .init("hostname") { call throws(HarnError) in
      Value(string: firstVariable(["HOSTNAME", "COMPUTERNAME"], call.vm.host) ?? systemHostName())
    },
    .init("platform") { call throws(HarnError) in Value(string: platformName) },
    .init("arch") { call throws(HarnError) in Value(string: architecture) },
    .init("pid") { call throws(HarnError) in Value(int: Int(getpid())) },
    .init("cwd") { call throws(HarnError) in Value(string: call.vm.executionRoot) },
    .init("execution_root") { call throws(HarnError) in Value(string: call.vm.executionRoot) },
    .init("source_dir") { call throws(HarnError) in Value(string: call.sourceDirectory) },
    .init("asset_root") { call throws(HarnError) in Value(string: call.sourceDirectory) },
    .init("project_root") { call throws(HarnError) in
      projectRoot(above: call.vm.executionRoot).map { Value(string: $0) } ?? .nilValue
    },
    .init("runtime_paths", runtimePaths),
  ]
}

private func firstVariable(_ names: [String], _ host: any Host) -> String? {
  names.lazy.compactMap { host.environmentVariable($0) }.first { !$0.isEmpty }
}

/// What the account of the user of this process holds; empty when `/etc/passwd` does not know it. Other sources of accounts
/// are libraries that would have to be loaded, and this executable has none.
private func account(_ field: KeyPath<passwd, UnsafeMutablePointer<CChar>?>) -> String {
  guard let file = fopen("/etc/passwd", "re") else { return "" }
  defer { fclose(file) }
  let user = getuid()
  while let entry = fgetpwent(file) {
    if entry.pointee.pw_uid == user { return entry.pointee[keyPath: field].map { String(cString: $0) } ?? "" }
  }
  return ""
}

private func systemHostName() -> String {
  var name = [CChar](repeating: 0, count: 257)
  guard gethostname(&name, name.count - 1) == 0 else { return "" }
  return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private var platformName: String {
  #if os(macOS)
    "darwin"
  #elseif os(Windows)
    "windows"
  #else
    "linux"
  #endif
}

private var architecture: String {
  #if arch(arm64)
    "aarch64"
  #elseif arch(x86_64)
    "x86_64"
  #else
    "unknown"
  #endif
}

// MARK: Places

extension NativeCall {
  /// The directory of the source file that calls, as an absolute path; the working directory for a text that is no file.
  var sourceDirectory: String {
    guard let path = callingSourcePath else { return vm.executionRoot }
    let absolute = resolved(path, against: processDirectory)
    guard FileAccess.exists(absolute) else { return vm.executionRoot }
    return hostParent(LexicalPath.normalizedText(absolute))
  }
}

/// The nearest directory at or above `directory` that holds `harn.toml`.
func projectRoot(above directory: String) -> String? {
  var current = directory
  while true {
    if FileAccess.exists(joinedPath([current, "harn.toml"])) { return current }
    let parent = hostParent(current)
    guard !parent.isEmpty, parent != current else { return nil }
    current = parent
  }
}

private func runtimePaths(_ call: borrowing NativeCall) throws(HarnError) -> Value {
  let source = call.sourceDirectory
  let host = call.vm.host
  let base = projectRoot(above: call.vm.executionRoot) ?? source
  func place(_ variable: String, _ fallback: String) -> Value {
    let path = host.environmentVariable(variable).flatMap { $0.isEmpty ? nil : $0 } ?? fallback
    return Value(string: resolved(path, against: base))
  }
  return Value(dict: [
    "asset_root": Value(string: source), "execution_root": Value(string: call.vm.executionRoot),
    "run_root": place("HARN_RUN_DIR", ".harn-runs"), "state_root": place("HARN_STATE_DIR", ".harn"),
    "worktree_root": place("HARN_WORKTREE_DIR", ".harn/worktrees"),
  ])
}
