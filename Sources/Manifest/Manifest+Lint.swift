import TOML

extension Manifest {
  /// The functions that the body of a persona may call besides steps: `[lint].persona_step_allowlist` (06 §18, 07 §12.3).
  package var personaStepAllowlist: Set<String> {
    names("lint", "persona_step_allowlist")
  }

  /// `[fmt].line_width`.
  package var lineWidth: Int? { width("line_width") }

  /// `[fmt].separator_width`.
  package var separatorWidth: Int? { width("separator_width") }

  private func width(_ key: String) -> Int? {
    guard case .integer(let width)? = value("fmt", key), width >= 0 else { return nil }
    return width
  }

  /// The lint rules that are off: `[lint].disabled` and `[check].disable_rules` (07 §5).
  package var disabledLintRules: Set<String> { names("lint", "disabled").union(names("check", "disable_rules")) }

  /// `[lint].complexity_threshold`.
  package var complexityThreshold: Int? {
    guard case .integer(let threshold)? = value("lint", "complexity_threshold") else { return nil }
    return threshold
  }

  /// `[lint].require_file_header`.
  package var requiresFileHeader: Bool { value("lint", "require_file_header")?.boolean ?? false }

  /// `[lint].require_docstrings`, nil when it is not given.
  package var requiresDocComments: Bool? { value("lint", "require_docstrings")?.boolean }

  /// `[check].strict`: warnings fail `harn check` and `harn lint`.
  package var isStrict: Bool { value("check", "strict")?.boolean ?? false }

  /// `[check].strict_types` (03 §15).
  package var hasStrictTypes: Bool { value("check", "strict_types")?.boolean ?? false }

  /// `[check].preflight_severity` (07 §4.2).
  package var preflightSeverity: String? { value("check", "preflight_severity")?.text }

  /// `[workspace].pipelines`, nil when it is not given.
  package var workspacePipelines: [String]? {
    value("workspace", "pipelines")?.items.map { $0.compactMap(\.text) }
  }

  /// The value of a key; underscores in it may be dashes (07 §12.3).
  private func value(_ table: String, _ key: String) -> TOMLValue? {
    guard let table = root[table]?.table else { return nil }
    return table[key] ?? table[key.replacing("_", with: "-")]
  }

  private func names(_ table: String, _ key: String) -> Set<String> {
    Set((value(table, key)?.items ?? []).compactMap(\.text))
  }
}
