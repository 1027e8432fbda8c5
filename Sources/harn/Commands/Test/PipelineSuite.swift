import Diagnostics
import Engine
import Glibc

/// The test pipelines of a file or folder (07 §7.1 to §7.3).
struct PipelineSuite {
  private let target: String
  private let settings: TestCommand.Settings

  /// The tests at `target`.
  init(_ target: String, _ settings: TestCommand.Settings) {
    self.target = target
    self.settings = settings
  }

  /// A test that is to be run.
  private struct Test {
    var name: String
    var path: String
    var content: Content

    enum Content {
      case pipeline(SourceFile)
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
    let tests = paths.flatMap(tests(ofFile:)).filter { test in settings.filter.map(test.name.contains) ?? true }
    var all = TestResults()
    guard !tests.isEmpty else {
      say("No test pipelines found\n")
      return all
    }
    let fileCount = Set(tests.map(\.path)).count
    say("Running \(counted(tests.count, "test")) from \(counted(fileCount, "file"))...\n\n")
    for test in tests {
      let result = run(test)
      all.results.append(result)
      print(result)
    }
    all.milliseconds = milliseconds(since: start)
    say("\n\(all.summary) (\(all.milliseconds) ms)\n")
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

  private func tests(ofFile path: String) -> [Test] {
    let file: SourceFile
    do throws(ReadError) {
      file = try SourceFile.read(path)
    } catch {
      return [Test(name: "<file error>", path: path, content: .failure("Failed to read \(path): \(error.reason)"))]
    }
    do throws(Diagnostic) {
      return try Engine().testPipelines(of: file).map { name in
        Test(name: name, path: path, content: .pipeline(file))
      }
    } catch {
      return [Test(name: "<file error>", path: path, content: .failure(error.message))]
    }
  }

  // MARK: Execution

  private func run(_ test: Test) -> TestResult {
    var result = TestResult(name: test.name, file: test.path)
    switch test.content {
    case .failure(let text): result.error = text
    case .pipeline(let file):
      let start = ContinuousClock.now
      let program = Engine().compile(file, isChecked: false, entryPipeline: test.name)
      if let error = program.compileError {
        result.error = "Compile error: \(error)"
      } else {
        (result.error, result.output) = run(program)
      }
      result.milliseconds = milliseconds(since: start)
    }
    return result
  }

  /// Runs a program in the folder of its file.
  private func run(_ program: Compilation) -> (error: String?, output: String) {
    let output = OutputCollector()
    var options = RunOptions(standardOutput: output, standardError: output)
    options.forTests()
    let home = getcwd(nil, 0)
    defer { free(home) }
    options.sourceRoot = home.map { String(cString: $0) }
    chdir(SourceTargets.folder(of: program.file.path))
    defer { if let home { chdir(home) } }
    let outcome = RunSignals.limiting(toMilliseconds: settings.timeoutMilliseconds) { interruption in
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
  /// What holds for every test: no model is asked for real (07 §7.2).
  mutating func forTests() {
    let outer = environment
    environment = { name in
      switch name {
      case "HARN_LLM_CALLS_DISABLED": "1"
      case "HARN_LLM_PROVIDER": outer(name) ?? "mock"
      default: outer(name)
      }
    }
  }
}

extension String {
  /// The pieces between line feeds.
  var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: false) }

  /// The text without one line feed at its end.
  var withoutLastLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
