/// `std/runtime` (05b §13).
let runtimeModule = #"""
  pub fn runtime_task() { return host_call("runtime.task", {}) ?? "" }

  pub fn runtime_pipeline_input() { return host_call("runtime.pipeline_input", {}) }

  pub fn runtime_dry_run() { return host_call("runtime.dry_run", {}) ?? false }

  pub fn runtime_approved_plan() { return host_call("runtime.approved_plan", {}) ?? "" }

  fn in_shell(command) {
    let shell = host_call("process.get_default_shell", {})
    return {mode: "shell", command: command, shell_id: shell?.id}
  }

  pub fn process_exec(command) { return host_call("process.exec", in_shell(command)) }

  pub fn process_exec_with_timeout(command, ms) {
    return host_call("process.exec", in_shell(command).merge({timeout: ms}))
  }

  pub fn interaction_ask(q) { return host_call("interaction.ask", {question: q}) }

  pub fn interaction_ask_with_kind(q, kind) { return host_call("interaction.ask", {kind: kind, question: q}) }
  """#
