import Bytecode
import Compiler
import Diagnostics
import Syntax
import VM

/// The part of the library that is written in Harn.
package enum Prelude {
  /// Its code, compiled at the first use in a process.
  package static let unit: CodeUnit = {
    let file = SourceFile(path: "<prelude>", text: preludeSource)
    let parsed = parse(file)
    if let mistake = parsed.diagnostics.first {
      preconditionFailure("the prelude does not parse: \(mistake.message)")
    }
    do throws(CompileError) {
      return try compile(
        parsed.program, path: file.path, options: CompileOptions(isHidden: true))
    } catch {
      preconditionFailure("the prelude does not compile: \(error.message)")
    }
  }()
}
