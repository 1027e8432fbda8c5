import Diagnostics
import Engine
import Glibc

/// The test pipelines of a file or folder (07 §7.1 to §7.3).
struct PipelineSuite {
  private let target: String
  private let settings: TestCommand.Settings
  private let watch: TestWatch
  private let slots: TestSlots

  /// The tests at `target`.
  init(_ target: String, _ settings: TestCommand.Settings, _ watch: TestWatch) {
    self.target = target
    self.settings = settings
    self.watch = watch
    slots = TestSlots(settings.threadCount)
  }

  /// A test that is to be run.
  private struct Test: Sendable {
    var name: String
    var path: String
    var content: Content

    enum Content: Sendable {
      case pipeline(TestPipeline, SourceFile)
      /// The file holds no tests that could be run.
      case failure(String)
    }
  }

  /// Runs all tests and prints how they end; nil when there is nothing at the target.
  func run() -> TestResults? {
    guard access(target, F_OK) == 0 else {
      StandardStream.error.write("Path not found: \(target)\n")
      return nil
    }
    let start = ContinuousClock.now
    let files = paths.map(selectedTests(ofFile:)).filter { !$0.isEmpty }
    var all = TestResults()
    guard !files.isEmpty else {
      say("No test pipelines found\n")
      return all
    }
    let count = files.reduce(0) { $0 + $1.count }
    say("Running \(counted(count, "test")) from \(counted(files.count, "file"))...\n\n")
    all.results = TestQueue(files, report: print).run(threads: settings.threadCount, run)
    all.milliseconds = milliseconds(since: start)
    if !watch.isStopped { say("\n\(all.summary) (\(all.milliseconds) ms)\n") }
    return all
  }

  // MARK: Discovery

  private var paths: [String] {
    guard isFolder(target) else { return [target] }
    return SourceTargets.files([target]).filter { path in
      guard let text = try? Engine.text(ofFileAt: path) else { return true }
      return text.contains("test_") || text.contains("@test")
    }
  }

  private func selectedTests(ofFile path: String) -> [Test] {
    tests(ofFile: path).filter { test in settings.filter.map(test.name.contains) ?? true }
  }

  private func tests(ofFile path: String) -> [Test] {
    let file: SourceFile
    do throws(ReadError) {
      file = try SourceFile.read(path)
    } catch {
      return [Test(name: "<file error>", path: path, content: .failure("Failed to read \(path): \(error.reason)"))]
    }
    do throws(Diagnostic) {
      return try Engine().testPipelines(of: file).map { pipeline in
        Test(name: pipeline.name, path: path, content: .pipeline(pipeline, file))
      }
    } catch {
      return [Test(name: "<file error>", path: path, content: .failure(error.message))]
    }
  }

  // MARK: Execution

  /// Runs a test; nil when no more shall be run.
  private func run(_ test: Test) -> TestResult? {
    switch test.content {
    case .failure(let text): TestResult(name: test.name, file: test.path, error: text)
    case .pipeline(let pipeline, let file): slots.occupying(for: pipeline) { run(pipeline, in: file) }
    }
  }

  private func run(_ test: TestPipeline, in file: SourceFile) -> TestResult? {
    if watch.isStopped { return nil }
    var result = TestResult(name: test.name, file: file.path)
    let start = ContinuousClock.now
    let program = Engine().compile(file, isChecked: false, entryPipeline: test.name)
    if let error = program.compileError {
      result.error = "Compile error: \(error)"
    } else {
      (result.error, result.output) = run(program)
    }
    result.milliseconds = milliseconds(since: start)
    return watch.isStopped ? nil : result
  }

  /// Runs a program in the folder of its file.
  private func run(_ program: Compilation) -> (error: String?, output: String) {
    let output = OutputCollector()
    var options = RunOptions(standardOutput: output, standardError: output)
    options.asksNoModel(butUses: "mock")
    options.workingDirectory = resolvedPath(SourceTargets.folder(of: program.file.path))
    let outcome = watch.watching { interruption in
      options.interruption = interruption
      return Engine().run(program, options: options)
    }
    if options.interruption?.wasRequested ?? false {
      return ("timed out after \(settings.timeoutMilliseconds)ms", output.text)
    }
    return (outcome.uncaughtMessage == nil ? nil : outcome.report.withoutLastLineEnd, output.text)
  }

  // MARK: Output

  private func print(_ result: TestResult) {
    let time = result.isPassed ? " (\(result.milliseconds) ms)" : ""
    say("\(StandardStream.output.verdict(result.isPassed))\(result.name) [\(result.file ?? "")]\(time)\n")
    guard let error = result.error else { return }
    say(error.lines.map { indented($0) }.joined())
    if settings.isVerbose, !result.output.isEmpty {
      say(result.output.withoutLastLineEnd.lines.map { indented("| \($0)") }.joined())
    }
  }

  private func indented(_ line: Substring) -> String { indented(String(line)) }

  private func indented(_ line: String) -> String { "        \(line)\n" }

  private func say(_ text: String) {
    if settings.printsText { StandardStream.output.write(text) }
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension RunOptions {
  /// No model is asked for real; calls that name no provider go to `provider` when one is given (07 §7.2, §7.4).
  mutating func asksNoModel(butUses provider: String? = nil) {
    let outer = environment
    environment = { name in
      switch name {
      case "HARN_LLM_CALLS_DISABLED": "1"
      case "HARN_LLM_PROVIDER": outer(name) ?? provider
      default: outer(name)
      }
    }
  }
}

extension String {
  /// The pieces between line feeds, without the carriage returns before them.
  var lines: [Substring] {
    // Not by characters: a carriage return with a line feed is one.
    utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }

  /// The text without one line feed at its end.
  var withoutLastLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
