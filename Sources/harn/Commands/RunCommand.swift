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
      .init(spelling: "--trace", help: "Print a summary of the model calls at the end"),
      .init(
        spelling: "--deny", valueName: "LIST", help: "Refuse calls of these builtins, comma-separated",
        conflicts: ["--allow"]),
      .init(
        spelling: "--allow", valueName: "LIST",
        help: "Refuse calls of all builtins but these and the basic ones"),
      .init(
        spelling: "--llm-mock", valueName: "PATH", help: "Answer model calls from a fixture file",
        conflicts: ["--llm-mock-record"]),
      .init(
        spelling: "--llm-mock-record", valueName: "PATH",
        help: "Write the replies of this run as a fixture file"),
      .init(
        spelling: "--steps", valueName: "PATH",
        help: "Write the log of completed steps as JSON, - for standard error"),
      .init(
        spelling: "--receipt", valueName: "PATH",
        help: "Write a receipt of the run as JSON, - for standard error"),
      .init(
        spelling: "--no-fusion", help: "Run without joined instructions", isHidden: true),
      .init(
        spelling: "--orders", valueName: "N",
        help: "Run N times with tasks in different orders and compare", isHidden: true),
    ],
    passesTrailingArguments: true)

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let source = try source(arguments)
    return onDeepStack { run(source, arguments) }
  }

  private static func run(_ source: ProgramSource, _ arguments: ParsedArguments) -> Int32 {
    guard let file = source.read() else { return ExitStatus.failure }
    let program = Engine().compile(file)
    StandardStream.error.write(program.report(isColored: StandardStream.error.isColored))
    guard program.isRunnable else { return ExitStatus.failure }
    if let runs = arguments.value("--orders").flatMap({ Int($0) }) {
      return compareOrders(of: program, TaskOrders(runs: runs), arguments.trailing)
    }

    let fixture: ModelFixture?
    do throws(ModelFixture.LoadError) {
      fixture = try fixtureFile(arguments)
    } catch {
      StandardStream.error.write("error: \(error.message)\n")
      return ExitStatus.failure
    }
    var options = RunOptions(
      standardOutput: StandardStream.output, standardError: StandardStream.error)
    options.standardInput = StandardInput()
    options.arguments = arguments.trailing
    options.builtins = builtinAccess(arguments)
    options.modelFixture = fixture
    options.recordsModelCalls = arguments.has("--trace") || arguments.has("--llm-mock-record")
    options.recordsSteps = arguments.has("--steps")
    options.recordsReceipt = arguments.has("--receipt")
    options.isFusionEnabled = !arguments.has("--no-fusion")
    options.interruption = StopSignals.install()
    options.endsProcess = true
    let outcome = Engine().run(program, options: options)
    StandardStream.error.write(outcome.report)
    #if DEBUG
      precondition(Engine.liveObjects.isEmpty, "objects left on the heap: \(Engine.liveObjects)")
    #endif
    return writeRecords(of: outcome, arguments) ? outcome.exitStatus : ExitStatus.failure
  }

  /// Runs the program in different orders of its tasks and reports the first difference.
  private static func compareOrders(of program: Compilation, _ orders: TaskOrders, _ arguments: [String]) -> Int32 {
    guard let difference = orders.difference(in: program, arguments: arguments) else { return ExitStatus.success }
    StandardStream.error.write(
      "in order:\n\(difference.first)with seed \(difference.seed):\n\(difference.second)")
    return ExitStatus.failure
  }

  private static func fixtureFile(
    _ arguments: ParsedArguments
  ) throws(ModelFixture.LoadError) -> ModelFixture? {
    guard let path = arguments.value("--llm-mock") else { return nil }
    return try ModelFixture(fileAt: path)
  }

  /// Writes what the options ask for about a run that ended (07 §3.1 phase 7); false when a file cannot be written.
  private static func writeRecords(of outcome: RunOutcome, _ arguments: ParsedArguments) -> Bool {
    var isWritten = true
    if let path = arguments.value("--llm-mock-record") {
      isWritten = record(outcome.modelCalls, at: path)
    }
    if let path = arguments.value("--steps"), let log = outcome.stepLog {
      isWritten = write(log, to: path) && isWritten
    }
    if let path = arguments.value("--receipt"), let receipt = outcome.receipt {
      isWritten = write(receipt, to: path) && isWritten
    }
    if arguments.has("--trace"), outcome.isFinished {
      let renderer = ModelTraceRenderer(isColored: StandardStream.error.isColored)
      StandardStream.error.write(renderer.render(outcome.modelCalls))
    }
    return isWritten
  }

  /// Writes a fixture file and the folders that it needs. A failure is reported.
  private static func record(_ calls: [ModelCall], at path: String) -> Bool {
    do throws(WriteError) {
      try makeFolders(above: path, of: "fixture")
      try writeFile(calls.map { $0.fixtureLine + "\n" }.joined(), to: path)
      return true
    } catch {
      StandardStream.error.write("error: \(error.message)\n")
      return false
    }
  }

  private static func builtinAccess(_ arguments: ParsedArguments) -> BuiltinAccess {
    if let list = arguments.value("--deny") { return .denying(names(list)) }
    if let list = arguments.value("--allow") { return .allowing(names(list)) }
    return .all
  }

  /// The names of a comma-separated list, without the blanks around them.
  private static func names(_ list: String) -> [String] {
    list.split(separator: ",").map(\.trimmed)
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
