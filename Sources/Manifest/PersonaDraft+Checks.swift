/// What a persona is checked against besides itself (06 §16.3).
struct PersonaContext {
  /// The tools that exist; nil when they are not known.
  var tools: Set<String>?
  /// The operations of the host capabilities.
  var capabilities: [String: Set<String>]
  /// The personas of the source.
  var personaNames: Set<String> = []
}

extension PersonaDraft {
  /// Adds the faults that the fields have by themselves and in `context`.
  mutating func check(in context: PersonaContext) {
    checkRequiredFields()
    checkTools(context)
    checkCapabilities(context)
    checkLists(context)
    checkStages(context)
    if let percentage = persona.rolloutPolicy.percentage?.number, !(0...100).contains(percentage) {
      report(.rollout, "rollout_policy.percentage", "rollout percentage must be between 0 and 100")
    }
  }

  private mutating func checkRequiredFields() {
    let required = [
      ("name", persona.name), ("description", persona.description), ("entry_workflow", persona.entryWorkflow),
    ]
    for (field, text) in required where isBlank(text) && !unreadableFields.contains(field) {
      report(.required, field, "missing required \(field)")
    }
    if !isBlank(persona.name), !persona.name.unicodeScalars.allSatisfy(isNameScalar) {
      report(
        .nameForm, "name", "'\(persona.name)' must contain only letters, numbers, '.', '-', '_', or '/'")
    }
    if persona.tools.isEmpty && persona.capabilities.isEmpty,
      unreadableFields.isDisjoint(with: ["tools", "capabilities"])
    {
      report(.toolOrCapability, "tools", "persona requires at least one tool or capability")
    }
    checkWord(persona.autonomyTier, of: Persona.autonomyTiers, .tier, "autonomy_tier", "autonomy tier")
    checkWord(persona.receiptPolicy, of: Persona.receiptPolicies, .receipts, "receipt_policy", "receipt policy")
  }

  private mutating func checkWord(
    _ word: String, of words: [String], _ check: Check, _ field: String, _ subject: String
  ) {
    if isBlank(word) {
      if !unreadableFields.contains(field) { report(check, field, "missing required \(subject)") }
    } else if !words.contains(word) {
      report(check, field, "unknown \(subject) '\(word)' (expected \(alternatives(words)))")
    }
  }

  private mutating func checkTools(_ context: PersonaContext) {
    for tool in persona.tools {
      if isBlank(tool) {
        report(.blankTool, "tools", "tools entries must not be empty")
      } else if let tools = context.tools, !tools.contains(tool) {
        report(.unknownTool, "tools", "unknown tool '\(tool)'")
      }
    }
  }

  private mutating func checkCapabilities(_ context: PersonaContext) {
    for capability in persona.capabilities {
      guard let parts = dottedParts(capability) else {
        report(
          .capabilityForm, "capabilities", "capability '\(capability)' must use capability.operation syntax")
        continue
      }
      if context.capabilities[parts.0]?.contains(parts.1) != true {
        report(.unknownCapability, "capabilities", "unknown capability '\(capability)'")
      }
    }
  }

  private mutating func checkLists(_ context: PersonaContext) {
    for (field, entries) in [("context_packs", persona.contextPacks), ("evals", persona.evals)] {
      for entry in entries where isBlank(entry) {
        report(.blankEntry, field, "\(field) entries must not be empty")
      }
    }
    for schedule in persona.schedules {
      if isBlank(schedule) {
        report(.schedule, "schedules", "schedule entries must not be empty")
      } else if let detail = cronFault(schedule) {
        report(.schedule, "schedules", "invalid cron schedule '\(schedule)': \(detail)")
      }
    }
    for trigger in persona.triggers where dottedParts(trigger) == nil {
      report(.trigger, "triggers", "trigger '\(trigger)' must use provider.event syntax")
    }
    for target in persona.handoffs where !context.personaNames.contains(target) {
      report(.handoff, "handoffs", "unknown handoff target '\(target)'")
    }
  }

  // MARK: Stages

  private mutating func checkStages(_ context: PersonaContext) {
    var names: Set<String> = []
    for (index, stage) in persona.stages.enumerated() {
      let field = "stages[\(index)]"
      if isBlank(stage.name) {
        if unreadableFields.isDisjoint(with: [field, "\(field).name"]) {
          report(.stage, at: StageCheck.name.place(inStage: index), "\(field).name", "stage name must not be empty")
        }
      } else if !names.insert(stage.name).inserted {
        report(
          .stage, at: StageCheck.duplicate.place(inStage: index), "\(field).name",
          "duplicate stage name '\(stage.name)'")
      }
    }
    for (index, stage) in persona.stages.enumerated() {
      checkTools(of: stage, at: index, context)
      if let level = stage.sideEffectLevel, !Persona.Stage.sideEffectLevels.contains(level) {
        report(
          .stage, at: StageCheck.sideEffectLevel.place(inStage: index), "stages[\(index)].side_effect_level",
          "unknown side_effect_level '\(level)' (expected \(alternatives(Persona.Stage.sideEffectLevels)))")
      }
      for (key, target) in [("on_complete", stage.onExit?.onComplete), ("on_failure", stage.onExit?.onFailure)] {
        guard let target, !names.contains(target) else { continue }
        report(
          .stage, at: StageCheck.unknownTarget.place(inStage: index), "stages[\(index)].on_exit.\(key)",
          "unknown stage '\(target)'")
      }
    }
  }

  private mutating func checkTools(of stage: Persona.Stage, at index: Int, _ context: PersonaContext) {
    func report(_ check: StageCheck, _ message: String) {
      self.report(.stage, at: check.place(inStage: index), "stages[\(index)].allowed_tools", message)
    }
    for tool in stage.allowedTools ?? [] {
      if isBlank(tool) {
        report(.blankTool, "allowed_tools entries must not be empty")
        continue
      }
      if let tools = context.tools, !tools.contains(tool) { report(.unknownTool, "unknown tool '\(tool)'") }
      if !persona.tools.contains(tool) {
        report(.foreignTool, "tool '\(tool)' is not part of the persona-level tools allowlist")
      }
    }
  }
}

private func isBlank(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(\.properties.isWhitespace) }

private func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", "/": true
  default: false
  }
}

/// The parts before and behind the first dot, nil when there is none or one of them is blank.
private func dottedParts(_ text: String) -> (String, String)? {
  guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
  let parts = (String(text[..<dot]), String(text[text.utf8.index(after: dot)...]))
  return isBlank(parts.0) || isBlank(parts.1) ? nil : parts
}

/// `a, b, or c`.
private func alternatives(_ words: [String]) -> String {
  words.dropLast().joined(separator: ", ") + ", or " + (words.last ?? "")
}
