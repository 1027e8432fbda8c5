import Diagnostics
import Engine
import StepRuntime

/// `harn check TARGETS...` (07 §4).
enum CheckCommand: Command {
  static let declaration = CommandDeclaration(
    name: "check", purpose: "Report mistakes without running anything",
    synopses: ["[OPTIONS] <TARGETS>..."],
    positionals: [
      .init(name: "TARGETS", help: "The files and folders to check", isRepeated: true, isRequired: true)
    ],
    options: [.init(spelling: "--json", help: "Print the findings as JSON")])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let paths = SourceTargets.files(arguments.positionals)
    guard !paths.isEmpty else {
      throw .rule("no .harn files found under the given target(s)", declaration)
    }
    var projects = ProjectSettings.Cache()
    var reports: [FileReport] = []
    for path in paths {
      let report = FileReport(checking: path, projects.settings(ofFile: path))
      if !arguments.has("--json") { report.print() }
      reports.append(report)
    }
    if arguments.has("--json") { StandardStream.output.write(json(reports).prettyText + "\n") }
    return reports.contains { $0.errorCount > 0 } ? ExitStatus.failure : ExitStatus.success
  }

  /// The object of 07 §4.3.
  private static func json(_ reports: [FileReport]) -> JSONValue {
    let errors = reports.reduce(0) { $0 + $1.errorCount }
    return .object([
      "files": .array(reports.map(\.json)), "errors": .int(errors),
      "warnings": .int(reports.reduce(0) { $0 + $1.warningCount }), "ok": .bool(errors == 0),
    ])
  }
}

/// What is found in one file.
private struct FileReport {
  var path: String
  /// Why the file could not be read.
  var failure: ReadError?
  /// The diagnostics of the file, and those of the modules that it reaches.
  var findings: [(file: SourceFile, diagnostics: [Diagnostic])] = []

  init(checking path: String, _ settings: ProjectSettings) {
    self.path = path
    do throws(ReadError) {
      findings = Engine().checkWithImports(
        try SourceFile.read(path), personaStepAllowlist: settings.personaStepAllowlist)
    } catch {
      failure = error
    }
  }

  var errorCount: Int { count(.error) + (failure == nil ? 0 : 1) }

  var warningCount: Int { count(.warning) }

  private func count(_ severity: Diagnostic.Severity) -> Int {
    findings.reduce(0) { $0 + $1.diagnostics.count { $0.severity == severity } }
  }

  /// Code frames on standard error, or `ok` on standard output.
  func print() {
    if let failure { return StandardStream.error.write("\(failure.message)\n") }
    if findings.isEmpty { return StandardStream.output.write("\(path): ok\n") }
    let renderer = DiagnosticRenderer(style: StandardStream.error.isColored ? .colored : .plain)
    for (file, diagnostics) in findings {
      StandardStream.error.write(renderer.render(diagnostics, in: file))
    }
  }

  var json: JSONValue {
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
      "rule": .null, "severity": .string(diagnostic.severity.rawValue),
    ])
  }

  private static func category(of code: DiagnosticCode) -> String {
    code == .preflight ? "preflight" : code.isSyntactic ? "syntax" : "type"
  }

  private static func finding(of failure: ReadError) -> JSONValue {
    .object([
      "category": .string("syntax"), "column": .null, "line": .null, "help": .null, "rule": .null,
      "message": .string(failure.message), "severity": .string("error"),
    ])
  }
}
