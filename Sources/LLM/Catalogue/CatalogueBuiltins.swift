import StepRuntime
import VM

extension LLMProgram {
  /// Makes the builtins of the model catalogue callable (06 §15).
  func defineCatalogue(in vm: VirtualMachine) {
    vm.define(builtin: "llm_infer_provider") { [unowned self] call throws(HarnError) in
      Value(string: inferredProvider(ofModel: call.text(0), environment: environment))
    }
    vm.define(builtin: "llm_model_tier") { call throws(HarnError) in
      Value(string: modelTier(call.text(0)))
    }
    vm.define(builtin: "llm_resolve_model") { [unowned self] call throws(HarnError) in
      Value(.object(ResolvedModel(call.text(0), environment: environment).members))
    }
    vm.define(builtin: "llm_model_info") { [unowned self] call throws(HarnError) in
      Value(modelInfo(ResolvedModel(call.text(0), environment: environment)))
    }
    vm.define(builtin: "llm_pick_model") { [unowned self] call throws(HarnError) in
      let provider = call.value(1).entry("provider").flatMap { $0.isNil ? nil : displayText($0) }
      return Value(pickModel(call.text(0), provider: provider))
    }
    vm.define(builtin: "llm_qc_default_model") { call throws(HarnError) in
      Value(.text(ProviderEntry.qualityModel(of: call.text(0))))
    }
    defineProviders(in: vm)
  }

  private func defineProviders(in vm: VirtualMachine) {
    vm.define(builtin: "llm_known_models") { _ throws(HarnError) in Value(.texts(aliasNames)) }
    vm.define(builtin: "llm_providers") { _ throws(HarnError) in
      Value(.texts(ProviderEntry.all.map(\.name)))
    }
    vm.define(builtin: "llm_available_providers") { [unowned self] _ throws(HarnError) in
      Value(.texts(availableProviders))
    }
    vm.define(builtin: "llm_config") { [unowned self] call throws(HarnError) in
      guard !call.value(0).isNil else { return Value(allProviders) }
      return Value(ProviderEntry.named(call.text(0)).map(config) ?? .null)
    }
    vm.define(builtin: "llm_provider_catalog") { [unowned self] _ throws(HarnError) in
      Value(providerCatalogue)
    }
    vm.define(builtin: "llm_info") { [unowned self] _ throws(HarnError) in Value(environmentInfo) }
    vm.define(builtin: "llm_healthcheck") { call throws(HarnError) in Value(healthcheck(call.text(0))) }
  }
}

// MARK: - Models

extension ResolvedModel {
  /// The members of `llm_resolve_model`, in key order.
  fileprivate var members: [JSONMember] {
    [
      JSONMember(key: "alias", value: .text(alias)), JSONMember(key: "id", value: .string(id)),
      JSONMember(key: "provider", value: .string(provider)), JSONMember(key: "tier", value: .string(tier)),
      JSONMember(key: "tool_format", value: .string(toolFormat)),
    ]
  }
}

extension LLMProgram {
  /// The dict of `llm_model_info` (06 §15.3).
  fileprivate func modelInfo(_ model: ResolvedModel) -> JSONValue {
    let provider = ProviderEntry.named(model.provider)
    let members =
      model.members + [
        JSONMember(key: "auth_available", value: .bool(provider?.isAvailable(environment) ?? false)),
        JSONMember(key: "capabilities", value: capabilities(provider)),
        JSONMember(key: "catalog", value: ModelEntry.all.first { $0.id == model.id }?.json ?? .null),
        JSONMember(key: "qc_default_model", value: .text(ProviderEntry.qualityModel(of: model.provider))),
      ]
    return .object(members.sorted { $0.key < $1.key })
  }

  /// The dict of `llm_pick_model` (06 §15.3).
  fileprivate func pickModel(_ target: String, provider: String?) -> JSONValue {
    let names = (provider.map { ["\($0)/\(target)", "\($0):\(target)"] } ?? []) + ["tier/\(target)", target]
    let alias = names.lazy.compactMap { ModelAlias.named($0) }.first
    var model = ResolvedModel(alias?.name ?? target, environment: environment)
    if alias == nil, let provider { model.provider = provider }
    return .object([
      "id": .string(model.id), "provider": .string(model.provider), "tier": .string(model.tier),
    ])
  }
}

