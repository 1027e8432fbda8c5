import Engine
import Glibc
import StepRuntime

/// `harn bench FILE` (07 §9).
enum BenchCommand: Command {
  static let declaration = CommandDeclaration(
    name: "bench", purpose: "Run a program several times and measure it",
    synopses: ["[OPTIONS] <FILE>"],
    positionals: [.init(name: "FILE", help: "The program", isRequired: true)],
    options: [
      .init(
        spelling: "--iterations", alias: "-n", valueName: "N", help: "How many runs are measured; 10 without",
        isNumber: true),
      .init(
        spelling: "--warmup", valueName: "N", help: "How many runs go before them, not measured", isNumber: true),
      .init(spelling: "--json", help: "Print the measurements as JSON"),
    ])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let iterations = arguments.number("--iterations") ?? 10
    guard iterations > 0 else {
      StandardStream.error.write("error: `harn bench` requires at least one iteration\n")
      return ExitStatus.failure
    }
    let path = arguments.positionals[0]
    return onDeepStack {
      measure(ProgramSource(path: path), path, iterations, warmup: arguments.number("--warmup") ?? 0, arguments)
    }
  }

  private static func measure(
    _ source: ProgramSource, _ path: String, _ iterations: Int, warmup: Int, _ arguments: ParsedArguments
  ) -> Int32 {
    guard let file = source.read() else { return ExitStatus.failure }
    let program = Engine().compile(file)
    StandardStream.error.write(program.report(isColored: StandardStream.error.isColored))
    guard program.isRunnable else { return ExitStatus.failure }
    let interruption = StopSignals.install()
    var runs: [BenchRun] = []
    for number in 0..<warmup + iterations {
      let (run, outcome) = BenchRun.measure(program, interruption)
      if interruption.wasRequested { return ExitStatus.interrupted }
      guard outcome.uncaughtMessage == nil else {
        StandardStream.error.write(outcome.report)
        StandardStream.error.write("benchmark aborted on iteration \(max(number - warmup, 0) + 1)\n")
        return ExitStatus.failure
      }
      if number >= warmup { runs.append(run) }
    }
    let report = BenchReport(file: path, runs: runs)
    StandardStream.output.write(arguments.has("--json") ? report.json.prettyText + "\n" : report.text)
    return ExitStatus.success
  }
}

/// What one run took.
struct BenchRun {
  var wallMilliseconds: Double
  var calls: [ModelCall]

  /// Runs the program in a fresh machine; what it prints is thrown away.
  static func measure(_ program: Compilation, _ interruption: Interruption) -> (BenchRun, RunOutcome) {
    var options = RunOptions(standardOutput: NullSink(), standardError: NullSink())
    options.recordsModelCalls = true
    options.interruption = interruption
    let start = ContinuousClock.now
    let outcome = Engine().run(program, options: options)
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    let time = Double(seconds) * 1000 + Double(attoseconds) / 1e15
    return (BenchRun(wallMilliseconds: time, calls: outcome.modelCalls), outcome)
  }

  var modelMilliseconds: Int { calls.reduce(0) { $0 + $1.milliseconds } }
  var inputTokens: Int { calls.reduce(0) { $0 &+ $1.inputTokens } }
  var outputTokens: Int { calls.reduce(0) { $0 &+ $1.outputTokens } }
  var cost: Double { calls.reduce(0) { $0 + $1.costUSD } }
}

/// The measurements of all runs.
struct BenchReport {
  var file: String
  var runs: [BenchRun]

  private var times: [Double] { runs.map(\.wallMilliseconds) }
  private var count: Double { Double(runs.count) }

  /// The report of 07 §9.
  var text: String {
    """
    Benchmark: \(file)
    Iterations: \(runs.count)
    Wall time: min \(decimals(times.min() ?? 0)) ms | avg \(decimals(sum(times) / count)) ms \
    | max \(decimals(times.max() ?? 0)) ms | total \(decimals(sum(times))) ms
    LLM time: total \(total(\.modelMilliseconds)) ms | avg \(average(\.modelMilliseconds)) ms/run
    LLM calls: total \(total(\.calls.count)) | avg \(average(\.calls.count))/run
    Input tokens: total \(total(\.inputTokens)) | avg \(average(\.inputTokens))/run
    Output tokens: total \(total(\.outputTokens)) | avg \(average(\.outputTokens))/run
    Cost: total \(amount(cost)) | avg \(amount(cost / count))/run

    """
  }

  /// The object of 07 §9.
  var json: JSONValue {
    .object([
      "cost_usd": .float(cost), "file": .string(file), "input_tokens": .int(total(\.inputTokens)),
      "iterations": .int(runs.count), "llm_calls": .int(total(\.calls.count)),
      "llm_ms": .int(total(\.modelMilliseconds)), "output_tokens": .int(total(\.outputTokens)),
      "wall_ms": .object([
        "avg": .float(sum(times) / count), "max": .float(times.max() ?? 0), "min": .float(times.min() ?? 0),
        "total": .float(sum(times)),
      ]),
      "runs": .array(
        runs.map { run in
          .object([
            "cost_usd": .float(run.cost), "input_tokens": .int(run.inputTokens), "llm_calls": .int(run.calls.count),
            "llm_ms": .int(run.modelMilliseconds), "output_tokens": .int(run.outputTokens),
            "wall_ms": .float(run.wallMilliseconds),
          ])
        }),
    ])
  }

  private var cost: Double { sum(runs.map(\.cost)) }

  private func sum(_ numbers: [Double]) -> Double { numbers.reduce(0, +) }

  private func total(_ part: KeyPath<BenchRun, Int>) -> Int { runs.reduce(0) { $0 &+ $1[keyPath: part] } }

  private func average(_ part: KeyPath<BenchRun, Int>) -> String { decimals(Double(total(part)) / count) }

  private func decimals(_ number: Double) -> String { fixedPoint(number, decimals: 2) }
}

/// Throws everything away.
private final class NullSink: OutputSink {
  func write(_ bytes: UnsafeRawBufferPointer) {}
  func flush() {}
}
