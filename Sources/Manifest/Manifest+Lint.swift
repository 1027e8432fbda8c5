extension Manifest {
  /// The functions that the body of a persona may call besides steps: `[lint].persona_step_allowlist` (06 §18, 07 §12.3).
  package var personaStepAllowlist: Set<String> {
    Set((root["lint"]?.table?["persona_step_allowlist"]?.items ?? []).compactMap(\.text))
  }
}
