import Bytecode
import Syntax

/// What is shared while the functions of one file are compiled: pools, and the names that the whole file knows.
final class UnitBuilder {
  /// How the file is compiled.
  let options: CompileOptions
  /// Enum names of the file, and `Result` (02 §9.1, §9.3).
  let enumNames: Set<Spelling>
  /// Interface names of the file (02 §11).
  let interfaceNames: Set<Spelling>
  /// Type aliases at the top level, which stand for schemas in some places (03 §13.2).
  let aliases: [Spelling: TypeExpression]
  /// Top-level functions and struct constructors, wherever they stand: they are late-bound globals (02 §5.7).
  let globalNames: Set<Spelling>
  /// Variables of the file when it is a module, and whether they can be assigned (04 B6).
  let moduleVariables: [Spelling: Bool]
  /// Imported structs, whose constructors the file makes itself.
  let importedStructures: [Name]

  private var functions: [FunctionCode] = []
  private var constants = ConstantPool()
  private var globals: [String] = []
  private var globalIndices: [Spelling: Int] = [:]
  private var importedGlobals: [ImportedGlobal] = []
  private var importedIndices: Set<Int> = []
  private var modules: [String] = []
  private var moduleIndices: [Spelling: Int] = [:]
  private var importCount = 0
  private var structures: [StructureCode] = []
  private var structureIndices: [Spelling: Int] = [:]
  /// The struct types by name and fields.
  private var shapeIndices: [[Spelling]: Int] = [:]
  private var declaredFields: [Spelling: [String]]
  private var cleanupBudget: Int

  /// A unit for a program of `length` bytes whose names are `names`.
  init(names: FileNames, length: Int, options: CompileOptions) {
    self.options = options
    cleanupBudget = (4 << 20) + 128 * length
    enumNames = names.enums
    interfaceNames = names.interfaces
    aliases = names.aliases
    globalNames = names.globals
    moduleVariables = options.isModule ? names.variables : [:]
    importedStructures = names.importedStructures
    declaredFields = names.structures
  }

  /// The constants so far.
  var constantPool: [Constant] { constants.constants }

  /// The index of a constant.
  func constant(_ constant: Constant) -> Int { constants.index(of: constant) }

  /// The index of a string constant.
  func name(_ text: String) -> Int { constants.index(of: .string(text)) }

  /// The index of the global `name`.
  func global(_ name: String) -> Int {
    if let index = globalIndices[Spelling(name)] { return index }
    globals.append(name)
    globalIndices[Spelling(name)] = globals.count - 1
    return globals.count - 1
  }

  /// The index of the variable `name` of the module. It does not share the place of an import that it replaces.
  func variable(_ name: String) -> Int {
    if let index = globalIndices[Spelling(name)], !isImported(index) { return index }
    globalIndices[Spelling(name)] = nil
    return global(name)
  }

  /// The index of a global that is the global `name` of another unit.
  func importedGlobal(_ name: String, from module: String) -> Int {
    let index = global(name)
    if !isImported(index) {
      importedGlobals.append(ImportedGlobal(global: index, module: self.module(module)))
      importedIndices.insert(index)
    }
    return index
  }

  /// The index of an imported module.
  func module(_ path: String) -> Int {
    if let index = moduleIndices[Spelling(path)] { return index }
    modules.append(path)
    moduleIndices[Spelling(path)] = modules.count - 1
    return modules.count - 1
  }

  /// What the next import statement does; nil when an earlier one has failed.
  func takeImport() -> ImportCode? {
    defer { importCount += 1 }
    return importCount < options.imports.count ? options.imports[importCount] : nil
  }

  private func isImported(_ global: Int) -> Bool { importedIndices.contains(global) }

  /// The index of the struct type `name` with its declared fields; `mentioned` are the fields of a type that the file
  /// does not declare.
  func structure(_ name: String, mentioned: [String]) -> Int {
    if let index = structureIndices[Spelling(name)] { return index }
    guard let fields = declaredFields[Spelling(name)] else {
      return appendStructure(name, fields: mentioned)
    }
    let index = appendStructure(name, fields: fields)
    structureIndices[Spelling(name)] = index
    return index
  }

  private func appendStructure(_ name: String, fields: [String]) -> Int {
    let shape = ([name] + fields).map(Spelling.init)
    if let index = shapeIndices[shape] { return index }
    structures.append(StructureCode(name: name, fields: fields))
    shapeIndices[shape] = structures.count - 1
    return structures.count - 1
  }

  /// Takes an index for a function whose code follows.
  func reserveFunction() -> Int {
    functions.append(FunctionCode(name: ""))
    return functions.count - 1
  }

  /// The code of a reserved function.
  func setFunction(_ index: Int, _ code: FunctionCode) { functions[index] = code }

  /// Sets the captures of a function, once the slots of its enclosing function are final.
  func setCaptures(of index: Int, _ slots: [Int]) { functions[index].captures = slots }

  /// The captures of a function, in the provisional slots of its enclosing function.
  func captures(of index: Int) -> [Int] { functions[index].captures }

  /// Counts one copy of a cleanup block by its length; false when they take out of proportion to the program (copies of
  /// nested blocks multiply).
  func spendOnCleanup(_ body: Block) -> Bool {
    cleanupBudget -= 256 + Int(body.range.end - body.range.start)
    return cleanupBudget >= 0
  }

  /// The finished unit.
  func finish(path: String) -> CodeUnit {
    var unit = CodeUnit(path: path)
    unit.functions = functions
    unit.constants = constants.constants
    unit.globals = globals
    unit.importedGlobals = importedGlobals
    unit.modules = modules
    unit.isModule = options.isModule
    unit.structures = structures
    return unit
  }
}
