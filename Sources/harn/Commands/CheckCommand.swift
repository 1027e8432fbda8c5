import Diagnostics
import Engine

/// `harn check TARGETS...` (07 §4).
enum CheckCommand: Command {
  static let declaration = CommandDeclaration(
    name: "check", purpose: "Report mistakes without running anything", synopses: ["<TARGETS>..."],
    positionals: [
      .init(name: "TARGETS", help: "The files to check", isRepeated: true, isRequired: true)
    ])

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> Int32 {
    var status = ExitStatus.success
    for path in Set(arguments.positionals).sorted() {
      if !check(path) { status = ExitStatus.failure }
    }
    return status
  }

  /// Reports on one file. The result is false when it has an error.
  private static func check(_ path: String) -> Bool {
    let file: SourceFile
    do throws(ReadError) {
      file = try SourceFile.read(path)
    } catch {
      StandardStream.error.write("\(error.message)\n")
      return false
    }
    let findings = Engine().checkWithImports(file)
    if findings.isEmpty { StandardStream.output.write("\(path): ok\n") }
    let renderer = DiagnosticRenderer(style: StandardStream.error.isColored ? .colored : .plain)
    for (file, diagnostics) in findings {
      StandardStream.error.write(renderer.render(diagnostics, in: file))
    }
    return !findings.contains { $0.diagnostics.contains { $0.severity == .error } }
  }
}
