import Engine
import Glibc

/// `harn run` (07 §3).
enum RunCommand: Command {
  static let declaration = CommandDeclaration(
    name: "run", purpose: "Run a program",
    synopses: ["[OPTIONS] FILE [-- ARGS...]", "[OPTIONS] -e CODE [-- ARGS...]"],
    positionals: [
      .init(name: "FILE", help: "The program, - for standard input")
    ],
    options: [
      .init(spelling: "-e", valueName: "CODE", help: "Run CODE as the body of a pipeline"),
      .init(
        spelling: "--deny", valueName: "LIST", help: "Refuse calls of these builtins, comma-separated",
        conflicts: ["--allow"]),
      .init(
        spelling: "--allow", valueName: "LIST",
        help: "Refuse calls of all builtins but these and the basic ones"),
      .init(
        spelling: "--steps", valueName: "PATH",
        help: "Write the log of completed steps as JSON, - for standard error"),
      .init(
        spelling: "--no-fusion", help: "Run without joined instructions", isHidden: true),
    ],
    passesTrailingArguments: true)

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let source = try source(arguments)
    guard let file = source.read() else { return ExitStatus.failure }
    let program = Engine().compile(file)
    StandardStream.error.write(program.report(isColored: StandardStream.error.isColored))
    guard program.isRunnable else { return ExitStatus.failure }

    var options = RunOptions(
      standardOutput: StandardStream.output, standardError: StandardStream.error)
    options.arguments = arguments.trailing
    options.builtins = builtinAccess(arguments)
    options.interruption = StopSignals.install()
    options.recordsSteps = arguments.has("--steps")
    options.isFusionEnabled = !arguments.has("--no-fusion")
    let outcome = Engine().run(program, options: options)
    StandardStream.error.write(outcome.report)
    #if DEBUG
      precondition(Engine.liveObjects.isEmpty, "objects left on the heap: \(Engine.liveObjects)")
    #endif
    guard let path = arguments.value("--steps"), let log = outcome.stepLog else {
      return outcome.exitStatus
    }
    return write(log, to: path) ? outcome.exitStatus : ExitStatus.failure
  }

  private static func builtinAccess(_ arguments: ParsedArguments) -> BuiltinAccess {
    if let list = arguments.value("--deny") { return .denying(names(list)) }
    if let list = arguments.value("--allow") { return .allowing(names(list)) }
    return .all
  }

  /// The names of a comma-separated list, without the blanks around them.
  private static func names(_ list: String) -> [String] {
    list.split(separator: ",").map { name in
      let text = name.drop(while: \.isWhitespace)
      return String(text.prefix(text.count - text.reversed().prefix(while: \.isWhitespace).count))
    }
  }

  private static func source(_ arguments: ParsedArguments) throws(UsageError) -> ProgramSource {
    switch (arguments.value("-e"), arguments.positionals.first) {
    case (let code?, nil): return .code(code)
    case (nil, let path?): return ProgramSource(path: path)
    case (.some, .some):
      throw .rule("`harn run` accepts either `-e <code>` or `<file.harn>`, not both", declaration)
    case (nil, nil):
      throw .rule("`harn run` requires either `-e <code>` or `<file.harn>`", declaration)
    }
  }

  /// Writes a result of the run to a file, or to standard error for `-`. A failure is reported.
  private static func write(_ text: String, to path: String) -> Bool {
    guard path != "-" else {
      StandardStream.error.write(text)
      return true
    }
    do throws(WriteError) {
      try writeFile(text, to: path)
      return true
    } catch {
      StandardStream.error.write("error: \(error.message)\n")
      return false
    }
  }
}
