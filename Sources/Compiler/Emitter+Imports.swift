import Bytecode
import Diagnostics
import Syntax

// MARK: - Imports (04 B4)

extension FunctionEmitter {
  /// Evaluates what the next import needs and binds its names. They are globals of other units, so nothing is copied.
  func emitImport(at range: SourceRange) throws(CompileError) {
    // Behind an import that fails nothing is reached.
    guard isReachable else { return }
    guard let code = unit.takeImport() else { throw .importInBlock(at: range) }
    for module in code.modules {
      emit(.evaluateModule, unit.module(module), at: range)
      emit(.pop, at: range)
    }
    if let failure = code.failure { return emitRaise(.runtimeError, failure, at: range) }
    for function in code.functions {
      declareGlobal(function.name, unit.importedGlobal(function.name, from: function.module))
    }
  }

  /// Makes the constructors of imported structs.
  func emitImportedTypes(at range: SourceRange) {
    for name in unit.importedStructures {
      emit(.makeConstructor, unit.structure(name.text, mentioned: []), at: range)
      let global = unit.global(name.text)
      emit(.storeGlobal, global, at: range)
      declareGlobal(name.text, global)
    }
  }
}
