import Bytecode
import Catalog
import Checker
import Compiler
import Diagnostics
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
      let (program, diagnostics, isComplete) = analyse(file)
      return isComplete ? diagnostics + lint(program) : diagnostics
    }
  }

  /// Reads, checks and compiles `file`. Without the checker, programs compile whose mistakes show when they run.
  package func compile(_ file: SourceFile, isChecked: Bool = true) -> Compilation {
    onDeepStack {
      let (program, diagnostics, _) = analyse(file, isChecked: isChecked)
      guard !diagnostics.contains(where: { $0.severity == .error }) else {
        return Compilation(file: file, diagnostics: diagnostics, compileError: nil, unit: nil)
      }
      do throws(CompileError) {
        let unit = try Compiler.compile(program, path: file.path)
        return Compilation(file: file, diagnostics: diagnostics, compileError: nil, unit: unit)
      } catch {
        let line = file.position(ofByte: Int(error.range.start)).line
        let text = "Compile error at line \(line): \(error.message)"
        return Compilation(file: file, diagnostics: diagnostics, compileError: text, unit: nil)
      }
    }
  }

  /// The stages that only look at the text. The checker sees a text only when the parser understood all of it.
  private func analyse(
    _ file: SourceFile, isChecked: Bool = true
  ) -> (program: Program, diagnostics: [Diagnostic], isComplete: Bool) {
    let parsed = parse(file)
    guard parsed.diagnostics.isEmpty else { return (parsed.program, parsed.diagnostics, false) }
    guard isChecked else { return (parsed.program, [], true) }
    let context = CheckerContext(
      builtins: Catalog.knownNames, builtinResult: { Catalog.builtinResults[$0] })
    return (parsed.program, Checker.check(parsed.program, of: file, context: context), true)
  }

  /// The findings that concern the design of a program, not its meaning (06 §18).
  private func lint(_ program: Program) -> [Diagnostic] {
    PersonaRules(program, builtins: Catalog.knownNames, matchesPattern: matchesGlob).findings
  }
}
