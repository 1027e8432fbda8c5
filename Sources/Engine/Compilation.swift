import Bytecode
import Diagnostics

/// A program text after the stages that come before its execution (07 §3.1).
public struct Compilation: Sendable {
  /// The text.
  package let file: SourceFile
  /// What lexer, parser and checker found, in the order found.
  package let diagnostics: [Diagnostic]
  /// The text of 02 §15.5, when only the compiler refused the program.
  package let compileError: String?
  /// The code, nil when an error was found.
  package let unit: CodeUnit?
  /// The code of the modules that it imports, directly or not.
  package var modules: [CodeUnit] = []
  /// The texts of those modules.
  package var moduleFiles: [SourceFile] = []

  /// The text that messages call `path`: that of the program or of a module.
  package func source(at path: String) -> SourceFile? {
    path == file.path ? file : moduleFiles.first { $0.path == path }
  }

  /// The mistakes in the text, in the order found. A mistake that only the compiler sees is not among them.
  public var findings: [Finding] { diagnostics.map { Finding($0, in: file) } }

  /// Whether the program can be run: warnings do not count.
  public var isRunnable: Bool { unit != nil }

  /// What the command line prints about the text: code frames, then a compile error. Empty, or whole lines.
  public func report(isColored: Bool = false) -> String {
    let frames = DiagnosticRenderer(style: isColored ? .colored : .plain)
      .render(diagnostics, in: file)
    guard let compileError else { return frames }
    return "\(frames)error: compile error: \(compileError)\n"
  }
}
