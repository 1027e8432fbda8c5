/// Arguments that a command does not accept (07 §2.2).
struct UsageError: Error, Equatable {
  /// What is wrong.
  var message: String
  /// The line behind `Usage: harn `.
  var usage: String

  /// What is printed.
  var text: String {
    "error: \(message)\n\nUsage: harn \(usage)\n\nFor more information, try '--help'.\n"
  }
}

extension UsageError {
  private init(_ message: String, _ declaration: CommandDeclaration?) {
    self.message = message
    usage = declaration?.usageLines[0] ?? HelpText.overviewUsage
  }

  /// A rule of the command itself is broken.
  static func rule(_ message: String, _ declaration: CommandDeclaration) -> UsageError {
    UsageError(message, declaration)
  }

  static func conflict(
    _ first: CommandDeclaration.Option, _ second: CommandDeclaration.Option,
    _ declaration: CommandDeclaration
  ) -> UsageError {
    UsageError(
      "the argument '\(first.placeholder)' cannot be used with '\(second.placeholder)'", declaration)
  }

  static func invalidValue(
    _ value: String, _ option: CommandDeclaration.Option, _ reason: String, _ declaration: CommandDeclaration
  ) -> UsageError {
    UsageError("invalid value '\(value)' for '\(option.placeholder)': \(reason)", declaration)
  }

  static func missingArgument(
    _ positional: CommandDeclaration.Positional, _ declaration: CommandDeclaration
  ) -> UsageError {
    UsageError(
      "the following required arguments were not provided:\n  \(positional.placeholder)", declaration)
  }

  static func missingValue(
    _ option: CommandDeclaration.Option, _ declaration: CommandDeclaration
  ) -> UsageError {
    UsageError("a value is required for '\(option.placeholder)' but none was supplied", declaration)
  }

  static func repeated(
    _ option: CommandDeclaration.Option, _ declaration: CommandDeclaration
  ) -> UsageError {
    UsageError("the argument '\(option.placeholder)' cannot be used multiple times", declaration)
  }

  static func unexpectedArgument(
    _ argument: String, _ declaration: CommandDeclaration? = nil
  ) -> UsageError {
    UsageError("unexpected argument '\(argument)' found", declaration)
  }

  static func unexpectedValue(
    _ value: String, _ option: CommandDeclaration.Option, _ declaration: CommandDeclaration
  ) -> UsageError {
    UsageError(
      "unexpected value '\(value)' for '\(option.placeholder)' found; no more were expected",
      declaration)
  }

  static func unknownCommand(_ name: String, of declaration: CommandDeclaration? = nil) -> UsageError {
    UsageError("unrecognized subcommand '\(name)'", declaration)
  }
}
