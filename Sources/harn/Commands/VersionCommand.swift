import Engine

/// `harn version` and `harn --version` (07 §2.3).
enum VersionCommand: Command {
  static let declaration = CommandDeclaration(
    name: "version", purpose: "Print the version", synopses: [""])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    StandardStream.output.write(
      "\n  ⟡ harn v\(Engine.version)\n    the agent harness language\n\n")
    return ExitStatus.success
  }

  static func printLine() -> Int32 {
    StandardStream.output.write("harn \(Engine.version)\n")
    return ExitStatus.success
  }
}
