import Diagnostics
import Engine
import StepRuntime

/// What `harn check` or `harn lint` finds in one file.
struct FileReport: Sendable {
  var path: String
  /// Why the file could not be read.
  var failure: ReadError?
  /// The diagnostics of the file, and those of the modules that it reaches.
  var findings: [(file: SourceFile, diagnostics: [Diagnostic])] = []
  /// Whether the project lets warnings fail the command (07 §12.3).
  var isStrict = false

  /// Reads the file at `path`, unless `sources` has it, and looks at it with `inspect`.
  init(
    _ path: String, isStrict: Bool, sources: SourceCache = SourceCache(),
    inspect: (SourceFile) -> [(file: SourceFile, diagnostics: [Diagnostic])]
  ) {
    self.path = path
    self.isStrict = isStrict
    do throws(ReadError) {
      findings = inspect(try sources.read(path)).filter { !$0.diagnostics.isEmpty }
    } catch {
      failure = error
    }
  }

  var errorCount: Int { count(.error) + (failure == nil ? 0 : 1) }

  var warningCount: Int { count(.warning) }

  /// Whether the findings make the command fail (07 §4.1, §5).
  var isFailure: Bool { errorCount > 0 || isStrict && warningCount > 0 }

  private func count(_ severity: Diagnostic.Severity) -> Int {
    findings.reduce(0) { $0 + $1.diagnostics.count { $0.severity == severity } }
  }

  /// Code frames on standard error, or the path with `praise` on standard output.
  func print(praise: String) {
    if let failure { return StandardStream.error.write("\(failure.message)\n") }
    if findings.isEmpty { return StandardStream.output.write("\(path): \(praise)\n") }
    let renderer = DiagnosticRenderer(style: StandardStream.error.isColored ? .colored : .plain)
    for (file, diagnostics) in findings {
      StandardStream.error.write(renderer.render(diagnostics, in: file))
    }
  }
}

// MARK: - JSON (07 §4.3)

extension FileReport {
  /// The object of all reports.
  static func json(_ reports: [FileReport]) -> JSONValue {
    .object([
      "files": .array(reports.map(\.json)), "errors": .int(reports.reduce(0) { $0 + $1.errorCount }),
      "warnings": .int(reports.reduce(0) { $0 + $1.warningCount }), "ok": .bool(!reports.contains(where: \.isFailure)),
    ])
  }

  private var json: JSONValue {
    var all = findings.flatMap { entry in
      entry.diagnostics.map { Self.finding($0, in: entry.file) }
    }
    if let failure { all = [Self.finding(of: failure)] }
    return .object(["path": .string(path), "findings": .array(all)])
  }

  private static func finding(_ diagnostic: Diagnostic, in file: SourceFile) -> JSONValue {
    let position = file.position(ofByte: Int(diagnostic.range.start))
    return .object([
      "category": .string(category(of: diagnostic.code)),
      "column": .int(position.column), "line": .int(position.line),
      "help": diagnostic.help.map { .string($0) } ?? .null, "message": .string(diagnostic.message),
      "rule": diagnostic.code.lintRule.map { .string($0) } ?? .null,
      "severity": .string(diagnostic.severity.rawValue),
    ])
  }

  private static func category(of code: DiagnosticCode) -> String {
    if code.lintRule != nil { return "lint" }
    return code == .preflight ? "preflight" : code.isSyntactic ? "syntax" : "type"
  }

  private static func finding(of failure: ReadError) -> JSONValue {
    .object([
      "category": .string("syntax"), "column": .null, "line": .null, "help": .null, "rule": .null,
      "message": .string(failure.message), "severity": .string("error"),
    ])
  }
}
