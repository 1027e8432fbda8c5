import VM

/// Calls of what surrounds the program, and their mocks (05b §13).
func hostBuiltins() -> BuiltinGroup {
  let mocks = HostMocks()
  return [
    .init("host_call") { call throws(HarnError) in try callHost(call, mocks) },
    .init("host_mock") { call throws(HarnError) in try addMock(call, mocks) },
    .init("host_mock_clear") { call throws(HarnError) in
      mocks.clear()
      return .nilValue
    },
    .init("host_mock_calls") { call throws(HarnError) in Value(list: mocks.calls.map(\.value)) },
    .init("host_mock_push_scope") { call throws(HarnError) in
      mocks.pushScope()
      return .nilValue
    },
    .init("host_mock_pop_scope") { call throws(HarnError) in
      guard mocks.popScope() else { throw .thrown(text: "host_mock_pop_scope: no scope to pop") }
      return .nilValue
    },
    .init("host_has") { call throws(HarnError) in
      let operation = call.value(1).isNil ? nil : call.text(1)
      return Value(bool: HostOperation.has(call.text(0), operation) || mocks.has(call.text(0), operation))
    },
    .init("host_capabilities") { call throws(HarnError) in capabilities(mocks) },
    .init("host_tool_list") { call throws(HarnError) in Value(list: []) },
    .init("host_tool_call") { call throws(HarnError) in
      try call.vm.admitTool(call.text(0))
      throw .thrown(text: "host_tool_call: unknown tool '\(call.text(0))': no host offers tools")
    },
  ]
}

extension HostMocks.Call {
  fileprivate var value: Value {
    Value(dict: [
      "capability": Value(string: capability), "operation": Value(string: operation),
      "params": parameters.retained(),
    ])
  }
}

private func callHost(_ call: borrowing NativeCall, _ mocks: HostMocks) throws(HarnError) -> Value {
  let name = call.text(0)
  guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) else {
    throw .thrown(text: "host_call: unsupported operation name '\(name)'")
  }
  let (capability, operation) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
  let parameters = call.value(1).isDict ? call[1].retained() : Value(dict: [:])
  defer { parameters.released() }
  if let answer = try mocks.answer(capability, operation, parameters) { return answer }
  guard let known = HostOperation.all.first(where: { $0.capability == capability && $0.name == operation }) else {
    throw .thrown(text: "host_call: unsupported operation \(capability).\(operation)")
  }
  return try known.run(parameters, call.vm)
}

private func addMock(_ call: borrowing NativeCall, _ mocks: HostMocks) throws(HarnError) -> Value {
  let (capability, operation) = (call.text(0), call.text(1))
  guard !capability.isEmpty, !operation.isEmpty else {
    throw .thrown(text: "host_mock: capability and operation are required")
  }
  let given = call.value(2)
  let isConfiguration = ["result", "error", "params"].contains { given.entry($0) != nil }
  let result = isConfiguration ? given.entry("result") ?? .nilValue : given
  let parameters = (isConfiguration ? given.entry("params") : nil) ?? call.value(3)
  let error = isConfiguration ? given.entry("error") ?? .nilValue : .nilValue
  mocks.add(
    HostMocks.Mock(
      capability: capability, operation: operation, result: result.retained(),
      error: error.isNil ? "" : displayText(error),
      parameters: parameters.isDict ? parameters.retained() : .nilValue))
  return .nilValue
}

/// What the host offers, mocks included.
private func capabilities(_ mocks: HostMocks) -> Value {
  var operations: [String: [String: String]] = [:]
  for (capability, operation) in mocks.operations {
    operations[capability, default: [:]][operation] = "Mocked host operation."
  }
  for operation in HostOperation.all {
    operations[operation.capability, default: [:]][operation.name] = operation.summary
  }
  return Value(
    dict: operations.map { capability, operations in
      let names = operations.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let described = operations.map { ($0.key, Value(dict: ["description": Value(string: $0.value)])) }
      return (
        capability,
        Value(dict: [
          "description": Value(string: HostOperation.summary(of: capability)),
          "ops": Value(list: names.map { Value(string: $0) }), "operations": Value(dict: described),
        ])
      )
    })
}
