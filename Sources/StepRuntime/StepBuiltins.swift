import VM

extension StepProgram {
  /// Makes the builtins of the step runtime callable in `vm` (06 §3, §7.1, §10.2) and marks registered functions there.
  package func registerStepBuiltins(into vm: VirtualMachine) {
    attach(vm)
    vm.define(builtin: "__register_step") { [unowned self] call throws(HarnError) in
      try registerStep(fromArguments: call.list)
    }
    vm.define(builtin: "__register_persona") { [unowned self] call throws(HarnError) in
      try registerPersona(fromArguments: call.list)
    }
    vm.define(builtin: "__persona_output_style") { [unowned self] call throws(HarnError) in
      personaOutputStyle(call.list, task: call.vm.currentTask)
    }
    let summaries = SummaryDicts(vm)
    vm.define(builtin: "__peek_completed_steps") { [unowned self] _ throws(HarnError) in
      summaries.list(log.entries)
    }
    vm.define(builtin: "__drain_completed_steps") { [unowned self] _ throws(HarnError) in
      summaries.list(log.drain())
    }
    registerHookBuiltins(into: vm)
  }

  private func registerHookBuiltins(into vm: VirtualMachine) {
    vm.define(builtin: "register_persona_hook") { [unowned self] call throws(HarnError) in
      try registerPersonaHook(fromArguments: call.list)
    }
    vm.define(builtin: "register_step_hook") { [unowned self] call throws(HarnError) in
      try registerStepHook(fromArguments: call.list)
    }
    vm.define(builtin: "clear_persona_hooks") { [unowned self] _ throws(HarnError) in
      clearPersonaHooks()
      return .nilValue
    }
  }

  /// Body of `__register_step` (06 §3.2, §10.2).
  package func registerStep(fromArguments arguments: [Value]) throws(HarnError) -> Value {
    let (function, metadata) = try registration(arguments, by: "__register_step")
    registerStep(
      function: function, definition: StepDefinition(function: function, metadata: metadata))
    return .nilValue
  }

  /// Body of `__register_persona` (06 §3.3, §10.2).
  package func registerPersona(fromArguments arguments: [Value]) throws(HarnError) -> Value {
    let (function, metadata) = try registration(arguments, by: "__register_persona")
    let definition = try PersonaDefinition(function: function, metadata: metadata)
    registerPersona(function: function, definition: definition)
    return .nilValue
  }

  private func registration(
    _ arguments: [Value], by builtin: String
  ) throws(HarnError) -> (function: String, metadata: Value) {
    guard let function = arguments.first?.stringValue else {
      throw .thrown(text: "\(builtin): expected (function_name, metadata_dict)")
    }
    guard arguments.count > 1, arguments[1].isDict else {
      throw .thrown(text: "\(builtin): metadata argument must be a dict")
    }
    return (function, arguments[1])
  }

  /// Body of `__persona_output_style` (06 §3.4). The result is owned by the caller.
  package func personaOutputStyle(_ arguments: [Value], task: TaskState) -> Value {
    let persona =
      if let function = arguments.first {
        personaDefinition(forFunction: displayText(function))
      } else {
        context(of: task).currentPersona
      }
    return persona?.outputStyle?.value ?? .nilValue
  }

  /// Body of `register_persona_hook` (06 §7.1).
  package func registerPersonaHook(fromArguments arguments: [Value]) throws(HarnError) -> Value {
    let hook = try hookArguments(arguments, from: 1, by: "register_persona_hook")
    registerPersonaHook(
      personaPattern: hookPattern(arguments), event: hook.event,
      thresholdPercent: hook.percent, handler: hook.handler)
    return .nilValue
  }

  /// Body of `register_step_hook` (06 §7.1).
  package func registerStepHook(fromArguments arguments: [Value]) throws(HarnError) -> Value {
    guard arguments.count > 1 else {
      throw .runtimeError("register_step_hook: missing step name")
    }
    let hook = try hookArguments(arguments, from: 2, by: "register_step_hook")
    registerStepHook(
      personaPattern: hookPattern(arguments), stepName: displayText(arguments[1]),
      event: hook.event, thresholdPercent: hook.percent, handler: hook.handler)
    return .nilValue
  }

  private func hookPattern(_ arguments: [Value]) -> String {
    arguments.first.map { displayText($0) } ?? "*"
  }

  /// Event and handler, checked in the order of 06 §7.1.
  private func hookArguments(
    _ arguments: [Value], from index: Int, by builtin: String
  ) throws(HarnError) -> (event: HookEvent, percent: Double?, handler: Value) {
    guard arguments.count > index else { throw .runtimeError("\(builtin): missing event") }
    let text = displayText(arguments[index])
    switch HookEventText(text) {
    case .unknown:
      throw .runtimeError("\(builtin): unknown persona hook event `\(text)`")
    case .invalidThreshold(let percent):
      throw .runtimeError("\(builtin): invalid budget threshold `\(percent)`")
    case .event(let event, let percent):
      guard arguments.count > index + 1 else {
        throw .runtimeError("\(builtin): missing handler")
      }
      let handler = arguments[index + 1]
      guard handler.isClosure else {
        let type = typeName(handler)
        throw .runtimeError("\(builtin): handler must be a closure, got \(type)")
      }
      return (event, percent, handler)
    }
  }
}
