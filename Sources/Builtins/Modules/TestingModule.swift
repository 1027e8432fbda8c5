/// `std/testing` (05b §13, 06 §19).
let testingModule = #"""
  // Host mocks

  pub fn clear_host_mocks() { host_mock_clear() }

  pub fn mock_host_result(capability, operation, result, params = nil) {
    host_mock(capability, operation, {result: result, params: params ?? {}})
  }

  pub fn mock_host_error(capability, operation, message, params = nil) {
    host_mock(capability, operation, {error: message, params: params ?? {}})
  }

  pub fn mock_host_response(capability, operation, config) { host_mock(capability, operation, config) }

  pub fn host_calls() { return host_mock_calls() }

  pub fn host_calls_for(capability, operation) {
    return host_mock_calls().filter({ call ->
      call.capability == capability && call.operation == operation
    })
  }

  pub fn host_call_count() { return len(host_mock_calls()) }

  pub fn host_call_count_for(capability, operation) { return len(host_calls_for(capability, operation)) }

  fn includes(whole, part) {
    if type_of(whole) != "dict" { return false }
    for (key, value) in part.iter() {
      if !whole.has(key) || whole[key] != value { return false }
    }
    return true
  }

  pub fn host_was_called(capability, operation, params = nil) {
    return host_calls_for(capability, operation).any({ call ->
      params == nil || includes(call.params, params)
    })
  }

  pub fn assert_host_called(capability, operation, params = nil, message = nil) {
    if host_was_called(capability, operation, params) { return }
    if message != nil { throw message }
    let described = params == nil ? "" : " with params ${params}"
    throw "Expected host call ${capability}.${operation}${described} to be recorded"
  }

  pub fn assert_host_call_count(expected, capability = nil, operation = nil, message = nil) {
    let count = capability == nil ? host_call_count() : host_call_count_for(capability, operation)
    if count != expected { throw message ?? "Expected ${expected} host calls, got ${count}" }
  }

  pub fn with_host_mocks(entries, body) {
    host_mock_push_scope()
    try {
      for entry in entries ?? [] {
        require type_of(entry) == "dict", "with_host_mocks: each entry must be a dict, got ${type_of(entry)}"
        require entry.capability && entry.operation, "with_host_mocks: each entry must include 'capability' and 'operation'"
        host_mock(entry.capability, entry.operation, {result: entry.result, error: entry.error, params: entry.params})
      }
      return body()
    } finally {
      host_mock_pop_scope()
    }
  }

  // Model mocks

  pub fn with_llm_mocks(mocks, body) {
    llm_mock_push_scope()
    try {
      for mock in mocks ?? [] { llm_mock(mock) }
      return body()
    } finally {
      llm_mock_pop_scope()
    }
  }

  pub fn with_mocks(mocks, body) {
    return with_llm_mocks(mocks.llm_mocks, { ->
      if mocks.host_mocks == nil { return body() }
      with_host_mocks(mocks.host_mocks, body)
    })
  }

  pub fn llm_calls() { return llm_mock_calls() }

  pub fn llm_call_count() { return len(llm_mock_calls()) }

  // Step assertions

  var events = []

  fn record(payload) {
    events = events.push({
      args: payload.step.args, event: payload.event, function: payload.step.function,
      output: payload.output, persona: payload.persona, step: payload.step.name,
    })
    return nil
  }

  pub fn step_assertions_begin(persona_pattern = "*") {
    clear_persona_hooks()
    events = []
    register_persona_hook(persona_pattern, "PreStep", record)
    register_persona_hook(persona_pattern, "PostStep", record)
  }

  pub fn step_assertions_end() { clear_persona_hooks() }

  pub fn step_events() { return events }

  pub fn step_events_clear() { events = [] }

  pub fn assert_steps_ran(names) {
    let ran = events.filter({ event -> event.event == "PreStep" }).map({ event -> event.step })
    require ran == names, "Expected steps ${json_stringify(names)} to run, got ${json_stringify(ran)}"
  }

  fn satisfies(event, part, predicate) {
    if predicate == nil { return true }
    let kind = type_of(predicate)
    if kind == "closure" || kind == "builtin" { return predicate(event) }
    if kind == "dict" && includes(event, predicate) { return true }
    return part == predicate || part == [predicate]
  }

  pub fn assert_step_received(step, predicate = nil) {
    for event in events {
      if event.event == "PreStep" && event.step == step && satisfies(event, event.args, predicate) { return event }
    }
    throw "Expected step ${step} to receive a matching call"
  }

  pub fn assert_step_emitted(step, predicate = nil) {
    for event in events {
      if event.event == "PostStep" && event.step == step && satisfies(event, event.output, predicate) { return event }
    }
    throw "Expected step ${step} to emit a matching output"
  }

  pub fn assert_receipt_field(receipt, pointer, expected) {
    let actual = json_pointer(receipt, pointer)
    require actual == expected, "Expected receipt field ${pointer} to be ${json_stringify(expected)}, got ${json_stringify(actual)}"
  }
  """#
