import Diagnostics

/// The portable code of one source file: what the compiler hands to the virtual machine.
package struct CodeUnit: Sendable {
  /// Path as shown in messages.
  package var path: String
  /// All function bodies. The body at index 0 is the program or module itself.
  package var functions: [FunctionCode]
  /// The constant pool, shared by the functions.
  package var constants: [Constant]
  /// Names of the globals: top-level functions, struct constructors, and the variables of an imported module.
  package var globals: [String]
  /// Globals that are those of other units.
  package var importedGlobals: [ImportedGlobal]
  /// The paths of the units of imported modules.
  package var modules: [String]
  /// Whether this is an imported module: an error that leaves its function 0 belongs to the import (04 B4).
  package var isModule: Bool
  /// Struct types that the file declares or mentions.
  package var structures: [StructureCode]

  /// The global of a module that is set when it has been evaluated to its end. No program can name it.
  package static let evaluationMark = "<evaluated>"

  /// An empty unit.
  package init(path: String) {
    self.path = path
    functions = []
    constants = []
    globals = []
    importedGlobals = []
    modules = []
    isModule = false
    structures = []
  }
}

/// A global of a unit that is the global of the same name of an imported module (04 B4).
package struct ImportedGlobal: Hashable, Sendable {
  /// Its index among the globals of the unit.
  package var global: Int
  /// The module: an index into the modules of the unit.
  package var module: Int

  /// A global as linked.
  package init(global: Int, module: Int) {
    self.global = global
    self.module = module
  }
}

/// A struct type: its name and its declared fields.
package struct StructureCode: Hashable, Sendable {
  /// Name by which instances are compared and displayed.
  package var name: String
  /// Declared fields in declared order.
  package var fields: [String]

  /// A struct type as declared.
  package init(name: String, fields: [String]) {
    self.name = name
    self.fields = fields
  }
}