private func capabilities(_ provider: ProviderEntry?) -> JSONValue {
  .object([
    "native_tools": .bool(provider?.hasNativeTools ?? false),
    "prompt_caching": .bool(provider?.name == "anthropic"),
  ])
}

extension ModelEntry {
  /// The dict of the catalogue.
  fileprivate var json: JSONValue {
    let price = isPriced ? Prices.price(ofModel: id) : nil
    let rates = isPriced ? Prices.cacheRates(ofModel: id) : nil
    let pricing = price.map { price in
      JSONValue.object([
        "cache_read_per_mtok": rates.map { .float($0.read) } ?? .null,
        "cache_write_per_mtok": rates.map { .float($0.write) } ?? .null,
        "input_per_mtok": .float(price.input), "output_per_mtok": .float(price.output),
      ])
    }
    let words = ProviderEntry.named(provider)?.hasNativeTools == true ? ["native_tools"] : []
    return .object([
      "capabilities": .texts(words), "context_window": .int(contextWindow), "id": .string(id),
      "name": .string(name), "pricing": pricing ?? .null, "provider": .string(provider), "stream_timeout": .null,
    ])
  }
}

// MARK: - Providers

private var aliasNames: [String] { ModelAlias.all.map(\.name).sorted() }

extension LLMProgram {
  fileprivate var availableProviders: [String] {
    ProviderEntry.all.filter { $0.isAvailable(environment) }.map(\.name)
  }

  /// The dict of `llm_config(name)` (06 §15.3).
  fileprivate func config(_ provider: ProviderEntry) -> JSONValue {
    .object([
      "auth_available": .bool(provider.isAvailable(environment)), "auth_envs": .texts(provider.keyVariables),
      "auth_style": .string(provider.authStyle.rawValue), "base_url": .string(provider.baseURL),
      "chat_endpoint": .string(provider.chatEndpoint), "name": .string(provider.name),
    ])
  }

  /// The dict of `llm_config()`.
  fileprivate var allProviders: JSONValue {
    .object(ProviderEntry.all.map { JSONMember(key: $0.name, value: config($0)) })
  }

  /// The dict of `llm_provider_catalog` (06 §15.3).
  fileprivate var providerCatalogue: JSONValue {
    let aliases = ModelAlias.all.sorted { $0.name < $1.name }.map { alias in
      JSONMember(
        key: alias.name, value: .object(["id": .string(alias.model), "provider": .string(alias.provider)]))
    }
    let qualityModels = ProviderEntry.qualityModels.sorted { $0.provider < $1.provider }.map { entry in
      JSONMember(key: entry.provider, value: .string(entry.model))
    }
    return .object([
      "aliases": .object(aliases), "available_providers": .texts(availableProviders),
      "known_model_names": .texts(aliasNames), "models": .array(ModelEntry.all.map(\.json)),
      "providers": allProviders, "qc_defaults": .object(qualityModels),
    ])
  }

  /// The dict of `llm_info` (06 §15.3).
  fileprivate var environmentInfo: JSONValue {
    let named = environment("HARN_LLM_PROVIDER") ?? ""
    let provider = named.isEmpty ? "mock" : named
    return .object([
      "api_key_set": .bool(ProviderEntry.named(provider)?.isKeySet(environment) ?? false),
      "model": .string(environment("HARN_LLM_MODEL") ?? ""), "provider": .string(provider),
    ])
  }
}

/// The dict of `llm_healthcheck` (06 §15.3). Only the stub can be reached.
private func healthcheck(_ name: String) -> JSONValue {
  let message: String
  let reason: String
  switch name {
  case "mock": (message, reason) = ("The stub is ready", "ok")
  case _ where ProviderEntry.named(name) == nil: (message, reason) = ("Unknown provider: \(name)", "unknown_provider")
  default: (message, reason) = ("Provider `\(name)` has no transport", "no_transport")
  }
  return .object([
    "message": .string(message), "metadata": .object(["reason": .string(reason)]), "provider": .string(name),
    "valid": .bool(name == "mock"),
  ])
}

extension JSONValue {
  fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  fileprivate static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
