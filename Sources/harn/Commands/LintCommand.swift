import Diagnostics
import Engine
import Lint

/// `harn lint TARGETS...` (07 §5).
enum LintCommand: Command {
  static let declaration = CommandDeclaration(
    name: "lint", purpose: "Report and repair doubtful style", synopses: ["[OPTIONS] <TARGETS>..."],
    positionals: [
      .init(name: "TARGETS", help: "The files and folders to lint", isRepeated: true, isRequired: true)
    ],
    options: [
      .init(spelling: "--fix", help: "Repair what can be repaired, and report the rest"),
      .init(spelling: "--require-file-header", help: "Each file must begin with a doc comment"),
      .init(spelling: "--json", help: "Print the findings as JSON"),
    ])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let paths = SourceTargets.files(arguments.positionals)
    guard !paths.isEmpty else {
      throw .rule("no .harn files found under the given target(s)", declaration)
    }
    let checked = CheckedFiles(paths: paths)
    let imported = checked.selectivelyImportedNames
    var projects = ProjectSettings.Cache()
    let targets = zip(paths, checked.files).map { path, file in
      let project = projects.settings(ofFile: path)
      var settings = project.check
      settings.lint.namesImportedElsewhere = imported
      if arguments.has("--require-file-header") { settings.lint.requiresFileHeader = true }
      return (path: path, file: file, settings: settings, isStrict: project.isStrict)
    }
    let reports: [FileReport]
    if arguments.has("--fix") {
      reports = targets.map { target in
        FileReport(target.path, target.file, isStrict: target.isStrict) {
          repaired($0, target.settings, isQuiet: arguments.has("--json"))
        }
      }
    } else {
      reports = concurrentMap(targets) { target in
        FileReport(target.path, target.file, isStrict: target.isStrict) {
          TextFindings(file: $0.file, diagnostics: Engine().lint($0, settings: target.settings))
        }
      }
    }
    if arguments.has("--json") {
      StandardStream.output.write(FileReport.json(reports).prettyText + "\n")
    } else {
      for report in reports { report.print(praise: "no issues found") }
    }
    return reports.contains(where: \.isFailure) ? ExitStatus.failure : ExitStatus.success
  }

  /// What is left to report once the fixes are applied and written back. A text that would not parse, or cannot be
  /// written, stays as it was.
  private static func repaired(_ text: ParsedFile, _ settings: CheckSettings, isQuiet: Bool) -> TextFindings {
    let file = text.file
    guard let result = repaired(file, Engine().fixable(text, settings: settings), isQuiet: isQuiet) else {
      return TextFindings(file: file, diagnostics: Engine().lint(text, settings: settings))
    }
    return TextFindings(file: result, diagnostics: Engine().lint(result, settings: settings))
  }

  /// The new text of `file`, nil when it stays as it was.
  private static func repaired(_ file: SourceFile, _ findings: [Diagnostic], isQuiet: Bool) -> SourceFile? {
    let fixed = FixedText(file, applying: findings)
    guard fixed.count > 0 else { return nil }
    let result = SourceFile(path: file.path, bytes: fixed.bytes)
    guard Engine().parses(result) else {
      StandardStream.error.write("error: the fixes of \(file.path) would break it; it is left unchanged\n")
      return nil
    }
    do throws(WriteError) {
      try replaceFile(with: result.text(of: result.range), at: file.path)
    } catch {
      StandardStream.error.write("error: \(error.message)\n")
      return nil
    }
    if !isQuiet { StandardStream.output.write("\(file.path): applied \(fixed.count) fix(es)\n") }
    return result
  }
}
