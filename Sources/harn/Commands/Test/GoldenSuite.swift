import Diagnostics
import Engine
import Glibc
import RegularExpressions
import StepRuntime

/// Programs whose output is compared with the files next to them (07 §7.4).
struct GoldenSuite {
  private let folder: String
  private let selection: String?
  private let settings: TestCommand.Settings
  private let watch: TestWatch

  /// The programs of `folder`, or those of a file or folder in it.
  init(folder: String, selection: String?, _ settings: TestCommand.Settings, _ watch: TestWatch) {
    self.folder = folder
    self.selection = selection
    self.settings = settings
    self.watch = watch
  }

  /// A program and what is expected of it.
  private struct Program: Sendable {
    /// From the folder of the suite on.
    var name: String
    var path: String
    var expectation: Expectation

    enum Expectation: Sendable {
      case output(String)
      case error(patterns: [String])
    }
  }

  /// Runs all programs and prints how they compare; nil when the arguments name nothing.
  func run() -> TestResults? {
    guard isFolder(folder) else { return fail("Directory not found: \(folder)") }
    guard let paths = selectedPaths() else { return nil }
    let start = ContinuousClock.now
    let programs = paths.compactMap(program(at:)).filter { matchesFilter($0.name) }
    var all = TestResults()
    guard !programs.isEmpty else {
      say("No test pipelines found\n")
      return all
    }
    all.results = TestQueue(programs.map { [$0] }, report: print).run(threads: settings.threadCount, compare)
    all.milliseconds = milliseconds(since: start)
    if watch.isStopped { return all }
    say("\n\(all.summary)\n")
    if settings.showsTiming { say(statistics(all)) }
    let failures = all.results.compactMap(\.error)
    if !failures.isEmpty { say("\nFailures:\n\(failures.map { "  \($0)\n" }.joined())") }
    return all
  }

  private func print(_ result: TestResult) {
    let time = settings.showsTiming ? " (\(result.milliseconds) ms)" : ""
    say("\(StandardStream.output.verdict(result.isPassed))\(result.name)\(time)\n")
  }

  private func fail(_ message: String) -> TestResults? {
    StandardStream.error.write("\(message)\n")
    return nil
  }

  private func say(_ text: String) {
    if settings.printsText { StandardStream.output.write(text) }
  }

  // MARK: Discovery

  private var prefix: String { folder.hasSuffix("/") ? folder : "\(folder)/" }

  /// The programs of the selection, by path; nil when it is not in the folder.
  private func selectedPaths() -> [String]? {
    guard let selection else { return SourceTargets.files([folder]) }
    let inFolder = prefix + selection
    let path = access(inFolder, F_OK) == 0 ? inFolder : selection
    guard access(path, F_OK) == 0 else {
      StandardStream.error.write("Selection not found: \(selection)\n")
      return nil
    }
    guard let root = resolvedPath(folder), let place = resolvedPath(path), place == root || place.hasPrefix("\(root)/")
    else {
      StandardStream.error.write("Selection is not in \(folder): \(selection)\n")
      return nil
    }
    let inside = place == root ? folder : prefix + place.dropFirst(root.utf8.count + 1)
    return SourceTargets.files([inside])
  }

  private func program(at path: String) -> Program? {
    guard path.hasSuffix(".harn") else { return nil }
    let stem = path.dropLast(".harn".utf8.count)
    let name = String(path.hasPrefix(prefix) ? path.dropFirst(prefix.count) : path[...])
    if let text = try? Engine.text(ofFileAt: "\(stem).expected") {
      return Program(name: name, path: path, expectation: .output(text))
    }
    guard let text = try? Engine.text(ofFileAt: "\(stem).error") else { return nil }
    let patterns = text.lines.map { String($0.trimmed) }.filter { !$0.isEmpty }
    return Program(name: name, path: path, expectation: .error(patterns: patterns))
  }

  private func matchesFilter(_ name: String) -> Bool {
    guard let filter = settings.filter else { return true }
    if filter.hasPrefix("re:") { return name.matches(pattern: String(filter.dropFirst(3))) }
    return filter.split(separator: "|").contains { part in
      let isGlob = part.contains("*") || part.contains("?")
      return isGlob ? name.matches(pattern: pattern(ofGlob: part)) : name.contains(part)
    }
  }

  private func pattern(ofGlob glob: Substring) -> String {
    glob.map { character in
      switch character {
      case "*": ".*"
      case "?": "."
      default: character.isLetter || character.isNumber || character == "/" ? "\(character)" : "\\\(character)"
      }
    }.joined()
  }

  // MARK: Comparison

  /// What a program did.
  private enum Behaviour {
    case output(String)
    case error(String, output: String)
    case timeout
  }

  /// Runs a program and compares; nil when no more shall be run.
  private func compare(_ program: Program) -> TestResult? {
    if watch.isStopped { return nil }
    let start = ContinuousClock.now
    let behaviour = run(program)
    if watch.isStopped { return nil }
    let time = milliseconds(since: start)
    let failure = failure(of: program, behaviour)
    var result = TestResult(name: program.name, error: failure?.withoutLastLineEnd, milliseconds: time)
    switch behaviour {
    case .output(let output), .error(_, let output): result.output = output
    case .timeout: break
    }
    return result
  }

