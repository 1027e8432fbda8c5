import Diagnostics

/// Why a run ended.
package enum RunResult {
  /// The program's value, owned (02 §1.7).
  case finished(Value)
  /// An error left the program.
  case failed(UncaughtError)
  /// `exit(status)`.
  case exited(status: Int32)
}

/// An error that left the program, ready to be rendered (02 §16).
package struct UncaughtError: Sendable {
  /// The text of 02 §14.1, without `error: ` and without the ` (line N)` suffix.
  package var message: String
  /// Whether the suffix belongs to it.
  package var namesLine: Bool
  /// Where it arose, nil when no source text is known.
  package var place: Place?
  /// Where it arose in a module whose evaluation it ended; `place` is the import then.
  package var origin: Place?
  /// The active calls, innermost caller first.
  package var callers: [Call]

  /// An error as found by the unwinder.
  package init(
    message: String, namesLine: Bool = false, place: Place? = nil, callers: [Call] = []
  ) {
    self.message = message
    self.namesLine = namesLine
    self.place = place
    self.callers = callers
  }

  /// A place in a source file.
  package struct Place: Sendable {
    /// Path of the file as shown in messages.
    package var path: String
    /// The failing operation.
    package var range: SourceRange

    /// A place as given.
    package init(path: String, range: SourceRange) {
      self.path = path
      self.range = range
    }
  }

  /// One calling frame.
  package struct Call: Sendable {
    /// Name of the calling function (02 §5.1).
    package var function: String
    /// The call.
    package var place: Place

    /// A call as given.
    package init(function: String, place: Place) {
      self.function = function
      self.place = place
    }
  }
}
