// What personas may name (06 §16.3).

/// The tools of every manifest.
let builtinTools: Set<String> = [
  "a2a", "acp", "ci", "filesystem", "github", "linear", "mcp", "notion", "pagerduty", "shell", "slack",
]

/// The host capabilities with their operations.
let builtinCapabilities: [String: Set<String>] = [
  "workspace": operations("read_text write_text apply_edit delete exists file_exists list project_root roots"),
  "process": operations("exec"),
  "template": operations("render"),
  "interaction": operations("ask"),
  "runtime": operations("approved_plan dry_run pipeline_input record_run set_result task"),
  "project": operations(
    """
    agent_instructions code_patterns compute_content_hash ide_context lessons mcp_config metadata_get \
    metadata_refresh_hashes metadata_save metadata_set metadata_stale path_metadata_entries path_metadata_get \
    path_metadata_set scan scope_test_command test_commands
    """),
  "session": operations("active_roots changed_paths preread_get preread_read_many"),
  "editor": operations("get_active_file get_selection get_visible_files"),
  "diagnostics": operations("get_causal_traces get_errors"),
  "git": operations("get_branch get_diff"),
  "learning": operations("get_learned_rules report_correction"),
]

private func operations(_ names: String) -> Set<String> {
  Set(names.split(separator: " ").map(String.init))
}
