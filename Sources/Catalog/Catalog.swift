/// What the language offers by name, as data.
package enum Catalog {
  /// The builtin functions that programs call, in the order of their code points. Names that start with `__` belong to the
  /// runtime and are not listed. A test compares the list with what a machine defines.
  package static let builtinNames = [
    "Err", "Ok", "addr_of", "assert", "assert_eq", "assert_ne", "chunk", "clear_persona_hooks", "dedup_by",
    "entries", "eprint", "eprintln", "error_category", "exit", "flat_map", "group_by", "hash_value", "is_err",
    "is_ok", "is_rate_limited", "is_same", "is_timeout", "keys", "len", "llm_budget", "llm_budget_remaining",
    "llm_call", "llm_call_safe", "llm_cost", "llm_mock", "llm_mock_calls", "llm_mock_clear", "llm_mock_pop_scope",
    "llm_mock_push_scope", "llm_session_cost", "llm_usage", "log", "pair", "partition", "print", "println",
    "range", "register_persona_hook", "register_step_hook", "throw_error", "to_float", "to_int", "to_list",
    "to_string", "type_of", "unreachable", "unwrap", "unwrap_err", "unwrap_or", "values", "window",
  ]
}
