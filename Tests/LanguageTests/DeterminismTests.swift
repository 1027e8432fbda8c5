import Engine
import Foundation
import TestSupport
import Testing

/// Runs the programs with tasks again and again, each time with another order of wake-ups where the language leaves it open
/// (04 part C): what they do must not depend on it. `HARN_BINARY` does so 200 times; without it debug builds, which are
/// slow and look for objects that are left on the heap, do so a few times. `HARN_DETERMINISM_RUNS` says how often.
@Suite(.serialized) struct DeterminismTests {
  /// The programs of the areas about tasks and modules, and those of other areas that make tasks.
  static let programs = LanguageProgram.all.filter {
    let isAboutTasks = $0.testDescription.hasPrefix("04-") || $0.testDescription.hasPrefix("06-concurrency")
    return isAboutTasks || makesTasks($0)
  }

  private static func makesTasks(_ program: LanguageProgram) -> Bool {
    guard let text = try? String(contentsOf: program.file, encoding: .utf8) else { return false }
    return ["spawn {", "parallel ", "parallel_race(", "supervisor_start("].contains { text.contains($0) }
  }

  private static let environment = ProcessInfo.processInfo.environment
  private static let binary = environment["HARN_BINARY"]
  private static let runs = environment["HARN_DETERMINISM_RUNS"].flatMap { Int($0) } ?? (binary == nil ? 12 : 200)

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
    if DeterminismTests.binary != nil, isSimulated {
      let result = try HarnBinary.run(["run", "--orders", "\(DeterminismTests.runs)", program.path])
      // A program that is refused does not run.
      #expect(result.status == 0 || !result.errors.contains("in order:\n"), "\(program.path): \(result.errors)")
      return
    }
    try balancingHeap {
      let compilation = try Engine().compile(fileAt: program.file.path)
      guard compilation.isRunnable else { return }
      var orders = TaskOrders(runs: isSimulated ? DeterminismTests.runs : min(DeterminismTests.runs, 12))
      orders.isTimeSimulated = isSimulated
      if let difference = orders.difference(in: compilation) {
        Issue.record("\(program.path) with seed \(difference.seed): \(difference.first) and \(difference.second)")
      }
    }
  }
}
