import Diagnostics
import Engine
import Manifest

/// `harn check TARGETS...` (07 §4).
enum CheckCommand: Command {
  static let declaration = CommandDeclaration(
    name: "check", purpose: "Report mistakes without running anything",
    synopses: ["[OPTIONS] [TARGETS]..."],
    positionals: [.init(name: "TARGETS", help: "The files and folders to check", isRepeated: true)],
    options: [
      .init(spelling: "--workspace", help: "Also check the paths of `[workspace].pipelines` in harn.toml"),
      .init(spelling: "--strict-types", help: "Warn where data from outside is used unchecked"),
      .init(
        spelling: "--preflight", valueName: "SEVERITY",
        help: "How bad findings about imports are: error, warning or off"),
      .init(spelling: "--json", help: "Print the findings as JSON"),
    ])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    let severity = try preflightSeverity(arguments)
    let paths = SourceTargets.files(try targets(arguments))
    guard !paths.isEmpty else {
      throw .rule("no .harn files found under the given target(s)", declaration)
    }
    let checked = CheckedFiles(paths: paths)
    let imported = paths.count > 1 ? checked.selectivelyImportedNames : []
    var projects = ProjectSettings.Cache()
    let targets = zip(paths, checked.files).map { path, file in
      let project = projects.settings(ofFile: path)
      var settings = project.check
      settings.lint.namesImportedElsewhere = imported
      if let severity { settings.preflightSeverity = severity.severity }
      if arguments.has("--strict-types") { settings.hasStrictTypes = true }
      return (path: path, file: file, settings: settings, isStrict: project.isStrict)
    }
    var reports = concurrentMap(targets) { target in
      FileReport(target.path, target.file, isStrict: target.isStrict) {
        TextFindings(file: $0.file, diagnostics: Engine().check($0, settings: target.settings))
      }
    }
    for (index, findings) in checked.moduleFindings(targets.map(\.settings)).enumerated() {
      reports[index].add(findings)
    }
    if arguments.has("--json") {
      StandardStream.output.write(FileReport.json(reports).prettyText + "\n")
    } else {
      for report in reports { report.print(praise: "ok") }
    }
    return reports.contains(where: \.isFailure) ? ExitStatus.failure : ExitStatus.success
  }

  private static func preflightSeverity(_ arguments: ParsedArguments) throws(UsageError) -> PreflightSeverity? {
    guard let text = arguments.value("--preflight") else { return nil }
    guard let severity = PreflightSeverity(rawValue: text) else {
      throw .rule(
        "invalid value '\(text)' for '--preflight <SEVERITY>': expected error, warning or off", declaration)
    }
    return severity
  }

  /// The targets on the command line and those of the workspace.
  private static func targets(_ arguments: ParsedArguments) throws(UsageError) -> [String] {
    guard arguments.has("--workspace") else {
      guard !arguments.positionals.isEmpty else {
        throw .rule(
          "`harn check` requires at least one target path, or `--workspace` with `[workspace].pipelines`", declaration)
      }
      return arguments.positionals
    }
    let first = arguments.positionals.first
    let start = first.map { isFolder($0) ? $0 : SourceTargets.folder(of: $0) } ?? "."
    guard let path = Manifest.nearest(from: start) else {
      throw .rule("--workspace could not find a harn.toml walking up from the target(s)", declaration)
    }
    let listed = (try? Manifest(SourceFile.read(path)))?.workspacePipelines ?? []
    guard !listed.isEmpty else {
      throw .rule("--workspace requires `[workspace].pipelines` in the nearest harn.toml", declaration)
    }
    let folder = SourceTargets.folder(of: path)
    return arguments.positionals + listed.map { $0.hasPrefix("/") || folder == "." ? $0 : "\(folder)/\($0)" }
  }
}
