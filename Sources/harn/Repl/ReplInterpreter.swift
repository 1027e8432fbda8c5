import Engine

/// What the inputs of `harn repl` do: commands, and programs in a session (07 §8.3, §8.4).
final class ReplInterpreter {
  /// How an input ended.
  enum Outcome: Equatable {
    case success, failure
    case exit(Int32)
  }

  /// Whether the user asked to leave.
  private(set) var isFinished = false

  private(set) var session: Session
  private let isInteractive: Bool
  let classifier = TextClassifier()

  /// An interpreter with an empty session.
  init(isInteractive: Bool) {
    self.isInteractive = isInteractive
    session = ReplInterpreter.makeSession()
  }

  private static func makeSession() -> Session {
    var options = RunOptions(standardOutput: StandardStream.output, standardError: StandardStream.error)
    options.standardInput = ReplInput()
    return Session(options: options)
  }

  /// Does what `text` says.
  func run(_ text: String) -> Outcome {
    let trimmed = text.trimmed
    if trimmed.isEmpty { return .success }
    if trimmed.hasPrefix(":") { return runCommand(trimmed) }
    return evaluate(text)
  }

  // MARK: Programs

  private func evaluate(_ text: String) -> Outcome {
    let interruption = RunSignals.begin()
    let evaluation = session.evaluate(text, interruption: interruption)
    RunSignals.end()
    if let display = evaluation.display { show(display) }
    return report(evaluation)
  }

  /// Prints everything about an evaluation but its value.
  private func report(_ evaluation: Session.Evaluation) -> Outcome {
    StandardStream.error.write(evaluation.warnings)
    if isInteractive, !evaluation.modelCalls.isEmpty {
      StandardStream.output.write(dim(UsageLine.text(evaluation.modelCalls)) + "\n")
    }
    if let status = evaluation.exitStatus { return .exit(status) }
    if evaluation.isInterrupted {
      StandardStream.error.write("Interrupted\n")
      return .failure
    }
    guard let error = evaluation.error else { return .success }
    return fail("Error: \(error)")
  }

  private func fail(_ message: String) -> Outcome {
    StandardStream.error.write(message + "\n")
    return .failure
  }

  /// Prints a value. Somebody at a terminal sees the start of a long one.
  private func show(_ display: String) {
    let limit = 4000
    guard isInteractive, display.unicodeScalars.count > limit else {
      return StandardStream.output.write(display + "\n")
    }
    let start = String(String.UnicodeScalarView(display.unicodeScalars.prefix(limit)))
    let rest = display.unicodeScalars.count - limit
    StandardStream.output.write(
      "\(start)…\n" + dim("(\(rest) more characters; println(_) shows all)") + "\n")
  }

  private func dim(_ text: String) -> String {
    StandardStream.output.isColored ? "\u{1B}[2m\(text)\u{1B}[0m" : text
  }

  // MARK: Commands

  /// The commands with their arguments and effects, sorted.
  static let commands: [(name: String, argument: String, help: String)] = [
    (":disasm", "NAME", "the bytecode of a function"),
    (":exit", "", "end"),
    (":help", "", "this list"),
    (":load", "FILE", "run the text of a file as input"),
    (":q", "", "end"),
    (":quit", "", "end"),
    (":reset", "", "start a new, empty session"),
    (":steps", "", "print the steps that have completed since the last time"),
    (":time", "EXPR", "how long an expression takes"),
    (":type", "EXPR", "the type of a value"),
    (":vars", "", "the bindings and their types"),
  ]

  private func runCommand(_ text: String) -> Outcome {
    let name = String(text.prefix { !$0.isWhitespace })
    let argument = String(text.dropFirst(name.count)).trimmed
    switch name {
    case ":help": StandardStream.output.write(ReplInterpreter.helpText)
    case ":quit", ":q", ":exit": isFinished = true
    case ":reset": session = ReplInterpreter.makeSession()
    case ":load": return load(argument)
    case ":vars":
      for (name, type) in session.bindings { StandardStream.output.write("\(name): \(type)\n") }
    case ":type": return printType(argument)
    case ":steps": printSteps()
    case ":time": return printTime(argument)
    case ":disasm": return disassemble(argument)
    default: return fail("unknown command '\(name)'; try :help")
    }
    return .success
  }

  private static var helpText: String {
    commands.map { command in
      let call = command.argument.isEmpty ? command.name : "\(command.name) \(command.argument)"
      return call + String(repeating: " ", count: 16 - call.count) + command.help + "\n"
    }.joined()
  }

  private func load(_ path: String) -> Outcome {
    guard !path.isEmpty else { return fail("usage: :load FILE") }
    do throws(ReadError) {
      return evaluate(try Engine.text(ofFileAt: path))
    } catch {
      return fail(error.message)
    }
  }

  private func printType(_ text: String) -> Outcome {
    guard !text.isEmpty else { return fail("usage: :type EXPR") }
    let interruption = RunSignals.begin()
    let (evaluation, type) = session.evaluateType(text, interruption: interruption)
    RunSignals.end()
    if let type { StandardStream.output.write(type + "\n") }
    return report(evaluation)
  }

  private func printTime(_ text: String) -> Outcome {
    guard !text.isEmpty else { return fail("usage: :time EXPR") }
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = evaluate(text)
    let time = clock.now - start
    StandardStream.output.write(dim(timeText(time)) + "\n")
    return outcome
  }

  private func timeText(_ time: Duration) -> String {
    let (seconds, attoseconds) = time.components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    return "\(microseconds / 1000).\(String(microseconds % 1000 + 1000).dropFirst()) ms"
  }

  private func printSteps() {
    for step in session.drainStepLines() { StandardStream.output.write(step + "\n") }
  }

  private func disassemble(_ name: String) -> Outcome {
    guard !name.isEmpty else { return fail("usage: :disasm NAME") }
    guard let listing = session.listing(ofFunction: name) else {
      return fail("Error: no function of this session is called '\(name)'")
    }
    StandardStream.output.write(listing)
    return .success
  }
}

/// The line about model calls below an input.
private enum UsageLine {
  static func text(_ calls: [ModelCall]) -> String {
    let input = calls.reduce(0) { $0.addingReportingOverflow($1.inputTokens).overflow ? .max : $0 + $1.inputTokens }
    let output = calls.reduce(0) { $0.addingReportingOverflow($1.outputTokens).overflow ? .max : $0 + $1.outputTokens }
    let cost = calls.reduce(0) { $0 + $1.costUSD }
    return "\(calls.count) call\(calls.count == 1 ? "" : "s"), \(input)+\(output) tokens, "
      + amount(cost)
  }
}
