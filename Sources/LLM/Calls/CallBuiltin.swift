import StepRuntime
import VM

/// A builtin that asks a model for one reply (06 §12.1).
package enum CallBuiltin: String, CaseIterable, Sendable {
  /// Returns the result dict or throws.
  case call = "llm_call"
  /// Returns `{error, ok, response}`.
  case callSafe = "llm_call_safe"
  /// Returns the validated data or throws.
  case structured = "llm_call_structured"
  /// Returns `{data, error, ok}`.
  case structuredSafe = "llm_call_structured_safe"
  /// Returns the diagnostic dict of 06 §12.7.
  case structuredResult = "llm_call_structured_result"
  /// Returns the result dict of a completion or throws.
  case completion = "llm_completion"
  /// Returns a channel with the words of the reply or throws.
  case stream = "llm_stream"
}

extension LLMProgram {
  /// Runs a call to its end. Borrows the arguments; the result is owned by the caller.
  ///
  /// - Throws: faults of the arguments, the error of the call where the builtin throws it, and `HarnError.interlude` when
  ///   threshold handlers run first: the call goes on after them.
  package func run(
    _ builtin: CallBuiltin, _ arguments: [Value], task: TaskState
  ) throws(HarnError) -> Value {
    try carryOn(begin(builtin, arguments, task: task), task: task)
  }

  /// Sends what is left of a call. After each charged reply the threshold handlers come first; an error of theirs replaces
  /// the outcome of the call (06 §6.3 step 3, §7.5).
  private func carryOn(_ call: OngoingCall, task: TaskState) throws(HarnError) -> Value {
    while !call.isFinished {
      guard let step = try call.advance(), steps.hasHandlers else { continue }
      let pending = PendingResult(
        finish: { () throws(HarnError) in try self.carryOn(call, task: task) },
        discard: call.abandon)
      if steps.beginThresholdInterlude(chargedStep: step, task: task, result: pending) { throw .interlude }
    }
    return try call.result()
  }

  /// A call that was not sent yet. Faults of the arguments are thrown (06 §12.2, §12.6, §14.3).
  package func begin(
    _ builtin: CallBuiltin, _ arguments: [Value], task: TaskState
  ) throws(HarnError) -> OngoingCall {
    let context = steps.context(of: task)
    func options(_ arguments: [Value]) throws(HarnError) -> CallOptions {
      try CallOptions(
        arguments: arguments, stepModel: context.activeStepModelDefault, environment: environment)
    }
    switch builtin {
    case .call, .callSafe:
      return OngoingCall(builtin, SharedOptions(try options(arguments)), program: self, context: context)
    case .stream:
      var resolved = try options(arguments)
      resolved.isStreamed = true
      return OngoingCall(builtin, SharedOptions(resolved), program: self, context: context)
    case .completion:
      // `(prefix, suffix?, system?, options?)`
      var resolved = try options(Array(arguments.prefix(1) + [.nilValue] + arguments.dropFirst(3)))
      let system = arguments.count > 2 ? arguments[2] : .nilValue
      resolved.system = system.isNil ? nil : displayText(system)
      let suffix = arguments.count > 1 ? arguments[1] : .nilValue
      resolved.askForCompletion(
        of: arguments.first.map { displayText($0) } ?? "",
        before: suffix.isNil ? nil : displayText(suffix))
      return OngoingCall(builtin, SharedOptions(resolved), program: self, context: context)
    case .structured, .structuredSafe, .structuredResult:
      let structured = try StructuredArguments(arguments)
      defer { structured.released() }
      let repair: CallOptions?
      if builtin == .structuredResult, let repairArguments = structured.repairArguments {
        repair = try options(repairArguments)
      } else {
        repair = nil
      }
      return OngoingCall(
        builtin, SharedOptions(try options(structured.arguments)), repair: repair, program: self, context: context)
    }
  }
}
