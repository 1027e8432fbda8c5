import Checker
import Diagnostics
import Lint
import Syntax

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

extension Engine {
  /// What the lint rules find in a parsed text (03 §16, 06 §18). `diagnostics` are those of the checker.
  func lint(
    _ file: SourceFile, _ parsed: ParseResult, _ diagnostics: [Diagnostic], _ settings: CheckSettings
  ) -> [Diagnostic] {
    let calls = diagnostics.filter { $0.code == .unknownCallee }
      .map { ($0.range.start, $0.help?.split(separator: "`").dropFirst().first.map(String.init)) }
    let linter = Linter(
      file, parsed, options: settings.lint, unresolvedCalls: Dictionary(calls, uniquingKeysWith: { first, _ in first }))
    let personas = personaFindings(parsed.program, of: file, settings.personaStepAllowlist)
      .filter { !settings.lint.disabledRules.contains($0.code.rawValue) }
    return linter.findings() + personas
  }

  /// What is found in `file` that comes with a fix, by lint rules and by the checker (03 §10.1 no. 5).
  package func fixable(_ file: SourceFile, settings: CheckSettings) -> [Diagnostic] {
    (lint(file, settings: settings) + check(file)).filter { !$0.fixes.isEmpty }
  }

  /// Whether lexer and parser accept `file`.
  package func parses(_ file: SourceFile) -> Bool { onDeepStack { parse(file).diagnostics.isEmpty } }

  /// The names that the files at these paths import one by one: where they are declared, they are used (07 §5).
  package func selectivelyImportedNames(inFilesAt paths: [String], sources: SourceCache) -> Set<String> {
    let names = concurrentMap(paths) { path -> [String] in
      guard let file = try? sources.read(path) else { return [] }
      return sources.parsed(file).program.items.flatMap { item -> [String] in
        guard case .importModule(let declaration) = item.kind else { return [] }
        return declaration.names?.map(\.text) ?? []
      }
    }
    return Set(names.joined())
  }

  /// `findings` of lint rules without those whose cause the checker or the compiler has reported at the same place.
  static func withoutKnownCauses(_ findings: [Diagnostic], _ known: [Diagnostic]) -> [Diagnostic] {
    let pairs = Set(known.map { Cause(code: $0.code, start: $0.range.start) })
    return findings.filter { finding in
      guard let code = finding.code.sameCause else { return true }
      return !pairs.contains(Cause(code: code, start: finding.range.start))
    }
  }

  private struct Cause: Hashable {
    var code: DiagnosticCode
    var start: Int32
  }
}

extension DiagnosticCode {
  /// The diagnostic of another stage that says the same as this lint rule.
  fileprivate var sameCause: DiagnosticCode? {
    switch self {
    case .undefinedFunction: .unknownCallee
    case .deadCode: .unreachableCode
    case .invalidBinaryOperandLiteral: .wrongOperands
    case .untypedDictAccess: .unvalidatedAccess
    default: nil
    }
  }
}
