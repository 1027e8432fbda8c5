import Bytecode
import Compiler
import Diagnostics
import Syntax
import VM

/// The part of the library that is written in Harn.
package enum Prelude {
  /// Loads what the units need of it and the machine has not got yet.
  package static func load(into vm: VirtualMachine, for units: [CodeUnit]) throws(VerificationError) {
    if let source = vm.missingPrelude(for: units) { try vm.loadPrelude(unit(of: source)) }
  }

  /// The code of a part of it.
  package static func unit(of source: String) -> CodeUnit {
    let file = SourceFile(path: "<prelude>", text: source)
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
  }
}
