import Diagnostics

/// A mistake in a program text, found before anything ran.
public struct Finding: Equatable, Sendable {
  /// Whether the program may run all the same.
  public enum Severity: String, Sendable {
    /// Nothing of the program runs.
    case error
    /// The program runs.
    case warning
  }

  /// How bad it is.
  public var severity: Severity
  /// One line that says what is wrong.
  public var message: String
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  public var column: Int
  /// What to do about it.
  public var help: String?
}

extension Finding {
  init(_ diagnostic: Diagnostic, in file: SourceFile) {
    let position = file.position(ofByte: Int(diagnostic.range.start))
    severity = diagnostic.severity == .error ? .error : .warning
    message = diagnostic.message
    line = position.line
    column = position.column
    help = diagnostic.help
  }
}
