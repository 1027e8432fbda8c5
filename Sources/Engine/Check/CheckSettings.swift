import Checker
import Diagnostics
import Lint

/// What a project says about checking and linting its files (07 §12.3).
package struct CheckSettings: Sendable {
  /// The functions that personas may call besides steps (06 §18).
  package var personaStepAllowlist: Set<String> = []
  /// The lint rules.
  package var lint = LintOptions()
  /// Whether data from outside must be checked before it is looked into (03 §15).
  package var hasStrictTypes = false
  /// The severity of findings about imports; nil leaves them out (07 §4.2).
  package var preflightSeverity: Diagnostic.Severity? = .error

  /// The settings of a project without configuration.
  package init() {}

  /// Findings about imports with the severity that the project gives them. Syntax errors of modules stay what they are.
  func judged(_ findings: [Diagnostic]) -> [Diagnostic] {
    findings.compactMap { finding in
      guard finding.code == .preflight else { return finding }
      guard let preflightSeverity else { return nil }
      var finding = finding
      finding.severity = preflightSeverity
      return finding
    }
  }
}
