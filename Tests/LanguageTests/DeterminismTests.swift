import Engine
import Foundation
import TestSupport
import Testing
import VM

/// Runs the programs with tasks again and again, each time with another order of wake-ups where the language leaves it open
/// (04 part C): what they do must not depend on it. Programs that leave nothing open are run twice. `HARN_DETERMINISM_RUNS`
/// says how often the others are.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["HARN_BINARY"] == nil))
struct DeterminismTests {
  static let programs = LanguageProgram.all.filter { $0.testDescription.hasPrefix("04-") }
  static let runs = ProcessInfo.processInfo.environment["HARN_DETERMINISM_RUNS"].flatMap { UInt64($0) } ?? 24

  /// Programs about the real time: a limit that ends a computation, a process, a turn of the grace of a cancelled task.
  private static let realTime: Set<String> = [
    "04-deadline/deadline.harn", "04-deadline/pipes.harn", "04-cancellation/graceful.harn",
    "04-cancellation/timeout.harn",
  ]

  @Test(.timeLimit(.minutes(5)), arguments: programs)
  func `a program does the same whatever the order of wake-ups`(_ program: LanguageProgram) throws {
    let isSimulated = !DeterminismTests.realTime.contains(program.testDescription)
    let watchdog = Watchdog(program.path, seconds: 280)
    defer { watchdog.stop() }
    try balancingHeap {
      let compilation = try Engine().compile(fileAt: program.file.path)
      guard compilation.isRunnable else { return }
      var first: String?
      let runs = isSimulated ? DeterminismTests.runs : min(DeterminismTests.runs, 20)
      for seed in 0..<max(2, runs) {
        let sink = OutputCollector()
        var options = RunOptions(standardOutput: sink)
        options.environment = { _ in nil }
        if isSimulated { options.makeTime = { SimulatedTime() } }
        options.shuffleSeed = seed == 0 ? nil : seed
        let outcome = Engine().run(compilation, options: options)
        let result = sink.text + outcome.report + "\(outcome.exitStatus)"
        #expect(first ?? result == result, "\(program.path) with seed \(seed)")
        first = first ?? result
        if seed > 0, outcome.taskChoices == 0 { return }
      }
    }
  }
}
