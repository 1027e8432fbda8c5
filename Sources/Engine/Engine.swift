import Bytecode
import Compiler
import Diagnostics
import Formatter
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
      let text = ParsedFile(file)
      let diagnostics = text.isComplete && !isChecked ? [] : diagnostics(of: text)
      guard !diagnostics.contains(where: { $0.severity == .error }) else {
        return Compilation(file: file, diagnostics: diagnostics, compileError: nil, unit: nil)
      }
      do throws(CompileError) {
        let linker = ModuleLinker(text.graph)
        var options = linker.options()
        options.entryPipeline = entryPipeline
        let unit = try Compiler.compile(text.program, path: file.path, options: options)
        return Compilation(
          file: file, diagnostics: diagnostics, compileError: nil, unit: unit,
          modules: linker.units, moduleFiles: text.graph.modules.map(\.file))
      } catch {
        let line = file.position(ofByte: Int(error.range.start)).line
        let message = "Compile error at line \(line): \(error.message)"
        return Compilation(file: file, diagnostics: diagnostics, compileError: message, unit: nil)
      }
    }
  }
}
