import VM

extension StepProgram {
  /// Whether `error` reports an exhausted budget (06 §5.1, §10.4 `isStepBudgetExhausted`).
  package static func isStepBudgetExhausted(_ error: HarnError) -> Bool {
    switch error {
    case .categorized("budget_exceeded", _): return true
    case .thrown(let value):
      func has(_ key: String, _ text: String) -> Bool { value.entry(key)?.stringValue == text }
      return has("category", "budget_exceeded")
        || (has("kind", "budget_exhausted") && has("reason", "step_budget_exhausted"))
    default: return false
    }
  }

  /// The error that an escalating step raises instead of `error` (06 §5.3, §10.4 `markEscalated`). Takes over the count of
  /// `error`, the result is owned by the caller.
  package static func markEscalated(
    _ error: HarnError, step: String, function: String
  ) -> HarnError {
    guard case .thrown(let value) = error, value.isDict else { return error }
    let marked = value.settingEntries([
      ("escalated", Value(bool: true)),
      ("category", Value(string: "handoff_escalation")),
      ("step", Value(string: step)),
      ("function", Value(string: function)),
    ])
    value.released()
    return .thrown(marked)
  }
}

extension TaskContext {
  /// Ends the activation of the frame at `depth`, which `error` leaves, as its boundary says (06 §4.4, §5.2). Takes over
  /// the error.
  func judge(_ error: HarnError, depth: Int) -> BoundaryDecision {
    let text = error.summaryText
    pruneBelowFrame(depth, error: text)
    defer { dropPersonas(below: depth - 1) }
    guard let step = takeActiveStep(frameDepth: depth) else { return .propagate(error) }
    guard StepProgram.isStepBudgetExhausted(error) else {
      program.finishActiveStep(step, status: StepStatus.failed, error: text)
      return .propagate(error)
    }
    switch step.definition.boundary {
    case .fail:
      program.finishActiveStep(step, status: StepStatus.failed, error: text)
      return .propagate(error)
    case .continue:
      program.finishActiveStep(step, status: StepStatus.skipped, error: text)
      error.released()
      return .resume(.nilValue)
    case .escalate:
      program.finishActiveStep(step, status: StepStatus.escalated, error: text)
      let definition = step.definition
      return .propagate(
        StepProgram.markEscalated(error, step: definition.name, function: definition.function))
    }
  }
}
