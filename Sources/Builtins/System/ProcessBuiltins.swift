import VM

/// Running other programs (05 §24).
func processBuiltins() -> BuiltinGroup {
  [
    .init("exec") { call throws(HarnError) in
      guard call.count > 0, !call.text(0).isEmpty else { throw .thrown(text: "exec: command is required") }
      return try run(ChildProcess(call.list.map(displayText), in: call.vm.workingDirectory), "exec", call)
    },
    .init("exec_at") { call throws(HarnError) in
      guard call.count > 1, !call.text(1).isEmpty else {
        throw .thrown(text: "exec_at: directory and command are required")
      }
      let process = ChildProcess(call.list.dropFirst().map(displayText), in: call.path(0))
      return try run(process, "exec", call)
    },
    .init("shell") { call throws(HarnError) in
      guard call.count > 0, !call.text(0).isEmpty else { throw .thrown(text: "shell: command string is required") }
      return try run(
        ChildProcess([defaultShell(call.vm.host), "-c", call.text(0)], in: call.vm.workingDirectory), "shell", call)
    },
    .init("shell_at") { call throws(HarnError) in
      guard call.count > 1 else { throw .thrown(text: "shell_at: directory and command string are required") }
      guard !call.text(1).isEmpty else { throw .thrown(text: "shell_at: command string is required") }
      let process = ChildProcess([defaultShell(call.vm.host), "-c", call.text(1)], in: call.path(0))
      return try run(process, "shell", call)
    },
  ]
}

/// The shell that runs command lines.
func defaultShell(_ host: any Host) -> String {
  for name in ["HARN_DEFAULT_SHELL", "SHELL"] {
    if let shell = host.environmentVariable(name), !shell.isEmpty { return shell }
  }
  return ["/bin/bash", "/bin/zsh"].first { FileAccess.exists($0) } ?? "/bin/sh"
}

private func run(
  _ process: ChildProcess, _ name: String, _ call: borrowing NativeCall
) throws(HarnError) -> Value {
  // What the program printed so far comes before the output of others on the same terminal.
  call.vm.output.flush()
  let outcome: ChildProcess.Outcome
  let vm = call.vm
  var process = process
  process.outputLimitBytes = call.limits.stringBytes
  do throws(SystemError) {
    outcome = try process.run { vm.isInterrupted }
  } catch {
    throw .thrown(text: "\(name) failed: process spawn failed: \(error.text)")
  }
  guard !outcome.isTooLarge else {
    throw .runtimeError("\(name): the output is too large (at most \(call.limits.stringBytes) bytes)")
  }
  let errors = try Value(lossyUTF8: outcome.errors, limits: call.limits)
  let output: Value
  do throws(HarnError) {
    output = try Value(lossyUTF8: outcome.output, limits: call.limits)
  } catch {
    errors.released()
    throw error
  }
  return Value(dict: [
    "status": Value(int: outcome.status), "stderr": errors, "stdout": output,
    "success": Value(bool: outcome.status == 0),
  ])
}

extension Value {
  /// A string of these octets; what is not UTF-8 becomes U+FFFD.
  init(lossyUTF8 octets: [UInt8], limits: Limits) throws(HarnError) {
    try self.init(string: String(decoding: octets, as: UTF8.self), limits: limits)
  }
}
