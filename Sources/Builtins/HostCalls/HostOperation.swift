import VM

/// An operation that works without a host around the interpreter (05b §13).
struct HostOperation: Sendable {
  var capability: String
  var name: String
  /// What it does, in one line.
  var summary: String
  /// The result for a dict of parameters, owned by the caller.
  var run: @Sendable (_ parameters: Value, _ vm: VirtualMachine) throws(HarnError) -> Value

  /// Whether an operation, or any of the capability, is among these.
  static func has(_ capability: String, _ operation: String?) -> Bool {
    all.contains { $0.capability == capability && (operation == nil || $0.name == operation) }
  }

  /// What a capability is about.
  static func summary(of capability: String) -> String {
    switch capability {
    case "process": "Programs and shells."
    case "runtime": "The task that the program works on."
    case "workspace": "The directories of the project."
    default: "Mocked host capability."
    }
  }

  /// All of them.
  static let all: [HostOperation] = [
    HostOperation(capability: "runtime", name: "task", summary: "The text of the task.") { _, vm throws(HarnError) in
      Value(string: vm.host.environmentVariable("HARN_TASK") ?? "")
    },
    HostOperation(capability: "runtime", name: "set_result", summary: "Report the result of the program.") {
      _, _ throws(HarnError) in .nilValue
    },
    HostOperation(capability: "workspace", name: "project_root", summary: "The directory of the project.") {
      _, vm throws(HarnError) in
      let root = vm.host.environmentVariable("HARN_PROJECT_ROOT") ?? ""
      return Value(string: root.isEmpty ? vm.executionRoot : root)
    },
    HostOperation(capability: "workspace", name: "cwd", summary: "The working directory.") { _, vm throws(HarnError) in
      Value(string: vm.executionRoot)
    },
    HostOperation(capability: "process", name: "get_default_shell", summary: "The shell that runs command lines.") {
      _, vm throws(HarnError) in
      let path = defaultShell(vm.host)
      return Value(dict: ["id": Value(string: LexicalPath(path).basename), "path": Value(string: path)])
    },
    HostOperation(capability: "process", name: "exec", summary: "Run a program and wait for it.", run: execute),
  ]
}

/// `process.exec`.
private func execute(_ parameters: Value, _ vm: VirtualMachine) throws(HarnError) -> Value {
  func text(_ key: String) -> String? { parameters.entry(key).flatMap { $0.isNil ? nil : displayText($0) } }
  func failure(_ detail: String) -> HarnError { .thrown(text: "host_call: process.exec: \(detail)") }
  var process: ChildProcess
  switch text("mode") ?? (parameters.entry("argv") == nil ? "shell" : "argv") {
  case "argv":
    let words = parameters.entry("argv")?.listItems.map(displayText) ?? []
    guard let program = words.first, !program.isEmpty else { throw failure("argv must be a non-empty list") }
    process = ChildProcess(words)
  case "shell":
    guard let command = text("command"), !command.isEmpty else { throw failure("command is required") }
    process = ChildProcess([shell(text("shell_id"), vm), "-c", command])
  case let mode: throw failure("unknown mode '\(mode)'")
  }
  process.directory = text("cwd").map { resolved($0, against: vm.executionRoot) } ?? vm.workingDirectory
  process.environment = parameters.entry("env")?.dictEntries.map { ($0.key, displayText($0.value)) } ?? []
  let limit = parameters.entry("timeout_ms") ?? parameters.entry("timeout") ?? .nilValue
  process.timeoutMilliseconds = limit.isDuration || limit.isInt ? max(0, limit.int) : nil
  // Octets that are not UTF-8 become three each.
  process.outputLimitBytes = vm.limits.stringBytes / 4
  vm.output.flush()
  let outcome: ChildProcess.Outcome
  do throws(SystemError) {
    outcome = try process.run { vm.isInterrupted }
  } catch {
    throw failure("process spawn failed: \(error.text)")
  }
  guard !outcome.isTooLarge else {
    throw .runtimeError("host_call: process.exec: the output is too large")
  }
  func shown(_ octets: [UInt8]) -> Value { Value(string: String(decoding: octets, as: UTF8.self)) }
  return Value(dict: [
    "combined": shown(outcome.output + outcome.errors), "exit_code": Value(int: outcome.status),
    "stderr": shown(outcome.errors), "stdout": shown(outcome.output),
    "success": Value(bool: outcome.status == 0 && !outcome.hasTimedOut),
    "timed_out": Value(bool: outcome.hasTimedOut),
  ])
}

/// The shell with an id as `process.get_default_shell` gives it, a name or a path; without one the default.
private func shell(_ id: String?, _ vm: VirtualMachine) -> String {
  let path = defaultShell(vm.host)
  guard let id, !id.isEmpty, id != "default", id != LexicalPath(path).basename else { return path }
  return id
}
