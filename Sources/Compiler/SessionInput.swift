import Bytecode
import Diagnostics
import Syntax

/// What an input of a session can name that earlier inputs have made (07 §8.3).
package struct SessionNames: Sendable {
  /// Names with values that the input mentions, and whether they may be assigned.
  package var variables: [(name: String, isMutable: Bool)]
  /// Declarations of enums, structs, interfaces and type aliases, the latest of a name first.
  package var types: [Statement]

  /// These names.
  package init(variables: [(name: String, isMutable: Bool)], types: [Statement]) {
    self.variables = variables
    self.types = types
  }
}

/// The code of an input, and where it leaves the names that it declares.
///
/// The unit's first function has one local for each variable of the session, in order and from slot 0 on; the host fills
/// them before it runs. The code ends with `endInput`, so that the host finds all locals as they were last.
package struct SessionInput: Sendable {
  /// The code.
  package var unit: CodeUnit
  /// What the input declares at its top level.
  package var declared: [Variable]
  /// Whether its value is that of a final expression statement.
  package var hasValue: Bool

  /// A name of the session.
  package struct Variable: Sendable {
    /// The name.
    package var name: String
    /// Whether it may be assigned.
    package var isMutable: Bool
    /// Where its value is when the input has ended; it is absent when its declaration did not run.
    package var place: Place
  }

  /// Where the value of a variable is.
  package enum Place: Sendable {
    /// A local of the first function.
    case local(Int)
    /// A global of the unit.
    case global(Int)
  }
}

/// Compiles one input of a session (07 §8.3): the statements run in order, like a script.
///
/// - Throws: the first thing that cannot be compiled (01 "Processing stages").
package func compileInput(
  _ program: Program, path: String, names: SessionNames, options: CompileOptions = CompileOptions()
) throws(CompileError) -> SessionInput {
  let unit = UnitBuilder(
    names: FileNames(program, earlier: names.types, importedTypes: options.importedTypes),
    length: program.length, options: options)
  let emitter = FunctionEmitter(
    unit: unit, parent: nil, name: "pipeline", kind: .plain, parameters: [])
  return try emitter.emitInput(program, names.variables, path: path)
}

extension FunctionEmitter {
  fileprivate func emitInput(
    _ program: Program, _ variables: [(name: String, isMutable: Bool)], path: String
  ) throws(CompileError) -> SessionInput {
    let last = program.items.last
    let end = SourceRange(start: Int(last?.range.end ?? 0), end: Int(last?.range.end ?? 0))
    var hasValue = false
    if case .expression? = last?.kind { hasValue = true }

    allowsTryStar = false
    keepsLocals = true
    openScope()
    for variable in variables {
      declare(variable.name, slot: allocateSlots(), isMutable: variable.isMutable)
    }
    openScope(of: program.items)
    declaresGlobals = true
    topLevelScopes = 2
    emitImportedTypes(at: end)
    try emitStatements(program.items, .value, at: end)
    let bindings = scopes[1].bindings.filter { !$0.key.isForwardCell }
    try closeScope(at: end)
    try closeScope(at: end)
    emit(.returnValue, at: end)
    try finish(at: end)
    return SessionInput(
      unit: unit.finish(path: path), declared: bindings.map(SessionInput.Variable.init),
      hasValue: hasValue)
  }
}

extension SessionInput.Variable {
  /// The binding of `name` in the outermost scope of an input.
  fileprivate init(_ name: Spelling, _ binding: Binding) {
    self.name = name.text
    isMutable = binding.isMutable
    switch binding.storage {
    case .local(let slot): place = .local(slot)
    case .global(let index), .variable(let index): place = .global(index)
    }
  }
}
