/// Builtin functions that the language has and this interpreter does not offer yet, by subject and result type
/// (05, 04 part A, 06). The checker knows the names; a call is an undefined builtin.
let plannedFunctions: [(result: String?, names: String)] = [
  // Output (05 §2)
  ("nil", "log_debug log_info log_warn log_error log_set_level log_json progress"),
  // Standard input (05 §3)
  ("string | nil", "read_line read_stdin prompt_user"),
  ("bool", "is_stdin_tty is_stdout_tty is_stderr_tty"),
  ("nil", "mock_stdin unmock_stdin mock_tty unmock_tty capture_stderr_start"),
  ("string", "capture_stderr_take"),
  // Styling (05 §2.1)
  ("string", "color bold dim"),
  ("nil", "set_color_mode"),
  // Strings (05 §6.2)
  ("string", "unicode_normalize"),
  // JSON (05 §15, §16)
  (nil, "json_parse json_extract json_pointer json_pointer_set json_pointer_delete"),
  ("string", "json_stringify"),
  // Schemas (05 §17)
  (nil, "schema_check schema_parse schema_expect"),
  ("bool", "schema_is is_type json_validate"),
  ("dict", "schema_extend schema_partial schema_pick schema_omit schema_of"),
  // Clock and timers (05 §21)
  ("dict", "timer_start"),
  ("int", "now_ms monotonic_ms elapsed advance_time timer_end"),
  ("float", "timestamp"),
  ("nil", "sleep sleep_ms mock_time unmock_time"),
  // Store and checkpoints (05 §29)
  (
    nil,
    """
    store_set store_get store_delete store_list store_clear store_save checkpoint checkpoint_get \
    checkpoint_exists checkpoint_delete checkpoint_list checkpoint_clear
    """
  ),
  // Tasks (04 A1–A9)
  (
    nil,
    """
    await cancel_graceful is_cancelled parallel_race channel send receive try_receive \
    channel_select sync_mutex_acquire sync_semaphore_acquire sync_gate_acquire \
    sync_rwlock_acquire sync_metrics
    """
  ),
  ("nil", "cancel close_channel"),
  ("bool", "sync_release"),
  // Shared state (04 A10–A12)
  (
    nil,
    """
    atomic atomic_get atomic_set atomic_add shared_get shared_set shared_map_get shared_map_set \
    shared_map_delete shared_metrics mailbox_lookup mailbox_receive mailbox_try_receive
    """
  ),
  ("bool", "atomic_cas shared_cas shared_map_cas mailbox_send mailbox_close"),
  (
    "dict",
    """
    shared_cell shared_snapshot shared_map shared_map_entries shared_map_snapshot mailbox_open \
    mailbox_metrics
    """
  ),
  ("string", "shared_scope_id"),
  // Runtime context (04 A14)
  ("dict", "runtime_context task_current runtime_context_values"),
  (nil, "runtime_context_get runtime_context_set runtime_context_clear"),
]
