/// The builtin functions of signatures, hosts, the web, traces and facts about directories (05b §8–§18).
let implementedExtendedFunctions: [Declaration] = [
  Declaration("jwt_sign", "alg claims private_key", "string", "Not supported."),
  Declaration("jwt_verify", "alg token key", "dict", "The claims of a token with an HMAC signature."),
  Declaration("host_call", "name params?", nil, "Call an operation of the host, `capability.operation`."),
  Declaration("host_mock", "capability operation result params?", "nil", "Answer calls of an operation of the host."),
  Declaration("host_mock_clear", "", "nil", "Forget the mocks and the calls that they answered."),
  Declaration("host_mock_calls", "", "list", "The calls that mocks answered."),
  Declaration("host_mock_push_scope", "", "nil", "Set the mocks aside."),
  Declaration("host_mock_pop_scope", "", "nil", "Take back the mocks that were set aside."),
  Declaration("host_has", "capability operation?", "bool", "Whether the host offers an operation."),
  Declaration("host_capabilities", "", "dict", "What the host offers."),
  Declaration("host_tool_list", "", "list", "The tools of the host."),
  Declaration("host_tool_call", "name args", nil, "Call a tool of the host."),
]
