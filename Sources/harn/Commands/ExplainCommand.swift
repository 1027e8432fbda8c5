import Diagnostics

/// `harn explain CODE`: the page of a kind of diagnostic.
enum ExplainCommand: Command {
  static let declaration = CommandDeclaration(
    name: "explain", purpose: "Explain a kind of mistake with examples", synopses: ["[CODE]"],
    positionals: [.init(name: "CODE", help: "The name of the kind; without it all are listed")])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    guard let name = arguments.positionals.first else {
      for code in DiagnosticCode.allCases {
        StandardStream.output.write("\(code.rawValue)\n")
      }
      return ExitStatus.success
    }
    guard let code = DiagnosticCode(rawValue: name) else {
      StandardStream.error.write(
        "error: unknown diagnostic code `\(name)`; `harn explain` lists all\n")
      return ExitStatus.failure
    }
    StandardStream.output.write(code.explanation.page(titled: code.rawValue))
    return ExitStatus.success
  }
}
