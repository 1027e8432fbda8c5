/// The builtin functions around steps, personas and model calls that work (06 §7.1, §12–§14).
let stepFunctions: [Declaration] = [
  Declaration("llm_call", "prompt system? options?", "dict", "Ask a model and return its reply."),
  Declaration(
    "llm_call_safe", "prompt system? options?", "dict", "The same, with errors in the result: {error, ok, response}."),
  Declaration("llm_call_structured", "prompt schema options?", nil, "Ask a model for data that conforms to a schema."),
  Declaration(
    "llm_call_structured_safe", "prompt schema options?", nil,
    "The same, with errors in the result: {data, error, ok}."),
  Declaration(
    "llm_call_structured_result", "prompt schema options?", nil,
    "The same, with what is needed to find out why it failed."),
  Declaration("llm_completion", "prefix suffix? system? options?", "dict", "Ask a model to complete a text."),
  Declaration(
    "llm_stream", "prompt system? options?", nil, "Ask a model and receive its reply in pieces from a channel."),
  Declaration("agent_trace", "", nil, "The replies and schema retries so far."),
  Declaration("agent_trace_summary", "", nil, "Their number and tokens."),
  Declaration("llm_mock", "spec", "nil", "Queue a reply or error of the stub provider."),
  Declaration("llm_mock_calls", "", "list", "The requests that reached the stub provider."),
  Declaration("llm_mock_clear", "", "nil", "Empty queue, calls and prompt cache of the stub provider."),
  Declaration("llm_mock_push_scope", "", "nil", "Set queue and calls of the stub provider aside."),
  Declaration("llm_mock_pop_scope", "", "nil", "Put queue and calls of the stub provider back."),
  Declaration("llm_usage", "", "dict", "Calls and tokens of the session."),
  Declaration("llm_session_cost", "", "dict", "Calls, tokens and cost of the session."),
  Declaration("llm_cost", "model input_tokens output_tokens", "float", "What a call would cost, in US dollars."),
  Declaration("llm_budget", "max_usd", "nil", "Limit what the session may cost, in US dollars."),
  Declaration("llm_budget_remaining", "", nil, "What is left of that limit, nil without one."),
  Declaration(
    "register_persona_hook", "persona_pattern event handler", nil, "Run a handler at an event of any step."),
  Declaration(
    "register_step_hook", "persona_pattern step_name event handler", nil, "Run a handler at an event of one step."),
  Declaration("clear_persona_hooks", "", nil, "Forget all handlers."),
]
