import Engine
import Glibc
import RegularExpressions

/// `harn test` (07 §7).
enum TestCommand: Command {
  static let declaration = CommandDeclaration(
    name: "test", purpose: "Run test pipelines, or compare the output of programs",
    synopses: ["[OPTIONS] [TARGET]", "--golden DIR [SELECTION] [OPTIONS]"],
    positionals: [
      .init(name: "TARGET", help: "A file or folder with tests; the programs to compare with --golden")
    ],
    options: [
      .init(spelling: "--golden", valueName: "DIR", help: "Compare the output of the programs of DIR with their files"),
      .init(spelling: "--filter", valueName: "TEXT", help: "Run only what has TEXT in its name"),
      .init(
        spelling: "--timeout", valueName: "MS", help: "Milliseconds for each test; 30000 without", isNumber: true),
      .init(spelling: "--parallel", help: "Run several files at a time"),
      .init(spelling: "--verbose", alias: "-v", help: "Say more about failures"),
      .init(spelling: "--timing", help: "Show durations and statistics, with --golden"),
      .init(spelling: "--junit", valueName: "PATH", help: "Write a JUnit report"),
      .init(spelling: "--json", help: "Print the results as JSON"),
    ])

  /// The options that say how tests are run.
  struct Settings: Sendable {
    var filter: String?
    var timeoutMilliseconds = 30_000
    /// How many files are run at a time.
    var threadCount = 1
    var isVerbose = false
    var showsTiming = false
    var printsText = true
  }

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    var settings = Settings()
    settings.filter = arguments.value("--filter")
    if let filter = settings.filter, filter.hasPrefix("re:"), arguments.has("--golden") { try checkPattern(of: filter) }
    settings.timeoutMilliseconds = arguments.number("--timeout") ?? settings.timeoutMilliseconds
    if arguments.has("--parallel") { settings.threadCount = max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }
    settings.isVerbose = arguments.has("--verbose")
    settings.printsText = !arguments.has("--json")
    let target = arguments.positionals.first
    let watch = TestWatch(limitMilliseconds: settings.timeoutMilliseconds)
    let results: TestResults?
    if let folder = arguments.value("--golden") {
      settings.showsTiming = arguments.has("--timing") || settings.isVerbose
      results = GoldenSuite(folder: folder, selection: target, settings, watch).run()
    } else {
      guard let path = target ?? (isFolder("tests") ? "tests" : nil) else {
        throw .rule("no path specified and no tests/ directory found", declaration)
      }
      results = PipelineSuite(path, settings, watch).run()
    }
    if watch.isStopped { return ExitStatus.interrupted }
    guard let results else { return ExitStatus.failure }
    if arguments.has("--json") { StandardStream.output.write(results.json.prettyText + "\n") }
    if let path = arguments.value("--junit") {
      writeReport(results, to: path, announcesOn: settings.printsText ? .output : .error)
    }
    return results.failedCount == 0 ? ExitStatus.success : ExitStatus.failure
  }

  /// A filter with a broken regular expression is no filter.
  private static func checkPattern(of filter: String) throws(UsageError) {
    do throws(PatternError) {
      _ = try RegularExpression(String(filter.dropFirst(3)))
    } catch {
      throw .rule("invalid value '\(filter)' for '--filter <TEXT>': \(error.message)", declaration)
    }
  }

  private static func writeReport(_ results: TestResults, to path: String, announcesOn stream: StandardStream) {
    do throws(WriteError) {
      try writeFile(results.junitText, to: path)
      stream.write("JUnit XML written to \(path)\n")
    } catch {
      StandardStream.error.write("Failed to write JUnit XML to \(path): \(error.reason)\n")
    }
  }
}
