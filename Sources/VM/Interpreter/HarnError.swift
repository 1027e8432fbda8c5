/// An error of the running program (02 §14.1).
///
/// Ownership: `thrown` owns one count of its value; whoever ends the error's way hands it on or releases it.
package enum HarnError: Error {
  /// `throw value`, and what most builtins raise.
  case thrown(Value)
  /// Caught as `Runtime error: …`.
  case runtimeError(String)
  /// Caught as `Type error: …`.
  case typeError(String)
  /// A name that nothing binds; the suggestion turns it into a runtime error (02 §15.2).
  case undefinedVariable(String, suggestion: String?)
  /// A call of a name that nothing binds.
  case undefinedBuiltin(String, suggestion: String?)
  /// An assignment to an immutable binding.
  case immutableAssignment(String)
  /// A zero divisor.
  case divisionByZero
  /// Too many nested calls.
  case stackOverflow
  /// Caught and shown as `Error [category]: message`.
  case categorized(category: String, message: String)
  /// `exit(status)`: no handler sees it.
  case exit(status: Int32)
  /// No error: an interlude has begun, which says in the end what the builtin that throws this yields (06 §7.5).
  case interlude

  /// A thrown string.
  package static func thrown(text: String) -> HarnError { .thrown(Value(string: text)) }
}
