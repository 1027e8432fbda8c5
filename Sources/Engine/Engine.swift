import Bytecode
import Catalog
import Checker
import Compiler
import Diagnostics
import Formatter
import StepRuntime
import Syntax

/// Compiles, checks and runs Harn programs inside any Swift program.
///
/// ```swift
/// let output = OutputCollector()
/// let program = Engine().compile("println(6 * 7)", path: "answer.harn")
/// let outcome = Engine().run(program, options: RunOptions(standardOutput: output))
/// // output.text == "42\n", outcome.exitStatus == 0
/// ```
///
/// An engine has no state. Two runs never see each other.
public struct Engine: Sendable {
  /// An engine.
  public init() {}

  /// Reads, checks and compiles `text`; messages call it `path`.
  public func compile(_ text: String, path: String) -> Compilation {
    compile(SourceFile(path: path, text: text))
  }

  /// Reads, checks and compiles the file at `path`.
  ///
  /// - Throws: when the file cannot be read or is not UTF-8.
  public func compile(fileAt path: String) throws(ReadError) -> Compilation {
    compile(try SourceFile.read(path))
  }

  /// What lexer, parser and checker find in `text`, in the order found.
  public func check(_ text: String, path: String) -> [Finding] {
    let file = SourceFile(path: path, text: text)
    return check(file).map { Finding($0, in: file) }
  }

  /// What lexer, parser and checker find in `file`, in the order found.
  package func check(_ file: SourceFile) -> [Diagnostic] {
    onDeepStack {
      let text = analyse(file)
      return text.isComplete ? text.diagnostics + personaFindings(text.program, of: file) : text.diagnostics
    }
  }

  /// What `harn check` reports: the findings of `check` in `file`, those about its imports, and the mistakes in the texts of
  /// the modules that it reaches (04 B7.4). Texts without findings are left out. Files that are checked together share
  /// `sources`.
  package func checkWithImports(
    _ file: SourceFile, settings: CheckSettings = CheckSettings(), sources: SourceCache? = nil
  ) -> [TextFindings] {
    onDeepStack {
      let text = analyse(file, hasStrictTypes: settings.hasStrictTypes, sources: sources)
      var findings = PreflightRules(text.graph, program: text.program, path: file.path).findings
        .mapValues { settings.judged($0) }
      var meaning = text.diagnostics
      if settings.hasStrictTypes, text.isComplete { meaning += StrictTypeRules(text.program).findings }
      let style = text.isComplete ? lint(file, text.parsed, text.diagnostics, settings) : []
      // Of `break` and `continue` the lint rule says more (03 §16).
      let misplaced = style.filter { $0.code == .breakOutsideLoop }.map(\.range)
      meaning += compileFaults(of: text, file).filter { !misplaced.contains($0.range) }
      findings[nil] = meaning + Engine.withoutKnownCauses(style, meaning) + (findings[nil] ?? [])
      return findings.sorted { ($0.key ?? -1) < ($1.key ?? -1) }
        .filter { !$0.value.isEmpty }
        .map { index, diagnostics in
          let module = index.map { text.graph.modules[$0] }
          return TextFindings(
            file: module?.file ?? file, module: module?.canonicalPath, diagnostics: diagnostics)
        }
    }
  }

  /// What `harn lint` reports in `file`: syntax errors, or what the lint rules find (07 §5).
  package func lint(
    _ file: SourceFile, settings: CheckSettings = CheckSettings(), sources: SourceCache? = nil
  ) -> [Diagnostic] {
    onDeepStack {
      let text = analyse(file, sources: sources)
      return text.isComplete ? lint(file, text.parsed, text.diagnostics, settings) : text.diagnostics
    }
  }

  /// `file` in canonical form (07 §6).
  package func format(_ file: SourceFile, options: FormatOptions) -> FormatResult {
    onDeepStack { Formatter.format(file, options: options) }
  }

  /// Reads, checks and compiles `file`. Without the checker, programs compile whose mistakes show when they run. With
  /// `entryPipeline` that pipeline runs, else the one of 02 §1.2.
  package func compile(
    _ file: SourceFile, isChecked: Bool = true, entryPipeline: String? = nil
  ) -> Compilation {
    onDeepStack {
      let text = analyse(file, isChecked: isChecked)
      guard !text.diagnostics.contains(where: { $0.severity == .error }) else {
        return Compilation(file: file, diagnostics: text.diagnostics, compileError: nil, unit: nil)
      }
      do throws(CompileError) {
        let linker = ModuleLinker(text.graph)
        var options = linker.options()
        options.entryPipeline = entryPipeline
        let unit = try Compiler.compile(text.program, path: file.path, options: options)
        return Compilation(
          file: file, diagnostics: text.diagnostics, compileError: nil, unit: unit,
          modules: linker.units, moduleFiles: text.graph.modules.map(\.file))
      } catch {
        let line = file.position(ofByte: Int(error.range.start)).line
        let message = "Compile error at line \(line): \(error.message)"
        return Compilation(file: file, diagnostics: text.diagnostics, compileError: message, unit: nil)
      }
    }
  }

  /// A text after the stages that only look at it.
  private struct Analysis {
    var parsed: ParseResult
    var graph = ModuleGraph()
    var diagnostics: [Diagnostic]
    /// Whether the parser understood all of the text.
    var isComplete: Bool { parsed.diagnostics.isEmpty }
    var program: Program { parsed.program }
  }

  /// The stages that only look at the text. The checker sees a text only when the parser understood all of it.
  private func analyse(
    _ file: SourceFile, isChecked: Bool = true, hasStrictTypes: Bool = false, sources: SourceCache? = nil
  ) -> Analysis {
    let parsed = sources?.parsed(file) ?? parse(file)
    guard parsed.diagnostics.isEmpty else { return Analysis(parsed: parsed, diagnostics: parsed.diagnostics) }
    let graph = ModuleGraph(of: parsed.program, path: file.path, reader: FileModuleReader(sources: sources))
    guard isChecked else { return Analysis(parsed: parsed, graph: graph, diagnostics: []) }
    var context = CheckerContext(
      builtins: Catalog.knownNames, builtinResult: { Catalog.builtinResults[$0] })
    context.imports = ImportedNames(graph)
    context.hasStrictTypes = hasStrictTypes
    return Analysis(
      parsed: parsed, graph: graph,
      diagnostics: Checker.check(parsed.program, of: file, context: context))
  }

  /// What only the compiler finds in a text without errors (03 §14.1).
  private func compileFaults(of text: Analysis, _ file: SourceFile) -> [Diagnostic] {
    guard text.isComplete, !text.diagnostics.contains(where: { $0.severity == .error }) else { return [] }
    do throws(CompileError) {
      // The mistakes of modules are reported with their own texts.
      let linker = ModuleLinker(text.graph, evaluated: Set(text.graph.modules.map(\.file.path)))
      _ = try Compiler.compile(text.program, path: file.path, options: linker.options())
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
