import Bytecode
import Diagnostics
import Syntax

// MARK: - Declarations (02 §5, §9, §10)

extension FunctionEmitter {
  /// Runs a declaration, then the calls of its attributes (06 §2.1).
  func emitDeclaration(_ declaration: Declaration) throws(CompileError) {
    let range = declaration.range
    if case .function(let function) = declaration.kind {
      try emitFunctionDeclaration(function)
      return try emitRegistrations(of: function.name, declaration.attributes)
    }
    if let tool = declaration.attributes.first(where: { $0.name.text == "acp_tool" }) {
      throw .misplacedTool(at: tool.range)
    }
    switch declaration.kind {
    case .function: break
    case .structure(let structure):
      guard checkRedeclaration(of: structure.name, isMutable: false) else { return }
      let index = unit.structure(structure.name.text, mentioned: [])
      emit(.makeConstructor, index, at: structure.name.range)
      bindFunction(structure.name)
    case .implementation(let type, let methods):
      for method in methods {
        try emitMethod(method, of: type.text)
        emit(
          .defineMethod, unit.name(type.text), unit.name(method.name.text), at: method.name.range)
      }
    case .enumeration, .interface, .typeAlias, .override, .pipeline: break
    case .tool: throw .notSupported("tool", at: range)
    case .skill: throw .notSupported("skill", at: range)
    case .evalPack: throw .notSupported("eval_pack", at: range)
    }
  }

  private func emitFunctionDeclaration(_ function: FunctionDeclaration) throws(CompileError) {
    if isTopLevel {
      try emitFunction(function, selfName: nil)
    } else {
      try emitFunction(function, selfName: function.name.text)
    }
    guard checkRedeclaration(of: function.name, isMutable: false) else { return }
    bindFunction(function.name)
  }

  /// Whether a function declared here is a global of the unit.
  private var isTopLevel: Bool { parent == nil && scopes.count == topLevelScopes && declaresGlobals }

  /// Binds the closure on the stack: to a global at the top level, else to a local.
  private func bindFunction(_ name: Name) {
    guard isTopLevel else { return bindTop(to: name, isMutable: false) }
    let global = unit.global(name.text)
    emit(.storeGlobal, global, at: name.range)
    declareGlobal(name.text, global)
  }
}
