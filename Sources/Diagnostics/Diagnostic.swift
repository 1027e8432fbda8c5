/// A mistake in a source text, as data: made in one place, drawn in another.
package struct Diagnostic: Error, Equatable, Sendable {
  /// How bad it is.
  package var severity: Severity
  /// Its stable name.
  package var code: DiagnosticCode
  /// One line that says what is wrong. For syntax errors the canonical text of 01 "One-line form".
  package var message: String
  /// The smallest text that is wrong.
  package var range: SourceRange
  /// The words behind the carets. Without them the frame has no caret line.
  package var label: String?
  /// What to do about it.
  package var help: String?
  /// Related places.
  package var notes: [Note]
  /// Edits that are safe to apply.
  package var fixes: [Fix]

  /// A diagnostic of these parts.
  package init(
    _ code: DiagnosticCode, _ severity: Severity, _ message: String, at range: SourceRange,
    label: String? = nil, help: String? = nil, notes: [Note] = [], fixes: [Fix] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.range = range
    self.label = label
    self.help = help
    self.notes = notes
    self.fixes = fixes
  }

  /// Whether a diagnostic stops the program (03 §1).
  package enum Severity: String, Sendable {
    /// Nothing of the program runs.
    case error
    /// The program runs all the same.
    case warning
  }

  /// A place that explains the diagnostic.
  package struct Note: Equatable, Sendable {
    /// What is to be seen there.
    package var message: String
    /// The place.
    package var range: SourceRange

    /// A remark on `range`.
    package init(_ message: String, at range: SourceRange) {
      self.message = message
      self.range = range
    }
  }

  /// Edits that together remove the cause.
  package struct Fix: Equatable, Sendable {
    /// What the edits do, in words.
    package var title: String
    /// The edits, in source order and without overlap.
    package var edits: [Edit]

    /// A fix of these edits.
    package init(title: String, edits: [Edit]) {
      self.title = title
      self.edits = edits
    }
  }

  /// One replacement of text.
  package struct Edit: Equatable, Sendable {
    /// What is replaced; empty for an insertion.
    package var range: SourceRange
    /// What stands there afterwards.
    package var text: String

    /// Puts `text` in the place of `range`.
    package init(replacing range: SourceRange, with text: String) {
      self.range = range
      self.text = text
    }
  }
}
