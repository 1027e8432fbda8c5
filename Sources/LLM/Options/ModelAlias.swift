/// Short names of models (06 §15.2).
package struct ModelAlias: Sendable {
  /// The short name.
  package let name: String
  /// The model.
  package let model: String
  /// The provider that offers it.
  package let provider: String

  /// All aliases, in the order of the reference.
  package static let all = [
    ModelAlias(name: "frontier", model: "claude-sonnet-4-20250514", provider: "anthropic"),
    ModelAlias(name: "mid", model: "gpt-4o-mini", provider: "openai"),
    ModelAlias(name: "small", model: "Qwen/Qwen3.5-9B", provider: "openrouter"),
    ModelAlias(name: "local-gemma4", model: "gemma-4-26b-a4b-it", provider: "local"),
    ModelAlias(name: "local-gemma4-26b", model: "gemma-4-26b-a4b-it", provider: "local"),
    ModelAlias(name: "local-gemma4-31b", model: "gemma-4-31b-it", provider: "local"),
    ModelAlias(name: "local-gemma4-e4b", model: "gemma-4-e4b-it", provider: "local"),
    ModelAlias(name: "local-gemma4-e2b", model: "gemma-4-e2b-it", provider: "local"),
    ModelAlias(name: "mlx-qwen36-27b", model: "unsloth/Qwen3.6-27B-UD-MLX-4bit", provider: "mlx"),
  ]

  /// The alias of this name, with or without the prefix `tier/`.
  package static func named(_ name: String) -> ModelAlias? {
    let short = name.hasPrefix("tier/") ? String(name.dropFirst(5)) : name
    return all.first { $0.name == short }
  }

  /// The model that `name` stands for; any other name stands for itself.
  package static func resolve(_ name: String) -> String { named(name)?.model ?? name }
}
