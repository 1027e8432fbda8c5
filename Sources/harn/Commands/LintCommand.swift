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
    let sources = SourceCache()
    let imported = Engine().selectivelyImportedNames(inFilesAt: paths, sources: sources)
    var projects = ProjectSettings.Cache()
    let targets = paths.map { path in
      let project = projects.settings(ofFile: path)
      var settings = project.check
      settings.lint.namesImportedElsewhere = imported
      if arguments.has("--require-file-header") { settings.lint.requiresFileHeader = true }
      return (path: path, settings: settings, isStrict: project.isStrict)
    }
    var reports: [FileReport] = []
    if arguments.has("--fix") {
      reports = targets.map { target in
        // The cache has the text as it was before.
        FileReport(target.path, isStrict: target.isStrict, sources: sources) { file in
          let file = repaired(file, target.settings, isQuiet: arguments.has("--json"))
          return [TextFindings(file: file, diagnostics: Engine().lint(file, settings: target.settings))]
        }
      }
    } else {
      reports = concurrentMap(targets) { target in
        FileReport(target.path, isStrict: target.isStrict, sources: sources) { file in
          [TextFindings(file: file, diagnostics: Engine().lint(file, settings: target.settings, sources: sources))]
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

  /// The text with its fixes applied and written back. One that would not parse, or cannot be written, stays as it was.
  private static func repaired(_ file: SourceFile, _ settings: CheckSettings, isQuiet: Bool) -> SourceFile {
    let fixed = FixedText(file, applying: Engine().fixable(file, settings: settings))
    guard fixed.count > 0 else { return file }
    let result = SourceFile(path: file.path, bytes: fixed.bytes)
    guard Engine().parses(result) else {
      StandardStream.error.write("error: the fixes of \(file.path) would break it; it is left unchanged\n")
      return file
    }
    do throws(WriteError) {
      try replaceFile(with: result.text(of: result.range), at: file.path)
    } catch {
      StandardStream.error.write("error: \(error.message)\n")
      return file
    }
    if !isQuiet { StandardStream.output.write("\(file.path): applied \(fixed.count) fix(es)\n") }
    return result
  }
}
