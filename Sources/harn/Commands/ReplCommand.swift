import Engine

/// `harn repl` (07 §8).
enum ReplCommand: Command {
  static let declaration = CommandDeclaration(
    name: "repl", purpose: "Run programs line by line", synopses: ["[--no-history]"],
    options: [.init(spelling: "--no-history", help: "Neither read nor write the history file")])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let isTerminal = StandardStream.isInputInteractive
    let loop = ReplLoop(
      isInteractive: isTerminal, historyFile: arguments.has("--no-history") ? nil : .user)
    return loop.run()
  }
}
