import VM

extension HarnError {
  /// The error text of a summary (06 §4.4): the `message` of a thrown dict, else what `catch` would bind, displayed.
  package var summaryText: String {
    switch self {
    case .thrown(let value): displayText(value.entry("message") ?? value)
    case .runtimeError(let message): "Runtime error: \(message)"
    case .typeError(let message): "Type error: \(message)"
    case .undefinedVariable(let name, let suggestion):
      undefinedText("variable", name, suggestion)
    case .undefinedBuiltin(let name, let suggestion): undefinedText("builtin", name, suggestion)
    case .immutableAssignment(let name): "Cannot assign to immutable binding: \(name)"
    case .divisionByZero: "Division by zero"
    case .stackOverflow: "Stack overflow: too many nested calls"
    case .categorized(let category, let message): "Error [\(category)]: \(message)"
    case .exit(let status): "exit(\(status))"
    }
  }

  /// Gives back the count that the error owns.
  package func released() {
    if case .thrown(let value) = self { value.released() }
  }
}

/// The text of a name that nothing binds (02 §15.2).
private func undefinedText(_ kind: String, _ name: String, _ suggestion: String?) -> String {
  guard let suggestion else { return "Undefined \(kind): \(name)" }
  return "Runtime error: Undefined \(kind): \(name) (did you mean `\(suggestion)`?)"
}
