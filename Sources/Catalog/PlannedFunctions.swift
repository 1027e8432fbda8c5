/// Builtin functions that the language has and this interpreter does not offer yet, by subject and result type
/// (05, 04 part A, 06). The checker knows the names; a call is an undefined builtin.
let plannedFunctions: [(result: String?, names: String)] = [
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
    sync_mutex_acquire sync_semaphore_acquire sync_gate_acquire \
    sync_rwlock_acquire sync_metrics
    """
  ),
  ("bool", "sync_release"),
  // Shared state (04 A10–A12)
  (
    nil,
    """
    shared_get shared_set shared_map_get shared_map_set \
    shared_map_delete shared_metrics mailbox_lookup mailbox_receive mailbox_try_receive
    """
  ),
  ("bool", "shared_cas shared_map_cas mailbox_send mailbox_close"),
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
