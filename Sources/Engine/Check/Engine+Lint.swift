import Checker
import Diagnostics
import Lint
import Syntax

extension Engine {
  /// What `harn lint` reports in `file`: syntax errors, or what the lint rules find (07 §5).
  package func lint(_ file: SourceFile, settings: CheckSettings = CheckSettings()) -> [Diagnostic] {
    onDeepStack { lint(ParsedFile(file), settings: settings) }
  }

  /// What `harn lint` reports in a file that has been parsed.
  package func lint(_ text: ParsedFile, settings: CheckSettings) -> [Diagnostic] {
    onDeepStack {
      let known = diagnostics(of: text)
      return text.isComplete ? lint(text, known, settings) : known
    }
  }

  /// What is found in `file` that comes with a fix.
  package func fixable(_ file: SourceFile, settings: CheckSettings) -> [Diagnostic] {
    onDeepStack { fixable(ParsedFile(file), settings: settings) }
  }

  /// What is found in a file that has been parsed and comes with a fix, by lint rules and by the checker (03 §10.1 no. 5).
  package func fixable(_ text: ParsedFile, settings: CheckSettings) -> [Diagnostic] {
    onDeepStack {
      let known = diagnostics(of: text)
      return ((text.isComplete ? lint(text, known, settings) : []) + known).filter { !$0.fixes.isEmpty }
    }
  }

  /// Whether lexer and parser accept `file`.
  package func parses(_ file: SourceFile) -> Bool { onDeepStack { parse(file).diagnostics.isEmpty } }

  /// What the lint rules find in a text that the parser understood (03 §16, 06 §18). `known` is what the checker found.
  func lint(_ text: ParsedFile, _ known: [Diagnostic], _ settings: CheckSettings) -> [Diagnostic] {
    let calls = known.filter { $0.code == .unknownCallee }
      .map { ($0.range.start, $0.help?.split(separator: "`").dropFirst().first.map(String.init)) }
    let linter = Linter(
      text.file, text.parsed, options: settings.lint,
      unresolvedCalls: Dictionary(calls, uniquingKeysWith: { first, _ in first }))
    let personas = personaFindings(text.program, of: text.file, settings.personaStepAllowlist)
      .filter { !settings.lint.disabledRules.contains($0.code.rawValue) }
    return linter.findings() + personas
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
