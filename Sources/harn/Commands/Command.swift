/// One command of `harn`.
protocol Command {
  /// Its name, arguments and options: the parser and the help text read this.
  static var declaration: CommandDeclaration { get }

  /// Does the work. The result is the exit status.
  ///
  /// - Throws: when the arguments break a rule of the command.
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32
}

/// All commands, in the order of the help text.
enum CommandList {
  static var all: [any Command.Type] {
    [
      RunCommand.self, CheckCommand.self, LintCommand.self, FormatCommand.self, TestCommand.self, BenchCommand.self,
      ExplainCommand.self, PersonaCommand.self, ReplCommand.self, InitCommand.self,
      VersionCommand.self, HelpCommand.self, DisassembleCommand.self,
    ]
  }

  static func command(named name: String) -> (any Command.Type)? {
    all.first { $0.declaration.name == name }
  }
}

/// What the process tells its parent (07 §2.4).
enum ExitStatus {
  static let success: Int32 = 0
  static let failure: Int32 = 1
  static let usage: Int32 = 2
  /// SIGINT or SIGTERM ended a run.
  static let interrupted: Int32 = 124
  /// As if SIGPIPE had ended the process (07 §14).
  static let brokenPipe: Int32 = 141
}
