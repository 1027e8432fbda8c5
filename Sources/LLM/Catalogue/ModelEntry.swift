import StepRuntime

/// What is known of a model (06 §15.3).
package struct ModelEntry: Sendable {
  /// The model.
  package let id: String
  /// How people call it.
  package let name: String
  /// Its provider.
  package let provider: String
  /// The tokens that it can see.
  package let contextWindow: Int
  /// Whether the catalogue holds its price.
  package let isPriced: Bool

  /// All models of the catalogue.
  package static let all = [
    ModelEntry(
      id: "claude-sonnet-4-20250514", name: "Claude Sonnet 4", provider: "anthropic", contextWindow: 200_000,
      isPriced: true),
    ModelEntry(id: "gpt-4o-mini", name: "GPT-4o mini", provider: "openai", contextWindow: 128_000, isPriced: true),
    ModelEntry(
      id: "Qwen/Qwen3.5-9B", name: "Qwen3.5 9B", provider: "openrouter", contextWindow: 131_072, isPriced: false),
    ModelEntry(id: "llama3.2", name: "Llama 3.2", provider: "ollama", contextWindow: 32_000, isPriced: false),
  ]
}

/// A model as a selection of a program names it (06 §15.3 `llm_resolve_model`).
package struct ResolvedModel: Equatable, Sendable {
  /// The alias that was named.
  package var alias: String?
  /// The model, without the prefix of a provider.
  package var id: String
  /// Its provider.
  package var provider: String

  /// The model that `selection` stands for: an alias, or a model whose provider is inferred.
  package init(_ selection: String, environment: (String) -> String?) {
    if let named = ModelAlias.named(selection) {
      alias = named.name
      id = named.model
      provider = named.provider
    } else {
      let prefix = providerPrefixes.first { selection.hasPrefix($0.prefix) }?.prefix ?? ""
      id = String(selection.dropFirst(prefix.count))
      provider = inferredProvider(ofModel: selection, environment: environment)
    }
  }

  /// How strong the model is.
  package var tier: String { modelTier(id) }

  /// How tools are offered to it.
  package var toolFormat: String {
    ProviderEntry.named(provider)?.hasNativeTools == true ? "native" : "text"
  }
}

private let providerPrefixes = [
  (prefix: "local:", provider: "ollama"), (prefix: "ollama:", provider: "ollama"),
  (prefix: "huggingface:", provider: "huggingface"), (prefix: "hf:", provider: "huggingface"),
]

private let providerFamilies = [
  (prefixes: ["claude-"], provider: "anthropic"), (prefixes: ["gpt-", "o1", "o3", "o4"], provider: "openai"),
  (
    prefixes: ["anthropic.claude-", "meta.llama", "amazon.", "mistral.", "cohere."],
    provider: "bedrock"
  ),
  (prefixes: ["gemini-"], provider: "gemini"),
]

/// The provider of a model by its name (06 §15.1).
package func inferredProvider(ofModel id: String, environment: (String) -> String?) -> String {
  if let known = providerPrefixes.first(where: { id.hasPrefix($0.prefix) }) { return known.provider }
  if let family = providerFamilies.first(where: { $0.prefixes.contains { id.hasPrefix($0) } }) {
    return family.provider
  }
  if id.utf8.count(where: { $0 == UInt8(ascii: "/") }) == 1 { return "openrouter" }
  if id.utf8.contains(UInt8(ascii: ":")) { return "ollama" }
  if let name = environment("HARN_DEFAULT_PROVIDER"), !name.isEmpty { return name }
  return "anthropic"
}

/// The tier of a model by its name (06 §15.2).
package func modelTier(_ id: String) -> String {
  func has(_ parts: String...) -> Bool { parts.contains { contains(id, $0) } }
  if has("9b", "a3b", "gemma-4-e2b", "gemma-4-e4b") { return "small" }
  if has("gemma-4-26b", "gemma4:26b") { return "mid" }
  if has("gemma-4-31b", "gemma4:31b") { return "frontier" }
  if id.hasPrefix("claude-") || id == "gpt-4o" { return "frontier" }
  let lower = id.lowercased()
  return contains(lower, "9b") || contains(lower, "a3b") ? "small" : "mid"
}
