/// What is known of a provider (06 §15.3). Nothing is ever sent to one.
package struct ProviderEntry: Sendable {
  /// The name.
  package let name: String
  /// How a key is sent.
  package let authStyle: AuthStyle
  /// The variables of the environment that may hold a key.
  package let keyVariables: [String]
  /// Where its interface is.
  package let baseURL: String
  /// The path of conversations below it.
  package let chatEndpoint: String

  /// How a key is sent.
  package enum AuthStyle: String, Sendable {
    /// No key is needed.
    case none
    /// In a header of its own.
    case header
    /// As a bearer token.
    case bearer
  }

  private init(
    _ name: String, _ authStyle: AuthStyle, _ keyVariables: [String], _ baseURL: String,
    _ chatEndpoint: String = "/chat/completions"
  ) {
    self.name = name
    self.authStyle = authStyle
    self.keyVariables = keyVariables
    self.baseURL = baseURL
    self.chatEndpoint = chatEndpoint
  }

  /// All providers, sorted by name.
  package static let all = [
    ProviderEntry("anthropic", .header, ["ANTHROPIC_API_KEY"], "https://api.anthropic.com/v1", "/messages"),
    ProviderEntry("azure_openai", .bearer, ["AZURE_OPENAI_API_KEY"], ""),
    ProviderEntry("bedrock", .bearer, ["AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID"], ""),
    ProviderEntry("dashscope", .bearer, ["DASHSCOPE_API_KEY"], "https://dashscope.aliyuncs.com/compatible-mode/v1"),
    ProviderEntry("deepseek", .bearer, ["DEEPSEEK_API_KEY"], "https://api.deepseek.com/v1"),
    ProviderEntry("fireworks", .bearer, ["FIREWORKS_API_KEY"], "https://api.fireworks.ai/inference/v1"),
    ProviderEntry(
      "gemini", .bearer, ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
      "https://generativelanguage.googleapis.com/v1beta/openai"),
    ProviderEntry("groq", .bearer, ["GROQ_API_KEY"], "https://api.groq.com/openai/v1"),
    ProviderEntry(
      "huggingface", .bearer, ["HF_TOKEN", "HUGGINGFACE_API_KEY"], "https://router.huggingface.co/v1"),
    ProviderEntry("local", .none, [], "http://localhost:8000/v1"),
    ProviderEntry("mlx", .none, [], "http://localhost:8002/v1"),
    ProviderEntry("mock", .none, [], ""),
    ProviderEntry("ollama", .none, [], "http://localhost:11434", "/api/chat"),
    ProviderEntry("openai", .bearer, ["OPENAI_API_KEY"], "https://api.openai.com/v1"),
    ProviderEntry("openrouter", .bearer, ["OPENROUTER_API_KEY"], "https://openrouter.ai/api/v1"),
    ProviderEntry("tgi", .none, [], "http://localhost:8080/v1"),
    ProviderEntry("together", .bearer, ["TOGETHER_API_KEY"], "https://api.together.xyz/v1"),
    ProviderEntry("vertex", .bearer, ["VERTEX_ACCESS_TOKEN"], "https://aiplatform.googleapis.com/v1"),
    ProviderEntry("vllm", .none, [], "http://localhost:8001/v1"),
  ]

  /// The provider of this name.
  package static func named(_ name: String) -> ProviderEntry? { all.first { $0.name == name } }

  /// The model that judges quality by default (06 §15.3 `llm_qc_default_model`).
  package static func qualityModel(of name: String) -> String? {
    qualityModels.first { $0.provider == name }?.model
  }

  /// The models that judge quality by default, by provider.
  package static let qualityModels = [
    (provider: "anthropic", model: "claude-3-5-haiku-20241022"), (provider: "openai", model: "gpt-4o-mini"),
    (provider: "openrouter", model: "google/gemini-2.5-flash"), (provider: "ollama", model: "llama3.2"),
    (provider: "local", model: "gpt-4o"),
  ]
}

extension ProviderEntry {
  /// Whether a call could be made: no key is needed, or one is set.
  package func isAvailable(_ environment: (String) -> String?) -> Bool {
    authStyle == .none || isKeySet(environment)
  }

  /// Whether one of the variables holds a key.
  package func isKeySet(_ environment: (String) -> String?) -> Bool {
    keyVariables.contains { environment($0)?.isEmpty == false }
  }

  /// Whether models take tools in the interface itself, not as text.
  package var hasNativeTools: Bool { authStyle != .none || name == "mock" }
}
