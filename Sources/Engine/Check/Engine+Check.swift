import Catalog
import Checker
import Compiler
import Diagnostics
import StepRuntime
import Syntax

extension Engine {
  /// What lexer, parser and checker find in `file`, in the order found.
  package func check(_ file: SourceFile) -> [Diagnostic] {
    onDeepStack {
      let text = ParsedFile(file)
      let diagnostics = diagnostics(of: text)
      return text.isComplete ? diagnostics + personaFindings(text.program, of: file) : diagnostics
    }
  }

  /// What `harn check` reports of one file and of the modules that it reaches. Texts without findings are left out.
  package func checkWithImports(_ file: SourceFile, settings: CheckSettings = CheckSettings()) -> [TextFindings] {
    onDeepStack {
      let text = ParsedFile(file)
      let own = TextFindings(file: file, diagnostics: check(text, settings: settings))
      return [own].filter { !$0.diagnostics.isEmpty } + text.moduleFindings(settings)
    }
  }

  /// What `harn check` reports in the text of a file: the findings of `check`, those of lint rules and those about its
  /// imports, in the order of 07 §4.1.
  package func check(_ text: ParsedFile, settings: CheckSettings) -> [Diagnostic] {
    onDeepStack {
      let known = diagnostics(of: text, hasStrictTypes: settings.hasStrictTypes)
      guard text.isComplete else { return known }
      var meaning = known
      if settings.hasStrictTypes { meaning += StrictTypeRules(text.program).findings }
      let style = lint(text, known, settings)
      // Of `break` and `continue` the lint rule says more (03 §16).
      let misplaced = style.filter { $0.code == .breakOutsideLoop }.map(\.range)
      if !known.contains(where: { $0.severity == .error }) {
        meaning += compileFaults(of: text).filter { !misplaced.contains($0.range) }
      }
      let imports = PreflightRules(text.graph, program: text.program, path: text.file.path).findings
      return meaning + Engine.withoutKnownCauses(style, meaning) + settings.judged(imports)
    }
  }

  /// What lexer and parser find in a text, or the checker, if the parser understood all of it.
  func diagnostics(of text: ParsedFile, hasStrictTypes: Bool = false) -> [Diagnostic] {
    guard text.isComplete else { return text.parsed.diagnostics }
    var context = CheckerContext(text.graph)
    context.hasStrictTypes = hasStrictTypes
    return Checker.check(text.program, of: text.file, context: context)
  }

  /// What only the compiler finds in a text without errors (03 §14.1).
  private func compileFaults(of text: ParsedFile) -> [Diagnostic] {
    do throws(CompileError) {
      _ = try Compiler.compile(
        text.program, path: text.file.path, options: ModuleLinker.optionsOfCheck(text.graph))
      return []
    } catch {
      return [Diagnostic(.uncompilable, .error, error.message, at: error.range)]
    }
  }

  /// The findings about personas and hooks (06 §18) in `program`, the text of `file`.
  func personaFindings(
    _ program: Program, of file: SourceFile, _ personaStepAllowlist: Set<String> = []
  ) -> [Diagnostic] {
    PersonaRules(
      program, of: file, builtins: Catalog.knownNames, allowedFunctions: personaStepAllowlist,
      matchesPattern: matchesGlob
    ).findings
  }
}

extension CheckerContext {
  /// What a file with this graph may name: the builtins, and what its imports bring.
  init(_ graph: ModuleGraph) {
    self.init(builtins: Catalog.knownNames, builtinResult: { Catalog.builtinResults[$0] })
    imports = ImportedNames(graph)
  }
}
