import Diagnostics
import Engine
import StepRuntime

/// What `harn check` or `harn lint` finds in one file.
struct FileReport: Sendable {
  var path: String
  /// Why the file could not be read.
  var failure: ReadError?
  /// The diagnostics of the file, and those of the modules that it reaches.
  var findings: [TextFindings] = []
  /// Whether the project lets warnings fail the command (07 §12.3).
  var isStrict = false

  /// The report of the file at `path` as it was read. `inspect` looks at the text.
  init(
    _ path: String, _ file: Result<ParsedFile, ReadError>, isStrict: Bool, inspect: (ParsedFile) -> TextFindings
  ) {
    self.path = path
    self.isStrict = isStrict
    switch file {
    case .success(let file): add([inspect(file)])
    case .failure(let failure): self.failure = failure
    }
  }

  /// Adds findings; texts without any are left out.
  mutating func add(_ texts: [TextFindings]) { findings += texts.filter { !$0.diagnostics.isEmpty } }

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
    for text in findings {
      // Not all at once: each frame repeats its line, however long that is.
      for start in stride(from: 0, to: text.diagnostics.count, by: 100) {
        let part = text.diagnostics[start..<min(start + 100, text.diagnostics.count)]
        StandardStream.error.write(renderer.render(Array(part), in: text.file))
      }
    }
  }
}

// MARK: - JSON (07 §4.3)

extension FileReport {
  /// The object of all reports.
  static func json(_ reports: [FileReport]) -> JSONValue {
    .object([
      "files": .array(reports.flatMap(\.json)), "errors": .int(reports.reduce(0) { $0 + $1.errorCount }),
      "warnings": .int(reports.reduce(0) { $0 + $1.warningCount }), "ok": .bool(!reports.contains(where: \.isFailure)),
    ])
  }

  /// The entry of the file itself and those of modules that are no targets: places belong to the path beside them.
  private var json: [JSONValue] {
    if let failure { return [Self.entry(path, [Self.finding(of: failure)])] }
    let own = findings.filter { $0.module == nil }.flatMap(Self.findings)
    return [Self.entry(path, own)]
      + findings.filter { $0.module != nil }.map { Self.entry($0.file.path, Self.findings(in: $0)) }
  }

  private static func entry(_ path: String, _ findings: [JSONValue]) -> JSONValue {
    .object(["path": .string(path), "findings": .array(findings)])
  }

  private static func findings(in text: TextFindings) -> [JSONValue] {
    text.diagnostics.map { finding($0, in: text.file) }
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
