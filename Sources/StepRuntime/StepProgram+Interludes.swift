import VM

// How handlers come to run. Whoever notices an occurrence begins an interlude: the context of the task is set aside, and the
// machine asks `continueInterlude` what to do until it has ended. Ended interludes have put the context back.

extension StepProgram {
  /// Begins the interlude of `PreStep`, when a handler wants the call (06 §4.2 step 2, §7.3).
  package func willCall(_ registration: AnyObject, arguments: [Value], task: TaskState) -> Bool {
    guard let definition = registered(registration).step else { return false }
    let context = context(of: task)
    let persona = context.currentPersonaName
    let handlers = matchingHooks(
      event: .preStep, persona: persona, step: definition.name, percent: nil)
    if handlers.isEmpty { return false }
    context.begin(
      Interlude(
        HookSubject(persona: persona, step: definition.name, function: definition.function),
        handlers: handlers, borrowing: arguments, completion: .call))
    return true
  }

  /// Begins the interlude of `PostStep` when a handler wants the result, else records the activation (06 §4.4 row 1).
  package func didReturn(_ value: Value, depth: Int, task: TaskState) -> Bool {
    let context = context(of: task)
    context.pruneBelowFrame(depth)
    guard let step = context.takeActiveStep(frameDepth: depth) else {
      context.didReturn(depth: depth)
      return true
    }
    let handlers = matchingHooks(
      event: .postStep, persona: step.persona, step: step.definition.name, percent: nil)
    if !handlers.isEmpty {
      context.begin(
        Interlude(
          step.subject, handlers: handlers, borrowing: step.args, output: value, completion: .end(step, depth: depth)))
      return false
    }
    finishActiveStep(step, status: StepStatus.completed, error: nil)
    context.dropPersonas(below: depth - 1)
    return true
  }

  /// Begins the interlude of `OnBudgetThreshold` after a reply that was charged to `step`, when a handler is due (06 §7.5).
  /// Then the builtin throws `HarnError.interlude`, and `result` yields what it stands for. Otherwise `result` is not used.
  package func beginThresholdInterlude(
    chargedStep step: ActiveStep, task: TaskState, result: PendingResult
  ) -> Bool {
    guard hasHandlers, let due = dueThresholdHooks(of: step), !due.hooks.isEmpty else {
      return false
    }
    context(of: task).begin(
      Interlude(
        step.subject, handlers: due.hooks, borrowing: step.args, result: result,
        completion: .result(due.threshold)))
    return true
  }

  /// Takes the result of a handler and tells what comes next (06 §7.3–§7.5).
  package func continueInterlude(
    after result: Value?, task: TaskState
  ) throws(HarnError) -> InterludeStep {
    let context = context(of: task)
    guard let interlude = context.interlude else {
      preconditionFailure("a handler returned outside an interlude")
    }
    if let result {
      defer { result.released() }
      do throws(HarnError) {
        try interlude.accept(result)
      } catch {
        throw interludeFailed(error, task: task)
      }
    }
    if let next = interlude.takeHandler() {
      return .call(handler: next.handler, payload: next.payload)
    }
    return try complete(interlude, context, task)
  }

  /// The last handler has returned.
  private func complete(
    _ interlude: Interlude, _ context: TaskContext, _ task: TaskState
  ) throws(HarnError) -> InterludeStep {
    context.endInterlude()
    switch interlude.completion {
    case .call: return .enter(arguments: interlude.newArguments)
    case .end(let step, let depth):
      finishActiveStep(step, status: StepStatus.completed, error: nil)
      context.dropPersonas(below: depth - 1)
      return .resume(interlude.takeOutput())
    case .result:
      do throws(HarnError) {
        return .resume(try interlude.finishResult())
      } catch .interlude {
        return try continueInterlude(after: nil, task: task)
      } catch {
        throw error
      }
    }
  }

  /// Ends the innermost interlude because of an error; a step whose `PostStep` handler failed is recorded (06 §4.4 row 2).
  package func interludeFailed(_ error: HarnError, task: TaskState) -> HarnError {
    let context = context(of: task)
    guard let interlude = context.interlude else { return error }
    context.endInterlude()
    if case .end(let step, let depth) = interlude.completion {
      finishActiveStep(step, status: StepStatus.failed, error: error.summaryText)
      context.dropPersonas(below: depth - 1)
    }
    return error
  }
}

extension ActiveStep {
  /// The names that handlers are told.
  fileprivate var subject: HookSubject {
    HookSubject(persona: persona, step: definition.name, function: definition.function)
  }
}
