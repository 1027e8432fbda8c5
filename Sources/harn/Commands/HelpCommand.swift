/// `harn help [COMMAND]` (07 §2.3).
enum HelpCommand: Command {
  static let declaration = CommandDeclaration(
    name: "help", purpose: "Print this help or that of a command", synopses: ["[COMMAND]"],
    positionals: [.init(name: "COMMAND", help: "The command to explain")])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    guard let name = arguments.positionals.first else { return printOverview() }
    guard let command = CommandList.command(named: name) else { throw .unknownCommand(name) }
    return printHelp(of: command)
  }

  static func printOverview() -> Int32 {
    StandardStream.output.write(HelpText.overview)
    return ExitStatus.success
  }

  static func printHelp(of command: any Command.Type) -> Int32 {
    StandardStream.output.write(HelpText.text(of: command.declaration))
    return ExitStatus.success
  }
}
