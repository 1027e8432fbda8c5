/// The builtin functions of the model catalogue (06 §15).
let modelFunctions: [Declaration] = [
  Declaration("llm_infer_provider", "id", nil, "The provider of a model, by its name."),
  Declaration("llm_model_tier", "id", nil, "How strong a model is: small, mid or frontier."),
  Declaration("llm_resolve_model", "selection", nil, "The model that an alias or name stands for."),
  Declaration("llm_model_info", "selection", nil, "The same, with what is known of the model."),
  Declaration("llm_pick_model", "target options?", nil, "The model of a tier or alias: {id, provider, tier}."),
  Declaration("llm_known_models", "", nil, "The aliases of models."),
  Declaration("llm_providers", "", "list", "The names of all providers."),
  Declaration("llm_available_providers", "", nil, "The providers that need no key, or whose key is set."),
  Declaration("llm_config", "name?", nil, "What is known of a provider, or of all."),
  Declaration("llm_provider_catalog", "", nil, "Aliases, models and providers."),
  Declaration("llm_qc_default_model", "provider", nil, "The model of a provider that judges quality."),
  Declaration("llm_info", "", "dict", "The provider and model that the environment names."),
  Declaration("llm_healthcheck", "provider", nil, "Whether a provider can be reached."),
]
