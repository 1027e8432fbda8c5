/// What is registered under one function name (06 §3.1). The machine hands it over with each call of a tracked function, so
/// that no call looks a name up.
///
/// The tables of the program are guarded by a lock; the fields are changed by the thread that runs the program only, as
/// everything that the machine refers to. They are unchecked, because every call of a step reads them.
final class Registration: @unchecked Sendable {
  /// The declared name of the function, which is the key.
  let function: String
  /// The step, if it is one.
  @exclusivity(unchecked) var step: StepDefinition?
  /// The persona, if it is one.
  @exclusivity(unchecked) var persona: PersonaDefinition?

  /// Nothing is registered yet.
  init(function: String) { self.function = function }
}

extension StepProgram {
  /// What is registered under a function name.
  func registration(ofFunction function: String) -> Registration? {
    withState { $0.registrations[function] }
  }

  /// The same, made at the first call.
  private func makeRegistration(ofFunction function: String) -> Registration {
    withState { state in
      if let known = state.registrations[function] { return known }
      let registration = Registration(function: function)
      state.registrations[function] = registration
      return registration
    }
  }

  /// Inserts or replaces a step (06 §3.1, §10.2).
  package func registerStep(function: String, definition: StepDefinition) {
    let registration = makeRegistration(ofFunction: function)
    registration.step = definition
    track(registration)
  }

  /// Inserts or replaces a persona (06 §3.1, §10.2).
  package func registerPersona(function: String, definition: PersonaDefinition) {
    let registration = makeRegistration(ofFunction: function)
    registration.persona = definition
    track(registration)
  }

  /// The step registered for a function name (06 §10.2).
  package func stepDefinition(forFunction function: String) -> StepDefinition? {
    registration(ofFunction: function)?.step
  }

  /// The persona registered for a function name.
  package func personaDefinition(forFunction function: String) -> PersonaDefinition? {
    registration(ofFunction: function)?.persona
  }

  /// Whether a function name is registered as step or persona (06 §10.2). The machine keeps the answer in the function
  /// record, see `VirtualMachine.setTracking`.
  package func isTrackedFunction(_ name: String) -> Bool { registration(ofFunction: name) != nil }
}
