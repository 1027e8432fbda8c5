import StepRuntime
import VM

/// Makes the builtins of LLM calls callable in `vm` and returns their state (06 §12.1, §13, §14.1).
package func registerLLMBuiltins(
  into vm: VirtualMachine, steps: StepProgram, fixture: Fixture? = nil
) -> LLMProgram {
  let host = vm.host
  let program = LLMProgram(steps: steps, fixture: fixture) { host.environmentVariable($0) }
  program.vm = vm
  program.warn = { text in
    var line = "warning: \(text)\n"
    line.withUTF8 { host.writeError($0) }
  }
  program.defineCalls(in: vm)
  program.defineStub(in: vm)
  program.defineUsage(in: vm)
  program.defineCatalogue(in: vm)
  return program
}

extension LLMProgram {
  fileprivate func defineCalls(in vm: VirtualMachine) {
    for builtin in CallBuiltin.allCases {
      vm.define(builtin: builtin.rawValue) { [unowned self] call throws(HarnError) in
        try run(builtin, call.list, task: call.vm.currentTask)
      }
    }
    vm.define(builtin: "agent_trace") { [unowned self] _ throws(HarnError) in
      Value(.array(trace.events.map(\.json)))
    }
    vm.define(builtin: "agent_trace_summary") { [unowned self] _ throws(HarnError) in
      Value(trace.summary)
    }
  }

  fileprivate func defineStub(in vm: VirtualMachine) {
    vm.define(builtin: "llm_mock") { [unowned self] call throws(HarnError) in
      stub.add(try Mock(call.value(0)))
      return .nilValue
    }
    vm.define(builtin: "llm_mock_calls") { [unowned self] _ throws(HarnError) in
      Value(.array(stub.calls.map(\.json)))
    }
    vm.define(builtin: "llm_mock_clear") { [unowned self] _ throws(HarnError) in
      stub.clear()
      return .nilValue
    }
    vm.define(builtin: "llm_mock_push_scope") { [unowned self] _ throws(HarnError) in
      stub.pushScope()
      return .nilValue
    }
    vm.define(builtin: "llm_mock_pop_scope") { [unowned self] _ throws(HarnError) in
      try popMockScope()
    }
  }

  fileprivate func defineUsage(in vm: VirtualMachine) {
    vm.define(builtin: "llm_usage") { [unowned self] _ throws(HarnError) in usageDict }
    vm.define(builtin: "llm_session_cost") { [unowned self] _ throws(HarnError) in
      sessionCostDict
    }
    vm.define(builtin: "llm_cost") { call throws(HarnError) in llmCost(call.list) }
    vm.define(builtin: "llm_budget") { [unowned self] call throws(HarnError) in
      try setBudget(call.list)
    }
    vm.define(builtin: "llm_budget_remaining") { [unowned self] _ throws(HarnError) in
      budgetRemaining
    }
  }
}

// MARK: - Bodies

extension LLMProgram {
  /// Body of `llm_mock_pop_scope` (06 §13.4).
  package func popMockScope() throws(HarnError) -> Value {
    guard stub.popScope() else { throw .thrown(text: "llm_mock_pop_scope: no scope to pop") }
    return .nilValue
  }

  /// The dict of `llm_usage` (06 §14.1). Owned by the caller.
  package var usageDict: Value {
    let counters = session.counters
    return Value(dict: [
      "call_count": Value(int: counters.callCount),
      "input_tokens": Value(int: Int(clamping: counters.inputTokens)),
      "output_tokens": Value(int: Int(clamping: counters.outputTokens)),
      "total_calls": Value(int: counters.callCount),
      "total_duration_ms": Value(int: 0),
    ])
  }

  /// The dict of `llm_session_cost` (06 §14.1). Owned by the caller.
  package var sessionCostDict: Value {
    let counters = session.counters
    return Value(dict: [
      "call_count": Value(int: counters.callCount),
      "input_tokens": Value(int: Int(clamping: counters.inputTokens)),
      "output_tokens": Value(int: Int(clamping: counters.outputTokens)),
      "total_cost": Value(float: counters.costUSD),
    ])
  }

  /// Body of `llm_budget` (06 §14.1).
  package func setBudget(_ arguments: [Value]) throws(HarnError) -> Value {
    guard let limit = arguments.first?.numberValue else {
      throw .thrown(text: "llm_budget: requires a numeric argument")
    }
    session.setLimit(limit)
    return .nilValue
  }

  /// The value of `llm_budget_remaining` (06 §14.1).
  package var budgetRemaining: Value {
    let counters = session.counters
    return counters.limitUSD.map { Value(float: $0 - counters.costUSD) } ?? .nilValue
  }
}

/// Body of `llm_cost(model, input_tokens, output_tokens)` (06 §14.1).
package func llmCost(_ arguments: [Value]) -> Value {
  func tokens(_ index: Int) -> Int { index < arguments.count ? arguments[index].intValue ?? 0 : 0 }
  let model = arguments.first.map { displayText($0) } ?? ""
  return Value(
    float: Prices.cost(ofModel: model, inputTokens: tokens(1), outputTokens: tokens(2)))
}
