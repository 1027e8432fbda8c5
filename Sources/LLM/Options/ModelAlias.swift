/// Short names of models (06 §15.2).
package enum ModelAlias {
  /// Alias and model, in the order of the reference.
  package static let all: [(alias: String, model: String)] = [
    ("frontier", "claude-sonnet-4-20250514"),
    ("mid", "gpt-4o-mini"),
    ("small", "Qwen/Qwen3.5-9B"),
    ("local-gemma4", "gemma-4-26b-a4b-it"),
    ("local-gemma4-26b", "gemma-4-26b-a4b-it"),
    ("local-gemma4-31b", "gemma-4-31b-it"),
    ("local-gemma4-e4b", "gemma-4-e4b-it"),
    ("local-gemma4-e2b", "gemma-4-e2b-it"),
    ("mlx-qwen36-27b", "unsloth/Qwen3.6-27B-UD-MLX-4bit"),
  ]

  /// The model that `name` stands for; any other name stands for itself. The prefix `tier/` is ignored.
  package static func resolve(_ name: String) -> String {
    let short = name.hasPrefix("tier/") ? String(name.dropFirst(5)) : name
    return all.first { $0.alias == short }?.model ?? name
  }
}
