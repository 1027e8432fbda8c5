import Diagnostics
import Engine
import Foundation
import TestSupport
import Testing
import VM

/// A program of `Tests/Language`.
struct LanguageProgram: CustomTestStringConvertible, Sendable {
  var file: URL
  /// From the root of the repository.
  var path: String

  static let all = Repository.files(in: "Tests/Language", withExtension: "harn")
    .map { LanguageProgram(file: $0, path: Repository.relativePath(of: $0)) }
    // What stands in folders of this name is imported by programs.
    .filter { !$0.path.contains("/modules/") }

  /// Files that are known to fail, with the reasons: `path: reason`, one a line.
  static let knownFailures: [String: String] = {
    let list = Repository.root.appendingPathComponent("Tests/Language/KNOWN_FAILURES")
    let lines = (try? String(contentsOf: list, encoding: .utf8))?.split(separator: "\n") ?? []
    let pairs = lines.filter { !$0.hasPrefix("#") }.map { line in
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }()

  var testDescription: String { String(path.dropFirst("Tests/Language/".count)) }
}

/// What a run of a program showed.
struct Observation {
  /// Standard output in lines.
  var output: [String] = []
  /// The first lines of errors, before the run or uncaught, without `error: `.
  var errors: [String] = []
  var warnings: [String] = []
  var exitStatus: Int32 = 0
}

extension Observation {
  /// Runs `program` in this process.
  init(ofRunning program: LanguageProgram, isFusionEnabled: Bool) throws {
    let compilation = try Engine().compile(fileAt: program.file.path)
    let sink = OutputCollector()
    var options = RunOptions(standardOutput: sink)
    options.environment = { _ in nil }
    options.isFusionEnabled = isFusionEnabled
    let findings = compilation.diagnostics
    warnings = findings.filter { $0.severity == .warning }.map(\.message)
    errors = findings.filter { $0.severity == .error }.map(\.message) + [compilation.compileError].compactMap { $0 }
    exitStatus = 1
    if compilation.isRunnable {
      let outcome = Engine().run(compilation, options: options)
      exitStatus = outcome.exitStatus
      errors += [outcome.uncaughtMessage].compactMap { $0 }.map(\.firstLine)
    }
    output = sink.text.outputLines
  }

  /// Runs `program` with a binary.
  init(ofRunning program: LanguageProgram, binary: URL) throws {
    let result = try HarnBinary.run(["run", program.path])
    let lines = result.errors.split(separator: "\n").map(String.init)
    output = result.output.outputLines
    warnings = lines.compactMap { $0.removingPrefix("warning: ") }
    errors = lines.compactMap { $0.removingPrefix("error: ") }.map { $0.removingPrefix("compile error: ") ?? $0 }
    exitStatus = result.wasKilled ? 128 + result.status : result.status
  }
}

extension String {
  fileprivate var firstLine: String { String(prefix { $0 != "\n" }) }

  /// The lines of a text that ends in a line feed.
  fileprivate var outputLines: [String] {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map { String($0).trimmingTrailingBlanks }
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  fileprivate func removingPrefix(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
