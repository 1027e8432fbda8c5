import Diagnostics
import Engine
import Foundation
import TestSupport
import Testing
import VM

/// Runs the programs of `Tests/Language` and compares them with their comments. With `HARN_BINARY` set, that binary runs
/// them; otherwise they run in this process, one after the other, and debug builds check that nothing stays on the heap.
@Suite(.serialized)
struct LanguageTests {
  /// How many random programs are run; `HARN_RANDOM_PROGRAMS` says it.
  static let randomPrograms = ProcessInfo.processInfo.environment["HARN_RANDOM_PROGRAMS"].flatMap { UInt64($0) } ?? 60

  @Test(.timeLimit(.minutes(2)), arguments: LanguageProgram.all)
  func `a program does what its comments say`(_ program: LanguageProgram) throws {
    if let reason = LanguageProgram.knownFailures[program.testDescription] {
      withKnownIssue("\(reason)") { try compare(program) }
    } else {
      try compare(program)
    }
  }

  /// Joined instructions mean what the sequences mean that they replace.
  @Test(
    .timeLimit(.minutes(2)),
    .enabled(if: ProcessInfo.processInfo.environment["HARN_BINARY"] == nil),
    arguments: LanguageProgram.all)
  func `a program does the same without joined instructions`(_ program: LanguageProgram) throws {
    if let reason = LanguageProgram.knownFailures[program.testDescription] {
      withKnownIssue("\(reason)") { try compare(program, isFusionEnabled: false) }
    } else {
      try compare(program, isFusionEnabled: false)
    }
  }

  @Test(
    .timeLimit(.minutes(2)),
    .enabled(if: ProcessInfo.processInfo.environment["HARN_BINARY"] == nil), arguments: 1...randomPrograms)
  func `a random program does the same without joined instructions`(_ seed: UInt64) {
    var generator = RandomProgram(seed: seed)
    let text = SourceFile(path: "seed-\(seed).harn", text: generator.text())
    // Random operands are wrong as often as not; the errors of the run are what is compared.
    let program = Engine().compile(text, isChecked: false)
    guard program.isRunnable else {
      Issue.record("seed \(seed): \(program.report())")
      return
    }
    let watchdog = Watchdog("seed \(seed)")
    defer { watchdog.stop() }
    var outputs: [String] = []
    balancingHeap {
      outputs = [true, false].map { isFusionEnabled in
        let sink = OutputCollector()
        var options = RunOptions(standardOutput: sink)
        options.isFusionEnabled = isFusionEnabled
        let outcome = Engine().run(program, options: options)
        return sink.text + outcome.report
      }
    }
    #expect(outputs[0] == outputs[1], "seed \(seed)")
  }

  private func compare(_ program: LanguageProgram, isFusionEnabled: Bool = true) throws {
    let text = try String(contentsOf: program.file, encoding: .utf8)
    let expectations = Expectations(in: text)
    var observation = Observation()
    if ProcessInfo.processInfo.environment["HARN_BINARY"] != nil {
      observation = try Observation(ofRunning: program, binary: HarnBinary.url)
    } else {
      try balancingHeap(sourceLocation: location(program, line: 1)) {
        let watchdog = Watchdog(program.path)
        defer { watchdog.stop() }
        observation = try Observation(ofRunning: program, isFusionEnabled: isFusionEnabled)
      }
    }
    compare(expectations.output, with: observation.output, "line of output", in: program)
    // Recovery may find more than the mistake that a program is about.
    let errors =
      expectations.diagnostics.isEmpty
      ? observation.errors : Array(observation.errors.prefix(expectations.diagnostics.count))
    compare(expectations.diagnostics + expectations.errors, with: errors, "error", in: program)
    compare(expectations.warnings, with: observation.warnings, "warning", in: program)
    if observation.exitStatus != expectations.exitStatus {
      let line = expectations.exits.first?.line ?? 1
      report(program, line: line, "exit status \(observation.exitStatus), expected \(expectations.exitStatus)")
    }
  }

  /// Reports the first difference only: what follows it is its consequence.
  private func compare(
    _ expected: [Expectations.Expectation], with found: [String], _ what: String, in program: LanguageProgram
  ) {
    for (expectation, text) in zip(expected, found) where expectation.text != text {
      return report(
        program, line: expectation.line, "\(what):\n  expected: \(expectation.text)\n  found:    \(text)")
    }
    if let missing = expected.dropFirst(found.count).first {
      report(program, line: missing.line, "\(what) is missing: \(missing.text)")
    } else if let extra = found.dropFirst(expected.count).first {
      report(program, line: expected.last?.line ?? 1, "\(what) is not expected: \(extra)")
    }
  }

  private func report(_ program: LanguageProgram, line: Int, _ message: String) {
    Issue.record(
      "\(program.path):\(line): \(message)", sourceLocation: location(program, line: line))
  }

  private func location(_ program: LanguageProgram, line: Int) -> SourceLocation {
    SourceLocation(
      fileID: program.path, filePath: program.file.path, line: max(1, line), column: 1)
  }
}