  private func failure(of program: Program, _ behaviour: Behaviour) -> String? {
    switch (program.expectation, behaviour) {
    case (_, .timeout): return "\(program.name): timed out after \(settings.timeoutMilliseconds)ms\n"
    case (.output, .error(let error, _)): return "\(program.name): runtime error: \(error)\n"
    case (.output(let expected), .output(let actual)):
      let (expected, actual) = (comparable(expected), comparable(actual))
      return expected == actual ? nil : "\(program.name):\n\(blocks(expected, actual))\(difference(expected, actual))"
    case (.error(let patterns), .error(let error, _)):
      if patterns.contains(where: { matches(error, $0) }) { return nil }
      return "\(program.name):\n  expected error containing: \(shown(patterns))\n  actual error: \(error)\n"
    case (.error(let patterns), .output):
      return "\(program.name): expected error containing '\(shown(patterns))', but succeeded\n"
    }
  }

  private func shown(_ patterns: [String]) -> String { patterns.joined(separator: " | ") }

  private func matches(_ error: String, _ pattern: String) -> Bool {
    pattern.hasPrefix("re:") ? error.matches(pattern: String(pattern.dropFirst(3))) : error.contains(pattern)
  }

  /// The lines as they are compared: without white space at the end and without measured times.
  private func comparable(_ text: String) -> [String] {
    let end = text.reversed().prefix(while: \.isWhitespace).count
    return String(text.dropLast(end)).lines.map { line in
      guard line.hasPrefix("[timer] "), line.hasSuffix("ms"), let colon = line.lastIndex(of: ":") else {
        return String(line)
      }
      let time = line[line.index(after: colon)...].dropLast(2).drop { $0 == " " }
      return !time.isEmpty && time.allSatisfy(\.isNumber) ? "\(line[...colon]) <ms>" : String(line)
    }
  }

  private func difference(_ expected: [String], _ actual: [String]) -> String {
    (0..<max(expected.count, actual.count)).map { index in
      let wanted = index < expected.count ? expected[index] : nil
      let found = index < actual.count ? actual[index] : nil
      if let wanted, wanted == found { return "  \(wanted)\n" }
      return (wanted.map { "- \($0)\n" } ?? "") + (found.map { "+ \($0)\n" } ?? "")
    }.joined()
  }

  private func blocks(_ expected: [String], _ actual: [String]) -> String {
    guard settings.isVerbose else { return "" }
    func block(_ title: String, _ lines: [String]) -> String {
      "  \(title):\n" + lines.map { "    \($0)\n" }.joined()
    }
    return block("expected", expected) + block("actual", actual)
  }

  // MARK: Execution

  private func run(_ program: Program) -> Behaviour {
    let compilation: Compilation
    do throws(ReadError) {
      compilation = try Engine().compile(fileAt: program.path)
    } catch {
      return .error(error.message, output: "")
    }
    if let error = compilation.diagnostics.first(where: { $0.severity == .error }) {
      return .error(error.message, output: "")
    }
    if let error = compilation.compileError { return .error(error, output: "") }
    let output = OutputCollector()
    var options = RunOptions(standardOutput: output)
    options.asksNoModel()
    do throws(ModelFixture.LoadError) {
      let fixture = "\(program.path.dropLast(".harn".utf8.count)).llm-mock.jsonl"
      if access(fixture, F_OK) == 0 { options.modelFixture = try ModelFixture(fileAt: fixture) }
    } catch {
      return .error(error.message, output: "")
    }
    for warning in compilation.diagnostics { output.write("warning: \(warning.message)\n") }
    let outcome = watch.watching { interruption in
      options.interruption = interruption
      return Engine().run(compilation, options: options)
    }
    if options.interruption?.wasRequested ?? false { return .timeout }
    guard outcome.uncaughtMessage != nil else { return .output(output.text) }
    return .error(outcome.report.withoutLastLineEnd, output: output.text)
  }

  // MARK: Statistics

  private func statistics(_ all: TestResults) -> String {
    let times = all.results.map(\.milliseconds).sorted()
    func percentile(_ percent: Int) -> Int { times[min(times.count * percent / 100, times.count - 1)] }
    let average = times.reduce(0, +) / times.count
    let slowest = all.results.sorted { $0.milliseconds > $1.milliseconds }.prefix(10)
    let lines = slowest.map { result in
      let time = String(result.milliseconds)
      return "  \(String(repeating: " ", count: max(6 - time.count, 0)))\(time) ms  \(result.name)\n"
    }
    return """

      Total time: \(all.milliseconds) ms
      Per-test: avg=\(average) ms  p50=\(percentile(50)) ms  p95=\(percentile(95)) ms  p99=\(percentile(99)) ms

      Slowest 10 tests:
      \(lines.joined())
      """
  }
}

extension String {
  /// Whether a regular expression is found in the text; one that is broken is not.
  fileprivate func matches(pattern: String) -> Bool {
    guard let expression = try? RegularExpression(pattern) else { return false }
    return Array(utf8).withUnsafeBufferPointer { expression.firstMatch(in: $0, from: 0) != nil }
  }
}
