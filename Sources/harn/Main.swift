import Glibc

/// The command `harn` (07).
@main
enum Main {
  static func main() {
    // A reader that went away shows as an error of `write`, which knows what to do about it.
    signal(SIGPIPE, SIG_IGN)
    exit(runCommandLine(Array(CommandLine.arguments.dropFirst())))
  }

  /// Finds the command, parses its arguments and runs it. The result is the exit status.
  private static func runCommandLine(_ arguments: [String]) -> Int32 {
    do throws(UsageError) {
      return try dispatch(arguments)
    } catch {
      StandardStream.error.write(error.text)
      return ExitStatus.usage
    }
  }

  private static func dispatch(_ arguments: [String]) throws(UsageError) -> Int32 {
    guard let first = arguments.first else {
      StandardStream.error.write(HelpText.overview)
      return ExitStatus.usage
    }
    if arguments.count == 1, first.hasSuffix(".harn"), !first.hasPrefix("-") {
      return try run(RunCommand.self, arguments)
    }
    switch first {
    case "-h", "--help": return HelpCommand.printOverview()
    case "-V", "--version": return VersionCommand.printLine()
    default: break
    }
    guard let command = CommandList.command(named: first) else {
      throw first.hasPrefix("-") ? .unexpectedArgument(first) : .unknownCommand(first)
    }
    return try run(command, Array(arguments.dropFirst()))
  }

  private static func run(
    _ command: any Command.Type, _ arguments: [String]
  ) throws(UsageError) -> Int32 {
    let parsed = try ArgumentParser(command.declaration).parse(arguments)
    guard let parsed else { return HelpCommand.printHelp(of: command) }
    return try command.run(parsed)
  }
}
