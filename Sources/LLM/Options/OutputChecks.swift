import StepRuntime
import VM

/// How the output of a structured call is checked and asked for again (06 §12.2, §12.6).
package struct OutputChecks: Equatable, Sendable {
  /// What happens when the last attempt does not conform.
  package var validation = Validation.off
  /// Extra attempts after a validation failure.
  package var retries = 1
  /// What an extra attempt tells the model.
  package var nudge = Nudge.standard

  /// The option `output_validation`.
  package enum Validation: String, Sendable {
    /// The result is returned as it is.
    case off
    /// The same, with a warning.
    case warn
    /// The call fails.
    case error
  }

  /// The option `schema_retry_nudge`.
  package enum Nudge: Equatable, Sendable {
    /// Nothing.
    case none
    /// The text of 06 §12.6.
    case standard
    /// A text of the program, followed by the errors.
    case own(String)
  }

  /// Reads the options; words and kinds that mean nothing count as absent.
  init(options: OptionDict) {
    validation = options.entry("output_validation")?.stringValue.flatMap(Validation.init) ?? .off
    retries = max(0, options.entry("schema_retries")?.intValue ?? 1)
    let nudge = options.entry("schema_retry_nudge")
    if let text = nudge?.stringValue {
      self.nudge = .own(text)
    } else if nudge?.boolValue == false {
      self.nudge = .none
    }
  }
}
