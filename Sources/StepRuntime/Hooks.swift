import VM

/// What a hook listens to (06 §7.2).
package enum HookEvent: String, CaseIterable, Sendable {
  /// Before an activation.
  case preStep = "PreStep"
  /// After a normal return.
  case postStep = "PostStep"
  /// After charged usage.
  case onBudgetThreshold = "OnBudgetThreshold"
  /// Accepted, never fired.
  case onApprovalRequested = "OnApprovalRequested"
  /// Accepted, never fired.
  case onHandoffEmitted = "OnHandoffEmitted"
  /// Accepted, never fired.
  case onPersonaPaused = "OnPersonaPaused"
  /// Accepted, never fired.
  case onPersonaResumed = "OnPersonaResumed"
}

/// An event text as written at a registration (06 §7.2).
package enum HookEventText: Equatable, Sendable {
  /// An event, with the percentage of `OnBudgetThreshold(<pct>)`.
  case event(HookEvent, thresholdPercent: Double?)
  /// The text in parentheses is no number.
  case invalidThreshold(String)
  /// No such event.
  case unknown

  /// Reads a text; surrounding blanks are ignored.
  package init(_ text: String) {
    let text = trimmed(text)
    if let event = HookEvent(rawValue: text) {
      self = .event(event, thresholdPercent: nil)
      return
    }
    let prefix = HookEvent.onBudgetThreshold.rawValue + "("
    guard text.hasPrefix(prefix), text.hasSuffix(")") else {
      self = .unknown
      return
    }
    let percent = trimmed(String(text.dropFirst(prefix.count).dropLast()))
    if let number = Double(percent), number.isFinite {
      self = .event(.onBudgetThreshold, thresholdPercent: number)
    } else {
      self = .invalidThreshold(percent)
    }
  }
}

private func trimmed(_ text: String) -> String {
  let tail = text.drop { $0.isWhitespace }
  return String(tail.prefix(tail.count - tail.reversed().prefix { $0.isWhitespace }.count))
}

/// One registered hook (06 §10.1 `PersonaHookRegistration`).
package struct PersonaHookRegistration: Sendable {
  /// Place in the order of all registrations of the run; identifies the hook.
  package let number: Int
  /// Glob for the persona name.
  package let personaPattern: String
  /// Name of the step; nil for persona hooks.
  package let stepName: String?
  /// What the hook listens to.
  package let event: HookEvent
  /// The percentage of a threshold hook.
  package let thresholdPercent: Double?
  /// The function to call; the registry owns one count.
  package let handler: Value

  /// Whether the hook wants an occurrence (06 §7.2).
  func matches(event: HookEvent, persona: String, step: String?, percent: Double?) -> Bool {
    guard event == self.event, matchesGlob(personaPattern, persona) else { return false }
    if let stepName, stepName != step { return false }
    guard let thresholdPercent else { return true }
    guard let percent else { return false }
    return percent >= thresholdPercent
  }
}

/// One handler selected for one occurrence (06 §10.1 `PersonaHookInvocation`).
///
/// It owns a count of the handler: a handler that clears all hooks does not take itself or its successors away.
package struct PersonaHookInvocation {
  /// The registration that matched.
  package let registration: PersonaHookRegistration
  /// The event.
  package var event: HookEvent { registration.event }
  /// The function to call.
  package var handler: Value { registration.handler }

  /// Gives the count of the handler back.
  package func released() { registration.handler.released() }
}

extension StepProgram {
  /// Appends a hook for every step of matching personas (06 §7.1, §10.6). Borrows the handler.
  package func registerPersonaHook(
    personaPattern: String, event: HookEvent, thresholdPercent: Double?, handler: Value
  ) {
    append(personaPattern, nil, event, thresholdPercent, handler)
  }

  /// Appends a hook for one step name (06 §7.1, §10.6). Borrows the handler.
  package func registerStepHook(
    personaPattern: String, stepName: String, event: HookEvent, thresholdPercent: Double?,
    handler: Value
  ) {
    append(personaPattern, stepName, event, thresholdPercent, handler)
  }

  private func append(
    _ pattern: String, _ stepName: String?, _ event: HookEvent, _ percent: Double?,
    _ handler: Value
  ) {
    handler.retained()
    withState { state in
      state.hookCount += 1
      state.hooks.append(
        PersonaHookRegistration(
          number: state.hookCount, personaPattern: pattern, stepName: stepName, event: event,
          thresholdPercent: percent, handler: handler))
    }
    hasHandlers = true
  }

  /// Removes all hooks (06 §7.1, §10.6).
  package func clearPersonaHooks() {
    let hooks = withState { state in
      defer { state.hooks = [] }
      return state.hooks
    }
    hasHandlers = false
    hooks.forEach { $0.handler.released() }
  }

  /// The handlers for an occurrence, in registration order (06 §7.2, §10.6). The caller releases each of them.
  package func matchingHooks(
    event: HookEvent, persona: String?, step: String?, percent: Double?
  ) -> [PersonaHookInvocation] {
    withState { state in
      state.hooks.filter {
        $0.matches(event: event, persona: persona ?? "", step: step, percent: percent)
      }
    }.map { registration in
      registration.handler.retained()
      return PersonaHookInvocation(registration: registration)
    }
  }
}
