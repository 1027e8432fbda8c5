/// Builtin functions that the language has and this interpreter does not offer yet, by subject and result type
/// (05, 04 part A, 06). The checker knows the names; a call is an undefined builtin.
let plannedFunctions: [(result: String?, names: String)] = [
  // Regular expressions (05 §18)
  ("list | nil", "regex_match"),
  ("list", "regex_captures regex_split"),
  ("string", "regex_replace regex_replace_all"),
  // Date and time (05 §19–§21)
  ("dict", "date_now date_in_zone"),
  (
    "string",
    """
    date_now_iso date_iso date_format date_to_zone weekday_name month_name
    """
  ),
  (nil, "date_parse date_from_components date_add"),
  ("duration", "date_diff"),
  // Paths (05 §22)
  ("list", "path_segments"),
  (
    "string",
    """
    path_parent path_basename path_extension path_stem path_with_extension path_with_stem \
    path_normalize path_to_posix path_to_native path_join dirname basename extname
    """
  ),
  ("dict", "path_parts path_workspace_info"),
  ("bool", "path_is_absolute path_is_relative"),
  (nil, "path_relative_to"),
  ("string | nil", "path_workspace_normalize"),
  // Files (05 §23)
  ("string", "read_file temp_dir"),
  (nil, "read_file_result"),
  ("bytes", "read_file_bytes"),
  ("list", "read_lines list_dir walk_dir glob"),
  ("nil", "write_file write_file_bytes append_file delete_file copy_file move_file mkdir"),
  ("bool", "file_exists"),
  ("dict", "stat"),
  // System (05 §24)
  ("string | nil", "env"),
  (nil, "env_or"),
  (
    "string",
    """
    username hostname home_dir platform arch cwd execution_root source_dir asset_root \
    project_root
    """
  ),
  ("int", "pid"),
  ("dict", "runtime_paths exec exec_at shell shell_at"),
  // Hashing and encoding (05 §25, §26)
  (
    "string",
    """
    sha256 sha224 sha384 sha512 sha512_256 md5 hmac_sha256 hmac_sha256_base64 base64_encode \
    base64url_encode base32_encode hex_encode url_encode uuid uuid_v7 uuid_v5 uuid_nil
    """
  ),
  ("bool", "constant_time_eq"),
  (nil, "base64_decode base64url_decode base32_decode hex_decode url_decode"),
  ("string | nil", "uuid_parse"),
  // Templates (05 §27)
  ("string", "render render_prompt render_string"),
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
