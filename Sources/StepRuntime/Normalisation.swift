import VM

// How the metadata dicts that the compiler emits become definitions (06 §3.2, §3.3). Badly typed values arrive here,
// because the checker only warns about them.

extension StepDefinition {
  /// The definition that `metadata` describes; unusable fields count as missing (06 §3.2).
  package init(function: String, metadata: Value) {
    let budget = metadata.entry("budget")
    self.init(
      name: metadata.entry("name")?.stringValue ?? function,
      function: function,
      model: metadata.entry("model")?.nonEmptyText,
      maxTokens: budget?.entry("max_tokens").flatMap(tokenLimit),
      maxUSD: budget?.entry("max_usd").flatMap(moneyLimit),
      errorBoundary: metadata.entry("error_boundary")?.nonEmptyText)
  }
}

/// A token limit: positive, floats truncated (06 §3.2, §6.6).
private func tokenLimit(_ value: Value) -> UInt64? {
  if let int = value.intValue { return int > 0 ? UInt64(int) : nil }
  guard let number = value.numberValue, number.isFinite, number > 0 else { return nil }
  return UInt64(exactly: number.rounded(.towardZero)) ?? .max
}

/// A money limit: finite and not negative (06 §3.2, §6.6).
private func moneyLimit(_ value: Value) -> Double? {
  guard let number = value.numberValue, number.isFinite, number >= 0 else { return nil }
  return number
}

extension PersonaDefinition {
  /// The definition that `metadata` describes (06 §3.3).
  package init(function: String, metadata: Value) throws(HarnError) {
    self.init(
      name: metadata.entry("name")?.stringValue ?? function,
      stages: try stageList(metadata.entry("stages") ?? .nilValue),
      outputStyle: PersonaOutputStyle(metadata.entry("output_style") ?? .nilValue))
  }
}

private func stageList(_ value: Value) throws(HarnError) -> [StageDeclaration] {
  if value.isNil { return [] }
  guard value.isList else {
    throw .thrown(text: "__register_persona: stages argument must be a list of dicts")
  }
  var result: [StageDeclaration] = []
  for item in value.listItems { result.append(try StageDeclaration(item)) }
  return result
}

extension StageDeclaration {
  /// The stage that an entry of `stages` describes (06 §3.3).
  init(_ value: Value) throws(HarnError) {
    guard value.isDict else {
      throw .thrown(text: "__register_persona: each stage entry must be a dict")
    }
    guard let name = value.entry("name")?.stringValue else {
      throw .thrown(text: "__register_persona: stage dict missing required 'name'")
    }
    self.init(
      name: name,
      allowedTools: try toolNames(value.entry("allowed_tools") ?? .nilValue),
      sideEffectLevel: value.entry("side_effect_level")?.nonEmptyText,
      maxIterations: value.entry("max_iterations").flatMap(iterationLimit))
  }
}

private func toolNames(_ value: Value) throws(HarnError) -> [String]? {
  if value.isNil { return nil }
  guard value.isList else {
    throw .thrown(text: "__register_persona: stage allowed_tools must be a list of strings")
  }
  var names: [String] = []
  for item in value.listItems {
    guard let name = item.stringValue else {
      throw .thrown(text: "__register_persona: stage allowed_tools entries must be strings")
    }
    names.append(name)
  }
  return names
}

private func iterationLimit(_ value: Value) -> UInt32? {
  if let int = value.intValue { return int < 0 ? nil : UInt32(clamping: int) }
  guard let number = value.numberValue, number.isFinite, number >= 0 else { return nil }
  return UInt32(exactly: number.rounded(.towardZero)) ?? .max
}

extension PersonaOutputStyle {
  /// The style that a text or dict describes, nil when it says nothing (06 §3.3).
  init?(_ value: Value) {
    if let name = value.nonEmptyText {
      self.init(name: name)
      return
    }
    self.init(
      name: value.entry("name")?.stringValue,
      instructions: value.entry("instructions")?.stringValue)
    if name == nil && instructions == nil { return nil }
  }
}

extension Value {
  /// The text of a string that is not empty, nil for everything else.
  var nonEmptyText: String? {
    guard let text = stringValue, !text.isEmpty else { return nil }
    return text
  }
}
