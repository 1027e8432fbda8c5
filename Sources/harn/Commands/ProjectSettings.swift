import Diagnostics
import Engine
import Formatter
import Manifest

/// What the `harn.toml` of a project says about checking and formatting its files (07 §12).
struct ProjectSettings {
  /// What is looked for.
  var check = CheckSettings()
  /// Whether warnings fail `check` and `lint`.
  var isStrict = false
  /// How its files are laid out.
  var format = FormatOptions()

  /// The settings of manifests by path; each is read once.
  struct Cache {
    private var known: [String: ProjectSettings] = [:]

    /// The settings of the nearest manifest from the folder of a file upwards. One that cannot be read is reported and
    /// counts as empty (07 §12.1).
    mutating func settings(ofFile path: String) -> ProjectSettings {
      guard let manifest = Manifest.nearest(from: SourceTargets.folder(of: path)) else { return ProjectSettings() }
      if let settings = known[manifest] { return settings }
      let settings = ProjectSettings(manifestAt: manifest)
      known[manifest] = settings
      return settings
    }
  }

  private init() {}

  private init(manifestAt path: String) {
    do {
      note(try Manifest(SourceFile.read(path)))
    } catch let error as ManifestError {
      StandardStream.error.write("warning: failed to parse \(path): \(error.message)\n")
    } catch {
      StandardStream.error.write("warning: failed to parse \(path): \((error as? ReadError)?.reason ?? "")\n")
    }
  }

  private mutating func note(_ manifest: Manifest) {
    check.personaStepAllowlist = manifest.personaStepAllowlist
    check.lint.disabledRules = manifest.disabledLintRules
    if let threshold = manifest.complexityThreshold { check.lint.complexityThreshold = threshold }
    check.lint.requiresFileHeader = manifest.requiresFileHeader
    check.lint.requiresDocComments = manifest.requiresDocComments ?? true
    check.hasStrictTypes = manifest.hasStrictTypes
    if let severity = manifest.preflightSeverity.flatMap(PreflightSeverity.init(rawValue:)) {
      check.preflightSeverity = severity.severity
    }
    isStrict = manifest.isStrict
    if let width = manifest.lineWidth { format.lineWidth = width }
    if let width = manifest.separatorWidth { format.separatorWidth = width }
  }
}

/// How bad findings about imports are (07 §4.2).
enum PreflightSeverity: String {
  case error
  case warning
  case off

  /// The severity, nil when there are no such findings.
  var severity: Diagnostic.Severity? {
    switch self {
    case .error: .error
    case .warning: .warning
    case .off: nil
    }
  }
}
